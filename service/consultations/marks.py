"""How urgent a consultation is: yellow from one working day before its due date, red after it.

What should have been accepted and was not bears a sign, however far its due date is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from service.consultations.calendar import WorkingCalendar
from service.consultations.deadlines import Term, due_of
from service.consultations.states import OPEN_STATES, ConsultationState


class Urgency(StrEnum):
    """How a due date stands to a day."""

    OVERDUE = "overdue"
    SOON = "soon"
    IN_TIME = "none"
    #: No due date yet, since a year has no calendar.
    UNKNOWN = "unknown"
    #: The term stands still.
    STOPPED = "stopped"
    #: Nobody waits any more.
    ENDED = "ended"


@dataclass(frozen=True)
class DueMark:
    """An urgency with the sign and the words that stand beside its colour."""

    name: Urgency
    sign: str
    words: str


@dataclass(frozen=True)
class Horizon:
    """A day, and the last due date that counts as soon on it."""

    today: date
    soon_until: date
    #: What was received until this day should have been accepted; None without a calendar.
    accepted_until: date | None = None


def horizon_of(today: date, calendar: WorkingCalendar, triage_days: int = 1) -> Horizon:
    """The horizon of a day; where no working day after it is known, only the day itself is soon.

    `triage_days` are the working days within which a consultation is to be accepted.
    """
    following = due_of(Term(today, 1), calendar)
    soon_until = following if isinstance(following, date) else today
    return Horizon(today, soon_until, _accepted_until(today, calendar, triage_days))


def _accepted_until(today: date, calendar: WorkingCalendar, triage_days: int) -> date | None:
    """The last day of receipt whose triage was due before `today`."""
    received = today
    while True:
        due = due_of(Term(received, triage_days), calendar)
        if not isinstance(due, date):
            return None
        if due < today:
            return received
        received -= timedelta(days=1)


def urgency_of(state: str, due_on: date | None, horizon: Horizon) -> Urgency:
    """How urgent a consultation in this state with this due date is on the horizon's day."""
    if state not in OPEN_STATES:
        return Urgency.ENDED
    if due_on is None:
        stopped = state == ConsultationState.SUPPLEMENTING
        return Urgency.STOPPED if stopped else Urgency.UNKNOWN
    if due_on < horizon.today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on <= horizon.soon_until else Urgency.IN_TIME


def mark_of(state: str, received_on: date, due_on: date | None, horizon: Horizon) -> DueMark:
    """The mark of a consultation: its urgency as a sign and in words."""
    urgency = urgency_of(state, due_on, horizon)
    if urgency is Urgency.IN_TIME and _awaits_triage(state, received_on, horizon):
        return DueMark(urgency, "●", "早该受理")
    late = (horizon.today - due_on).days if due_on else 0
    sign, words = {
        Urgency.OVERDUE: ("▲", f"超期 {late} 天"),
        Urgency.SOON: ("●", "今天到期" if late == 0 else "快到期"),
        Urgency.IN_TIME: ("", "在期限内"),
        Urgency.UNKNOWN: ("?", "期限待定"),
        Urgency.STOPPED: ("‖", "期限中止"),
        Urgency.ENDED: ("", "不再计时"),
    }[urgency]
    return DueMark(urgency, sign, words)


def _awaits_triage(state: str, received_on: date, horizon: Horizon) -> bool:
    """Whether a consultation should have been accepted before the horizon's day."""
    late = horizon.accepted_until is not None and received_on <= horizon.accepted_until
    return late and state == ConsultationState.RECEIVED
