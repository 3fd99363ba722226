"""Spreadsheets as somebody would save them, for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl


def workbook(*rows: Sequence[object]) -> bytes:
    """An XLSX file of one sheet with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
