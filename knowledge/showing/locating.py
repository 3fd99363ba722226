"""Finding in what is shown of a source the places that are known in the text read of it.

The two differ in blanks and in what stands between cells. Where the words of a place stand
several times, those count around which most is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.repair.lookalikes import LOOKALIKE, meant_by

#: Characters before and after a place by which it is told from others of the same words.
_AROUND = 24
#: Places of the same words that are compared.
_MOST_ALIKE = 200
#: What stands between the cells of a row that was read as a line.
_BETWEEN_CELLS = "|"


@dataclass(frozen=True)
class Mark:
    """A place `raw_text[start:end]` to be marked with its number, from 1; `doubtful`: strongly."""

    number: int
    start: int
    end: int
    doubtful: bool = False


@dataclass(frozen=True)
class Located:
    """A mark with its place in the text that is shown."""

    mark: Mark
    start: int
    end: int


def locate(raw: str, marks: Sequence[Mark], shown: str) -> list[Located]:
    """The marks that are found, in the order of the shown text, none within another."""
    read, there = _Folded(raw), _Folded(shown)
    found = [each for mark in marks if (each := _located(read, there, mark)) is not None]
    apart: list[Located] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


class _Folded:
    """A text without blanks, look-alikes as one, and where each of its characters stood."""

    def __init__(self, text: str) -> None:
        folded = [
            (meant, place)
            for place, character in enumerate(text)
            if not character.isspace() and character != _BETWEEN_CELLS
            for meant in (meant_by(character) if LOOKALIKE.match(character) else character)
        ]
        self.text = "".join(character for character, _ in folded)
        self.at = [place for _, place in folded]
        self._of = {place: number for number, place in reversed(list(enumerate(self.at)))}

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Of a span of the text that of the folded one; None where nothing is left of it."""
        kept = [self._of[place] for place in range(start, end) if place in self._of]
        return (kept[0], kept[-1] + 1) if kept else None


def _located(read: _Folded, there: _Folded, mark: Mark) -> Located | None:
    span = read.span(mark.start, mark.end)
    if span is None:
        return None
    start, end = span
    words = read.text[start:end]
    before, after = read.text[max(0, start - _AROUND) : start], read.text[end : end + _AROUND]
    best = max(
        _occurrences(there.text, words),
        key=lambda place: (
            _same_end(there.text[max(0, place - _AROUND) : place], before)
            + _same_start(there.text[place + len(words) :][:_AROUND], after)
        ),
        default=None,
    )
    if best is None:
        return None
    return Located(mark, there.at[best], there.at[best + len(words) - 1] + 1)


def _occurrences(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    for _ in range(_MOST_ALIKE):
        if place < 0:
            return
        yield place
        place = text.find(words, place + 1)


def _same_start(one: str, other: str) -> int:
    for count, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return count
    return min(len(one), len(other))


def _same_end(one: str, other: str) -> int:
    return _same_start(one[::-1], other[::-1])
