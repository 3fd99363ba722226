"""How a document is related to the others in the store, found when it is asked.

Clauses name other documents by number or title (`clauses`), a notice names what it carries, and
nearly the same text under the same name is a repost. Beside what was found stands what staff
decided of it. A fixed number of statements, each on an index, however many documents there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Reference
from knowledge.errors import UnknownDocument
from knowledge.identity.similarity import near_duplicates
from knowledge.outline import ReferenceKind
from knowledge.relations.clauses import CLAUSES, Clause, FoundBy, Target, clauses_on
from knowledge.relations.decisions import (
    RelationDecision,
    RelationKind,
    Verdict,
    decisions_on,
)
from knowledge.relations.naming import (
    Meant,
    explaining,
    meant,
    named_alike,
    titled_like,
    versions,
)
from knowledge.relations.repeals import ACTS

#: Clauses of others on a document that are looked at: a law is cited by every second document.
MOST = 500
#: Near-duplicates among which reposts are looked for.
_NEAR = 20

_KINDS = {
    **ACTS,
    ReferenceKind.INTERPRETS: RelationKind.INTERPRETS,
    ReferenceKind.CITES: RelationKind.CITES,
}
_ALL_BUT_CITES = [kind for kind in _KINDS if kind is not ReferenceKind.CITES]

_Row = Row[*tuple[Any, ...]]


class RelationState(StrEnum):
    """How far a relation is settled; the value is printed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    ADDED = "added"


_STATES = {
    Verdict.CONFIRMED: RelationState.CONFIRMED,
    Verdict.REJECTED: RelationState.REJECTED,
    Verdict.ADDED: RelationState.ADDED,
}


@dataclass(frozen=True)
class Related:
    """The other document of a relation, as its newest version tells."""

    id: DocumentId
    version: int
    title: str
    doc_number: str | None


@dataclass(frozen=True)
class Evidence:
    """The clause that tells a relation: `text[start:end]` of that version's main text."""

    document_id: DocumentId
    version: int
    printed: str
    start: int
    end: int


@dataclass(frozen=True)
class Relation:
    """What the document asked about is to `other`.

    `certain` is False where the names are only alike, or fit several documents. `evidence` is
    None where no clause tells the relation: two titles do, two texts, or staff. `why` is the
    reason of staff's decision.
    """

    kind: RelationKind
    other: Related
    found_by: FoundBy
    certain: bool
    state: RelationState = RelationState.PROPOSED
    evidence: Evidence | None = None
    why: str = ""


def relations_of(session: Session, document_id: DocumentId) -> list[Relation]:
    """The document's relations in both directions, by kind, those of staff included.

    Raises UnknownDocument when there is no such document.
    """
    own = session.execute(versions().where(Document.id == document_id)).one_or_none()
    if own is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    outgoing = session.execute(
        CLAUSES.where(Reference.version_id == own.id).order_by(Reference.id)
    ).all()
    candidates = _candidates(session, own, outgoing)
    found = [
        *_outgoing(outgoing, candidates),
        *_incoming(session, own, candidates),
        *_carrying(own, candidates),
        *_reposts(session, own, candidates),
    ]
    decided = decisions_on(session, [document_id], both_ways=True)
    return _settled(session, document_id, _each_once(found), decided)


def _candidates(session: Session, own: _Row, outgoing: Sequence[Clause]) -> list[_Row]:
    """The documents that the clauses of `own` may mean, and those that share a name with it."""
    found = {row.document_id: row for row in session.execute(named_alike(own, outgoing, 4 * MOST))}
    alike = titled_like(own, outgoing, MOST)
    if alike is not None:
        found |= {row.document_id: row for row in session.execute(alike)}
    return [found[document_id] for document_id in sorted(found)]


def _related(row: _Row) -> Related:
    return Related(DocumentId(row.document_id), row.number, row.title, row.doc_number)


def _outgoing(outgoing: Iterable[Clause], candidates: Iterable[_Row]) -> Iterator[Relation]:
    targets = {Target.of(row): row for row in candidates}
    for clause in outgoing:
        for each in meant(clause, targets):
            kind = _KINDS[ReferenceKind(clause.kind)]
            yield _told(clause, kind, _related(targets[each.target]), each)


