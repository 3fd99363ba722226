"""CSV: cells parted by commas, tabs or semicolons, in whatever charset a spreadsheet wrote."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, EmptySource, OversizedSource
from knowledge.parsing.charset import decode
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.linear import Linear
from knowledge.parsing.sheets import Row, Sheet, add_sheets, names_pairs
from knowledge.sources import SourceFile

_DELIMITERS = ",\t;|，"
_SNIFFED_ROWS = 50
MAX_ROWS = 50_000


def parse_csv(source: SourceFile) -> ParsedDocument:
    """Read a CSV; rows of questions and answers become pairs.

    Raises OversizedSource for more than MAX_ROWS rows, DamagedSource where quotes do not close,
    EmptySource where no cell holds text.
    """
    decoded = decode(source.data)
    # Excel writes this line for itself alone.
    text = decoded.text.removeprefix("\ufeff")
    told, _, rest = text.partition("\n")
    delimiter = told[4:5] if told.startswith("sep=") and len(told) == 5 else _sniffed(text)
    rows = _rows(rest if told.startswith("sep=") else text, delimiter)
    if not rows:
        raise EmptySource("表格是空的")
    linear = Linear()
    add_sheets([Sheet("", rows)], PurePath(source.name).stem, linear)
    return linear.document(SourceFormat.CSV.value, decoded.charset)


def looks_like_csv(head: str) -> bool:
    """Whether text is a table whatever its name says: its first row names question and answer."""
    first = head.split("\n", 1)[0]
    return any(names_pairs(row) for mark in ",\t" for row in _read(first, mark, 1))


def _sniffed(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as the first one."""

    def fit(delimiter: str) -> int:
        widths = [len(row) for row in _read(text[:100_000], delimiter, _SNIFFED_ROWS) if row]
        most = max(set(widths), key=widths.count, default=1)
        return widths.count(most) if most > 1 else 0

    return max(_DELIMITERS, key=fit)


def _rows(text: str, delimiter: str) -> tuple[Row, ...]:
    rows = [
        row for row in _read(text, delimiter, MAX_ROWS + 1) if any(cell.strip() for cell in row)
    ]
    if len(rows) > MAX_ROWS:
        raise OversizedSource(f"表格超过 {MAX_ROWS} 行；请拆分后再导入")
    width = max((len(row) for row in rows), default=0)
    return tuple([*row, *[""] * (width - len(row))] for row in rows)


def _read(text: str, delimiter: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            if len(rows) >= limit:
                break
    except csv.Error as error:
        raise DamagedSource("CSV 里的引号没有配对，或单元格太长；请检查后再导入") from error
    return rows
