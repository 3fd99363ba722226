"""Candidate spans of several passages as arrays, and the running sums they are counted by.

All passages stand one behind the other in one text; every mark that is counted (a word of the
question, a digit, a comma) is a row of running sums over it, so that a feature of all spans is
two look-ups and a difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.answering.sentences import Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Column = NDArray[np.generic]

#: What stands behind each passage: it ends a sentence, and no word reaches over it.
BETWEEN = "\n\n"

_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Place:
    """A passage with its sentences (`cut`) and what is known of it among the passages.

    `standing` are the values of `span_features.STANDING`; `scores` [sentences, 4] those of each
    sentence: by words, by bigrams, together, each relative to the best, and by meaning.
    """

    text: str
    cut: Sequence[Span]
    standing: Sequence[float]
    scores: Floats


class SpanTable:
    """Candidate spans, one a row: `start` and `end` count in `text`, all passages joined.

    `source` and `sentence` are indices of the passage and the sentence that a span begins in,
    `sentences` [n, 2] the bounds of all sentences in `text`.
    """

    def __init__(
        self, places: Sequence[Place], spans: Sequence[Sequence[tuple[int, Span]]]
    ) -> None:
        self.places = places
        self.offsets = np.cumsum([0, *(len(each.text) + len(BETWEEN) for each in places)])
        self.text = "".join(each.text + BETWEEN for each in places)
        firsts = np.cumsum([0, *(len(each.cut) for each in places)])
        rows = [
            (source, firsts[source] + order, span.start, span.end)
            for source, found in enumerate(spans)
            for order, span in found
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        self.source, self.sentence = table[:, 0], table[:, 1]
        self.start = table[:, 2] + self.offsets[self.source]
        self.end = table[:, 3] + self.offsets[self.source]
        bounds = [
            (self.offsets[source] + each.start, self.offsets[source] + each.end)
            for source, place in enumerate(places)
            for each in place.cut
        ]
        self.sentences: Ints = np.array(bounds, dtype=np.int64).reshape(-1, 2)

    def __len__(self) -> int:
        return len(self.start)

    @property
    def opening(self) -> Ints:
        """Where each row's passage begins."""
        return np.asarray(self.offsets[self.source])

    @property
    def closing(self) -> Ints:
        """Where each row's passage ends."""
        return np.asarray(self.offsets[self.source + 1] - len(BETWEEN))

    def span(self, row: int) -> tuple[int, Span]:
        """The passage of one row, and the span in that passage's own text."""
        source = int(self.source[row])
        offset = int(self.offsets[source])
        return source, Span(int(self.start[row]) - offset, int(self.end[row]) - offset)


def folded(text: str) -> str:
    """The text in lower case and half width, every character at its place."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_HALF)


def places_of(term: str, text: str) -> list[int]:
    """Where the term begins in the text."""
    found = []
    at = text.find(term)
    while at >= 0:
        found.append(at)
        at = text.find(term, at + 1)
    return found


def running(text: str, terms: Mapping[str, float]) -> NDArray[np.int16]:
    """How often each term has begun before each place, [terms, len + 1]."""
    marks = np.zeros((len(terms), len(text) + 1), dtype=np.int16)
    for row, term in enumerate(terms):
        for at in places_of(term, text):
            marks[row, at + 1] = 1
    return np.cumsum(marks, axis=1, out=marks)


def coverage(
    sums: NDArray[np.int16], terms: Mapping[str, float], bounds: tuple[Ints, Ints]
) -> Floats:
    """Share (0..1) of the weight of the terms that begin between start and end, for each row."""
    start, end = bounds
    weights = np.fromiter(terms.values(), dtype=np.float32, count=len(terms))
    total = float(weights.sum())
    if not total:
        return np.zeros(len(start), dtype=np.float32)
    held = sums[:, np.maximum(end, start)] > sums[:, start]
    return np.asarray(weights @ held / total, dtype=np.float32)


def sums_of(marks: Column) -> Ints:
    """Running sums of marks at each place, [len + 1]."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(marks.astype(np.int64))])


def share_of(sums: Ints, start: Ints, end: Ints) -> Floats:
    """Marks between start and end for each of its places."""
    share = (sums[end] - sums[start]) / np.maximum(end - start, 1)
    return np.asarray(share, dtype=np.float32)