def _incoming(session: Session, own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    target = Target.of(own)
    # Others of the same title, which the clause may mean as well.
    targets = {target, *(other for row in candidates if _shares(other := Target.of(row), target))}
    rows = [
        *clauses_on(session, [target], _ALL_BUT_CITES, MOST),
        *session.execute(explaining(own, MOST)),
        *clauses_on(session, [target], [ReferenceKind.CITES], MOST),
    ]
    for clause in rows:
        for each in meant(clause, targets):
            if each.target == target:
                kind = _KINDS[ReferenceKind(clause.kind)].inverse
                yield _told(clause, kind, _related_of(clause), each)


def _shares(one: Target, other: Target) -> bool:
    return bool(one.title_keys & other.title_keys)


def _related_of(clause: Clause) -> Related:
    return Related(DocumentId(clause.document_id), clause.number, clause.title, clause.doc_number)


def _told(clause: Clause, kind: RelationKind, other: Related, found: Meant) -> Relation:
    evidence = Evidence(
        DocumentId(clause.document_id), clause.number, clause.printed, clause.start, clause.end
    )
    return Relation(kind, other, found.found_by, found.certain, evidence=evidence)


def _carrying(own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    """A notice and the document that it carries, where that is stored by itself too."""
    for row in candidates:
        for carrier, carried, kind in (
            (own, row, RelationKind.CARRIES),
            (row, own, RelationKind.CARRIED_BY),
        ):
            if (
                carrier.carried_title_key
                and carrier.carried_title_key == carried.title_key
                and carrier.title_key != carried.title_key
                and _one_number(carrier, carried)
            ):
                yield Relation(kind, _related(row), FoundBy.TITLE, certain=True)


def _reposts(session: Session, own: _Row, candidates: Iterable[_Row]) -> Iterator[Relation]:
    """Documents of nearly the same text under the same number, or the same title."""
    near = {each.document_id: each for each in near_duplicates(session, own.id, _NEAR)}
    for row in candidates:
        same_number = own.number_key is not None and own.number_key == row.number_key
        same_title = own.title_key == row.title_key and _one_number(own, row)
        if row.document_id in near and (same_number or same_title):
            yield Relation(RelationKind.REPOSTS, _related(row), FoundBy.TEXT, certain=True)


def _one_number(one: _Row, other: _Row) -> bool:
    return len({one.number_key, other.number_key} - {None}) < 2


def _each_once(found: Iterable[Relation]) -> list[Relation]:
    """Of what was found several times the surest, else the first."""
    best: dict[tuple[RelationKind, DocumentId], Relation] = {}
    for relation in found:
        key = (relation.kind, relation.other.id)
        if key not in best or (relation.certain and not best[key].certain):
            best[key] = relation
    return list(best.values())


def _settled(
    session: Session,
    document_id: DocumentId,
    found: list[Relation],
    decided: list[RelationDecision],
) -> list[Relation]:
    """The relations with what staff decided of them, and those that staff alone know of."""
    verdicts = {_as_seen(document_id, decision): decision for decision in decided}
    others = {other for _, other in verdicts}
    rows = session.execute(versions().where(Document.id.in_(others)))
    known = {DocumentId(row.document_id): _related(row) for row in rows}
    told = {(relation.kind, relation.other.id): relation for relation in found}
    for key, decision in verdicts.items():
        kind, other = key
        relation = told.get(key) or Relation(kind, known[other], FoundBy.STAFF, certain=True)
        state = _STATES[Verdict(decision.verdict)]
        told[key] = replace(relation, state=state, why=decision.why)
    order = list(RelationKind)
    return sorted(
        told.values(), key=lambda each: (order.index(each.kind), not each.certain, each.other.id)
    )


def _as_seen(
    document_id: DocumentId, decision: RelationDecision
) -> tuple[RelationKind, DocumentId]:
    kind = RelationKind(decision.kind)
    if decision.document_id == document_id:
        return kind, DocumentId(decision.other_id)
    return kind.inverse, DocumentId(decision.document_id)
