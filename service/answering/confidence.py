"""How sure an answer is: signals of the question, the passage and the ranking, weighed by hand.

What tells most is what the question names and the document does not have: another place, another
year, a word that is rare and missing. The score of the search alone cannot reject those, because
another city's question shares all its other words with the document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis import Analyzer, QuestionTerms
from indexer.vocabulary import Relation

#: Words that may stand inside others; of numbers and Latin words a part is another thing.
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
#: What a missing word counts at most by its pairs of characters.
_GLUED = 0.5


@dataclass(frozen=True)
class Signals:
    """What confidence is judged from; shares are 0..1.

    `coverage`: the question's weight that the passage with its title and trail holds;
    `in_sentence`: the same for the quote; `missing`: weight of the heaviest word that is missing;
    `margin`: lead over the best other document; `absent_names`: places and years named
    in the question and nowhere in the document; `kind_shown`: the quote shows the number, date or
    telephone asked for (None where the question asks for none); `topic_only`: the question is one
    word that names a topic (补贴) and asks nothing of it.
    """

    coverage: float
    in_sentence: float
    missing: float
    margin: float
    absent_names: int
    kind_shown: bool | None
    topic_only: bool


# Log-odds. The signs are common sense; the sizes were chosen among five sets of round figures by
# how the policy and page questions fared (docs/evaluation.md). A fitted logistic was no better.
_BASE = -1.6
_COVERAGE = 3.0
_IN_SENTENCE = 1.0
_MISSING = -4.0
_MARGIN = 2.2
_ABSENT_NAME = -4.0
_KIND_SHOWN, _KIND_NOT_SHOWN = 0.4, -1.5
_TOPIC_ONLY = -3.5
#: A lead beyond this tells nothing more: a lone document leads by everything.
_GREATEST_MARGIN = 0.5


def confidence(signals: Signals) -> float:
    """The probability, roughly, that the answer is right."""
    odds = _BASE
    odds += _COVERAGE * signals.coverage
    odds += _IN_SENTENCE * signals.in_sentence
    odds += _MISSING * signals.missing
    odds += _MARGIN * min(signals.margin, _GREATEST_MARGIN)
    odds += _ABSENT_NAME * signals.absent_names
    odds += _TOPIC_ONLY * signals.topic_only
    if signals.kind_shown is not None:
        odds += _KIND_SHOWN if signals.kind_shown else _KIND_NOT_SHOWN
    return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True)
class Wording:
    """The words of a text, each between bars: |规划|委员会|."""

    words: frozenset[str]
    barred: str

    def __or__(self, other: Wording) -> Wording:
        """Both texts, one after the other."""
        return Wording(self.words | other.words, f"{self.barred}\n{other.barred}")

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

        规划委 stands in |规划|委员会|, 细则 in |实施细则|; 通车 does not in |普通|车辆|.
        """
        run = r"\|?".join(word)
        return re.search(rf"\|{run}|{run}\|", self.barred) is not None


def wording(words: Sequence[str]) -> Wording:
    """The wording of a text from its words in order."""
    return Wording(frozenset(words), f"|{'|'.join(words)}|")


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
        held = sum(weight * self._share(word, text) for word, weight in self.weights.items())
        return held / total

    def heaviest_missing(self, text: Wording) -> float:
        """The share of the weight of the heaviest word, as far as the text does not have it."""
        total = sum(self.weights.values())
        missing = [weight * (1 - self._share(word, text)) for word, weight in self.weights.items()]
        return max(missing, default=0.0) / total if total else 1.0

    def _share(self, word: str, text: Wording) -> float:
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
