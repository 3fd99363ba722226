"""Tables that people upload as XLSX files: their rows by heading, within limits.

Imported with little; what reads the format is loaded by the first table.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from knowledge.errors import SourceError

#: A table's size in bytes, its rows that hold something, its columns that are looked at.
LARGEST_TABLE: Final = 5_000_000
MOST_ROWS: Final = 20_000
_COLUMNS: Final = 50
#: The last row that the format has; cells below it are damage.
_LAST_ROW: Final = 1_048_576
#: The headings stand below a title and a note or two.
_HEADINGS_WITHIN: Final = 10


class TableRefused(Exception):
    """The file is no table that can be read; the message is a Chinese sentence that says why."""


@dataclass(frozen=True)
class TableRow:
    """A row that holds something: its number in the spreadsheet, its cells by heading, stripped."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class WrongRow:
    """A row, by its number in the table, that cannot be brought in, and why."""

    number: int
    reason: str


def read_table(data: bytes, headings: Sequence[str]) -> list[TableRow]:
    """The rows of the first sheet below the headings, other columns and blank rows left out.

    Raises TableRefused for a file that is no XLSX, damaged, locked by a password or too large,
    and for a table without one of the headings, or with one of them twice.
    """
    rows = sheet_rows(data)
    places = _places(rows, headings)
    told = [
        TableRow(number, {heading: _cell(cells, at) for heading, at in places.items()})
        for number, cells in rows
    ]
    return [row for row in told if any(row.cells.values())]


def sheet_rows(data: bytes, largest: int = LARGEST_TABLE) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a workbook's first sheet as they show, numbered from 1, blank ones left out.

    `largest` is the file's size in bytes. Raises TableRefused, also while the rows are read.
    """
    if len(data) > largest:
        raise TableRefused(f"文件太大，最多 {largest // 1_000_000} MB")
    try:
        yield from _rows(_first_sheet(data))
    except SourceError as error:
        raise TableRefused(str(error)) from error
    except (TableRefused, GeneratorExit):
        raise
    except Exception as error:  # openpyxl raises what the damage leads to, of any type
        raise TableRefused("XLSX 文件不完整或已损坏，读不出来；请重新导出后再试") from error


def _first_sheet(data: bytes) -> Any:
    import openpyxl  # a tenth of a second, at every start

    from knowledge.parsing.packages import Package

    if not data.startswith(b"PK"):
        raise TableRefused("这不是 XLSX 表格；请在表格软件里另存为 .xlsx 后再上传")
    Package(data).unpack_texts()  # refuses what would unpack to too much
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and validations that are not read here
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file tells of them may be wrong
    return sheet


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    from knowledge.parsing.cell_values import shown

    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=_COLUMNS), start=1):
        texts = [
            shown(cell.value, cell.number_format).strip() if cell.value is not None else ""
            for cell in cells
        ]
        if not any(texts):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise TableRefused(f"表格超过 {MOST_ROWS} 行；请拆分后再上传")
        yield number, texts


def _places(rows: Iterator[tuple[int, Sequence[str]]], headings: Sequence[str]) -> dict[str, int]:
    """The column of each heading, by the first row that holds them; `rows` go on below it."""
    nearest: set[str] = set()
    for _, cells in islice(rows, _HEADINGS_WITHIN):
        found = set(headings) & set(cells)
        if len(found) == len(headings):
            return _columns(cells, headings)
        nearest = max(nearest, found, key=len)
    missing = "、".join(heading for heading in headings if heading not in nearest)
    raise TableRefused(f"表格里找不到这些列名：{missing}；列名写在第一行")


def _columns(cells: Sequence[str], headings: Sequence[str]) -> dict[str, int]:
    twice = [heading for heading in headings if list(cells).count(heading) > 1]
    if twice:
        raise TableRefused(f"列名“{twice[0]}”出现了不止一次，分不清用哪一列")
    return {heading: list(cells).index(heading) for heading in headings}


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
