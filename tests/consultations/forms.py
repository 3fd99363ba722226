"""Forms and desks for the tests of consultations; what a test leaves unsaid is filled in."""

from __future__ import annotations

from service.consultations.calendar import NamedDay, YearCalendar
from service.consultations.records import Consultation
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


def record(received_at, due_on=None):
    """A consultation as stored, with a term of seven days."""
    return Consultation(
        number="20261122-0001",
        code_salt=bytes(16),
        code_hash=bytes(32),
        form_token_hash=bytes(32),
        content_hash=bytes(32),
        question="低保怎么申请？",
        channel="web",
        state="待受理",
        received_at=received_at,
        term_days=7,
        due_on=due_on,
        due_reason=None if due_on else "尚未导入",
    )
