"""One page of a PDF as glyphs and tables, turned upright."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.parsing.geometry import Box, Glyph, PageContent
from knowledge.parsing.ruled_tables import find_tables
from knowledge.parsing.unreadable import LOST, is_unreadable

#: Print is askew (a watermark, the round text of a seal) when off the upright by more degrees.
_ASKEW = 4.0
_MIN_RULE = 3.0
_RED, _NOT_RED = 0.55, 0.4

_Char = Mapping[str, Any]


def read_page(page: Any) -> PageContent:
    """What a page of pdfplumber shows; print that runs up or down the page is turned with it."""
    turns = Counter(_quarter(char) for char in page.chars)
    turns.pop(None, None)
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = float(page.width), float(page.height)
    left, top = float(page.bbox[0]), float(page.bbox[1])
    glyphs: list[Glyph] = []
    askew: list[str] = []
    spaced = False
    for char in page.chars:
        if _quarter(char) != turn:
            askew.append(char["text"])
            continue
        box = _turned(_box(char, left, top), turn or 0, width, height)
        if char["text"].isspace():
            spaced = True
        elif (
            0 <= _box(char, left, top).centre <= width
            and 0 <= _box(char, left, top).middle <= height
        ):
            glyphs.append(_glyph(char, box, spaced))
            spaced = False
    rules = [_turned(box, turn or 0, width, height) for box in _rules(page.edges, left, top)]
    tables, outside = find_tables(rules, glyphs)
    upright = (turn or 0) % 2 == 0
    return PageContent(
        page.page_number,
        width if upright else height,
        height if upright else width,
        outside,
        tuple(tables),
        "".join(askew).strip().replace("\n", ""),
        _pictured(page.images, width, height),
        sum(glyph.text == LOST for glyph in glyphs),
    )


def _quarter(char: _Char) -> int | None:
    """By how many quarter turns the glyph is printed against the upright; None when askew."""
    a, b = char["matrix"][0], char["matrix"][1]
    angle = math.degrees(math.atan2(b, a)) / 90
    turn = round(angle)
    return turn % 4 if abs(angle - turn) * 90 <= _ASKEW else None


def _box(thing: _Char, left: float, top: float) -> Box:
    return Box(
        float(thing["x0"]) - left,
        float(thing["top"]) - top,
        float(thing["x1"]) - left,
        float(thing["bottom"]) - top,
    )


def _turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box on the page turned upright, print running up (1), upside down (2) or down (3)."""
    if turn == 1:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 2:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 3:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


def _glyph(char: _Char, box: Box, spaced: bool) -> Glyph:
    text = char["text"]
    return Glyph(
        LOST if is_unreadable(text) else text,
        box,
        max(float(box.height), 1.0),
        _is_red(char.get("non_stroking_color")),
        spaced,
    )


def _is_red(colour: object) -> bool:
    if not isinstance(colour, (tuple, list)) or not all(
        isinstance(part, (int, float)) for part in colour
    ):
        return False
    parts: Sequence[float] = colour
    if len(parts) == 3:
        return parts[0] > _RED and parts[1] < _NOT_RED and parts[2] < _NOT_RED
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return parts[1] > _RED and parts[2] > _RED and parts[0] < _NOT_RED and parts[3] < _NOT_RED
    return False


def _rules(edges: Iterable[_Char], left: float, top: float) -> list[Box]:
    boxes = (_box(edge, left, top) for edge in edges)
    return [box for box in boxes if max(box.width, box.height) >= _MIN_RULE]


def _pictured(images: Iterable[_Char], width: float, height: float) -> float:
    """The share of the page that its largest picture covers, strips of one scan together."""
    area = sum(
        max(0.0, float(image["x1"]) - float(image["x0"]))
        * max(0.0, float(image["bottom"]) - float(image["top"]))
        for image in images
    )
    return min(1.0, area / max(width * height, 1.0))
