"""Tables that go out as XLSX files and come in again in two steps.

The first step shows what the uploaded rows would do, the second does it; between them the rows
travel in the form, so that what is done is what was shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import request, send_file
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from service.console.columns import XLSX, CellValue, Column
from service.uploaded_tables import TableRefused, TableRow, read_table

_ROWS = TypeAdapter(list[TableRow])


def table_file(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]
) -> AnyResponse:
    """The table as a file of this name, which its sheet has too."""
    from service.console.spreadsheets import write_table  # openpyxl, for those who want a file

    file = write_table(name, columns, rows)
    return send_file(file, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def uploaded_rows(headings: Sequence[str], most: int) -> list[TableRow]:
    """The rows of the file that was sent; raises TableRefused, also for more than `most`."""
    upload = request.files.get("file")
    rows = read_table(upload.read() if upload else b"", headings)
    if len(rows) > most:
        raise TableRefused(f"表格里有 {len(rows)} 行，最多 {most} 行")
    return rows


def rows_for_form(rows: Sequence[TableRow]) -> str:
    """The rows as a hidden field holds them."""
    return _ROWS.dump_json(list(rows)).decode()


def rows_in_form(most: int) -> list[TableRow]:
    """The rows that came back in the form, `most` at most; raises TableRefused."""
    try:
        return _ROWS.validate_json(request.form.get("rows", ""))[:most]
    except ValidationError as error:
        raise TableRefused("表格没有传完整，请重新上传") from error
