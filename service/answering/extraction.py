"""Choosing, inside the best passages, the words that answer.

Nothing is written anew: an excerpt is a span of a passage; the quote is taken around it.
Sentences are scored first; then stretches of the best ones compete, by a learned model where
there is one, else by hand-set weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.analysis import Analyzer, QuestionTerms
from indexer.learned import LearnedModel
from service.answering.completeness import is_complete
from service.answering.expected import expected_kinds
from service.answering.guide_elements import answering_labels, printed_labels
from service.answering.runs import SoughtWords, leads_in, runs
from service.answering.sentence_scores import ScoredSentence, Source, score_sentences
from service.answering.sentences import Span, answering_sentences, questions_in
from service.answering.span_features import Asked, features
from service.answering.span_table import Floats, Place, SpanTable
from service.answering.spans import spans_of

#: How many sentences an answer may run over after its first; and items of a list led in.
FOLLOWING, LONGEST_LIST = 2, 12

#: How many of the best stretches tell how far the chosen one stands out.
RIVALS = 20

#: How many of the best sentences may give the answer, by hand-set weights and by the model.
COMPETING_SENTENCES, LEARNED_SENTENCES = 3, 12

#: What a word counts that the document's title has: it tells nothing of which sentence answers.
IN_TITLE = 0.3

#: What a run's sentence adds by its score, and by being the first, beside the run's own score.
_SENTENCE = 0.08
_FIRST = 0.09

#: What a word tells by being rare; larger is rarer.
Rarity = Callable[[str], float]


@dataclass(frozen=True)
class Excerpt:
    """An answer found: `source` is the index of its passage, the span counts in its text.

    `complete` is false where the documents say more of what was asked than the short answer.
    `score` is what the choice was made by, `rivals` the mean of the best scores it was made among.
    """

    source: int
    text: Span
    complete: bool
    score: float = 0.0
    rivals: float = 0.0


@dataclass(frozen=True)
class _Choice:
    """A stretch of a source, its score, and the mean of the best scores it stood against."""

    source: int
    span: Span
    score: float
    rivals: float


@dataclass(frozen=True)
class Reading:
    """The passages read for a question: their sentences (`cut`, by source), the best ones first."""

    terms: QuestionTerms
    question: SoughtWords
    title: frozenset[str]
    sources: Sequence[Source]
    trails: Sequence[frozenset[str]]
    asking: Sequence[frozenset[str]]
    cut: Sequence[Sequence[Span]]
    ranked: Sequence[ScoredSentence]


def read(
    terms: QuestionTerms,
    title: str,
    sources: Sequence[Source],
    analyzer: Analyzer,
    rarity: Rarity,
) -> Reading:
    """Cut the sources, passages of the document of that title, and score their sentences."""
    question = _asked(terms, title, analyzer, rarity)
    cut = [answering_sentences(source.text) for source in sources]
    ranked = sorted(
        score_sentences(question, sources, cut, analyzer),
        key=lambda sentence: (-sentence.score, sentence.source, sentence.order),
    )
    ranked = _of_asked_element(terms.text, sources, cut, ranked)
    trails = [frozenset(analyzer.words(source.trail)) for source in sources]
    asking = [frozenset(analyzer.words(questions_in(source.text))) for source in sources]
    named = frozenset(analyzer.words(title))
    return Reading(terms, question, named, sources, trails, asking, cut, ranked)


def extract(
    reading: Reading, analyzer: Analyzer, model: LearnedModel | None = None
) -> Excerpt | None:
    """The best excerpt of what was read; None where it holds nothing that could answer."""
    best = _by_weights(reading, analyzer) if model is None else _by_model(reading, model)
    if best is None:
        return None
    text, cut = reading.sources[best.source].text, reading.cut[best.source]
    complete = is_complete(reading.question.kinds, text, cut, best.span)
    return Excerpt(best.source, best.span, complete, best.score, best.rivals)


def candidates(reading: Reading) -> tuple[SpanTable, Floats]:
    """The stretches that the model chooses among, and their features [spans, FEATURES]."""
    best = max((each.score for each in reading.ranked), default=0.0) or 1.0
    chosen: list[list[int]] = [[] for _ in reading.sources]
    for each in reading.ranked[:LEARNED_SENTENCES]:
        chosen[each.source].append(each.order)
    scores = [np.zeros((len(cut), 3), dtype=np.float32) for cut in reading.cut]
    for each in reading.ranked:
        scores[each.source][each.order] = each.words, each.bigrams, each.score / best
    places = [
        Place(source.text, reading.cut[index], _standing(reading, index), scores[index])
        for index, source in enumerate(reading.sources)
    ]
    found = [
        spans_of(place.text, place.cut, sorted(orders))
        for place, orders in zip(places, chosen, strict=True)
    ]
    table = SpanTable(places, found)
    return table, features(_as_asked(reading), table)


def _standing(reading: Reading, index: int) -> tuple[float, ...]:
    """What is known of a passage, in the order of `span_features.STANDING`."""
    return (
        reading.sources[index].weight,
        index,
        reading.question.coverage(reading.trails[index]),
        reading.question.coverage(reading.title),
        len(reading.sources),
        reading.question.coverage(reading.asking[index]),
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
    best = int(np.argmax(scores))
    rivals = np.sort(scores)[-RIVALS:]
    return _Choice(*table.span(best), float(scores[best]), float(rivals.mean()))


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


def _asked(terms: QuestionTerms, title: str, analyzer: Analyzer, rarity: Rarity) -> SoughtWords:
    """The question as extraction weighs it, knowing the title of the document."""
    named = frozenset(analyzer.words(title))
    paired = frozenset(analyzer.bigrams(title))
    return SoughtWords(
        words={
            word: weight * rarity(word) * (IN_TITLE if word in named else 1)
            for word, weight in terms.words.items()
        },
        bigrams={
            pair: weight * (IN_TITLE if pair in paired else 1)
            for pair, weight in terms.bigrams.items()
        },
        kinds=expected_kinds(terms.text),
    )


def _of_asked_element(
    question: str,
    sources: Sequence[Source],
    cut: Sequence[Sequence[Span]],
    ranked: list[ScoredSentence],
) -> list[ScoredSentence]:
    """Where a guide's element is asked for and printed, the sentences under its label alone."""
    labels = [
        printed_labels(source.text, source.trail, spans)
        for source, spans in zip(sources, cut, strict=True)
    ]
    wanted = answering_labels(question, [each for found in labels for each in found])
    if not wanted:
        return ranked
    return [each for each in ranked if labels[each.source][each.order] in wanted]


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
