"""The due date of a stored consultation: computed from its term, its stops and its extension."""

from __future__ import annotations

from datetime import date

from service.consultations.calendar import WorkingCalendar
from service.consultations.deadlines import Stop, Term, due_of
from service.consultations.records import Consultation


def term_of(consultation: Consultation) -> Term:
    """The term that runs, or ran last."""
    stops = tuple(Stop(stop.began_on, stop.ended_on) for stop in consultation.stops)
    return Term(
        consultation.term_began_on, consultation.term_days, consultation.extension_days, stops
    )


def set_due(consultation: Consultation, calendar: WorkingCalendar) -> None:
    """Set the due date, or the reason why there is none, to what the calendar says."""
    consultation.due_on, consultation.due_reason = due_by(consultation, calendar)


def due_by(consultation: Consultation, calendar: WorkingCalendar) -> tuple[date | None, str | None]:
    """The due date by this calendar, or None with the reason why there is none."""
    due = due_of(term_of(consultation), calendar)
    return (due, None) if isinstance(due, date) else (None, due.reason)
