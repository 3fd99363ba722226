"""Tables of a page as lines: one a row, cells joined, merged cells repeated in each row."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from knowledge.cleaned import LineKind
from knowledge.parsing.grids import LAYOUT_CELL, joined_row, reads_as_head
from knowledge.parsing.html_nodes import holds, visible_text

_MAX_SPAN = 200
_MAX_COLUMNS = 200

Row = list[str]


def data_table_rows(table: LexborNode, main_id: int) -> list[tuple[str, LineKind]] | None:
    """Rows of a data table as lines with their kinds; None for a table that only lays out a page.

    A layout table holds the main text, another table, a single cell, or cells of article length.
    """
    if len(table.css("table")) > 1 or holds(table, main_id):
        return None
    row_nodes = table.css("tr")
    grid: list[Row] = []
    heads: list[bool] = []
    pending: dict[int, tuple[int, str]] = {}
    for row in row_nodes:
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        texts = [visible_text(cell) for cell in cells]
        if any(len(text) > LAYOUT_CELL for text in texts):
            return None
        line = _spread(cells, texts, pending)
        if any(line):
            grid.append(line)
            heads.append(_is_marked_head(row, cells))
    if not grid or max(len(line) for line in grid) < 2:
        return None
    if not any(heads) and reads_as_head(grid):
        depth = max((_span(cell, "rowspan") for cell in row_nodes[0].iter()), default=1)
        heads[:depth] = [True] * min(depth, len(heads))
    return [
        (joined_row(line), LineKind.TABLE_HEAD if head else LineKind.TABLE_ROW)
        for line, head in zip(grid, heads, strict=True)
    ]


def _spread(cells: list[LexborNode], texts: Row, pending: dict[int, tuple[int, str]]) -> Row:
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


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() else 1


def _is_marked_head(row: LexborNode, cells: list[LexborNode]) -> bool:
    parent = row.parent
    in_head = parent is not None and parent.tag == "thead"
    return in_head or (bool(cells) and all(cell.tag == "th" for cell in cells))
