"""The working-day calendar (节假日安排): which days the office works, year by year.

A working day is Monday to Friday unless the year's notice makes it off, or a weekend day that
the notice makes worked (调休). Of a year without a notice nothing is known, and nothing guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from service.consultations.errors import CalendarNotStored
from service.consultations.records import CalendarDay, CalendarYear, DayKind

_SATURDAY = 5

#: The month in which the next year's notice is published.
_NOTICE_MONTH = 11


@dataclass(frozen=True)
class NamedDay:
    """A day that the year's notice names: off or worked, and for which holiday."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class YearCalendar:
    """One year's notice: its days by date, and where it was published."""

    year: int
    source: str
    days: tuple[NamedDay, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """Every year that is known, to be asked day by day."""

    years: tuple[YearCalendar, ...]

    @cached_property
    def _kinds(self) -> dict[date, DayKind]:
        return {named.day: named.kind for year in self.years for named in year.days}

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(year.year for year in self.years)

    def knows(self, year: int) -> bool:
        """Whether the calendar of the year is there."""
        return year in self._known

    def is_working(self, day: date) -> bool:
        """Whether the office works on `day`; raises CalendarNotStored for an unknown year."""
        if not self.knows(day.year):
            raise CalendarNotStored(f"{day.year}年的工作日历尚未导入")
        kind = self._kinds.get(day)
        if kind is None:
            return not is_weekend(day)
        return kind is DayKind.WORK

    def holidays_between(self, first: date, last: date) -> tuple[str, ...]:
        """Names of the holidays that have a day after `first` and up to `last`, in order."""
        days = (named for year in self.years for named in year.days)
        between = sorted((d.day, d.name) for d in days if first < d.day <= last)
        return tuple(dict.fromkeys(name for _, name in between))

    def working_days(self, year: int) -> int:
        """How many days the office works in `year`; raises CalendarNotStored where unknown."""
        return sum(self.is_working(day) for day in days_of(year))


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


def days_of(year: int) -> Iterator[date]:
    """Every day of the year, in order."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def stored_years(session: Session) -> WorkingCalendar:
    """Every year in the store."""
    rows = session.scalars(
        select(CalendarYear).options(selectinload(CalendarYear.days)).order_by(CalendarYear.year)
    )
    return WorkingCalendar(tuple(_year(row) for row in rows))


def year_to_import(session: Session, today: date) -> int | None:
    """The year whose calendar is due to be imported and is not there; None where none is.

    The State Council's notice for a year comes out in the November before it, so from 1 November
    on the next year is due; the present one always is.
    """
    due = [today.year] + [today.year + 1] * (today.month >= _NOTICE_MONTH)
    stored = set(session.scalars(select(CalendarYear.year).where(CalendarYear.year.in_(due))))
    return next((year for year in due if year not in stored), None)


def stored_year(session: Session, year: int) -> tuple[YearCalendar, datetime]:
    """One year and when it was imported; raises CalendarNotStored where nobody has."""
    row = session.get(CalendarYear, year)
    if row is None:
        raise CalendarNotStored(
            f"{year}年的工作日历尚未导入；"
            "请在工作台的“工作日历”导入，或者用 yihaoda calendar import 文件"
        )
    return _year(row), row.imported_at


def replace_year(session: Session, calendar: YearCalendar, now: datetime) -> bool:
    """Store the year in place of whatever stood there; whether something did."""
    stood = session.get(CalendarYear, calendar.year)
    if stood is not None:
        session.delete(stood)
        session.flush()  # the old days go before new rows take their dates
    days = [
        CalendarDay(day=named.day, kind=named.kind.value, name=named.name)
        for named in calendar.days
    ]
    session.add(
        CalendarYear(year=calendar.year, source=calendar.source, imported_at=now, days=days)
    )
    session.flush()
    return stood is not None


def _year(row: CalendarYear) -> YearCalendar:
    days = tuple(NamedDay(day.day, DayKind(day.kind), day.name) for day in row.days)
    return YearCalendar(row.year, row.source, days)
