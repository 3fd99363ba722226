"""One day of a stored year said to be otherwise, checked as a whole year is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from service.consultations.calendar import NamedDay, YearCalendar
from service.consultations.calendar_difference import as_csv
from service.consultations.calendar_files import read_calendar_data
from service.consultations.records import DayKind


def with_day(calendar: YearCalendar, day: date, kind: DayKind | None, name: str) -> YearCalendar:
    """The year with the day off or worked for `name`, or with None no longer listed.

    Raises a CalendarRefused for what no calendar of a year can say, as reading a file does.
    """
    days = [named for named in calendar.days if named.day != day]
    if kind is not None:
        days.append(NamedDay(day, kind, name))
    changed = replace(calendar, days=tuple(sorted(days, key=lambda named: named.day)))
    return read_calendar_data(as_csv(changed).encode(), "改后的日历.csv", calendar.source)
