"""What is kept of trials: the office's own judged cases, and runs with what each question got.

Questions stand here as masked. Cases are kept until they are retired, runs of cases as long as they
are among the newest, runs of a file as long as questions are kept at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class JudgedCase(Base):
    """A question of which the office knows what is right: a document, its words, or no answer."""

    __tablename__ = "judged_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    #: Whether the documents answer it; where they do not, an answer is a wrong one.
    answerable: Mapped[bool]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    #: Words of the document that the quote must hold; empty where the document alone counts.
    evidence: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    retired_by: Mapped[str | None] = mapped_column(Text)


class TrialRun(Base):
    """Questions asked together: all cases of the office (`own`), or those of a file."""

    __tablename__ = "trial_run"
    __table_args__ = (Index(None, "own", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    own: Mapped[bool]
    #: The file's name; empty for the office's own cases.
    name: Mapped[str] = mapped_column(Text)
    questions: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When what came from a file is deleted; None for cases.
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    #: Rows of the file that were left out, each with why.
    notes: Mapped[list[str]] = mapped_column(JSON)
    #: The version of the store that the index stood at, and the parts that a model decided.
    stood: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: How many fared how (`tallies.Tally`), and the figures as `yihaoda evaluate` tells them.
    tally: Mapped[dict[str, int] | None] = mapped_column(JSON)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class TrialItem(Base):
    """A question of a run, what is right for it as far as that is known, and what it got."""

    __tablename__ = "trial_item"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("trial_run.id", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None]
    question: Mapped[str] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    #: None where the file does not say whether it can be answered.
    answerable: Mapped[bool | None]
    document_id: Mapped[str | None] = mapped_column(String(32))
    evidence: Mapped[str] = mapped_column(Text)
    #: A `findings.Finding` as JSON; None until it was asked.
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: How it fared (`tallies.Fared`); None until asked, and where nothing is known to be right.
    fared: Mapped[str | None] = mapped_column(String(16))
