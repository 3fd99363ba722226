"""What staff decided of relations: confirmed, rejected, or added; each with its reason.

A decision stands beside the evidence and outlasts every new reading. What is decided of a repeal
or an amendment changes answers at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, UtcDateTime
from knowledge.documents import Document, DocumentId
from knowledge.errors import DecisionRefused, UnknownDocument
from knowledge.recording import lock_for_writing


class RelationKind(StrEnum):
    """What one document is to another; the value is stored and printed."""

    INTERPRETS = "interprets"
    INTERPRETED_BY = "interpreted_by"
    SUPERSEDES = "supersedes"
    SUPERSEDED_BY = "superseded_by"
    ENDS_PART = "ends_part"
    PARTLY_ENDED_BY = "partly_ended_by"
    AMENDS = "amends"
    AMENDED_BY = "amended_by"
    EXTENDS = "extends"
    EXTENDED_BY = "extended_by"
    CARRIES = "carries"
    CARRIED_BY = "carried_by"
    CITES = "cites"
    CITED_BY = "cited_by"
    REPOSTS = "reposts"

    @property
    def inverse(self) -> RelationKind:
        """The same relation as the other document has it."""
        return _INVERSE[self]

    @property
    def is_active(self) -> bool:
        """Whether the relation is stored in this direction."""
        return self in _PAIRS or self is RelationKind.REPOSTS

    @property
    def acts(self) -> bool:
        """Whether the relation decides about a document's validity."""
        return {self, self.inverse} & _ACTING != set()


_PAIRS = {
    RelationKind.INTERPRETS: RelationKind.INTERPRETED_BY,
    RelationKind.SUPERSEDES: RelationKind.SUPERSEDED_BY,
    RelationKind.ENDS_PART: RelationKind.PARTLY_ENDED_BY,
    RelationKind.AMENDS: RelationKind.AMENDED_BY,
    RelationKind.EXTENDS: RelationKind.EXTENDED_BY,
    RelationKind.CARRIES: RelationKind.CARRIED_BY,
    RelationKind.CITES: RelationKind.CITED_BY,
}
_INVERSE = {
    **_PAIRS,
    **{passive: active for active, passive in _PAIRS.items()},
    RelationKind.REPOSTS: RelationKind.REPOSTS,
}
_ACTING = {
    RelationKind.SUPERSEDES,
    RelationKind.ENDS_PART,
    RelationKind.AMENDS,
    RelationKind.EXTENDS,
}


class Verdict(StrEnum):
    """What was decided of a relation."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    ADDED = "added"
    WITHDRAWN = "withdrawn"  # taken back: kept as a record, of no effect


@dataclass(frozen=True)
class Tie:
    """That the document `one` is to the document `other` what `kind` says; either direction."""

    one: DocumentId
    kind: RelationKind
    other: DocumentId

    @property
    def stored(self) -> Tie:
        """The tie as it is stored: active, and of two reposts the lower id first."""
        if self.kind is RelationKind.REPOSTS:
            return Tie(min(self.one, self.other), self.kind, max(self.one, self.other))
        return self if self.kind.is_active else Tie(self.other, self.kind.inverse, self.one)

    @property
    def ids(self) -> tuple[DocumentId, DocumentId]:
        """The two documents."""
        return self.one, self.other


class RelationDecision(Base):
    """What staff decided of the relation of a document to another, in its active direction."""

    __tablename__ = "relation_decision"
    __table_args__ = (UniqueConstraint("document_id", "kind", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    other_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(16))
    #: The day from which an added or confirmed repeal or change counts; None: at once.
    on: Mapped[date | None]
    why: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


def confirm(session: Session, tie: Tie, why: str, now: datetime) -> None:
    """Confirm what was proposed."""
    _decide(session, tie, Verdict.CONFIRMED, why, now)


def reject(session: Session, tie: Tie, why: str, now: datetime) -> None:
    """Reject what was proposed: it stays listed as rejected and has no effect."""
    _decide(session, tie, Verdict.REJECTED, why, now)


def add(session: Session, tie: Tie, why: str, now: datetime, on: date | None = None) -> None:
    """Add a relation that no text tells; `on` is the day from which a repeal or change counts."""
    _decide(session, tie, Verdict.ADDED, why, now, on)


def withdraw_decision(session: Session, tie: Tie, why: str, now: datetime) -> None:
    """Take a decision back: what the texts tell counts again. Raises DecisionRefused for none."""
    decision = _decision(session, tie.stored)
    if decision is None or decision.verdict == Verdict.WITHDRAWN:
        raise DecisionRefused("这两个文件之间没有可以撤回的决定：请核对文件编号和关系的种类")
    _decide(session, tie, Verdict.WITHDRAWN, why, now)


def decisions_on(
    session: Session, ids: Collection[DocumentId], *, both_ways: bool = False
) -> list[RelationDecision]:
    """The decisions on relations to these documents, `both_ways` also on theirs to others."""
    wanted = [RelationDecision.other_id.in_(ids)]
    if both_ways:
        wanted.append(RelationDecision.document_id.in_(ids))
    query = (
        select(RelationDecision)
        .where(or_(*wanted), RelationDecision.verdict != Verdict.WITHDRAWN)
        .order_by(RelationDecision.id)
    )
    return list(session.scalars(query))


def _decide(
    session: Session, tie: Tie, verdict: Verdict, why: str, now: datetime, on: date | None = None
) -> None:
    if not why.strip():
        raise DecisionRefused("请写明理由：关系的每个决定都要留下理由")
    if tie.one == tie.other:
        raise DecisionRefused("一个文件与它自己没有关系：请选择另一个文件")
    stored = tie.stored
    lock_for_writing(session)
    for document_id in stored.ids:
        if session.get(Document, document_id) is None:
            raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    decision = _decision(session, stored)
    if decision is None:
        decision = RelationDecision(
            document_id=stored.one, kind=stored.kind.value, other_id=stored.other
        )
        session.add(decision)
    decision.verdict, decision.on = verdict.value, on
    decision.why, decision.decided_at = why.strip(), now
    session.flush()
    if stored.kind.acts:
        _count_change(session, stored)


def _decision(session: Session, stored: Tie) -> RelationDecision | None:
    query = select(RelationDecision).where(
        RelationDecision.document_id == stored.one,
        RelationDecision.kind == stored.kind,
        RelationDecision.other_id == stored.other,
    )
    return session.scalars(query).one_or_none()


def _count_change(session: Session, stored: Tie) -> None:
    """A decision about validity changes answers: what follows the store has to notice."""
    counter = lock_for_writing(session)
    counter.value += 1
    for document_id in stored.ids:
        session.get_one(Document, document_id).revision = counter.value
    session.flush()
