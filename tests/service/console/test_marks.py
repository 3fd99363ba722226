"""Yellow from one working day before the term ends, red after it; signs and words say the same."""

from __future__ import annotations

from datetime import date

import pytest

from service.console.marks import judged_on
from service.consultations.calendar import WorkingCalendar
from service.consultations.calendar_files import shipped_calendars

CALENDAR = WorkingCalendar(shipped_calendars())
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("due_on", "name", "words"),
    [
        (date(2026, 11, 19), "overdue", "超期 1 天"),
        (date(2026, 11, 20), "soon", "今天到期"),
        (date(2026, 11, 23), "soon", "还有 3 天"),  # Monday is the next working day
        (date(2026, 11, 24), "running", "还有 4 天"),
        (None, "unknown", "期限待定"),
    ],
)
def test_the_term_is_marked_by_working_days(due_on: date | None, name: str, words: str) -> None:
    mark = judged_on(FRIDAY, CALENDAR).mark(due_on, running=True, ended=False)

    assert (mark.name, mark.words) == (name, words)


def test_a_make_up_day_before_the_holiday_is_near_and_the_holiday_is_not() -> None:
    assert judged_on(date(2026, 9, 30), CALENDAR).soon_until == date(2026, 10, 8)
    assert judged_on(date(2026, 10, 9), CALENDAR).soon_until == date(2026, 10, 10)


def test_an_unknown_year_does_not_stop_the_queue() -> None:
    assert judged_on(date(2026, 12, 31), CALENDAR).soon_until == date(2027, 1, 1)


def test_a_stopped_clock_and_an_ended_term_are_never_overdue() -> None:
    today = judged_on(FRIDAY, CALENDAR)

    assert today.mark(date(2026, 1, 1), running=False, ended=False).name == "stopped"
    assert today.mark(date(2026, 1, 1), running=True, ended=True).name == "ended"
