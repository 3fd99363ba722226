"""Calendar files: a year's holidays and make-up days, checked row by row.

A row is a day, 休 or 班, and the holiday's name. XLSX and CSV carry nothing else, under the
headings 日期, 类别, 名称; JSON and TOML have `year`, `source` and a list `days`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

from knowledge.sources import explain
from service.consultations.calendar import NamedDay, YearCalendar, is_weekend
from service.consultations.errors import (
    CalendarUnreadable,
    DayUnreadable,
    DoubledDay,
    MakeUpOnWeekday,
    StatutoryDayMissing,
    UnknownDayKind,
    WrongYear,
)
from service.consultations.records import DayKind
from service.uploaded_tables import TableRefused, read_table

#: 全国年节及纪念日放假办法 第二条 (as of 2025): the holidays that have a fixed date, (month, day).
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_FIXED_SINCE = 2025

#: The columns of a table of days.
COLUMNS = ("日期", "类别", "名称")
#: Headings of a CSV file, as clerks and programs write them.
_HEADINGS = {"日期": "day", "类别": "kind", "名称": "name", "day": "day", "kind": "kind"} | {
    "name": "name"
}
#: Years that a calendar can be for; any other is a slip of the keyboard.
YEARS = range(1950, 2200)

_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")


@dataclass(frozen=True)
class _Row:
    where: str
    day: date
    kind: str
    name: str


def read_calendar(path: Path, source: str | None = None) -> YearCalendar:
    """Read and check one year's calendar; the suffix tells the format.

    A `source` stands in place of the one that the file names. Raises a CalendarRefused
    that names the row and what is wrong with it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CalendarUnreadable(path.name, f"文件读不出来：{explain(error)}") from error
    return read_calendar_data(data, path.name, source)


def read_calendar_data(data: bytes, name: str, source: str | None = None) -> YearCalendar:
    """`read_calendar` of a file's bytes; `name` is what the file is called."""
    suffix = PurePath(name).suffix.lower()
    reader = _READERS.get(suffix)
    if suffix == ".xlsx":
        calendar = _from_xlsx(data, name)
    elif reader is not None:
        calendar = reader(_decode(data, name), name)
    else:
        raise CalendarUnreadable(name, "不认识的格式；请用 .xlsx、.csv、.json 或 .toml 文件")
    if source is not None:
        calendar = replace(calendar, source=source)
    _refuse_control_characters(calendar, name)
    return calendar


def shipped_calendars() -> tuple[YearCalendar, ...]:
    """The years that come with the program, oldest first, checked like any import."""
    folder = resources.files("service.consultations") / "data"
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    calendars = [_from_toml(file.read_text(encoding="utf-8"), file.name) for file in files]
    return tuple(sorted(calendars, key=lambda calendar: calendar.year))


def _decode(data: bytes, name: str) -> str:
    # Spreadsheet programs of Chinese Windows save CSV as GBK, others as UTF-8 with or without mark.
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise CalendarUnreadable(name, "文字编码无法识别；请另存为 UTF-8")


def _from_csv(text: str, name: str) -> YearCalendar:
    try:
        headings, *lines = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    except csv.Error as error:
        raise CalendarUnreadable(name, f"不是正确的 CSV：{error}") from error
    columns = [_HEADINGS.get(heading.strip().lower()) for heading in headings]
    if not {"day", "kind", "name"} <= set(columns):
        raise CalendarUnreadable(name, "第一行应是“日期,类别,名称”三个栏目")
    told = (
        (number, {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c})
        for number, cells in enumerate(lines, start=2)
    )
    return _of_one_year(((number, row) for number, row in told if any(row.values())), name)


def _from_xlsx(data: bytes, name: str) -> YearCalendar:
    try:
        rows = read_table(data, COLUMNS)
    except TableRefused as refusal:
        raise CalendarUnreadable(name, str(refusal)) from refusal
    told = (
        (row.number, {_HEADINGS[heading]: cell for heading, cell in row.cells.items()})
        for row in rows
    )
    return _of_one_year(told, name)


