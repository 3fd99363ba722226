"""When an answer is due: counting working days from the day on which the term began.

That day is day 0 and not counted, whatever the hour (民法典 第二百零一条); the day after it that
the office works is day 1. A due date is therefore always a working day.
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


@dataclass(frozen=True)
class Stop:
    """Days on which the term did not run: those after `began_on`, up to `ended_on` included.

    `ended_on` is None while it is not known when the term runs on.
    """

    began_on: date
    ended_on: date | None

    def covers(self, day: date) -> bool:
        """Whether the term stood still on the day."""
        return self.began_on < day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True)
class Term:
    """A term of `days` and `extension` working days after `began_on`, without its stops."""

    began_on: date
    days: int
    extension: int = 0
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Stopped:
    """No due date yet: the term stands still since a day."""

    since: date

    @property
    def reason(self) -> str:
        """The sentence that stands where the due date would."""
        return "等待补正，期限暂停计算，补齐后继续"


#: When a term ends, or why that is not known.
Due = date | CalendarMissing | Stopped


def due_of(term: Term, calendar: WorkingCalendar) -> Due:
    """The last day of the term: a working day on which it did not stand still.

    Days are days in Asia/Shanghai (see `knowledge.clock.day_in_china`). The year of the first
    need not be known, since it is not counted. Raises ValueError for a term under one day.
    """
    left = term.days + term.extension
    if left < 1:
        raise ValueError(f"a term is at least one working day, not {left}")
    day = term.began_on
    while left:
        day += timedelta(days=1)
        still = next((stop for stop in term.stops if stop.covers(day)), None)
        if still is not None:
            if still.ended_on is None:
                return Stopped(still.began_on)
            day = still.ended_on
            continue
        if not calendar.knows(day.year):
            return CalendarMissing(day.year)
        left -= calendar.is_working(day)
    return day


def stopped_days(term: Term, calendar: WorkingCalendar) -> int | None:
    """Working days that the ended stops took from the term; None where a year is not known."""
    days = {
        stop.began_on + timedelta(days=n)
        for stop in term.stops
        if stop.ended_on is not None
        for n in range(1, (stop.ended_on - stop.began_on).days + 1)
    }
    counted = [day for day in days if day > term.began_on]
    if not all(calendar.knows(day.year) for day in counted):
        return None
    return sum(calendar.is_working(day) for day in counted)
