"""What a relation is: what was found of it, and beside that what staff decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId
from knowledge.relations.clauses import FoundBy
from knowledge.relations.decisions import RelationDecision, RelationKind, Verdict
from knowledge.relations.naming import versions


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

    @classmethod
    def of(cls, row: Row[*tuple[Any, ...]]) -> Related:
        """The document of a row with a version's columns."""
        return cls(DocumentId(row.document_id), row.number, row.title, row.doc_number)


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


def settled(
    session: Session,
    document_id: DocumentId,
    found: list[Relation],
    decided: list[RelationDecision],
) -> list[Relation]:
    """The relations with what staff decided of them, and those that staff alone know of."""
    verdicts = {_as_seen(document_id, decision): decision for decision in decided}
    others = {other for _, other in verdicts}
    rows = session.execute(versions().where(Document.id.in_(others)))
    known = {DocumentId(row.document_id): Related.of(row) for row in rows}
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
