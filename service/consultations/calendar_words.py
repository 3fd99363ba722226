"""A year's calendar in words: a line a holiday."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from service.consultations.calendar import NamedDay
from service.consultations.records import DayKind

_WEEKDAYS = "一二三四五六日"


def holidays_told(days: Sequence[NamedDay]) -> Iterator[str]:
    """One line a holiday, in the order of their first day off."""
    holidays: dict[str, list[NamedDay]] = {}
    for named in sorted(days, key=lambda named: (named.kind is DayKind.WORK, named.day)):
        holidays.setdefault(named.name, []).append(named)
    for name, named_days in holidays.items():
        runs = "；".join(
            f"{kind.value} {day_told(first)}" + (f"至{day_told(last)}" if last > first else "")
            for kind, first, last in _runs(named_days)
        )
        yield f"{name}：{runs}"


def _runs(days: Sequence[NamedDay]) -> Iterator[tuple[DayKind, date, date]]:
    """Days of one kind that follow each other, as (kind, first, last)."""
    kind, first, last = days[0].kind, days[0].day, days[0].day
    for named in days[1:]:
        if named.kind is kind and named.day == last + timedelta(days=1):
            last = named.day
        else:
            yield kind, first, last
            kind, first, last = named.kind, named.day, named.day
    yield kind, first, last


def day_told(day: date) -> str:
    """The day without its year: 10月1日（周四）."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
