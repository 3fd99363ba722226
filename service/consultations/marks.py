"""How urgent a consultation is: yellow from one working day before its due date, red after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


def horizon_of(today: date, calendar: WorkingCalendar) -> Horizon:
    """The horizon of a day; where no working day after it is known, only the day itself is soon."""
    following = due_of(Term(today, 1), calendar)
    return Horizon(today, following if isinstance(following, date) else today)


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


def mark_of(state: str, due_on: date | None, horizon: Horizon) -> DueMark:
    """The mark of a consultation: its urgency as a sign and in words."""
    urgency = urgency_of(state, due_on, horizon)
    late = (horizon.today - due_on).days if due_on else 0
    sign, words = {
        Urgency.OVERDUE: ("▲", f"超期 {late} 天"),
        Urgency.SOON: ("●", "今天到期" if late == 0 else "快到期"),
        Urgency.IN_TIME: ("", "在期限内"),
        Urgency.UNKNOWN: ("?", "期限待定"),
        Urgency.STOPPED: ("⏸", "期限中止"),
        Urgency.ENDED: ("", "不再计时"),
    }[urgency]
    return DueMark(urgency, sign, words)
