"""One page of a PDF: its glyphs, rules and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.parsing.geometry import Box, PageContent
from knowledge.parsing.printed_page import Print, PrintedPage, upright
from knowledge.parsing.turning import quarter_turns

_MIN_RULE = 3.0
_RED, _NOT_RED = 0.55, 0.4

_Thing = Mapping[str, Any]


def read_page(page: Any) -> PageContent:
    """What a page of pdfplumber shows, upright."""
    left, top = float(page.bbox[0]), float(page.bbox[1])
    return upright(
        PrintedPage(
            page.page_number,
            float(page.width),
            float(page.height),
            [_print(char, left, top) for char in page.chars],
            _rules(page.edges, left, top),
            [_box(image, left, top) for image in page.images],
        )
    )


def _print(char: _Thing, left: float, top: float) -> Print:
    a, b = char["matrix"][:2]
    red = _is_red(char.get("non_stroking_color"))
    return Print(char["text"], _box(char, left, top), quarter_turns(a, b), red)


def _box(thing: _Thing, left: float, top: float) -> Box:
    return Box(
        float(thing["x0"]) - left,
        float(thing["top"]) - top,
        float(thing["x1"]) - left,
        float(thing["bottom"]) - top,
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


def _rules(edges: Iterable[_Thing], left: float, top: float) -> list[Box]:
    boxes = (_box(edge, left, top) for edge in edges)
    return [box for box in boxes if max(box.width, box.height) >= _MIN_RULE]
