"""The parts of an answer that has several: items of a list, steps, rows of a table.

The short answer may be too long or too short to hold a list whole; its parts are all the items
that the quote holds, each verbatim with its own offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from knowledge.structure.elements import CELL_SEPARATOR
from service.answering.completeness import ITEM, LISTED
from service.answering.expected import EXACT_KINDS, AnswerKind
from service.answering.runs import leads_in
from service.answering.sentences import LONGEST_QUOTE, Span, sentences, without_marker

#: An answer of more parts is no answer but a document.
MOST_PARTS = 20
_NUMBER = re.compile(r"[〇零一二三四五六七八九十百\d]+")
_CIRCLED = re.compile("[①-⑳]")
_JOINTS = "；;，,、 \u3000"


def parts_of(kinds: Set[AnswerKind], stored: str, quote: Span, answer: Span) -> tuple[Span, ...]:
    """The parts of `answer` as spans of `stored`, in order; none where it has only one.

    `answer` stands in `quote`. Where a list was asked for, the items behind it that the quote holds
    are parts too.
    """
    cut = [each.moved(quote.start) for each in sentences(quote.of(stored))]
    touched = [
        i for i, each in enumerate(cut) if each.start < answer.end and answer.start < each.end
    ]
    if not touched:
        return ()
    first, last = touched[0], touched[-1]
    if kinds & LISTED:
        last = _end_of_list(stored, cut, first, last)
    groups = _grouped(stored, cut[first : last + 1])
    if len(groups) < 2 or len(groups) > MOST_PARTS:
        return ()
    return tuple(_bare(stored, each, answer) for each in groups)


def whole_list(kinds: Set[AnswerKind], stored: str, quote: Span, parts: Sequence[Span]) -> bool:
    """Whether the parts are the whole list that was asked for: no item comes behind the last."""
    if not parts or not kinds & LISTED or kinds & EXACT_KINDS:
        return False
    near = stored[: quote.end + LONGEST_QUOTE]
    cut = [each.moved(quote.start) for each in sentences(near[quote.start :])]
    level = next((_shape(stored, each) for each in cut if each.end > parts[-1].start), None)
    following = next((each for each in cut if each.start >= parts[-1].end), None)
    return level is None or following is None or _shape(stored, following) != level


def _end_of_list(stored: str, cut: Sequence[Span], first: int, last: int) -> int:
    """The last sentence of the list that begins in those from `first` to `last`."""
    shapes = [shape for each in cut[first : last + 1] if (shape := _shape(stored, each))]
    level = shapes[0] if shapes else None
    if level is None and last + 1 < len(cut):
        behind = cut[last + 1]
        if leads_in(cut[last].of(stored)) or ITEM.match(stored, behind.start):
            level = _shape(stored, behind)
    if level is None:
        return last
    for at in range(last + 1, len(cut)):
        goes_on = "\n" not in stored[cut[at - 1].end : cut[at].start]
        if _shape(stored, cut[at]) != level and not (goes_on and not _shape(stored, cut[at])):
            return at - 1
    return len(cut) - 1


def _grouped(stored: str, cut: Sequence[Span]) -> list[Span]:
    """The sentences joined to items and rows: one goes on until a number, or a row, begins."""
    if not cut:
        return []
    starts = [0]
    for at, (before, each) in enumerate(pairwise(cut), start=1):
        row = CELL_SEPARATOR in each.of(stored) and "\n" in stored[before.end : each.start]
        if row or _shape(stored, each):
            starts.append(at)
    return [
        Span(cut[start].start, cut[end - 1].end) for start, end in pairwise([*starts, len(cut)])
    ]


def _shape(stored: str, sentence: Span) -> str | None:
    """The form of the number before a sentence, its figure left out; None where it has none."""
    bare = without_marker(stored, sentence)
    marker = stored[sentence.start : bare.start].strip()
    shape = _CIRCLED.sub("○", _NUMBER.sub("#", marker))
    return shape if "#" in shape or "○" in shape else None


def _bare(stored: str, part: Span, answer: Span) -> Span:
    """A part without its number and what joins it to the next; the first begins as the answer."""
    start = max(without_marker(stored, part).start, answer.start)
    end = part.end
    while end > start + 1 and stored[end - 1] in _JOINTS:
        end -= 1
    return Span(start, end)
