"""Mapped classes of the desk: consultations with their history, and the working-day calendar.

What a list of consultations is ordered and narrowed by stands in columns of its own (`is_open`,
`queue_on`), which follow state and due date by themselves.

Personal data stands in `contact` and `contact_name` alone; the question is stored masked. A
consultation's `answer_id` names the answer that it came from without a foreign key, since
answers are deleted after their own, shorter retention period.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from knowledge.database import Base, UtcDateTime
from service.consultations.states import OPEN_STATES
from service.staff.records import Organ

#: Stands in `queue_on` where there is no due date: such consultations come last.
LAST_DAY = date(9999, 12, 31)


#: What lists of consultations are ordered and narrowed by.
_LISTED = ("queue_on", "id", "organ_id", "kind", "channel", "received_at", "state")


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
    __table_args__ = (
        # Wide, so that lists are narrowed and counted from the index alone.
        Index("ix_consultation_open_queue", "is_open", *_LISTED),
        Index("ix_consultation_queue", *_LISTED, "is_open"),
        Index("ix_consultation_state_queue", "state", "queue_on", "id"),
        Index("ix_consultation_organ_queue", "organ_id", "is_open", "queue_on", "id"),
    )

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
    #: Keyed digest of the contact, by which others of the same person are found.
    contact_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True, deferred=True)
    #: Which privacy notice was shown; only where a contact was left.
    privacy_notice_version: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    #: Whether the state is one of OPEN_STATES.
    is_open: Mapped[bool]
    #: Since when it is in its state.
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The state that 补正 leads back to; None in any other than 补正中.
    returns_to: Mapped[str | None] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: A CaseKind; None until it is accepted.
    kind: Mapped[str | None] = mapped_column(String(8))
    #: Day 0 of the term: the day of receipt, or of reopening.
    term_began_on: Mapped[date]
    term_days: Mapped[int]
    #: Working days granted on top; nought unless an extension was granted in this term.
    extension_days: Mapped[int] = mapped_column(default=0)
    #: Working days asked for, until somebody decides.
    extension_asked: Mapped[int | None]
    #: Account whose request for an extension waits or was granted in this term; else None.
    extension_asked_by: Mapped[int | None]
    due_on: Mapped[date | None]
    #: `due_on`, or LAST_DAY where there is none.
    queue_on: Mapped[date]
    #: Why there is no due date yet; None where there is one.
    due_reason: Mapped[str | None] = mapped_column(Text)
    #: The organ in charge (主办).
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"))
    #: Account of the handler who signed for it; without a foreign key, as in the audit log.
    handler_id: Mapped[int | None] = mapped_column(index=True)
    #: The consultation with which it is answered together.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    #: A RefusalKind, and the channel that was named instead.
    refusal: Mapped[str | None] = mapped_column(String(32))
    right_channel: Mapped[str | None] = mapped_column(Text)
    #: When a reply was given last.
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: A Rating, and what was said with it, masked.
    rating: Mapped[str | None] = mapped_column(String(8))
    rating_words: Mapped[str | None] = mapped_column(Text)
    #: Counts the changes: who changes what another has changed meanwhile is told so.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy as it is

    organ: Mapped[Organ | None] = relationship()
    stops: Mapped[list[TermStop]] = relationship(order_by="TermStop.id", lazy="selectin")
    assisting: Mapped[list[AssistingOrgan]] = relationship(
        cascade="all, delete-orphan", order_by="AssistingOrgan.organ_id"
    )
    events: Mapped[list[ConsultationEvent]] = relationship(
        back_populates="consultation", order_by="ConsultationEvent.id"
    )

    @validates("due_on")
    def _queue(self, _key: str, due_on: date | None) -> date | None:
        self.queue_on = due_on or LAST_DAY
        return due_on

    @validates("state")
    def _open(self, _key: str, state: str) -> str:
        self.is_open = state in OPEN_STATES
        return state


class TermStop(Base):
    """Days on which the term did not run: those after `began_on`, up to `ended_on` included."""

    __tablename__ = "term_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    began_on: Mapped[date]
    #: None while the term stands still.
    ended_on: Mapped[date | None]


class AssistingOrgan(Base):
    """An organ that helps the one in charge (协办): its handlers see the consultation."""

    __tablename__ = "assisting_organ"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    organ_id: Mapped[int] = mapped_column(ForeignKey("organ.id"), primary_key=True, index=True)


class ConsultationTerm(Base):
    """A term of a consultation's question (see `likeness_terms`), by which it is found."""

    __tablename__ = "consultation_term"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy as it is

    #: Compared byte by byte, so that what begins with a character is found in the index.
    term: Mapped[str] = mapped_column(
        String(8).with_variant(String(8, collation="C"), "postgresql"), primary_key=True
    )
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True, index=True
    )


class ConsultationEvent(Base):
    """One entry of a consultation's history: who, when, what, why; never changed."""

    __tablename__ = "consultation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who did it: 群众 or 系统, staff by their display name; and its ActorKind.
    actor: Mapped[str] = mapped_column(String(64))
    actor_kind: Mapped[str] = mapped_column(String(16))
    #: The account, without a foreign key; and the role in which it acted.
    user_id: Mapped[int | None]
    role: Mapped[str | None] = mapped_column(String(16))
    #: What happened, in words: 提交咨询, 办理期限调整, or a Move.
    action: Mapped[str] = mapped_column(String(32))
    #: The state before it; None of the first.
    before: Mapped[str | None] = mapped_column(String(16))
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
