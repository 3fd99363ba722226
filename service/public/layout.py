"""A stored text laid out for reading: its lines as headings and paragraphs, a passage marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.findings import PartView

#: Headings of a document begin below the page's own (h1 title, h2 正文).
TOP_HEADING = 3
LOWEST_HEADING = 5

#: A numbered line is a heading when it is short and no sentence; else it is a clause.
LONGEST_HEADING = 45
SENTENCE_ENDS = ("。", "；", "：", "！", "？")


@dataclass(frozen=True)
class Piece:
    """Consecutive characters of a line, marked or not; `anchor` where the mark begins."""

    text: str
    marked: bool
    anchor: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the text; `heading` is its level in HTML, None for a paragraph."""

    pieces: tuple[Piece, ...]
    heading: int | None

    @property
    def text(self) -> str:
        """The line's words."""
        return "".join(piece.text for piece in self.pieces).strip()


def lay_out(text: str, parts: Sequence[PartView], start: int, end: int) -> Iterator[Line]:
    """The lines of `text` that are not blank, with `text[start:end]` marked (none if empty)."""
    levels = _heading_levels(parts)
    anchored = False
    position = 0
    for line in text.split("\n"):
        pieces = tuple(_pieces(line, start - position, end - position, anchored))
        anchored = anchored or any(piece.anchor for piece in pieces)
        if line.strip():
            yield Line(pieces, levels.get(position) if _is_heading(line) else None)
        position += len(line) + 1


def _pieces(line: str, start: int, end: int, anchored: bool) -> Iterator[Piece]:
    """The line cut at `start` and `end`, which count from its beginning and may lie outside."""
    left = min(max(start, 0), len(line))
    right = min(max(end, left), len(line))
    if line[:left]:
        yield Piece(line[:left], marked=False)
    if line[left:right]:
        yield Piece(line[left:right], marked=True, anchor=not anchored)
    if line[right:]:
        yield Piece(line[right:], marked=False)


def _heading_levels(parts: Sequence[PartView]) -> Mapping[int, int]:
    """The level of HTML heading by the offset at which a part begins."""
    depths: dict[int, int] = {}
    for part in parts:  # in reading order: whatever holds a part comes before it
        depths[part.ordinal] = depths[part.parent] + 1 if part.parent in depths else 0
    return {part.start: min(TOP_HEADING + depths[part.ordinal], LOWEST_HEADING) for part in parts}


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and not line.rstrip().endswith(SENTENCE_ENDS)
