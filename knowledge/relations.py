"""Relations between documents, and what staff decided about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class RelationDecision(Base):
    """What staff decided of a relation between two documents: confirmed, rejected, or added.

    The decision stands beside the evidence and is never overwritten by a new reading.
    """

    __tablename__ = "relation_decision"
    __table_args__ = (UniqueConstraint("document_id", "kind", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    other_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
