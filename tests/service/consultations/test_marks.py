from __future__ import annotations

from datetime import date

from service.consultations.calendar import WorkingCalendar
from service.consultations.calendar_files import shipped_calendars
from service.consultations.marks import Urgency, horizon_of, mark_of
from service.consultations.states import ConsultationState

CALENDAR = WorkingCalendar(shipped_calendars())
DUE = date(2026, 10, 20)


def mark(received_on, today, state=ConsultationState.RECEIVED, due_on=DUE, triage_days=1):
    return mark_of(state, received_on, due_on, horizon_of(today, CALENDAR, triage_days))


def test_what_was_not_accepted_within_a_working_day_is_told():
    # 2026-10-01 to 10-07 are off: what came on 09-30 is to be accepted on 10-08
    assert mark(date(2026, 9, 30), date(2026, 10, 8)).words == "在期限内"
    late = mark(date(2026, 9, 30), date(2026, 10, 9))
    assert (late.name, late.words) == (Urgency.IN_TIME, "早该受理")
    assert mark(date(2026, 9, 30), date(2026, 10, 9), triage_days=2).words == "在期限内"


def test_what_was_accepted_is_late_by_its_own_due_date_alone():
    taken = mark(date(2026, 9, 30), date(2026, 10, 9), ConsultationState.ACCEPTED)
    assert taken.words == "在期限内"
    assert mark(date(2026, 9, 30), date(2026, 10, 21)).words == "超期 1 天"
    assert mark(date(2026, 9, 30), date(2026, 10, 19)).words == "快到期"


def test_without_a_calendar_nothing_is_said_of_the_acceptance():
    today = date(2027, 3, 1)
    words = mark(date(2027, 2, 1), today, due_on=date(2027, 3, 20)).words
    assert words == "在期限内"
