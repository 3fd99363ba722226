"""When an answer is due: counting working days from the day of receipt.

The day of receipt is day 0 and not counted, whatever the hour (民法典 第二百零一条); the day
after it that the office works is day 1. A due date is therefore always a working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from service.consultations.calendar import WorkingCalendar


@dataclass(frozen=True)
class CalendarMissing:
    """No due date yet: counting reaches a year whose calendar is not there."""

    year: int

    @property
    def reason(self) -> str:
        """The sentence that stands where the due date would."""
        return f"{self.year}年的节假日安排尚未导入，办理期限待导入后确定"


def due_date(received_on: date, term: int, calendar: WorkingCalendar) -> date | CalendarMissing:
    """The `term`-th working day after `received_on`, or the year whose calendar it needs.

    `received_on` is the day in Asia/Shanghai (see `knowledge.clock.day_in_china`); its own year
    need not be known, since it is not counted. Raises ValueError for a term under one day.
    """
    if term < 1:
        raise ValueError(f"a term is at least one working day, not {term}")
    day, left = received_on, term
    while left:
        day += timedelta(days=1)
        if not calendar.knows(day.year):
            return CalendarMissing(day.year)
        left -= calendar.is_working(day)
    return day
