"""Choosing, inside the best passages, the words that answer.

Nothing is written anew: an excerpt is a span of a passage; the quote is taken around it.
Sentences are scored first; then stretches of the best ones compete, by a learned model where
there is one, else by hand-set weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.analysis import Analyzer
from indexer.learned import LearnedModel
from service.answering.completeness import is_complete, with_verdict
from service.answering.consensus import agreed
from service.answering.reading import Reading
from service.answering.runs import leads_in, runs
from service.answering.sentences import Span
from service.answering.span_features import Asked, features
from service.answering.span_table import Floats, Place, SpanTable
from service.answering.spans import spans_of

#: How many sentences an answer may run over after its first; and items of a list led in.
FOLLOWING, LONGEST_LIST = 2, 12

#: How many of the best stretches tell how far the chosen one stands out.
RIVALS = 20

#: How many of the best sentences may give the answer, by hand-set weights and by the model.
COMPETING_SENTENCES, LEARNED_SENTENCES = 3, 9

#: What a run's sentence adds by its score, and by being the first, beside the run's own score.
_SENTENCE = 0.08
_FIRST = 0.09


@dataclass(frozen=True)
class Excerpt:
    """An answer found: `source` is the index of its passage, the span counts in its text.

    `complete` is false where the documents say more of what was asked than the short answer.
    `score` is what the choice was made by, `rivals` the mean of the best scores it was made among.
    `expected` and `likely_right` are how much it shares with the likely ones (`consensus.Agreed`);
    `narrowed` says that it stands where a guide's element, or an age, is ruled that was asked for.
    """

    source: int
    text: Span
    complete: bool
    score: float = 0.0
    rivals: float = 0.0
    expected: float = 0.0
    likely_right: float = 0.0
    narrowed: bool = False


@dataclass(frozen=True)
class _Choice:
    """A stretch of a source, its score, and the mean of the best scores it stood against.

    `expected` and `likely_right` as of an Excerpt.
    """

    source: int
    span: Span
    score: float
    rivals: float
    expected: float = 0.0
    likely_right: float = 0.0


def extract(
    reading: Reading, analyzer: Analyzer, model: LearnedModel | None = None
) -> Excerpt | None:
    """The best excerpt of what was read; None where it holds nothing that could answer."""
    best = _by_weights(reading, analyzer) if model is None else _by_model(reading, model)
    if best is None:
        return None
    text, cut = reading.sources[best.source].text, reading.cut[best.source]
    kinds = reading.question.kinds
    span = with_verdict(kinds, text, cut, best.span)
    return Excerpt(
        best.source,
        span,
        is_complete(kinds, text, cut, span),
        best.score,
        best.rivals,
        best.expected,
        best.likely_right,
        reading.narrowed,
    )


def candidates(reading: Reading) -> tuple[SpanTable, Floats]:
    """The stretches that the model chooses among, and their features [spans, FEATURES]."""
    best = max((each.score for each in reading.ranked), default=0.0) or 1.0
    chosen: list[list[int]] = [[] for _ in reading.sources]
    for each in reading.ranked[:LEARNED_SENTENCES]:
        chosen[each.source].append(each.order)
    scores = [np.zeros((len(cut), 4), dtype=np.float32) for cut in reading.cut]
    for each in reading.ranked:
        told = each.words, each.bigrams, each.score / best, each.meaning
        scores[each.source][each.order] = told
    places = [
        Place(source.text, reading.cut[index], _standing(reading, index), scores[index])
        for index, source in enumerate(reading.sources)
    ]
    found = [
        spans_of(place.text, place.cut, sorted(orders))
        for place, orders in zip(places, chosen, strict=True)
    ]
    if reading.narrowed:
        found = [_within(reading, index, spans) for index, spans in enumerate(found)]
    table = SpanTable(places, found)
    return table, features(_as_asked(reading), table)


def _within(
    reading: Reading, source: int, spans: Sequence[tuple[int, Span]]
) -> list[tuple[int, Span]]:
    """The spans that do not run on into sentences that are not among the ranked."""
    cut = reading.cut[source]
    ranked = {each.order for each in reading.ranked if each.source == source}
    others = [each for order, each in enumerate(cut) if order not in ranked]
    return [
        (order, span)
        for order, span in spans
        if not any(span.start < each.end and each.start < span.end for each in others)
    ]


def _standing(reading: Reading, index: int) -> tuple[float, ...]:
    """What is known of a passage, in the order of `span_features.STANDING`."""
    return (
        reading.sources[index].weight,
        index,
        reading.question.coverage(reading.trails[index]),
        reading.question.coverage(reading.title),
        len(reading.sources),
        reading.question.coverage(reading.asking[index]),
        reading.announced[index],
    )


def _as_asked(reading: Reading) -> Asked:
    weights = reading.question.words
    own = {word: weights[word] for word in reading.terms.own_words if word in weights}
    return Asked(reading.terms.text, weights, own, reading.question.bigrams)


def _by_model(reading: Reading, model: LearnedModel) -> _Choice | None:
    table, rows = candidates(reading)
    if not len(table):
        return None
    scores = model.predict(rows)
    best = agreed(table, scores)
    rivals = float(np.sort(scores)[-RIVALS:].mean())
    score = float(scores[best.row])
    return _Choice(*table.span(best.row), score, rivals, best.expected, best.likely_right)


def _by_weights(reading: Reading, analyzer: Analyzer) -> _Choice | None:
    """The run of clauses with the greatest score, where no model is."""
    found: list[_Choice] = []
    ranked = reading.ranked
    for rank, sentence in enumerate(ranked[:COMPETING_SENTENCES]):
        text = reading.sources[sentence.source].text
        following = _following(text, reading.cut[sentence.source], sentence.order)
        standing = _SENTENCE * sentence.score / max(ranked[0].score, 1e-9)
        standing += _FIRST if rank == 0 else 0.0
        for fitness, span in runs(reading.question, text, following, analyzer):
            found.append(_Choice(sentence.source, span, standing + fitness, 0.0))
    if not found:
        return None
    best = max(found, key=lambda choice: choice.score)
    near = sorted(choice.score for choice in found)[-RIVALS:]
    return replace(best, rivals=sum(near) / len(near))


def _following(text: str, cut: Sequence[Span], order: int) -> list[Span]:
    """The sentence and those that follow it without anything between them.

    Two of them, or all the items where the sentence leads in a list.
    """
    found = [cut[order]]
    reach = LONGEST_LIST if leads_in(cut[order].of(text)) else FOLLOWING
    for span in cut[order + 1 : order + 1 + reach]:
        if text[found[-1].end : span.start].strip():
            break
        found.append(span)
    return found
