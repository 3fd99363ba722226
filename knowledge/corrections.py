"""Values that people gave in place of what was read: from a manifest, or by correcting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class Correction(Base):
    """A metadata value that a person gave: kept apart from the source, applied to every reading."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    #: The field's name, as in FieldEvidence.
    name: Mapped[str] = mapped_column(String(32))
    #: The value as text (days as YYYY-MM-DD, issuers joined by 、); empty: the field has none.
    value: Mapped[str] = mapped_column(Text)
    #: Where the value comes from, as people read it (清单, 人工更正).
    read_from: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
