"""Finding the lexicon's everyday words in a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from indexer.normalisation import HAN, normalise
from indexer.vocabulary import GAP, LexiconEntry

#: What may stand in the gap of an everyday phrase (押金一直都不退): a few characters of one clause.
_GAP_PATTERN = rf"[{HAN}a-z0-9]{{0,8}}?"


class LayMatcher:
    """Finds everyday words and phrases that begin and end where words do (老公, not 老公司)."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._words: dict[str, LexiconEntry] = {}
        self._phrases: list[tuple[tuple[str, ...], LexiconEntry]] = []
        for entry in entries:
            parts = tuple(normalise(part) for part in entry.lay.split(GAP))
            if len(parts) == 1:
                self._words[parts[0]] = entry
            else:
                self._phrases.append((parts, entry))
        self._lengths = sorted({len(lay) for lay in self._words}, reverse=True)
        self._anywhere = tuple(lay for lay, entry in self._words.items() if entry.anywhere)

    def find(self, plain: str, borders: set[int]) -> tuple[LexiconEntry, ...]:
        """The entries in a normalised question, given the places where its words begin and end.

        Of words in a row the longest at each place, without overlap: 残疾人补贴 is found, 补贴
        within it is not. Phrases with a gap are found beside the words that they hold.
        """
        borders = self._with_own(plain, borders)
        found = (*self._in_a_row(plain, borders), *self._with_gap(plain, borders))
        return tuple(dict.fromkeys(found))

    def _with_own(self, plain: str, borders: set[int]) -> set[int]:
        """The borders, and those of the words that count anywhere."""
        held = [lay for lay in self._anywhere if lay in plain]
        found = (place for lay in held for place in re.finditer(re.escape(lay), plain))
        return borders.union(*(place.span() for place in found)) if held else borders

    def _in_a_row(self, plain: str, borders: set[int]) -> Iterator[LexiconEntry]:
        free = 0
        for start in sorted(borders):
            for length in self._lengths:
                lay = plain[start : start + length]
                if start >= free and start + length in borders and lay in self._words:
                    yield self._words[lay]
                    free = start + length
                    break

    def _with_gap(self, plain: str, borders: set[int]) -> Iterator[LexiconEntry]:
        # Most phrases are in no question at all: they are passed over by their first part.
        for parts, entry in [each for each in self._phrases if each[0][0] in plain]:
            if all(part in plain for part in parts) and any(
                _keeps(match, borders) for match in _with_gaps(parts).finditer(plain)
            ):
                yield entry


@cache
def _with_gaps(parts: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the parts of a phrase in their order, each part a group."""
    return re.compile(_GAP_PATTERN.join(f"({re.escape(part)})" for part in parts))


def _keeps(match: re.Match[str], borders: set[int]) -> bool:
    """Whether every part of the phrase begins and ends where words do."""
    return all(place in borders for part in match.regs[1:] for place in part)
