"""Values of cells as the sheet shows them: days, percentages, codes with their zeros."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

#: What of a number format is no pattern: quoted text, colours and languages in brackets.
_ASIDE = re.compile(r"\[[^\]]*\]|\\.|_.|\*.")
_QUOTES = re.compile('"')
_ZEROS = re.compile("0+")
_DECIMALS = re.compile(r"\.(0+)")
#: Digits that a cell without a format shows of a number.
_SHOWN_DIGITS = 11


def shown(value: object, number_format: str | None) -> str:
    """What a cell of this value and number format shows."""
    pattern = _QUOTES.sub("", _ASIDE.sub("", (number_format or "").split(";")[0]))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _day(value, pattern)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, int | float):
        return _number(value, pattern)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    return "" if text.startswith("#") and text.rstrip("!?").isupper() else text


def _day(day: date, pattern: str) -> str:
    lower = pattern.lower()
    if "年" in pattern or "月" in pattern:
        return (
            (f"{day.year}年" if "年" in pattern else "")
            + (f"{day.month}月" if "月" in pattern else "")
            + (f"{day.day}日" if "日" in pattern else "")
        )
    shows_day = "d" in lower or not lower or lower == "general"
    text = day.strftime("%Y-%m-%d") if shows_day or "y" not in lower else day.strftime("%Y-%m")
    if isinstance(day, datetime) and (day.hour or day.minute) and ("h" in lower or not shows_day):
        text += day.strftime(" %H:%M")
    return text


def _number(number: float, pattern: str) -> str:
    decimals = _DECIMALS.search(pattern)
    places = len(decimals[1]) if decimals else 0
    if "%" in pattern:
        return f"{number * 100:.{places}f}%"
    if _ZEROS.fullmatch(pattern) and float(number).is_integer():
        return f"{int(number):0{len(pattern)}}"
    comma = "," if "#,##0" in pattern else ""
    if decimals:
        return f"{number:{comma}.{places}f}"
    if comma and pattern.strip() in ("#,##0", "¥#,##0"):
        return f"{number:,.0f}"
    if float(number).is_integer():
        return str(int(number))
    return f"{number:.{_SHOWN_DIGITS}g}"
