"""The relations that the texts propose, over all documents: the newest clauses first.

What each clause means is found as for one document, but for many clauses in a few statements.
What is told by titles alone may be wrong, and a successor told anew under another title has no
effect: both wait for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Reference
from knowledge.outline import ReferenceKind
from knowledge.queries.listings import OWN_ANSWERS, is_issued_by
from knowledge.relations.clauses import CLAUSES, Clause, Target, told_anew
from knowledge.relations.decisions import RelationDecision, RelationKind, Verdict
from knowledge.relations.naming import Meant, meant, named_in
from knowledge.relations.repeals import ACTS
from knowledge.relations.settled import Evidence, Related, Relation

_REFERENCES, _DOCUMENTS = table(Reference), table(Document)
KINDS = {**ACTS, ReferenceKind.INTERPRETS: RelationKind.INTERPRETS}
#: Documents that the clauses of one page may mean.
_MOST_MEANT = 2000


@dataclass(frozen=True)
class Proposal:
    """What the text of `document` makes it to the other one, as `relation` tells.

    `waits` says that a person has to decide before it is sure, or has any effect.
    """

    document: Related
    relation: Relation
    waits: bool


def list_proposals(
    session: Session, issued_by: frozenset[str] | None, count: int, before: int | None = None
) -> tuple[list[Proposal], int | None]:
    """What the newest `count` clauses propose and nobody decided, and where to go on from.

    `issued_by` are names of which one must have issued the document that speaks; None: any.
    """
    clauses = _clauses(session, issued_by, count + 1, before)
    more, clauses = len(clauses) > count, clauses[:count]
    if not clauses:
        return [], None
    named = session.execute(named_in(clauses, _MOST_MEANT))
    targets = {Target.of(row): row for row in named}
    decided = _decided(session, [clause.document_id for clause in clauses])
    found = [
        proposal
        for clause in clauses
        for proposal in _proposals(clause, targets)
        if _key(proposal) not in decided
    ]
    return list(_each_once(found)), clauses[-1].reference_id if more else None


def _clauses(
    session: Session, issued_by: frozenset[str] | None, count: int, before: int | None
) -> Sequence[Clause]:
    # Not by the index of kinds: from the newest reference on, the next ones are soon there.
    kind = func.coalesce(_REFERENCES.c.kind, "") if issued_by is None else _REFERENCES.c.kind
    query = CLAUSES.add_columns(_REFERENCES.c.id.label("reference_id")).where(
        kind.in_([kind.value for kind in KINDS]), _DOCUMENTS.c.id < OWN_ANSWERS
    )
    if before is not None:
        query = query.where(_REFERENCES.c.id < before)
    if issued_by is not None:
        query = query.where(is_issued_by(_DOCUMENTS.c.id, issued_by))
    return session.execute(query.order_by(_REFERENCES.c.id.desc()).limit(count)).all()


def _proposals(clause: Clause, targets: dict[Target, Clause]) -> Iterator[Proposal]:
    for each in meant(clause, targets):
        other = Related.of(targets[each.target])
        evidence = Evidence(
            DocumentId(clause.document_id), clause.number, clause.printed, clause.start, clause.end
        )
        kind = KINDS[ReferenceKind(clause.kind)]
        relation = Relation(kind, other, each.found_by, each.certain, evidence=evidence)
        yield Proposal(Related.of(clause), relation, _waits(clause, each))


def _waits(clause: Clause, found: Meant) -> bool:
    anew = ReferenceKind(clause.kind) is ReferenceKind.SUPERSEDES
    return not found.certain or (anew and not told_anew(clause, found.target))


def _each_once(found: Sequence[Proposal]) -> Iterator[Proposal]:
    seen = set()
    for proposal in sorted(found, key=lambda each: each.waits):
        if _key(proposal) not in seen:
            seen.add(_key(proposal))
            yield proposal


def _key(proposal: Proposal) -> tuple[str, str, str]:
    relation = proposal.relation
    return proposal.document.id, relation.kind.value, relation.other.id


def _decided(session: Session, ids: Sequence[str]) -> set[tuple[str, str, str]]:
    """The relations of these documents that somebody decided on, as they are stored."""
    rows = session.execute(
        select(
            RelationDecision.document_id, RelationDecision.kind, RelationDecision.other_id
        ).where(
            RelationDecision.document_id.in_(ids), RelationDecision.verdict != Verdict.WITHDRAWN
        )
    )
    return {(row.document_id, row.kind, row.other_id) for row in rows}
