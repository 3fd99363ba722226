"""Tables as lines, the same for every format: cells joined, the rows told that name columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

CELL_SEPARATOR = " | "
#: Cells of a data table are short; one that holds more is there for layout.
LAYOUT_CELL = 1500

_DIGIT = re.compile(r"\d")
_MAX_HEAD_CELL = 20


def joined_row(cells: Sequence[str]) -> str:
    """The line of a row; a cell that fills the whole row stands once."""
    if len(set(cells)) == 1:
        return cells[0]
    return CELL_SEPARATOR.join(cells)


def reads_as_head(grid: Sequence[Sequence[str]]) -> bool:
    """Whether the first of several rows holds names of columns: short, without figures."""
    first = grid[0]
    return (
        len(grid) > 1
        and len(set(first)) > 1
        and all(cell and len(cell) <= _MAX_HEAD_CELL and not _DIGIT.search(cell) for cell in first)
    )
