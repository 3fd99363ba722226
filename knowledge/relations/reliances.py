"""Mapped class of what a document relies on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class Reliance(Base):
    """That a document holds only while a clause of another does: `text[start:end] == quote` there.

    `accepted` is the key of the fault in spite of which a person said that it still holds.
    """

    __tablename__ = "reliance"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    ordinal: Mapped[int]
    cited_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    cited_version: Mapped[int]
    locator: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    #: The validity on the day of citing, and who had changed the document by then.
    validity: Mapped[str] = mapped_column(String(32))
    changed_by: Mapped[list[str]] = mapped_column(JSON)
    accepted: Mapped[str | None] = mapped_column(String(96))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
