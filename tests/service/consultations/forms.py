"""Forms and desks for the tests of consultations; what a test leaves unsaid is filled in."""

from __future__ import annotations

from service.consultations.calendar import NamedDay, YearCalendar
from service.consultations.citizens import CitizenDesk
from service.consultations.submission import ConsultationDesk, Submission

SECRET = b"a secret of the tests, long enough."
TOKEN = "form-token-of-the-tests-0001"


def desk(store, clock, term_days=7):
    """A desk with the office's default term."""
    return ConsultationDesk(store, clock, SECRET, term_days)


def form(question="低保怎么申请？", form_token=TOKEN, **fields):
    """A filled-in form."""
    return Submission(question, form_token, **fields)


def year_calendar(year, *days, source="节假日安排通知"):
    """A year's calendar with these (day, kind, name)."""
    return YearCalendar(year, source, tuple(NamedDay(*day) for day in days))


def lookup(counter, number, code):
    """How a consultation stands that was left at this desk."""
    return CitizenDesk(counter._store, counter._clock, SECRET).lookup(number, code)
