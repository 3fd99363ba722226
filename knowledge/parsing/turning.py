"""Pages that lie on their side: by how many quarter turns, and how they are stood up."""

from __future__ import annotations

import math

from knowledge.parsing.geometry import Box

#: Print is askew (a watermark, the round text of a seal) when off a quarter turn by more degrees.
_ASKEW = 4.0


def quarter_turns(rightward: float, upward: float) -> int | None:
    """The quarter turns by which print with this direction is off the upright; None when askew."""
    angle = math.degrees(math.atan2(upward, rightward)) / 90
    turn = round(angle)
    return turn % 4 if abs(angle - turn) * 90 <= _ASKEW else None


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box on the page turned upright, print running up (1), upside down (2) or down (3)."""
    if turn == 1:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 2:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 3:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box
