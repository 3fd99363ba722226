"""Which documents a later document ends, changes or extends, resolved when it is asked.

The clauses of current versions are joined to their targets by number or title at read time, so
that it never matters which document was ingested first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, Version, stands
from knowledge.numbering import chinese_number
from knowledge.outline import ReferenceKind
from knowledge.relations.clauses import Clause, Target, acts_on, clauses_on, named_by, told_anew
from knowledge.relations.decisions import RelationDecision, RelationKind, Verdict
from knowledge.validity import Effect, Repeal, Successor

_DOCUMENTS, _VERSIONS, _DECISIONS = table(Document), table(Version), table(RelationDecision)

#: What a clause does, by the kind of reference that it is kept as.
_EFFECTS = {
    ReferenceKind.REPEALS: Effect.ENDS,
    ReferenceKind.SUPERSEDES: Effect.ENDS,
    ReferenceKind.ENDS_PART: Effect.ENDS_PART,
    ReferenceKind.AMENDS: Effect.AMENDS,
    ReferenceKind.EXTENDS: Effect.EXTENDS,
}
#: The relation that staff decide on, by the kind of reference that tells it.
ACTS = {
    ReferenceKind.REPEALS: RelationKind.SUPERSEDES,
    ReferenceKind.SUPERSEDES: RelationKind.SUPERSEDES,
    ReferenceKind.ENDS_PART: RelationKind.ENDS_PART,
    ReferenceKind.AMENDS: RelationKind.AMENDS,
    ReferenceKind.EXTENDS: RelationKind.EXTENDS,
}
_BY_DECISION = {relation: _EFFECTS[kind] for kind, relation in ACTS.items()}
#: The articles that a clause means alone, and the length of an extension, as it prints them.
_PART = re.compile("(?:第[^》）]{1,60}[章节条款项]|(?:部分|有关|相关|个别)(?:条款|内容|规定))$")
_LENGTH = re.compile(
    "延[长续](?:[^，。]{0,4}?)(?P<count>[0-9一二两三四五六七八九十]{1,2})(?P<unit>年|个月)"
)
#: The decisions on what standing documents do to the targets.
_DECIDED = (
    select(
        _DECISIONS.c.document_id,
        _DECISIONS.c.kind,
        _DECISIONS.c.other_id.label("target_id"),
        _DECISIONS.c.verdict,
        _DECISIONS.c.on,
        _VERSIONS.c.title,
        _VERSIONS.c.doc_number,
    )
    .join(_DOCUMENTS, _DECISIONS.c.document_id == _DOCUMENTS.c.id)
    .join(_VERSIONS, stands())
    .where(
        _DECISIONS.c.other_id.in_(bindparam("targets", expanding=True)),
        _DECISIONS.c.kind.in_(list(_BY_DECISION)),
        _DECISIONS.c.verdict != Verdict.WITHDRAWN,
    )
    .order_by(_DECISIONS.c.id)
)


def find_repeals(session: Session, targets: Collection[Target]) -> dict[Target, list[Repeal]]:
    """The clauses of other documents on each target, the earliest first; two statements.

    What staff rejected is left out, what they confirmed or added counts whatever the texts say.
    Targets that no clause means are left out.
    """
    rows = clauses_on(session, targets, _EFFECTS)
    decided = session.execute(_DECIDED, {"targets": [target.id for target in targets]}).all()
    if not rows and not decided:
        return {}
    verdicts = {(row.document_id, row.kind, row.target_id): row for row in decided}
    by_name = _by_name(rows)
    found: dict[Target, list[Repeal]] = {}
    for target in targets:
        near = sorted({at for name in _names(target) for at in by_name.get(name, ())})
        clauses = [rows[at] for at in near if _counts(rows[at], target, verdicts)]
        repeals = [_repeal(row) for row in clauses]
        told = {(row.document_id, ACTS[ReferenceKind(row.kind)]) for row in clauses}
        repeals += [
            _by_decision(row)
            for row in decided
            if row.target_id == target.id
            and row.verdict != Verdict.REJECTED
            and (row.document_id, row.kind) not in told
        ]
        if repeals:
            found[target] = sorted(repeals, key=lambda repeal: repeal.on or date.max)
    return found


def _by_name(clauses: Sequence[Clause]) -> Mapping[str, Sequence[int]]:
    """The places of the clauses by what they name: few targets share a name with a clause."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, clause in enumerate(clauses):
        for name in {clause.target_number_key, clause.target_title_key} - {None}:
            places[name].append(at)
    return places


def _names(target: Target) -> set[str]:
    """All that a clause may name the target by."""
    number = {target.number_key} if target.number_key else set()
    return {*target.title_keys, *target.near_keys, *number}


def _counts(clause: Clause, target: Target, verdicts: Mapping[tuple[str, str, str], Any]) -> bool:
    """Whether the clause acts on the target: staff's word first, then the text's.

    What a document only tells anew (重新发布, 以本办法为准) ends the other where it bears the same
    title; else it is a proposal until staff confirm it.
    """
    kind = ReferenceKind(clause.kind)
    decision = verdicts.get((clause.document_id, ACTS[kind], target.id))
    if decision is not None and decision.verdict == Verdict.REJECTED:
        return False
    if decision is not None:
        return named_by(clause, target) is not None
    anew = kind is not ReferenceKind.SUPERSEDES or told_anew(clause, target)
    return anew and acts_on(clause, target)


def _by_decision(row: Row[*tuple[Any, ...]]) -> Repeal:
    successor = Successor(row.document_id, row.title, row.doc_number)
    return Repeal(row.on, successor, _BY_DECISION[RelationKind(row.kind)])


def _repeal(clause: Clause) -> Repeal:
    successor = Successor(clause.document_id, clause.title, clause.doc_number)
    effect = _EFFECTS[ReferenceKind(clause.kind)]
    if effect is Effect.EXTENDS:
        # An extension counts at once: the term that it lengthens still runs, or is mended by it.
        return Repeal(None, successor, effect, until=clause.on, months=_months(clause.printed))
    part = _PART.search(clause.printed)
    return Repeal(clause.on, successor, effect, part=part.group() if part else "")


def _months(printed: str) -> int:
    length = _LENGTH.search(printed)
    count = chinese_number(length["count"]) if length else None
    if length is None or not count:
        return 0
    return count * 12 if length["unit"] == "年" else count
