"""What is kept of a citizen's word on an answer; it is deleted together with the answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class Shortcoming(StrEnum):
    """Why an answer did not help, in the order in which a citizen is shown them."""

    BESIDE_THE_POINT = "不是我问的"
    INCOMPLETE = "没有说全"
    OUTDATED = "过时或者不对"
    UNCLEAR = "看不懂"
    NO_WAY = "没说该怎么办"
    OTHER = "其他"


class AnswerFeedback(Base):
    """One word on one answer; a second takes the place of the first."""

    __tablename__ = "answer_feedback"
    __table_args__ = (Index(None, "helpful", "given_at"),)

    answer_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("answer_record.id", ondelete="CASCADE"), primary_key=True
    )
    helpful: Mapped[bool]
    #: A Shortcoming's value; None where the answer helped, or nothing was said.
    reason: Mapped[str | None] = mapped_column(String(16))
    #: The citizen's own words, personal numbers masked.
    words: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
