"""Mapped classes of the hotline: calls with their notes, and the questions asked in them.

A caller's number stands sealed in `caller` alone, with a keyed digest by which calls of the same
number are found; both go when their time is over, and the note with them. The questions themselves
stand masked with their answers and are deleted with those.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime
from service.staff.records import Organ


class CallOutcome(StrEnum):
    """What became of a call; the value is stored."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    REFERRED = "referred"


#: What people read of the outcomes.
OUTCOME_NAMES = {
    CallOutcome.ANSWERED: "已答复",
    CallOutcome.UNANSWERED: "没有答上",
    CallOutcome.REFERRED: "已转办",
}


class HotlineCall(Base):
    """One call, taken at one seat, in one tab of its browser."""

    __tablename__ = "hotline_call"
    __table_args__ = (
        Index(None, "outcome", "id"),
        Index(None, "user_id", "id"),
        Index(None, "began_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the page, so that what is sent again after a failure begins no second call.
    token: Mapped[str] = mapped_column(String(128), unique=True)
    #: The account, without a foreign key as in the audit log; and the name it had.
    user_id: Mapped[int | None]
    seat: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: A CallOutcome; None until it is logged.
    outcome: Mapped[str | None] = mapped_column(String(16))
    #: The organ that the caller was referred to.
    organ_id: Mapped[int | None] = mapped_column(ForeignKey(Organ.id))
    #: Numbers masked.
    note: Mapped[str] = mapped_column(Text)
    #: Counts the saves: whoever saves what another window has changed meanwhile is told so.
    note_version: Mapped[int]
    caller: Mapped[str | None] = mapped_column(Text)
    caller_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    #: The answer asked last, without a foreign key: answers are deleted before.
    last_answer_id: Mapped[str | None] = mapped_column(String(32))
    #: The record by which a call that was not answered counts among the gaps.
    gap_answer_id: Mapped[str | None] = mapped_column(String(32))


class CallQuestion(Base):
    """A question asked in a call, by the answer that it got."""

    __tablename__ = "hotline_call_question"

    call_id: Mapped[int] = mapped_column(ForeignKey(HotlineCall.id), primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
