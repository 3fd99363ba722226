"""Excel workbooks (XLSX): cells as they show, merged ones filled, results of formulas."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from posixpath import join, normpath
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import range_boundaries

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, NoTextInSource, OversizedSource
from knowledge.parsing.cell_values import shown
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.linear import Linear
from knowledge.parsing.packages import Package
from knowledge.parsing.sheets import Row, Sheet, add_sheets
from knowledge.sources import SourceFile

MAX_ROWS = 50_000
#: As many columns as the older Excel had; no table of an office comes near.
_MAX_COLUMNS = 256
#: The last row that Excel has; a damaged file may tell of rows far below it.
_LAST_ROW = 1_048_576
#: Cells that merged ones may fill in all.
_MAX_FILLED = 1_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class _Merged:
    """A merged cell: its rows and columns, counted from 0, both ends inside."""

    left: int
    top: int
    right: int
    bottom: int


def parse_xlsx(source: SourceFile) -> ParsedDocument:
    """Read a workbook; rows of questions and answers become pairs, hidden sheets are left out.

    Raises DamagedSource, ProtectedSource, OversizedSource, and NoTextInSource where every sheet
    is empty.
    """
    package = Package(source.data)
    package.unpack_texts()
    parts = _sheet_parts(package)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and validations that are not read here
            book = openpyxl.load_workbook(
                io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False
            )
            sheets = [
                Sheet(sheet.title, _rows(sheet, _merged(package, parts.get(sheet.title))))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except (OversizedSource, DamagedSource):
        raise
    except Exception as error:  # openpyxl raises what the damage leads to, of any type
        raise DamagedSource(f"Excel 文件的内容不完整或已损坏（{type(error).__name__}）") from error
    if not any(sheet.rows for sheet in sheets):
        raise NoTextInSource("表格里没有内容")
    linear = Linear()
    add_sheets(sheets, PurePath(source.name).stem, linear)
    return linear.document(SourceFormat.XLSX.value, "utf-8")


def _rows(sheet: Any, merged: list[_Merged]) -> tuple[Row, ...]:
    """The rows that show text, merged cells filled, columns as far as any row goes."""
    sheet.reset_dimensions()  # what the file tells of them may be wrong
    rows: dict[int, list[str]] = {}
    empty: object = None
    for at, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=_MAX_COLUMNS)):
        # For rows that the file leaves out, a million perhaps, the same tuple comes each time.
        if cells is empty or all(cell is EMPTY_CELL for cell in cells):
            empty = cells
            continue
        texts = [
            shown(cell.value, cell.number_format) if cell.value is not None else ""
            for cell in cells
        ]
        if any(texts):
            rows[at] = texts
            if len(rows) > MAX_ROWS:
                raise OversizedSource(f"表格“{sheet.title}”超过 {MAX_ROWS} 行；请拆分后再导入")
    _fill(rows, merged)
    width = max((len(_trimmed(row)) for row in rows.values()), default=0)
    return tuple(tuple(row[:width]) for _, row in sorted(rows.items()))


def _fill(rows: dict[int, list[str]], merged: list[_Merged]) -> None:
    """Write the text of each merged cell into every cell that it covers.

    A row that shows nothing else does not come into being by it.
    """
    filled = 0
    for each in merged:
        text = rows[each.top][each.left] if each.top in rows else ""
        bottom = min(each.bottom, max(rows, default=0))
        if not text:
            continue
        filled += (bottom - each.top + 1) * (each.right - each.left + 1)
        if filled > _MAX_FILLED:
            raise OversizedSource("表格里合并的单元格太多太大，不是正常的表格")
        for at in range(each.top, bottom + 1):
            if at in rows:
                rows[at][each.left : each.right + 1] = [text] * (each.right + 1 - each.left)


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _sheet_parts(package: Package) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    relations = package.optional_xml("xl/_rels/workbook.xml.rels")
    workbook = package.optional_xml("xl/workbook.xml")
    if relations is None or workbook is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = {}
    for each in workbook.iter("{*}sheet"):
        target = targets.get(each.get(_RELATION) or each.get(_STRICT_RELATION), "")
        found[each.get("name", "")] = normpath(join("/xl", target)).lstrip("/")
    return found


def _merged(package: Package, part: str | None) -> list[_Merged]:
    """The merged cells of a sheet, which openpyxl does not tell of sheets that it streams."""
    root = package.optional_xml(part) if part else None
    return list(_ranges(root)) if root is not None else []


def _ranges(root: Any) -> Iterator[_Merged]:
    for each in root.iter("{*}mergeCell"):
        try:
            left, top, right, bottom = range_boundaries(each.get("ref", ""))
        except ValueError as error:
            raise DamagedSource("表格里合并的单元格记录有误，文件可能已损坏") from error
        if None not in (left, top, right, bottom) and left <= _MAX_COLUMNS:
            yield _Merged(left - 1, top - 1, min(right, _MAX_COLUMNS) - 1, bottom - 1)
