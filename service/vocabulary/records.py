"""The office's own rows of the vocabulary, which lie over the shipped ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime
from knowledge.editions import OfWords

#: The longest key of any table, in characters.
LONGEST_KEY = 100


class VocabularyEntry(OfWords, Base):
    """A row of the office: it replaces the shipped row of its key, or hides it (`removed`)."""

    __tablename__ = "vocabulary_entry"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    #: The cells by the names of the table's columns; of a removed row those it had last.
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    removed: Mapped[bool]
    #: Another one with every change: who saves what was shown earlier is told.
    version: Mapped[str] = mapped_column(String(32))
    changed_by: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
