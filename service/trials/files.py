"""Questions from a file: a table with headings, or one question a line.

Headings are those that clerks write: 问题, 地区, 能否回答, 文件, 证据; only the first is needed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from knowledge.errors import SourceError
from service.trials.errors import FileRefused
from service.trials.expecting import Expected
from service.uploaded_tables import TableRefused, sheet_rows

#: Questions of one file, and its size in bytes.
MOST_QUESTIONS: Final = 1000
LARGEST_FILE: Final = 2_000_000

#: The cells of a table's row, and its number in the file.
Numbered = tuple[int, Sequence[str]]

_HEADINGS: Final[Mapping[str, str]] = {
    "问题": "question",
    "提问": "question",
    "question": "question",
    "地区": "region",
    "能否回答": "answerable",
    "文件": "document",
    "文号": "document",
    "证据": "evidence",
}
_YES, _NO = (
    frozenset({"是", "能", "可以", "1", "true", "yes"}),
    frozenset({"否", "不能", "不可以", "0", "false", "no"}),
)


@dataclass(frozen=True)
class Row:
    """A question of the file and where it stands, to tell what is wrong with it."""

    where: str
    expected: Expected


def read_questions(data: bytes, name: str) -> list[Row]:
    """The questions of a .xlsx, .csv or .txt file, blank ones left out; `name` tells the format.

    Raises FileRefused where it is another format, damaged, too large, or holds no question.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"文件太大，最多 {LARGEST_FILE // 1_000_000} MB")
    suffix = PurePath(name).suffix.lower()
    readers = {".xlsx": _from_xlsx, ".csv": _from_csv, ".txt": _from_text}
    if suffix not in readers:
        raise FileRefused("不认识的格式；请用 .xlsx、.csv，或者每行一个问题的 .txt")
    rows = list(_questions(readers[suffix](data)))
    if not rows:
        raise FileRefused("文件里没有问题；表格的第一行要有“问题”这一栏")
    if len(rows) > MOST_QUESTIONS:
        raise FileRefused(f"一次最多 {MOST_QUESTIONS} 个问题，这个文件有 {len(rows)} 个")
    return rows


def _questions(table: Iterator[Numbered]) -> Iterator[Row]:
    _, head = next(table, (1, []))
    names = [_HEADINGS.get(cell.strip().lower(), "") for cell in head]
    if "question" not in names:
        raise FileRefused("表格的第一行要有“问题”这一栏")
    for number, cells in table:
        told = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        if told.get("question"):
            yield Row(f"第 {number} 行", _expected(told))


def _expected(told: Mapping[str, str]) -> Expected:
    document = told.get("document") or None
    said = told.get("answerable", "").lower()
    answerable = True if said in _YES else False if said in _NO else None
    if answerable is None and document:
        answerable = True
    return Expected(
        told["question"], told.get("region") or None, answerable, document, told.get("evidence", "")
    )


def _from_text(data: bytes) -> Iterator[Numbered]:
    yield 1, ["问题"]
    yield from enumerate(([line] for line in _decoded(data).splitlines()), start=2)


def _from_csv(data: bytes) -> Iterator[Numbered]:
    try:
        yield from enumerate(csv.reader(io.StringIO(_decoded(data)), strict=True), start=1)
    except csv.Error as error:
        raise FileRefused(f"CSV 读不出来：{error}") from error


def _from_xlsx(data: bytes) -> Iterator[Numbered]:
    try:
        yield from sheet_rows(data)
    except TableRefused as error:
        raise FileRefused(str(error)) from error


def _decoded(data: bytes) -> str:
    from knowledge.parsing.charset import decode  # with all that reads documents

    try:
        return decode(data).text.removeprefix("\ufeff")
    except SourceError as error:
        raise FileRefused(str(error)) from error
