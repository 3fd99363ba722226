"""Dates as Chinese documents and pages print them; what is no day of the calendar is no date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.numbering import chinese_number

_D = "0-9０-９"
#: Zero is also printed with the letter O, the digit 0 and signs that look like it.
_ZEROS = "〇○◯零OoＯｏΟ0０"
_N = f"{_ZEROS}一二三四五六七八九十廿卅"
_ZERO = str.maketrans(dict.fromkeys(_ZEROS, "〇"))
_B = "[ \u00a0\u3000]{0,3}"
_DATE = re.compile(
    rf"(?<![{_D}])(?P<y1>[{_D}]{{4}}){_B}年{_B}(?P<m1>[{_D}]{{1,2}}){_B}月{_B}"
    rf"(?P<d1>[{_D}]{{1,2}}){_B}[日号]"
    rf"|(?P<y2>[一二][{_N}]{{3}}){_B}年{_B}(?P<m2>[{_N}]{{1,3}}){_B}月{_B}(?P<d2>[{_N}]{{1,3}}){_B}[日号]"
    r"|(?<![0-9./-])(?P<y3>(?:19|20)[0-9]{2})(?P<s>[-/.])(?P<m3>[0-9]{1,2})(?P=s)(?P<d3>[0-9]{1,2})"
    r"(?![0-9]|[-/.][0-9])"
)
#: What every date has, found sooner than the date.
_YEAR_AND_MONTH = re.compile(f"年{_B}[{_D}{_N}]{{1,3}}{_B}月")
_YEAR_AND_SIGN = re.compile("(?:19|20)[0-9]{2}[-/.][0-9]")

#: A time limit that names no whole date.
_LIMIT = re.compile(
    "(?P<year>(?:19|20)[0-9]{2})年度?(?:(?P<month>1[0-2]|0?[1-9])月(?:份)?"
    "(?:(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])|(?P<before>之?前|以前)|(?:月?底|末|下旬)?)"
    "|(?P<part>上半年|第?[一二三四1-4]季度)|(?:年?底|年?末|下半年|内)?)"
)
_LAST_MONTHS = {
    "上半年": 6,
    **{
        f"{ordinal}{number}季度": 3 * quarter
        for quarter, numbers in enumerate(("一1", "二2", "三3", "四4"), start=1)
        for number in numbers
        for ordinal in ("", "第")
    },
}


@dataclass(frozen=True)
class FoundDate:
    """A date that a text prints: `text[start:end]`."""

    day: date
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every date in `text`, in order: 2021年8月30日, 二〇二一年八月三十日, 2021/09/02, 2021-9-2."""
    found = []
    for match in _dates(text):
        day = _day_of(match)
        if day is not None:
            found.append(FoundDate(day, match.start(), match.end()))
    return found


def impossible_dates(text: str) -> list[str]:
    """What `text` prints as dates and the calendar does not have: 2021年2月30日, 2021-13-01."""
    return [match.group() for match in _dates(text) if _day_of(match) is None]


def last_day_named(text: str) -> date | None:
    """The last day of a time limit: 2021年12月底前, 2021年9月10前, 2025年底, 2026年上半年.

    A month or a year that is named without a day counts to its end; 2021年10月前 ends with
    September. None where no day follows from the words (长期, 持续推进, 年底前).
    """
    plain = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    dates = find_dates(plain)
    if dates:
        return dates[-1].day
    limits = list(_LIMIT.finditer(plain))
    if not limits:
        return None
    found = limits[-1]  # a span of time is told by its end, which stands last
    year, month = int(found["year"]), found["month"]
    if found["day"]:
        return _calendar_day(year, int(month), int(found["day"]))
    if month:
        return _month_end(year, int(month) - (1 if found["before"] else 0))
    return _month_end(year, _LAST_MONTHS.get(found["part"] or "", 12))


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


def _dates(text: str) -> Iterator[re.Match[str]]:
    return _DATE.finditer(text) if _may_hold_date(text) else iter(())


def _may_hold_date(text: str) -> bool:
    """Told by a character first: most lines have none, and a pattern takes ten times as long."""
    if "年" in text and _YEAR_AND_MONTH.search(text):
        return True
    return any(sign in text for sign in "-/.") and _YEAR_AND_SIGN.search(text) is not None


def _day_of(match: re.Match[str]) -> date | None:
    form = next(form for form in "123" if match[f"y{form}"])
    parts = [match[f"{unit}{form}"] for unit in "ymd"]
    if form == "2":
        parts = [part.translate(_ZERO) for part in parts]
    numbers = [chinese_number(unicodedata.normalize("NFKC", part)) for part in parts]
    if None in numbers:
        return None
    return _calendar_day(*(number for number in numbers if number is not None))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    """The last day of a month; month 0 is December of the year before."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
