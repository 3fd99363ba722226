"""Tables of a page as lines: one a row, cells joined, merged cells repeated in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.cleaned import LineKind
from knowledge.parsing.grids import LAYOUT_CELL, joined_row, reads_as_head
from knowledge.parsing.html_page import Page, PageNode

_MAX_SPAN = 200
_MAX_COLUMNS = 200

#: A nested table of no more text than this stands in a cell of data; a longer one is laid out.
_MAX_NESTED = 300
#: Share of rows in which two columns are merged into one.
_TWIN_SHARE = 0.8

Row = list[str]


@dataclass
class _Grid:
    """The rows of a table by column, and which of them hold names of columns."""

    rows: list[Row]
    heads: list[bool]


def data_table_rows(page: Page, table: PageNode) -> list[tuple[str, LineKind]] | None:
    """Rows of a data table as lines with their kinds; None for a table that only lays out a page.

    A layout table holds a table of much text, a single cell, or cells of article length.
    """
    nested = [node for node in page.within(table) if node.tag == "table"]
    if any(len(page.visible_text(inner)) > _MAX_NESTED for inner in nested):
        return None
    grid = _read_grid(page, table)
    if grid is None or max((len(row) for row in grid.rows), default=0) < 2:
        return None
    if nested and sum(1 for row in grid.rows if len(row) >= 2) < 2:
        return None
    _join_twin_columns(grid)
    return [
        (joined_row(row), LineKind.TABLE_HEAD if head else LineKind.TABLE_ROW)
        for row, head in zip(grid.rows, grid.heads, strict=True)
    ]


def _read_grid(page: Page, table: PageNode) -> _Grid | None:
    """The table's own rows, cells that reach over several repeated in each; None for a layout."""
    grid = _Grid([], [])
    pending: dict[int, tuple[int, str]] = {}
    depths: list[int] = []
    for row in _own_rows(page, table):
        cells = [cell for cell in page.children(row) if cell.tag in ("td", "th")]
        texts = [page.visible_text(cell) for cell in cells]
        if any(len(text) > LAYOUT_CELL for text in texts):
            return None
        line = _spread(cells, texts, pending)
        if any(line):
            grid.rows.append(line)
            grid.heads.append(_is_marked_head(row, cells))
            depths.append(max((_span(cell, "rowspan") for cell in cells), default=1))
    if not any(grid.heads):
        _find_heads(grid, depths)
    return grid


def _own_rows(page: Page, table: PageNode) -> Iterator[PageNode]:
    """The rows of the table, not those of tables within it."""
    place = table.place + 1
    while place < table.end:
        node = page.nodes[place]
        if node.tag == "tr":
            yield node
        place = node.end if node.tag == "table" else place + 1


def _find_heads(grid: _Grid, depths: list[int]) -> None:
    """Mark the rows of names where nothing in the page does: the first below a caption."""
    rows = grid.rows
    first = next((at for at, row in enumerate(rows) if len(set(row)) > 1), len(rows))
    if reads_as_head(rows[first:]):
        for at in range(first, min(first + depths[first], len(rows) - 1)):
            grid.heads[at] = True


def _join_twin_columns(grid: _Grid) -> None:
    """Neighbouring columns below one merged name that are merged below it too become one.

    The value that fills both stands once in its row, as a reader sees it.
    """
    names = [row for row, head in zip(grid.rows, grid.heads, strict=True) if head]
    width = min((len(row) for row in grid.rows), default=0)
    if not names or any(len(row) != width for row in grid.rows if len(set(row)) > 1):
        return
    told = [row for row, head in zip(grid.rows, grid.heads, strict=True) if not head]
    told = [row for row in told if len(row) == width]
    for at in range(width - 2, -1, -1):
        same = sum(1 for row in told if row[at] == row[at + 1])
        alike = same >= len(told) * _TWIN_SHARE
        if alike and all(name[at] == name[at + 1] for name in names) and names[-1][at]:
            for row in grid.rows:
                if len(row) > at + 1:
                    twin = row.pop(at + 1)
                    row[at] = row[at] if twin in ("", row[at]) else f"{row[at]} {twin}".strip()


def _spread(cells: Sequence[PageNode], texts: Row, pending: dict[int, tuple[int, str]]) -> Row:
    """The row's cells by column; `pending` carries cells that reach down from rows above."""
    line: Row = []

    def take_pending() -> None:
        while (column := len(line)) in pending:
            left, text = pending.pop(column)
            line.append(text)
            if left > 1:
                pending[column] = (left - 1, text)

    for cell, text in zip(cells, texts, strict=True):
        take_pending()
        rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
        for _ in range(min(columns, _MAX_COLUMNS - len(line))):
            if rows > 1:
                pending[len(line)] = (rows - 1, text)
            line.append(text)
    take_pending()
    return line


def _span(cell: PageNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() else 1


def _is_marked_head(row: PageNode, cells: Sequence[PageNode]) -> bool:
    parent = row.parent
    in_head = parent is not None and parent.tag == "thead"
    return in_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))
