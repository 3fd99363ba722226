"""What the XML of an OFD page draws: text codes, paths and pictures with their places.

GB/T 33190-2016: lengths are millimetres from the upper left corner; an object is drawn in the
frame of its Boundary, through its CTM; a text code gives the place of its first character on the
base line and the distances to those that follow (chapters 8.5, 9.1, 11.3).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice, repeat
from typing import Any

from knowledge.parsing.geometry import Box
from knowledge.parsing.printed_page import Print
from knowledge.parsing.turning import quarter_turns

#: Points in a millimetre.
POINTS = 72 / 25.4
#: What text codes hold for a glyph that has no character (chapter 11.4).
_NO_CODE = "¤"
_ASCENT, _DESCENT = 0.88, 0.12
_MIN_RULE = 3.0
#: A line is level or upright when it is off by less than so many points.
_STRAIGHT = 0.7
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH_STEP = re.compile(r"([SMLQBACsmlqbac])([^SMLQBACsmlqbac]*)")
_RED, _NOT_RED = 140, 100
_MAX_NUMBER = 1e7

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute, those beyond reason left out."""
    found = (float(match) for match in _NUMBER.findall(text or ""))
    return [number for number in found if math.isfinite(number) and abs(number) < _MAX_NUMBER]


def local_name(element: Any) -> str:
    """The name of an element without its namespace, which differs between writers."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def prints_of(text_object: Any) -> Iterator[Print]:
    """The characters of a TextObject."""
    place = _placing(text_object)
    size = (numbers(text_object.get("Size")) or [0.0])[0]
    if size <= 0:
        return
    turn = quarter_turns(place[0], -place[1])
    red = _is_red(text_object)
    x = y = 0.0
    for code in text_object:
        if local_name(code) != "TextCode":
            continue
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        for character, right, down, wide in _placed(code, x, y, size):
            box = _box(place, right, down - _ASCENT * size, right + wide, down + _DESCENT * size)
            yield Print("" if character == _NO_CODE else character, box, turn, red)


def _placed(
    code: Any, x: float, y: float, size: float
) -> Iterator[tuple[str, float, float, float]]:
    """The characters of a TextCode, each with its place on the base line and its width.

    The font is not read: a character is taken to be an em wide, a Latin one half of that or as
    far as to the next one.
    """
    text = code.text or ""
    across = list(islice(_steps(code.get("DeltaX")), len(text)))
    down = list(islice(_steps(code.get("DeltaY")), len(text)))
    for at, character in enumerate(text):
        wide, widest = (size / 2, size * 0.62) if character.isascii() else (size, size)
        step = across[at] if at < len(across) else None
        yield character, x, y, min(step, widest) if step is not None and step > 0 else wide
        if step is not None:
            x += step
        elif at >= len(down):
            x += wide
        y += down[at] if at < len(down) else 0.0


def rules_of(path_object: Any) -> Iterator[Box]:
    """The level and upright lines of a PathObject."""
    place = _placing(path_object)
    for child in path_object:
        if local_name(child) != "AbbreviatedData":
            continue
        start = at = None
        for step, told in _PATH_STEP.findall(child.text or ""):
            values = numbers(told)
            if step in "SM" and len(values) >= 2:
                start = at = _point(place, values[-2], values[-1])
            elif step == "L" and at is not None and len(values) >= 2:
                end = _point(place, values[-2], values[-1])
                yield from _rule(at, end)
                at = end
            elif step == "C" and at is not None and start is not None:
                yield from _rule(at, start)
                at = start
            elif len(values) >= 2:
                at = _point(place, values[-2], values[-1])


def boundary_of(element: Any) -> Box:
    """The Boundary of an object in points."""
    x, y, width, height = ([*numbers(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0])[:4]
    return Box(x * POINTS, y * POINTS, (x + width) * POINTS, (y + height) * POINTS)


def _placing(element: Any) -> Matrix:
    """From an object's own millimetres to those of the page."""
    told = numbers(element.get("CTM"))
    a, b, c, d, e, f = told if len(told) == 6 else _IDENTITY
    x, y = ([*numbers(element.get("Boundary")), 0.0, 0.0])[:2]
    return a, b, c, d, e + x, f + y


def _point(place: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = place
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _box(place: Matrix, x0: float, top: float, x1: float, bottom: float) -> Box:
    corners = [_point(place, x, y) for x in (x0, x1) for y in (top, bottom)]
    return Box(
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def _steps(told: str | None) -> Iterator[float]:
    """The distances of DeltaX or DeltaY, `g N d` standing for N times d (chapter 11.3)."""
    words = iter((told or "").split())
    for word in words:
        if word == "g":
            times, step = numbers(next(words, "")), numbers(next(words, ""))
            if times and step:
                yield from repeat(step[0], max(0, int(times[0])))
        else:
            yield from numbers(word)[:1]


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    (x0, y0), (x1, y1) = start, end
    across, down = abs(x1 - x0), abs(y1 - y0)
    if max(across, down) < _MIN_RULE:
        return
    if down <= _STRAIGHT:
        yield Box(min(x0, x1), y0, max(x0, x1), y0)
    elif across <= _STRAIGHT:
        yield Box(x0, min(y0, y1), x0, max(y0, y1))


def _is_red(text_object: Any) -> bool:
    for child in text_object:
        if local_name(child) == "FillColor":
            parts = numbers(child.get("Value"))
            return (
                len(parts) == 3 and parts[0] > _RED and parts[1] < _NOT_RED and parts[2] < _NOT_RED
            )
    return False
