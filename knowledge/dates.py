"""Dates as Chinese documents and pages print them; what is no day of the calendar is no date."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.numbering import chinese_number

_D = "0-9０-９"
_N = "〇○零一二三四五六七八九十廿卅"
_B = "[ \u00a0\u3000]{0,3}"
_DATE = re.compile(
    rf"(?<![{_D}])(?P<y1>[{_D}]{{4}}){_B}年{_B}(?P<m1>[{_D}]{{1,2}}){_B}月{_B}"
    rf"(?P<d1>[{_D}]{{1,2}}){_B}[日号]"
    rf"|(?P<y2>[{_N}]{{4}}){_B}年{_B}(?P<m2>[{_N}]{{1,3}}){_B}月{_B}(?P<d2>[{_N}]{{1,3}}){_B}[日号]"
    r"|(?<![0-9./-])(?P<y3>(?:19|20)[0-9]{2})(?P<s>[-/.])(?P<m3>[0-9]{1,2})(?P=s)(?P<d3>[0-9]{1,2})"
    r"(?![0-9]|[-/.][0-9])"
)


@dataclass(frozen=True)
class FoundDate:
    """A date that a text prints: `text[start:end]`."""

    day: date
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every date in `text`, in order: 2021年8月30日, 二〇二一年八月三十日, 2021/09/02, 2021-9-2."""
    found = []
    for match in _DATE.finditer(text):
        form = next(form for form in "123" if match[f"y{form}"])
        day = _day(*(match[f"{unit}{form}"] for unit in "ymd"))
        if day is not None:
            found.append(FoundDate(day, match.start(), match.end()))
    return found


def chinese_date(day: date) -> str:
    """The day as official documents write it: 2021年8月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def last_day_of_term(start: date, *, years: int = 0, months: int = 0) -> date | None:
    """The last day of a term that begins on `start`; None where it leaves the calendar.

    Five years from 2019-07-01 end on 2024-06-30, as publishers print it (失效日期).
    """
    month = start.month - 1 + months
    year = start.year + years + month // 12
    if not 1 <= year <= 9998:
        return None
    for day in range(start.day, 27, -1) if start.day > 28 else (start.day,):
        try:
            return date(year, month % 12 + 1, day) - timedelta(days=1)
        except ValueError:
            continue  # 29 February, or the 31st of a month that has none
    return date(year, month % 12 + 1, 28) - timedelta(days=1)


def _day(*parts: str) -> date | None:
    numbers = [chinese_number(unicodedata.normalize("NFKC", part)) for part in parts]
    if None in numbers:
        return None
    try:
        return date(*(number for number in numbers if number is not None))
    except ValueError:
        return None
