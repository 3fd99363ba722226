"""What stands on a page: glyphs and ruled tables with their places, whatever file they are from.

All lengths are in points, the origin is the upper left corner of the page as it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From the left to the right edge."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From the upper to the lower edge."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height at which half of it is above."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The place between its left and right edges."""
        return (self.x0 + self.x1) / 2

    def holds(self, other: Box) -> bool:
        """Whether the middle of `other` is within."""
        return self.x0 <= other.centre < self.x1 and self.top <= other.middle < self.bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character; `spaced` tells that a blank is printed before it."""

    text: str
    box: Box
    size: float
    red: bool = False
    spaced: bool = False


@dataclass(frozen=True)
class TextLine:
    """Glyphs printed side by side, as text."""

    text: str
    box: Box
    size: float
    red: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as rows of cells, merged cells repeated; `head` rows at the top name the columns.

    `columns` are the x of its vertical rules, `spans` the number of rows that the first cell of
    the last row reaches over.
    """

    rows: tuple[tuple[str, ...], ...]
    box: Box
    columns: tuple[float, ...]
    head: int
    spans: int = 1


@dataclass(frozen=True)
class PageContent:
    """What a page shows: its glyphs outside of tables, its tables, what is printed askew.

    `pictured` is the share of the page that pictures cover, `unreadable` the number of glyphs
    whose font does not tell which characters they are.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[Grid, ...] = ()
    askew: str = ""
    pictured: float = 0.0
    unreadable: int = 0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around `boxes`, which must not be empty."""
    every = list(boxes)
    return Box(
        min(box.x0 for box in every),
        min(box.top for box in every),
        max(box.x1 for box in every),
        max(box.bottom for box in every),
    )
