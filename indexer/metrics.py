"""Figures of quality, as pure functions; definitions are those of the evaluation sets' README.

Texts are compared over their content characters: neither punctuation nor white space counts.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

#: Shortest run of evidence characters that counts when it also stands in the quote.
EVIDENCE_RUN = 6

#: Share of the evidence that must stand in such runs for the answer to hold it.
EVIDENCE_ENOUGH = 0.6

#: Length of the runs by which two texts are compared.
OVERLAP_RUN = 8

#: Characters of a quote that count; a longer one would hold any evidence.
QUOTE_LIMIT = 400


def content_characters(text: str) -> str:
    """The text without punctuation and white space."""
    return "".join(
        character
        for character in text
        if not character.isspace() and unicodedata.category(character)[0] not in "PZC"
    )


def recall_at(ranked: Sequence[Hashable], relevant: Set[Hashable], k: int) -> float:
    """Share of the relevant ones among the first `k`; ValueError where nothing is relevant."""
    if not relevant:
        raise ValueError("recall needs at least one relevant item")
    return len(relevant & set(ranked[:k])) / len(relevant)


def reciprocal_rank_at(ranked: Sequence[Hashable], relevant: Set[Hashable], k: int) -> float:
    """One over the place of the first relevant one among the first `k`, 0 where there is none.

    Its mean over questions is MRR@k.
    """
    for place, item in enumerate(ranked[:k], start=1):
        if item in relevant:
            return 1 / place
    return 0.0


def rouge_l(candidate: str, reference: str) -> float:
    """ROUGE-L F1 over content characters; 0 where either text has none."""
    ours, theirs = content_characters(candidate), content_characters(reference)
    common = _longest_common_subsequence(ours, theirs)
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def agreement(first: str, second: str) -> float:
    """Share of the characters of both texts that stand in both in the same order, 0..1."""
    if first == second:
        return 1.0
    return 2 * _longest_common_subsequence(first, second) / (len(first) + len(second))


def runs(text: str, length: int = OVERLAP_RUN) -> frozenset[str]:
    """Every run of `length` characters of `text`; a shorter text is one run itself."""
    if len(text) < length:
        return frozenset((text,) if text else ())
    return frozenset(text[at : at + length] for at in range(len(text) - length + 1))


def _longest_common_subsequence(first: str, second: str) -> int:
    """Length of the longest common subsequence, one long integer a row (Hyyrö 2004).

    Bit i of `row` is 0 where the subsequence grows at `first[i]`; a row costs a few machine
    instructions for each 30 characters.
    """
    places: dict[str, int] = {}
    for position, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << position
    full = (1 << len(first)) - 1
    row = full
    for character in second:
        matched = row & places.get(character, 0)
        row = (row + matched | row - matched) & full
    return len(first) - row.bit_count()


def evidence_share(evidence: str, quote: str) -> float:
    """Share of the evidence's characters in runs of EVIDENCE_RUN or more that the quote holds too.

    Only the first QUOTE_LIMIT characters of the quote count. Evidence shorter than a run is
    never held.
    """
    wanted = content_characters(evidence)
    held = content_characters(quote[:QUOTE_LIMIT])
    covered = [False] * len(wanted)
    for start in range(len(wanted) - EVIDENCE_RUN + 1):
        end = start + EVIDENCE_RUN
        if wanted[start:end] in held:
            covered[start:end] = [True] * EVIDENCE_RUN
    return sum(covered) / len(wanted) if wanted else 0.0


def evidence_in(evidence: str, quote: str) -> bool:
    """Whether the quote holds enough of the evidence."""
    return evidence_share(evidence, quote) >= EVIDENCE_ENOUGH


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """How often a positive scores above a negative, ties counting half.

    Raises ValueError where either kind is missing.
    """
    if not positives or not negatives:
        raise ValueError("AUROC needs both kinds")
    ordered = sorted(negatives)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positives)
    return below / (2 * len(positives) * len(negatives))


@dataclass(frozen=True)
class Judged:
    """A question with its answer's confidence; `right` is None where nothing can answer it."""

    confidence: float
    right: bool | None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer the question."""
        return self.right is not None


def coverage_at_precision(questions: Sequence[Judged], precision: float) -> float:
    """Share of answerable questions rightly answered at the threshold that just keeps `precision`.

    Answerable and unanswerable questions weigh alike as kinds, however many there are of each.
    Everything from a confidence on is answered, so equal confidences stand or fall together.
    Raises ValueError where no question is answerable.
    """
    answerable = sum(question.answerable for question in questions)
    if not answerable:
        raise ValueError("coverage needs answerable questions")
    unanswerable = max(1, len(questions) - answerable)
    right = wrong = covered = 0
    by_confidence = sorted(questions, key=lambda question: -question.confidence)
    for _confidence, group in groupby(by_confidence, key=lambda question: question.confidence):
        # In units of 1 / (answerable x unanswerable), so that no rounding moves the threshold.
        for question in group:
            if question.right:
                right += unanswerable
            else:
                wrong += unanswerable if question.answerable else answerable
        if right and right >= precision * (right + wrong):
            covered = right
    return covered / (answerable * unanswerable)


@dataclass(frozen=True)
class Bin:
    """Questions of like confidence: its mean, the share that was right, and how many they are."""

    confidence: float
    right: float
    questions: int


def reliability(questions: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Confidence against what was right, in bins of equal count by rising confidence.

    Each question is its confidence and whether its answer was right. Counts differ by one at most;
    fewer questions than bins make as many bins as there are questions.
    """
    ordered = sorted(questions, key=lambda question: question[0])
    bins = min(bins, len(ordered))
    edges = [len(ordered) * place // bins for place in range(bins + 1)] if bins else [0]
    groups = [ordered[start:end] for start, end in pairwise(edges)]
    return [
        Bin(
            sum(sure for sure, _right in group) / len(group),
            sum(right for _sure, right in group) / len(group),
            len(group),
        )
        for group in groups
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far the bins' confidence is from their right share.

    The mean over questions (Naeini et al. 2015); 0 without questions.
    """
    total = sum(each.questions for each in bins)
    away = sum(each.questions * abs(each.confidence - each.right) for each in bins)
    return away / total if total else 0.0
