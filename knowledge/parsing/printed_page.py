"""What a format's reader finds on a page, made into a page that stands upright."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.parsing.geometry import Box, Glyph, PageContent
from knowledge.parsing.ruled_tables import find_tables
from knowledge.parsing.turning import turned
from knowledge.parsing.unreadable import LOST, is_unreadable


@dataclass(frozen=True, slots=True)
class Print:
    """A printed character as the file has it; `turn` counts quarter turns, None when askew."""

    text: str
    box: Box
    turn: int | None
    red: bool = False


@dataclass(frozen=True)
class PrintedPage:
    """A page as the file has it; rules are boxes without height or width."""

    number: int
    width: float
    height: float
    prints: Sequence[Print]
    rules: Sequence[Box]
    pictures: Sequence[Box]


def upright(page: PrintedPage) -> PageContent:
    """The page turned as most of its print runs, its tables found, print askew set aside."""
    turns = Counter(each.turn for each in page.prints if each.turn is not None)
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs, askew = _glyphs(page, turn)
    rules = [turned(rule, turn, page.width, page.height) for rule in page.rules]
    tables, outside = find_tables(rules, glyphs)
    lies = turn % 2 == 1
    return PageContent(
        page.number,
        page.height if lies else page.width,
        page.width if lies else page.height,
        outside,
        tuple(tables),
        askew,
        _pictured(page),
        sum(glyph.text == LOST for glyph in glyphs),
    )


def _glyphs(page: PrintedPage, turn: int) -> tuple[list[Glyph], str]:
    glyphs: list[Glyph] = []
    askew: list[str] = []
    spaced = False
    sheet = Box(0, 0, page.width, page.height)
    for each in page.prints:
        if each.turn != turn:
            askew.append(each.text)
        elif each.text.isspace():
            spaced = True
        elif sheet.holds(each.box):
            box = turned(each.box, turn, page.width, page.height)
            text = LOST if is_unreadable(each.text) else each.text
            glyphs.append(Glyph(text, box, max(box.height, 1.0), each.red, spaced))
            spaced = False
    return glyphs, " ".join("".join(askew).split())


def _pictured(page: PrintedPage) -> float:
    """The share of the page that its pictures cover, strips of one scan together."""
    area = sum(max(0.0, box.width) * max(0.0, box.height) for box in page.pictures)
    return min(1.0, area / max(page.width * page.height, 1.0))
