"""How near each sentence of the passages is to the question: BM25 over words and bigrams.

The index's own word rarity stands in for that of the handful of candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rank_bm25 import BM25Okapi

from indexer.analysis import Analyzer
from indexer.ranking.vectors import alike
from service.answering.expected import shows
from service.answering.runs import SoughtWords
from service.answering.sentences import Span

#: Weights of a sentence's score beside that of its words, which is 1.
BIGRAMS = 0.5
SHOWS_KIND = 0.3
ANNOUNCED = 0.3
PASSAGE = 1.2
TRAIL = 0.5


@dataclass(frozen=True)
class Source:
    """A passage to extract from, with the headings above it.

    `weight` is its score relative to the best passage, 0..1.
    """

    text: str
    trail: str
    weight: float


@dataclass(frozen=True)
class ScoredSentence:
    """A sentence: the `order`-th of its source. `words` and `bigrams` are 0..1, `score` all.

    `meaning` is how alike it is to the question by the meanings of its words, -1..1.
    """

    source: int
    order: int
    span: Span
    words: float
    bigrams: float
    score: float
    meaning: float


def score_sentences(
    question: SoughtWords,
    sources: Sequence[Source],
    trails: Sequence[frozenset[str]],
    announced: Sequence[float],
    cut: Sequence[Sequence[Span]],
    analyzer: Analyzer,
) -> list[ScoredSentence]:
    """Every sentence of `cut`, by source and order, with its scores.

    `trails` are the words of the headings above each source, `announced` whether it announces what
    is asked for (1), something else (-1) or nothing (0).
    """
    return list(_scored(question, sources, trails, announced, cut, analyzer))


def _scored(
    question: SoughtWords,
    sources: Sequence[Source],
    trails: Sequence[frozenset[str]],
    announced: Sequence[float],
    cut: Sequence[Sequence[Span]],
    analyzer: Analyzer,
) -> Iterator[ScoredSentence]:
    places = [(source, order) for source, spans in enumerate(cut) for order in range(len(spans))]
    texts = [cut[source][order].of(sources[source].text) for source, order in places]
    looked_at = [analyzer.words_and_bigrams(text) for text in texts]
    words = [of_words for of_words, _ in looked_at]
    by_words = _bm25(words, question.words)
    meanings = alike(words, question.words)
    by_bigrams = _bm25([of_bigrams for _, of_bigrams in looked_at], question.bigrams)
    standing = [
        PASSAGE * source.weight + TRAIL * question.coverage(trail) + ANNOUNCED * told
        for source, trail, told in zip(sources, trails, announced, strict=True)
    ]
    for index, (source, order) in enumerate(places):
        score = by_words[index] + BIGRAMS * by_bigrams[index] + standing[source]
        if any(shows(kind, texts[index]) for kind in question.kinds):
            score += SHOWS_KIND
        span = cut[source][order]
        yield ScoredSentence(
            source, order, span, by_words[index], by_bigrams[index], score, float(meanings[index])
        )


class _Weighed(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    """BM25 by given weights: a few sentences tell nothing of how rare a word is."""

    def __init__(self, documents: Sequence[Sequence[str]], weights: Mapping[str, float]) -> None:
        self._weights = weights
        super().__init__(documents)

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Weigh the words that stand anywhere; the others add nothing to any score."""
        self.idf = {word: weight for word, weight in self._weights.items() if word in nd}

    def scores(self) -> list[float]:
        """The score of each document by all the weighed words."""
        found: list[float] = self.get_scores(list(self.idf)).tolist()
        return found


def _bm25(documents: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """BM25 of each document, divided by the best; `weights` stand in for the inverse frequency."""
    if not any(documents):
        return [0.0] * len(documents)
    scores = _Weighed(documents, weights).scores()
    best = max(scores)
    return [score / best for score in scores] if best > 0 else [0.0] * len(scores)
