"""What importing a year's calendar would change, told before it is done."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.consultations.calendar import NamedDay, YearCalendar
from service.consultations.calendar_files import COLUMNS


@dataclass(frozen=True)
class DayChange:
    """A day that the two calendars tell differently; None where one does not name it."""

    day: date
    before: NamedDay | None
    after: NamedDay | None


def compare(before: YearCalendar | None, after: YearCalendar) -> tuple[DayChange, ...]:
    """The days of the year on which the calendars differ, in order; `before` None knows none."""
    old = {named.day: named for named in before.days} if before else {}
    new = {named.day: named for named in after.days}
    return tuple(_changes(old, new))


def as_csv(calendar: YearCalendar) -> str:
    """The year as the CSV that imports it: 日期, 类别, 名称."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(as_rows(calendar))
    return out.getvalue()


def as_rows(calendar: YearCalendar) -> list[tuple[str, str, str]]:
    """The year's days by COLUMNS."""
    return [(named.day.isoformat(), named.kind.value, named.name) for named in calendar.days]


def state_of(calendar: YearCalendar | None) -> str:
    """A mark of what is stored of a year: another one where anything of it was changed."""
    told = f"{calendar.source}\n{as_csv(calendar)}" if calendar else ""
    return hashlib.sha256(told.encode()).hexdigest()


def told_of(named: NamedDay | None) -> str:
    """What a calendar says of a day."""
    return f"{named.kind.value} {named.name}".rstrip() if named else "没有列出"


def _changes(old: dict[date, NamedDay], new: dict[date, NamedDay]) -> Iterator[DayChange]:
    for day in sorted(old.keys() | new.keys()):
        if old.get(day) != new.get(day):
            yield DayChange(day, old.get(day), new.get(day))
