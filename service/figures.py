"""The figures of an evaluation, from its predictions; definitions as the sets' README has them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from indexer.metrics import (
    Bin,
    Judged,
    auroc,
    calibration_error,
    coverage_at_precision,
    reliability,
)
from service.answering.answer import Outcome
from service.predictions import Prediction
from service.scoring import Scored, score

PRECISIONS = (0.9, 0.95)

#: Coverage where an answer counts as right by its first document alone, whatever its words.
DOCUMENT_PRECISION = 0.9
DOCUMENT_COVERAGE = f"document_coverage@{DOCUMENT_PRECISION:.0%}"

#: The share of answerable questions answered at which wrong answers to others are compared.
ANSWERED_SHARE = 0.6

#: Samples drawn again to tell how far a figure that is no mean would vary.
RESAMPLED = 200

Figures = dict[str, float | int]


def figures(predictions: Sequence[Prediction]) -> Figures:
    """Every figure that the set's questions allow; shares are 0..1."""
    return figures_of([score(each) for each in predictions])


def figures_of(scored: Sequence[Scored]) -> Figures:
    """The figures of scored predictions."""
    answerable, unanswerable = by_kind(scored)
    found: Figures = {"questions": len(answerable), "unanswerable": len(unanswerable)}
    found["seen"] = _mean([float(each.prediction.seen) for each in scored])
    return found | means(answerable) | _abstention(answerable, unanswerable)


def by_kind(scored: Sequence[Scored]) -> tuple[list[Scored], list[Scored]]:
    """The answerable questions, and the others."""
    return (
        [each for each in scored if each.prediction.question.answerable],
        [each for each in scored if not each.prediction.question.answerable],
    )


def means(answerable: Sequence[Scored]) -> dict[str, float]:
    """The mean of each share over the questions that have it."""
    return {name: _mean(values) for name, values in _values(answerable).items()}


def standard_errors(scored: Sequence[Scored], seed: int = 1) -> dict[str, float]:
    """How far each figure would vary over other questions of the kind: one standard error.

    Of a mean, the standard deviation over the root of the count; of the others, the standard
    deviation over RESAMPLED bootstrap samples, each kind of question drawn for itself.
    """
    answerable, unanswerable = by_kind(scored)
    errors = {
        name: float(np.std(values)) / math.sqrt(len(values))
        for name, values in _values(answerable).items()
    }
    chance = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(RESAMPLED if answerable and unanswerable else 0):
        samples = [
            [kind[at] for at in chance.integers(len(kind), size=len(kind))]
            for kind in (answerable, unanswerable)
        ]
        for name, value in _abstention(*samples).items():
            drawn.setdefault(name, []).append(value)
    return errors | {name: float(np.std(values)) for name, values in drawn.items()}


def calibration(scored: Sequence[Scored]) -> list[Bin]:
    """Confidence against what was right of the words found, claimed or not.

    What was redirected by a rule has no such confidence and is left out.
    """
    return reliability(
        [
            (each.prediction.confidence, each.found_right)
            for each in scored
            if each.prediction.outcome is not Outcome.REDIRECTED
        ]
    )


def false_answers(scored: Sequence[Scored]) -> dict[str, Figures]:
    """The unanswerable questions, all and by the kinds that the set names: how many were answered.

    `answered_at_60%` is their share at the confidence that answers that share of the answerable.
    """
    answerable, unanswerable = by_kind(scored)
    threshold = _threshold(answerable)
    found: dict[str, Figures] = {}
    kinds: dict[str, list[Prediction]] = {}
    for each in unanswerable:
        for kind in ("all", *each.prediction.question.kinds):
            kinds.setdefault(kind, []).append(each.prediction)
    for kind, of_kind in sorted(kinds.items()):
        found[kind] = {
            "questions": len(of_kind),
            "answered": _mean([float(each.outcome is Outcome.ANSWERED) for each in of_kind]),
            f"answered_at_{ANSWERED_SHARE:.0%}": _mean(
                [float(each.confidence >= threshold) for each in of_kind]
            ),
        }
    return found


def _threshold(answerable: Sequence[Scored]) -> float:
    """The highest confidence that still answers ANSWERED_SHARE of the questions; 1 without any."""
    sure = sorted((each.prediction.confidence for each in answerable), reverse=True)
    return sure[math.ceil(ANSWERED_SHARE * len(sure)) - 1] if sure else 1.0


def _abstention(answerable: Sequence[Scored], unanswerable: Sequence[Scored]) -> dict[str, float]:
    if not answerable or not unanswerable:
        return {}
    every = [*answerable, *unanswerable]
    answered = [each for each in every if each.prediction.outcome is Outcome.ANSWERED]
    false = [each for each in answered if not each.prediction.question.answerable]
    found = {
        "auroc": auroc(
            [each.prediction.confidence for each in answerable],
            [each.prediction.confidence for each in unanswerable],
        ),
        "false_answers": len(false) / len(unanswerable),
        "answered_precision": _mean([float(each.right) for each in answered]),
    }
    answers = [_judged(each, each.right) for each in every]
    for precision in PRECISIONS:
        found[f"coverage@{precision:.0%}"] = coverage_at_precision(answers, precision)
    if all("first_document_right" in each.shares for each in answerable):
        documents = [_judged(each, bool(each.shares.get("first_document_right"))) for each in every]
        found[DOCUMENT_COVERAGE] = coverage_at_precision(documents, DOCUMENT_PRECISION)
    return found | {"calibration_error": calibration_error(calibration(every))}


def _judged(each: Scored, right: bool) -> Judged:
    answerable = each.prediction.question.answerable
    return Judged(each.prediction.confidence, right if answerable else None)


def _values(answerable: Sequence[Scored]) -> Mapping[str, list[float]]:
    found: dict[str, list[float]] = {}
    for each in answerable:
        for name, share in each.shares.items():
            found.setdefault(name, []).append(share)
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
