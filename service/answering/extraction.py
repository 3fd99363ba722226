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
from service.answering.expected import EXACT_KINDS, AnswerKind, expected_kinds, shows
from service.answering.sentences import (
    Span,
    clauses,
    quote_around,
    sentences,
    without_marker,
)

#: Longest short answer, in characters.
LONGEST_TEXT = 120

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


@dataclass(frozen=True)
class _Question:
    """The question as extraction needs it: weights of words, and what kind of answer it wants."""

    words: Mapping[str, float]
    bigrams: Mapping[str, float]
    kinds: frozenset[AnswerKind]

    def coverage(self, words: frozenset[str]) -> float:
        """Share of the question's weight that these words hold, 0..1."""
        total = sum(self.words.values())
        if not total:
            return 0.0
        return sum(weight for word, weight in self.words.items() if word in words) / total


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
        for fitness, span in _runs(question, text, following, analyzer):
            if best is None or standing + fitness > best[0]:
                best = (standing + fitness, sentence.source, span)
    if best is None:
        return None
    _, chosen, answer = best
    text = sources[chosen].text
    return Excerpt(chosen, answer, quote_around(text, cut[chosen], answer), _is_whole(text, answer))


def _asked(terms: QuestionTerms, title: str, analyzer: Analyzer, rarity: Rarity) -> _Question:
    """The question as extraction weighs it, knowing the title of the document."""
    named = frozenset(analyzer.words(title))
    paired = frozenset(analyzer.bigrams(title))
    return _Question(
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
    reach = LONGEST_LIST if _leads_in(cut[order].of(text)) else FOLLOWING
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
    question: _Question,
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


# How a run of clauses is judged. The signs are common sense (an answer follows the clause that
# repeats the question, is neither a fragment nor a page, shows the number asked for); the sizes
# were fitted by least squares to ROUGE-L on the policy questions, five folds, and rounded.
_SENTENCE = 0.08
_FIRST = 0.09
_COVERED = 0.09  # by the run and the clauses before it
_AFTER_REPETITION = 0.09  # share of the question in the clause just before
_REPEATS = -0.07  # share of the run that only repeats the question
_LENGTH, _LENGTH_SQUARED = 0.30, -0.22  # per hundred characters
_TOO_SHORT = -0.07
_ENDS_SENTENCE = 0.03
_AFTER_COLON = 0.07
_KIND_MISSING = -0.2
_EXACT_LENGTH = -0.10
_ORGAN_LENGTH = -0.10
_SHOWS_ORGAN = 0.05
_LEFT_OUT = -0.1
_LEADS_IN = -0.1
_LIST_LENGTH = 0.05
_MANNER_LENGTH = 0.08
#: What ends a sentence.
_AFTER_WHOLE = "。！？!?；;\n"
#: Fewer characters than this are rarely an answer.
_SHORT = 6


@dataclass(frozen=True)
class _Clause:
    span: Span
    words: frozenset[str]
    bigrams: frozenset[str]
    sentence: int


def _runs(
    question: _Question, text: str, following: Sequence[Span], analyzer: Analyzer
) -> Iterator[tuple[float, Span]]:
    """Runs of clauses that begin in the first of the sentences, each with its score."""
    cut = [
        _Clause(
            clause,
            frozenset(analyzer.words(clause.of(text))),
            frozenset(analyzer.bigrams(clause.of(text))),
            number,
        )
        for number, sentence in enumerate(following)
        for clause in clauses(text, sentence)
    ]
    before: frozenset[str] = frozenset()
    for first, clause in enumerate(cut):
        if clause.sentence > 0:
            break
        words, bigrams = before, frozenset[str]()
        for last in range(first, len(cut)):
            run = Span(clause.span.start, cut[last].span.end)
            if last > first and (run.length > LONGEST_TEXT or _crosses(question, run.of(text))):
                break
            words |= cut[last].words
            bigrams |= cut[last].bigrams
            if _breaks_off(text, run, cut[last + 1 :]):
                continue
            span = _shortened(text, without_marker(text, run))
            score = _form_score(question, span.of(text))
            if text[span.end : span.end + 1] in ("：", ":"):
                score += _LEADS_IN
            if _leaves_out(question, text[following[0].start : run.start]):
                score += _LEFT_OUT
            score += _COVERED * question.coverage(words)
            score += _REPEATS * len(bigrams & question.bigrams.keys()) / max(1, len(bigrams))
            if first > 0:
                score += _AFTER_REPETITION * question.coverage(cut[first - 1].words)
                score += _AFTER_COLON if text[clause.span.start - 1] in "：:" else 0.0
            if last + 1 == len(cut) or cut[last + 1].sentence != cut[last].sentence:
                score += _ENDS_SENTENCE
            yield score, span
        before |= clause.words


def _crosses(question: _Question, run: str) -> bool:
    """Whether a run goes on into another line though the question asks for no list or way.

    A line that leads in its items (按照下列标准发放：) goes on; without them it says nothing.
    """
    if "\n" not in run or _leads_in(run):
        return False
    return not question.kinds & {AnswerKind.LIST, AnswerKind.MANNER}


def _leads_in(text: str) -> bool:
    """Whether the first line of a text leads in a list."""
    return text.partition("\n")[0].endswith(("：", ":"))


def _breaks_off(text: str, run: Span, rest: Sequence[_Clause]) -> bool:
    """Whether a run stops among the items it leads in though the next one would still fit."""
    words = run.of(text)
    fits = bool(rest) and rest[0].span.end - run.start <= LONGEST_TEXT
    return fits and "\n" in words and _leads_in(words)


def _leaves_out(question: _Question, before: str) -> bool:
    """Whether the sentence shows what is asked for already before the run begins.

    Of several amounts in one sentence, the last alone may be another's:
    由720元提高到760元，提高40元.
    """
    return any(shows(kind, before) for kind in question.kinds & EXACT_KINDS)


def _form_score(question: _Question, text: str) -> float:
    """What the length and the form of a run tell, whatever its words."""
    length = sum(character.isalnum() for character in text)
    hundreds = length / 100
    score = _LENGTH * hundreds + _LENGTH_SQUARED * hundreds**2
    if length < _SHORT:
        score += _TOO_SHORT
    exact = question.kinds & EXACT_KINDS
    if exact:
        score += _EXACT_LENGTH * hundreds
        if not any(shows(kind, text) for kind in exact):
            score += _KIND_MISSING
    if AnswerKind.ORGAN in question.kinds:
        score += _ORGAN_LENGTH * hundreds
        score += _SHOWS_ORGAN if shows(AnswerKind.ORGAN, text) else 0.0
    if AnswerKind.LIST in question.kinds:
        score += _LIST_LENGTH * hundreds
    if AnswerKind.MANNER in question.kinds:
        score += _MANNER_LENGTH * hundreds
    return score


def _shortened(text: str, span: Span) -> Span:
    """A span at most as long as a short answer, without the mark that only joins it to the rest."""
    end = min(span.end, span.start + LONGEST_TEXT)
    while end > span.start + 1 and text[end - 1] in "，,：:、；; 　":
        end -= 1
    return Span(span.start, end)
