"""How the question's own words stand around a span: what is asked for fills the question's gap.

哪些企业更易受到冲击 is answered where 更易受到冲击 stands behind, 专栏在哪个媒介上开设 where
专栏 stands before and 开设 behind. The question is parted at its question word; runs of characters
that it has in common with the passage are found for every place of it at once.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.answering.span_table import (
    Column,
    Floats,
    Ints,
    SpanTable,
    folded,
    running,
    share_of,
    sums_of,
)

#: What stands in a question in place of its answer, the noun that it counts or picks included.
_GAP = re.compile(
    "(?:哪(?:些|几|一|两|个|家|类|种|项|条|款|位|级|所|里|儿|天|年|月|日|座|间)*|什么(?:样)?的?|多少|多长|多久|多大|多高"
    "|几|何时|何地|何种|何|谁|怎么样?|如何|怎样|咋)个?"
)
#: Characters before and behind a span in which the question's parts are looked for.
_REACH = 40
#: How far before the span the run of common characters may end (是, 为, a comma).
_SLACK = 4
#: Runs shorter than the first are common by chance; those longer than the last tell nothing more.
_SHORTEST, _LONG, _LONGEST = 2, 4, 12
#: More than any question has characters.
_PLACES = 4096
#: The greatest distance, in the question, between the run and the gap.
_FAR = 20

ALIGNED_FEATURES: Final = (
    "first_part_before",
    "first_part_behind",
    "first_part_span",
    "last_part_behind",
    "last_part_span",
    "run_before",
    "run_before_to_gap",
    "run_inside",
)


def aligned_columns(question: str, table: SpanTable) -> dict[str, Column]:
    """The columns of ALIGNED_FEATURES."""
    asked, text = folded(question), folded(table.text)
    gap = _GAP.search(asked)
    opens, closes = gap.span() if gap else (len(asked), len(asked))
    start, end = table.start, table.end
    first, _ = table.sentences[table.sentence].T
    before = np.maximum(start - _REACH, np.minimum(first, start)), start
    behind = end, np.minimum(end + _REACH, table.closing)
    opening, closing = _pairs_held(asked[:opens], text), _pairs_held(asked[closes:], text)
    lengths, ends = _common_runs(asked, text)
    run, run_ends = _longest_before(lengths, ends, start)
    inside = sums_of(lengths >= _LONG)
    return {
        "first_part_before": _share_held(opening, *before),
        "first_part_behind": _share_held(opening, *behind),
        "first_part_span": _share_held(opening, start, end),
        "last_part_behind": _share_held(closing, *behind),
        "last_part_span": _share_held(closing, start, end),
        "run_before": np.minimum(run, _LONGEST),
        "run_before_to_gap": np.where(run > 0, np.clip(opens - run_ends, -_FAR, _FAR), -_FAR - 1),
        "run_inside": share_of(inside, start, end),
    }


def _pairs_held(words: str, text: str) -> NDArray[np.int16]:
    """For each pair of characters of the words, how often it has begun before each place."""
    return running(text, {words[at : at + 2]: 1.0 for at in range(len(words) - 1)})


def _share_held(held: NDArray[np.int16], low: Ints, high: Ints) -> Floats:
    if not len(held):
        return np.full(len(low), -1, dtype=np.float32)
    inside = np.maximum(high - 1, low)
    return np.asarray((held[:, inside] > held[:, low]).mean(axis=0), dtype=np.float32)


def _common_runs(asked: str, text: str) -> tuple[Ints, Ints]:
    """For each place of the text: the longest run ending there that the question has, both [n + 1].

    The second is where in the question that run ends. One row of the usual table a time (longest
    common substring), each from the one before.
    """
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    same = {each: (points == ord(each)).astype(np.int64) for each in set(asked) if each in text}
    row = np.zeros(len(text) + 1, dtype=np.int64)
    best = row.copy()  # length and end in one number, so that the longest takes its end along
    for at, character in enumerate(asked, start=1):
        if character not in same:
            row[:] = 0
            continue
        row[1:] = (row[:-1] + 1) * same[character]
        np.maximum(best, row * _PLACES + at, out=best)
    return best // _PLACES, best % _PLACES


def _longest_before(lengths: Ints, ends: Ints, start: Ints) -> tuple[Ints, Ints]:
    """The longest run that ends at the start or at most _SLACK before, and its end, 0 for none."""
    best, at = np.zeros_like(start), np.zeros_like(start)
    for slack in range(_SLACK + 1):
        place = np.maximum(start - slack, 0)
        found = lengths[place]
        longer = (found > best) & (found >= _SHORTEST)
        best, at = np.where(longer, found, best), np.where(longer, ends[place], at)
    return best, at
