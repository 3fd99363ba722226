"""Tables as XLSX files, written row by row so that a year's ledger needs little memory.

Every cell that is text stays text: what a citizen wrote may begin with `=`, and a spreadsheet
program must neither compute it nor, after saving it as CSV, compute it elsewhere (CSV injection).

Imported by the first who asks for a file: openpyxl takes a tenth of a second, at every start.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from service.console.columns import CellValue, Column

#: Characters in a cell that the format allows (ECMA-376, 18.3.1.4 refers to Excel's limits).
LONGEST_CELL = 32_767

#: First characters that make spreadsheet programs take a text for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

#: Characters that XML 1.0 has no place for.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_HEADING = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]
) -> io.BytesIO:
    """The table as an XLSX file, rewound; `title` names its only sheet.

    `rows` are read once, in order, each as long as `columns`.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for index, column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + index)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, column.heading) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = _HEADING
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: CellValue) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = _FORBIDDEN.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    cell.alignment = _WRAPPED
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True  # the mark that keeps a text a text when the cell is edited
    return cell
