"""Choosing, inside the best passages, the words that answer and the clause they stand in.

Nothing is written anew: an excerpt is two spans of a passage, the short answer inside the quote.
Sentences are scored by BM25 over words and bigrams, with the index's own word rarity instead of
that of the handful of candidates; then runs of clauses around the best ones compete.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rank_bm25 import BM25Okapi

from indexer.analysis import Analyzer, QuestionTerms
from service.answering.expected import expected_kinds, shows
from service.answering.runs import SoughtWords, leads_in, runs
from service.answering.sentences import (
    Span,
    quote_around,
    sentences,
)

#: How many sentences an answer may run over after its first; and items of a list led in.
FOLLOWING, LONGEST_LIST = 2, 12

#: How many of the best sentences may give the answer.
COMPETING_SENTENCES = 3

#: Weights of a sentence's score beside that of its words, which is 1.
BIGRAMS = 0.5
SHOWS_KIND = 0.3
PASSAGE = 1.2
TRAIL = 0.5
#: What a word counts that the document's title has: it tells nothing of which sentence answers.
IN_TITLE = 0.3

#: What a heading that asks says (问答 are often written without question marks).
_ASKING = re.compile("是不是|能不能|要不要|有没有|会不会|可不可以|是否|为什么|怎么|多少|吗$")

#: What a run's sentence adds by its score, and by being the first, beside the run's own score.
_SENTENCE = 0.08
_FIRST = 0.09

#: What ends a sentence.
_AFTER_WHOLE = "。！？!?；;\n"

#: What a word tells by being rare; larger is rarer.
Rarity = Callable[[str], float]


@dataclass(frozen=True)
class Source:
    """A passage to extract from, with the headings above it.

    `weight` is its score relative to the best passage, 0..1.
    """

    text: str
    trail: str
    weight: float


@dataclass(frozen=True)
class Excerpt:
    """An answer found: `source` is the index of its passage, the spans count in its text.

    `complete` is false where the sentence says more than the short answer repeats.
    """

    source: int
    text: Span
    quote: Span
    complete: bool


@dataclass(frozen=True)
class _Sentence:
    source: int
    order: int
    span: Span
    score: float


def extract(
    terms: QuestionTerms,
    title: str,
    sources: Sequence[Source],
    analyzer: Analyzer,
    rarity: Rarity,
) -> Excerpt | None:
    """The best excerpt of the sources, passages of the document of that title.

    None where they hold nothing that could answer.
    """
    question = _asked(terms, title, analyzer, rarity)
    cut = [_answering_sentences(source.text) for source in sources]
    ranked = sorted(
        _scored(question, sources, cut, analyzer),
        key=lambda sentence: (-sentence.score, sentence.source, sentence.order),
    )
    best: tuple[float, int, Span] | None = None
    for rank, sentence in enumerate(ranked[:COMPETING_SENTENCES]):
        text = sources[sentence.source].text
        following = _following(text, cut[sentence.source], sentence.order)
        standing = _SENTENCE * sentence.score / max(ranked[0].score, 1e-9)
        standing += _FIRST if rank == 0 else 0.0
        for fitness, span in runs(question, text, following, analyzer):
            if best is None or standing + fitness > best[0]:
                best = (standing + fitness, sentence.source, span)
    if best is None:
        return None
    _, chosen, answer = best
    text = sources[chosen].text
    return Excerpt(chosen, answer, quote_around(text, cut[chosen], answer), _is_whole(text, answer))


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


def _is_whole(text: str, answer: Span) -> bool:
    """Whether the answer ends where its sentence does."""
    ends = text[answer.end - 1 : answer.end + 1]
    return answer.end == len(text) or any(mark in _AFTER_WHOLE for mark in ends)


def _answering_sentences(text: str) -> list[Span]:
    """The sentences that can answer: of a question and its answer, the answer only."""
    found = sentences(text)
    answering = [span for span in found if not _asks(text, span)]
    return answering or found


def _asks(text: str, span: Span) -> bool:
    """Whether a sentence is a question: by its mark, or a heading in the words of one."""
    heading = text[span.end : span.end + 1] == "\n" and text[span.end - 1] not in "。！!；;：:"
    return text[span.end - 1] in "？?" or (heading and _ASKING.search(span.of(text)) is not None)


def _scored(
    question: SoughtWords,
    sources: Sequence[Source],
    cut: Sequence[Sequence[Span]],
    analyzer: Analyzer,
) -> Iterator[_Sentence]:
    places = [(source, order) for source, spans in enumerate(cut) for order in range(len(spans))]
    texts = [cut[source][order].of(sources[source].text) for source, order in places]
    by_words = _bm25([analyzer.words(text) for text in texts], question.words)
    by_bigrams = _bm25([analyzer.bigrams(text) for text in texts], question.bigrams)
    standing = [
        PASSAGE * source.weight + TRAIL * question.coverage(frozenset(analyzer.words(source.trail)))
        for source in sources
    ]
    for index, (source, order) in enumerate(places):
        score = by_words[index] + BIGRAMS * by_bigrams[index] + standing[source]
        if any(shows(kind, texts[index]) for kind in question.kinds):
            score += SHOWS_KIND
        yield _Sentence(source, order, cut[source][order], score)


def _bm25(documents: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """BM25 of each document, divided by the best; `weights` stand in for the inverse frequency."""
    if not any(documents):
        return [0.0] * len(documents)
    scorer = BM25Okapi(documents)
    # A few sentences tell nothing of how rare a word is; the caller's weights do.
    scorer.idf = dict(weights)
    scores = [float(score) for score in scorer.get_scores(list(weights))]
    best = max(scores)
    return [score / best for score in scores] if best > 0 else [0.0] * len(scores)