def _of_one_year(told: Iterable[tuple[int, Mapping[str, str]]], name: str) -> YearCalendar:
    """The rows of a table, by their numbers; the first one tells the year."""
    rows = [_row(values, f"{name} 第{number}行") for number, values in told]
    return _checked(rows[0].day.year if rows else 0, name, rows, name)


def _from_json(text: str, name: str) -> YearCalendar:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalendarUnreadable(name, f"不是正确的 JSON：{error}") from error
    return _from_mapping(content, name)


def _from_toml(text: str, name: str) -> YearCalendar:
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalendarUnreadable(name, f"不是正确的 TOML：{error}") from error
    return _from_mapping(content, name)


def _from_mapping(content: Any, name: str) -> YearCalendar:
    if not isinstance(content, Mapping):
        raise CalendarUnreadable(name, "应有 year、source、days 三项")
    year, source, days = (content.get(key) for key in ("year", "source", "days"))
    if not isinstance(year, int) or not isinstance(source, str) or not isinstance(days, list):
        raise CalendarUnreadable(
            name, "应有 year（年份，数字）、source（来源，文字）、days（日期，列表）三项"
        )
    return _checked(year, source, list(_rows(days, name)), name)


def _rows(days: list[Any], name: str) -> Iterator[_Row]:
    for number, values in enumerate(days, start=1):
        where = f"{name} 第{number}天"
        if not isinstance(values, Mapping):
            raise CalendarUnreadable(where, "应写明 day、kind、name")
        yield _row(values, where)


def _row(values: Mapping[str, Any], where: str) -> _Row:
    day, kind, name = (str(values.get(key, "")).strip() for key in ("day", "kind", "name"))
    found = _DATE.fullmatch(day)
    if found is None:
        raise DayUnreadable(where, f"“{day}”不是日期，应写成 2026-01-01")
    try:
        return _Row(where, date(*map(int, found.groups())), kind, name)
    except ValueError as error:
        raise DayUnreadable(where, f"没有“{day}”这一天") from error


def _checked(year: int, source: str, rows: list[_Row], name: str) -> YearCalendar:
    """The rows as a calendar, in the order of days; raises for the first row that is wrong."""
    if not rows:
        raise CalendarUnreadable(name, "没有一天")
    if year not in YEARS:
        raise CalendarUnreadable(name, f"年份“{year}”不对，应在{YEARS[0]}年至{YEARS[-1]}年之间")
    days: dict[date, NamedDay] = {}
    for row in rows:
        if row.day.year != year:
            raise WrongYear(row.where, f"{row.day}不在{year}年；一个文件只写一年")
        if row.day in days:
            raise DoubledDay(row.where, f"{row.day}写了两次")
        if row.kind not in set(DayKind):
            raise UnknownDayKind(row.where, f"类别“{row.kind}”不对，应是“休”或“班”")
        if row.kind == DayKind.WORK and not is_weekend(row.day):
            raise MakeUpOnWeekday(row.where, f"{row.day}是星期一至五，本来就上班，不用写“班”")
        days[row.day] = NamedDay(row.day, DayKind(row.kind), row.name)
    for month, day in FIXED_HOLIDAYS if year >= _FIXED_SINCE else ():
        named = days.get(date(year, month, day))
        if named is None or named.kind is not DayKind.OFF:
            raise StatutoryDayMissing(
                name, f"{month}月{day}日是法定节假日，却没有列为“休”；请核对文件是否完整"
            )
    return YearCalendar(year, source, tuple(sorted(days.values(), key=lambda named: named.day)))


def _refuse_control_characters(calendar: YearCalendar, name: str) -> None:
    """Raise where the words hold what cannot be shown, or not be stored (PostgreSQL: NUL)."""
    words = [calendar.source, *(named.name for named in calendar.days)]
    if any(unicodedata.category(character).startswith("C") for character in "".join(words)):
        raise CalendarUnreadable(name, "来源或名称里有控制字符，请删去")


_READERS: Mapping[str, Callable[[str, str], YearCalendar]] = {
    ".csv": _from_csv,
    ".json": _from_json,
    ".toml": _from_toml,
}
