"""Mapped classes of the desk: consultations with their history, and the working-day calendar.

Personal data stands in `contact` and `contact_name` alone; the question is stored masked. A
consultation's `answer_id` names the answer that it came from without a foreign key, since
answers are deleted after their own, shorter retention period.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, UtcDateTime


class ConsultationState(StrEnum):
    """Where a consultation stands; the value is what people read."""

    RECEIVED = "待受理"


#: States in which the term still runs, so that a corrected calendar moves the due date.
OPEN_STATES = frozenset({ConsultationState.RECEIVED})


class Channel(StrEnum):
    """The entrance by which a consultation came."""

    WEB = "web"
    HOTLINE = "hotline"
    WINDOW = "window"


class DayKind(StrEnum):
    """What a calendar says of a day: off though it may be a weekday, or worked on a weekend."""

    OFF = "休"
    WORK = "班"


class Consultation(Base):
    """One question that a person must answer by `due_on`."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The receipt number, as `20261122-0007`.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    code_salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: SHA-256 of the form's token: the same form sent twice makes one consultation.
    form_token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    #: Keyed digest of everything the form said, to tell a repeat from another form.
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    question: Mapped[str] = mapped_column(Text)
    answer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    contact: Mapped[str | None] = mapped_column(Text, deferred=True)
    contact_name: Mapped[str | None] = mapped_column(Text, deferred=True)
    #: Which privacy notice was shown; only where a contact was left.
    privacy_notice_version: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    term_days: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(index=True)
    #: Why there is no due date yet; None where there is one.
    due_reason: Mapped[str | None] = mapped_column(Text)

    events: Mapped[list[ConsultationEvent]] = relationship(
        back_populates="consultation", order_by="ConsultationEvent.id"
    )


class ConsultationEvent(Base):
    """One entry of a consultation's history: who, when, what, why; never changed."""

    __tablename__ = "consultation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who did it: 群众 or 系统; staff by their account.
    actor: Mapped[str] = mapped_column(String(64))
    #: What happened, in words: 提交咨询, 办理期限调整.
    action: Mapped[str] = mapped_column(String(32))
    #: The state after it.
    state: Mapped[str] = mapped_column(String(16))
    #: Whether the term runs on after it.
    clock_running: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)

    consultation: Mapped[Consultation] = relationship(back_populates="events")


class ReceiptCounter(Base):
    """The last serial number given on a day."""

    __tablename__ = "receipt_counter"

    day: Mapped[date] = mapped_column(primary_key=True)
    last_serial: Mapped[int]


class CalendarYear(Base):
    """A year whose days off are known, and the notice that says so."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    days: Mapped[list[CalendarDay]] = relationship(
        cascade="all, delete-orphan", order_by="CalendarDay.day"
    )


class CalendarDay(Base):
    """A day that is not what its weekday says, or a holiday with its name."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind IN ('休', '班')", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    kind: Mapped[str] = mapped_column(String(1))
    name: Mapped[str] = mapped_column(Text)


class CalendarRevision(Base):
    """One row that submissions lock for sharing and calendar imports lock to change.

    Without it a consultation submitted while a calendar is imported could keep the due date of
    the old one: neither transaction would see the other's rows.
    """

    __tablename__ = "calendar_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]
