"""Which stretch to answer with, when many overlap: the one that most likely ones agree with.

The model's scores say how likely each stretch is the right one; of stretches that compete, the one
is taken that is expected to share most with the right one (minimum Bayes risk, Kumar and Byrne
2004). What stretches share is told by their places, as ROUGE-L counts it where they overlap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.answering.span_table import Ints, SpanTable, sums_of

#: So many of the likeliest stretches are weighed against one another.
CONSIDERED = 200
#: How much likelier a stretch is for a score greater by one, as the power of e.
SHARPNESS = 5.0
#: What it counts that a stretch shares enough with the right one to be right itself; the rest
#: counts how much it shares. ROUGE-L from which an answer is right, as the sets define it.
BEING_RIGHT, ENOUGH = 0.4, 0.3


@dataclass(frozen=True)
class Agreed:
    """The row taken, the ROUGE-L expected of it, and how likely that is ENOUGH (all 0..1)."""

    row: int
    expected: float
    likely_right: float


def agreed(table: SpanTable, scores: NDArray[np.float64]) -> Agreed:
    """The stretch that the likely ones agree with most; the table is not empty."""
    best = np.argsort(-scores, kind="stable")[:CONSIDERED]
    weights = np.exp(SHARPNESS * (scores[best] - scores[best[0]]))
    weights /= weights.sum()
    shared = _shared(table, best)
    expected, likely = shared @ weights, (shared >= ENOUGH) @ weights
    taken = int(np.argmax((1 - BEING_RIGHT) * expected + BEING_RIGHT * likely))
    return Agreed(int(best[taken]), float(expected[taken]), float(likely[taken]))


def _shared(table: SpanTable, rows: Ints) -> NDArray[np.float64]:
    """ROUGE-L of the rows with one another, as far as they overlap, [rows, rows]."""
    counted = sums_of(np.fromiter(map(str.isalnum, table.text), bool, len(table.text)))
    start, end = counted[table.start[rows]], counted[table.end[rows]]
    common = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    length = end - start
    return np.asarray(2 * np.maximum(common, 0) / np.maximum(length[:, None] + length, 1))
