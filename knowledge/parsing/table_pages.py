"""Tables that run over several pages, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.parsing.geometry import Grid
from knowledge.parsing.paragraphs import Paragraph

#: Vertical rules of one table stand at the same place on every page, within so many points.
_SAME_RULE = 4.0


def joined_tables(items: Sequence[Paragraph | tuple[Grid, int]]) -> list[Paragraph | Grid]:
    """`items` with each table as one, although pages cut it.

    A table goes on where nothing stands between its parts but the page's end and their columns
    are the same; the head that the next page repeats is read once.
    """
    result: list[Paragraph | Grid] = []
    last_page = 0
    for item in items:
        if isinstance(item, Paragraph):
            result.append(item)
            continue
        grid, page = item
        last = result[-1] if result else None
        if isinstance(last, Grid) and page == last_page + 1 and _same_columns(last, grid):
            result[-1] = _joined(last, grid)
        else:
            result.append(grid)
        last_page = page
    return result


def _same_columns(above: Grid, below: Grid) -> bool:
    return len(above.columns) == len(below.columns) and all(
        abs((x - above.columns[0]) - (y - below.columns[0])) <= _SAME_RULE
        for x, y in zip(above.columns, below.columns, strict=True)
    )


def _joined(above: Grid, below: Grid) -> Grid:
    rows = list(below.rows)
    head = above.rows[: max(above.head, 1)]
    if tuple(rows[: len(head)]) == head:
        rows = rows[len(head) :]
    kept = list(above.rows)
    if rows and not rows[0][0]:
        kept, rows = _across_the_cut(kept, rows, above.spans)
    return replace(below, rows=(*kept, *rows), head=above.head)


def _across_the_cut(
    above: list[tuple[str, ...]], below: list[tuple[str, ...]], spans: int
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows around a page's end, where the first cell below it is empty.

    Below a merged cell that reaches over several rows the cell goes on; else the row itself was
    cut, and its cells are completed.
    """
    if spans > 1:
        filled = 0
        while filled < len(below) and not below[filled][0]:
            below[filled] = (above[-1][0], *below[filled][1:])
            filled += 1
        return above, below
    completed = tuple(x + y for x, y in zip(above[-1], below[0], strict=True))
    return [*above[:-1], completed], below[1:]
