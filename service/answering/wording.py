"""How much of what a question names a text has: by words, in whole or as parts of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.analysis import Analyzer, QuestionTerms
from indexer.vocabulary import Relation

#: Words that may stand inside others; of numbers and Latin words a part is another thing.
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
#: What a missing word counts at most by its pairs of characters.
_GLUED = 0.5


@dataclass(frozen=True)
class Wording:
    """The words of a text, run together, and the offsets at which they begin or end."""

    words: frozenset[str]
    run: str
    borders: frozenset[int]

    def __or__(self, other: Wording) -> Wording:
        """Both texts, one after the other."""
        start = len(self.run) + 1
        borders = self.borders | {start + border for border in other.borders}
        return Wording(self.words | other.words, f"{self.run}\n{other.run}", borders)

    def share_of(self, word: str) -> float:
        """How much of the word the text has, 0..1.

        1 for the word itself, also where others hold it (see `_stands`); of a longer one that is
        missing, half the share of its pairs of characters, for it may have been glued together.
        """
        if word in self.words:
            return 1.0
        if not _HAN_WORD.fullmatch(word):
            return 0.0
        if self._stands(word):
            return 1.0
        pairs = [word[start : start + 2] for start in range(len(word) - 1)]
        found = sum(self._stands(pair) for pair in pairs)
        return _GLUED * found / len(pairs) if len(pairs) > 1 else 0.0

    def _stands(self, word: str) -> bool:
        """Whether the word stands in others and begins or ends where one does.

        规划委 stands in 规划|委员会, 细则 in 实施细则; 通车 does not in 普通|车辆.
        """
        start = self.run.find(word)
        while start >= 0:
            if start in self.borders or start + len(word) in self.borders:
                return True
            start = self.run.find(word, start + 1)
        return False


def wording(words: Sequence[str]) -> Wording:
    """The wording of a text from its words in order."""
    borders = frozenset(accumulate(map(len, words), initial=0))
    return Wording(frozenset(words), "".join(words), borders)


@dataclass(frozen=True)
class Wanted:
    """The question's content words with their weights, and what else counts as having each.

    An everyday word counts as present where one of its official terms is.
    """

    weights: Mapping[str, float]
    stand_ins: Mapping[str, Sequence[frozenset[str]]]

    def coverage(self, text: Wording) -> float:
        """Share of the weight that the text has; 0 where the question has no content word."""
        total = sum(self.weights.values())
        if not total:
            return 0.0
        return sum(weight * self.share(word, text) for word, weight in self.weights.items()) / total

    def heaviest_missing(self, text: Wording) -> float:
        """The share of the weight of the heaviest word, as far as the text does not have it."""
        total = sum(self.weights.values())
        missing = [weight * (1 - self.share(word, text)) for word, weight in self.weights.items()]
        return max(missing, default=0.0) / total if total else 1.0

    def share(self, word: str, text: Wording) -> float:
        """How much of the word the text has, 0..1, an official term in its place counting whole."""
        stand_ins = self.stand_ins.get(word, ())
        if any(all(text.share_of(part) == 1 for part in stand_in) for stand_in in stand_ins):
            return 1.0
        return text.share_of(word)


def wanted(terms: QuestionTerms, analyzer: Analyzer, rarity: Callable[[str], float]) -> Wanted:
    """What the question's own words ask to be found, from its terms."""
    stand_ins: dict[str, list[frozenset[str]]] = {}
    for expansion in terms.expansions:
        if expansion.relation is Relation.RELATED:
            continue  # another thing: a passage about it does not have what was asked for
        official = [frozenset(analyzer.words(term)) for term in expansion.official]
        for word in analyzer.words(expansion.lay):
            stand_ins.setdefault(word, []).extend(official)
    return Wanted({word: rarity(word) for word in terms.own_words}, stand_ins)
