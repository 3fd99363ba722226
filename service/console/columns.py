"""What tables for spreadsheet programs are made of, apart from the library that writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The media type of XLSX files.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What a cell may hold.
CellValue = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters."""

    heading: str
    width: int
