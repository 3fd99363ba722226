"""A stored text laid out for reading: headings, paragraphs and tables, a passage marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.queries.findings import PartView

#: Headings of a document begin below the page's own (h1 title, h2 正文).
TOP_HEADING = 3
LOWEST_HEADING = 5

#: A numbered line is a heading when it is short and no sentence; else it is a clause.
LONGEST_HEADING = 45
SENTENCE_ENDS = ("。", "；", "：", "！", "？")

#: What parsing writes between the cells of a table's row.
CELL_SEPARATOR = " | "
#: The same beside an empty cell, whose blanks have become one.
_CELL_BORDER = re.compile(r"(?:^| |(?<=\| ))\|(?: |$)")


@dataclass(frozen=True)
class Piece:
    """Consecutive characters of a line, marked or not; `anchor` where the mark begins."""

    text: str
    marked: bool
    anchor: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the text; `heading` is its level in HTML, None for a paragraph.

    `part` is the ordinal of the outermost part that it begins, None where it begins none.
    """

    pieces: tuple[Piece, ...]
    heading: int | None
    part: int | None = None

    @property
    def text(self) -> str:
        """The line's words."""
        return "".join(piece.text for piece in self.pieces).strip()


@dataclass(frozen=True)
class Table:
    """Rows that follow one another, each of cells, each of pieces."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


def lay_out(text: str, parts: Sequence[PartView], start: int, end: int) -> Iterator[Line | Table]:
    """The lines of `text` that are not blank, with `text[start:end]` marked (none if empty)."""
    levels = _heading_levels(parts)
    begun = {part.start: part.ordinal for part in reversed(parts)}
    marker = _Marker(start, end)
    for is_row, group in groupby(_lines(text), key=lambda line: CELL_SEPARATOR in line[1]):
        lines = list(group)
        if is_row and len(lines) > 1:
            yield Table(tuple(tuple(_cells(marker, line, at)) for at, line in lines))
            continue
        for at, line in lines:
            heading = levels.get(at) if _is_heading(line) else None
            yield Line(marker.cut(line, at), heading, begun.get(at))


class _Marker:
    """Cuts text at the ends of the marked range; the first marked piece bears the anchor."""

    def __init__(self, start: int, end: int) -> None:
        self._start = start
        self._end = end
        self._anchored = False

    def cut(self, text: str, at: int) -> tuple[Piece, ...]:
        """The pieces of `text`, which stands at offset `at`."""
        left = min(max(self._start - at, 0), len(text))
        right = min(max(self._end - at, left), len(text))
        return tuple(
            piece
            for piece in (
                Piece(text[:left], marked=False),
                self._marked(text[left:right]),
                Piece(text[right:], marked=False),
            )
            if piece.text
        )

    def _marked(self, text: str) -> Piece:
        anchor = bool(text) and not self._anchored
        self._anchored = self._anchored or anchor
        return Piece(text, marked=True, anchor=anchor)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, each with its offset."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def _cells(marker: _Marker, line: str, at: int) -> Iterator[tuple[Piece, ...]]:
    begin = 0
    for border in _CELL_BORDER.finditer(line):
        yield marker.cut(line[begin : border.start()], at + begin)
        begin = border.end()
    yield marker.cut(line[begin:], at + begin)


def _heading_levels(parts: Sequence[PartView]) -> Mapping[int, int]:
    """The level of HTML heading by the offset at which a part begins."""
    depths: dict[int, int] = {}
    for part in parts:  # in reading order: whatever holds a part comes before it
        depths[part.ordinal] = depths[part.parent] + 1 if part.parent in depths else 0
    return {part.start: min(TOP_HEADING + depths[part.ordinal], LOWEST_HEADING) for part in parts}


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and not line.rstrip().endswith(SENTENCE_ENDS)
