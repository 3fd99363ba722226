"""Runs of clauses that may be the short answer, and how each is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis import Analyzer
from service.answering.expected import EXACT_KINDS, AnswerKind, shows
from service.answering.sentences import Span, clauses, without_marker

#: Longest short answer, in characters.
LONGEST_TEXT = 120

# How a run of clauses is judged. The signs are common sense (an answer follows the clause that
# repeats the question, is neither a fragment nor a page, shows the number asked for); the sizes
# were fitted by least squares to ROUGE-L on the policy questions, five folds, and rounded.
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
#: Fewer characters than this are rarely an answer.
_SHORT = 6


@dataclass(frozen=True)
class SoughtWords:
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


@dataclass(frozen=True)
class _Clause:
    span: Span
    words: frozenset[str]
    bigrams: frozenset[str]
    sentence: int


def runs(
    question: SoughtWords, text: str, following: Sequence[Span], analyzer: Analyzer
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


def _crosses(question: SoughtWords, run: str) -> bool:
    """Whether a run goes on into another line though the question asks for no list or way.

    A line that leads in its items (按照下列标准发放：) goes on; without them it says nothing.
    """
    if "\n" not in run or leads_in(run):
        return False
    return not question.kinds & {AnswerKind.LIST, AnswerKind.MANNER}


def leads_in(text: str) -> bool:
    """Whether the first line of a text leads in a list."""
    return text.partition("\n")[0].endswith(("：", ":"))


def _breaks_off(text: str, run: Span, rest: Sequence[_Clause]) -> bool:
    """Whether a run stops among the items it leads in though the next one would still fit."""
    words = run.of(text)
    fits = bool(rest) and rest[0].span.end - run.start <= LONGEST_TEXT
    return fits and "\n" in words and leads_in(words)


def _leaves_out(question: SoughtWords, before: str) -> bool:
    """Whether the sentence shows what is asked for already before the run begins.

    Of several amounts in one sentence, the last alone may be another's:
    由720元提高到760元，提高40元.
    """
    return any(shows(kind, before) for kind in question.kinds & EXACT_KINDS)


def _form_score(question: SoughtWords, text: str) -> float:
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
