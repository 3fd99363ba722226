"""Tables by the rules drawn around their cells: from lines on a page to grids of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from knowledge.parsing.geometry import Box, Glyph, Grid, TextLine, around
from knowledge.parsing.grids import LAYOUT_CELL, reads_as_head
from knowledge.parsing.layout import rows_of

#: Rules nearer to each other than this, in points, are one; they meet within the same distance.
_SNAP = 3.0
_SHORTEST_RULE = 3.0
#: A page with more rules shows a drawing or a map; finding cells in it would take minutes.
MAX_RULES = 4000
#: A line of a cell that ends this near to its right edge goes on in the next one, in em.
_FULL_WITHIN = 1.6


@dataclass(frozen=True)
class _Span:
    """A cell that reaches from rule `first` down to `last`, from `left` to `right`."""

    first: int
    last: int
    left: int
    right: int

    @property
    def places(self) -> list[tuple[int, int]]:
        """Row and column of each place that the cell covers."""
        return [
            (row, column)
            for row in range(self.first, self.last)
            for column in range(self.left, self.right)
        ]

    def box(self, columns: Sequence[float], heights: Sequence[float]) -> Box:
        """Where the cell is on the page."""
        return Box(columns[self.left], heights[self.first], columns[self.right], heights[self.last])


def find_tables(
    rules: Sequence[Box], glyphs: Sequence[Glyph]
) -> tuple[list[Grid], tuple[Glyph, ...]]:
    """The tables that `rules` draw, and the glyphs that stand in none of them.

    A rule is a box without height (horizontal) or without width (vertical). A frame around
    text, of one cell or one column, is no table.
    """
    grids: list[Grid] = []
    if not 4 <= len(rules) <= MAX_RULES:
        return grids, tuple(glyphs)
    edges = merge_edges([_edge(rule) for rule in rules], _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if edge["x1"] - edge["x0"] + edge["height"] >= _SHORTEST_RULE]
    meeting = edges_to_intersections(edges, _SNAP, _SNAP)
    left = list(glyphs)
    for cells in cells_to_tables(intersections_to_cells(meeting)):
        boxes = [Box(*cell) for cell in cells]
        frame = around(boxes)
        inside = [glyph for glyph in left if frame.holds(glyph.box)]
        grid = _grid(boxes, inside)
        if grid is not None:
            grids.append(grid)
            taken = set(map(id, inside))
            left = [glyph for glyph in left if id(glyph) not in taken]
    return grids, tuple(left)


def _edge(rule: Box) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.width,
        "height": rule.height,
        "orientation": "v" if rule.width < rule.height else "h",
    }


def _grid(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> Grid | None:
    """The table of these cells; None where they only frame text."""
    columns = _distinct(edge for box in boxes for edge in (box.x0, box.x1))
    heights = _distinct(edge for box in boxes for edge in (box.top, box.bottom))
    if len(columns) < 3:
        return None
    spans = _spans(boxes, columns, heights)
    rows = [[""] * (len(columns) - 1) for _ in heights[1:]]
    for span in spans:
        text = _cell_text(span.box(columns, heights), glyphs)
        if len(text) > LAYOUT_CELL:
            return None
        for row, column in span.places:
            rows[row][column] = text
    kept = [index for index, row in enumerate(rows) if any(row)]
    if not kept:
        return None
    told = [rows[index] for index in kept]
    depth = {place: span.last - span.first for span in spans for place in span.places}
    head = max(depth[kept[0], column] for column in range(len(columns) - 1))
    return Grid(
        tuple(map(tuple, told)),
        around(boxes),
        tuple(columns),
        min(head, len(told) - 1) if reads_as_head(told) else 0,
        depth[kept[-1], 0],
    )


def _spans(boxes: Sequence[Box], columns: Sequence[float], heights: Sequence[float]) -> list[_Span]:
    """The cells by the rules that they lie between.

    Where a page ends a cell may have no rule below it or above it: places that no cell covers
    make one with those below them in their column.
    """
    spans = [
        _Span(
            _within(box.top, heights),
            _within(box.bottom, heights),
            _within(box.x0, columns),
            _within(box.x1, columns),
        )
        for box in boxes
    ]
    covered = {place for span in spans for place in span.places}
    for column in range(len(columns) - 1):
        first = 0
        for row in range(len(heights)):
            if row == len(heights) - 1 or (row, column) in covered:
                if row > first:
                    spans.append(_Span(first, row, column, column + 1))
                first = row + 1
    return spans


def _distinct(edges: Any) -> list[float]:
    distinct: list[float] = []
    for edge in sorted(edges):
        if not distinct or edge - distinct[-1] > _SNAP / 2:
            distinct.append(edge)
    return distinct


def _within(edge: float, edges: Sequence[float]) -> int:
    """The index of the rule that `edge` is."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))


def _cell_text(box: Box, glyphs: Sequence[Glyph]) -> str:
    lines = rows_of([glyph for glyph in glyphs if box.holds(glyph.box)])
    text = ""
    for index, line in enumerate(lines):
        text += line.text.strip()
        if index + 1 < len(lines) and not _goes_on(line, box):
            text += " "
    return text.strip()


def _goes_on(line: TextLine, box: Box) -> bool:
    """Whether a line of a cell is broken by the cell's edge, not by its author."""
    return box.x1 - line.box.x1 < _FULL_WITHIN * line.size
