"""The figures of an evaluation, from its predictions; definitions as the sets' README has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.metrics import (
    Judged,
    auroc,
    coverage_at_precision,
    evidence_in,
    recall_at,
    reciprocal_rank_at,
    rouge_l,
)
from service.answering.answer import Outcome
from service.evaluation import Prediction, claimed

#: ROUGE-L from which an answer counts as right where a set gives the words of one.
RIGHT_ROUGE = 0.3
RECALLS = (5, 10, 50, 100)
PRECISIONS = (0.9, 0.95)

Figures = dict[str, float | int]


def figures(predictions: Sequence[Prediction]) -> Figures:
    """Every figure that the set's questions allow; shares are 0..1."""
    answerable = [each for each in predictions if each.question.answerable]
    unanswerable = [each for each in predictions if not each.question.answerable]
    found: Figures = {"questions": len(answerable), "unanswerable": len(unanswerable)}
    found["seen"] = _share(predictions, lambda each: each.seen)
    found |= _passages([each for each in answerable if each.question.passages])
    found |= _documents([each for each in answerable if each.question.documents])
    for outcome in Outcome:
        found[outcome.value] = _mean([float(each.outcome is outcome) for each in answerable])
    if answerable and unanswerable:
        found |= _abstention(answerable, unanswerable)
    return found


def is_right(prediction: Prediction) -> bool:
    """Whether a claimed answer is right: by its words, or by the evidence in its quote."""
    judged = prediction.question
    if judged.answer is not None:
        return _first_right(prediction) and rouge_l(prediction.answer, judged.answer) >= RIGHT_ROUGE
    return _holds_evidence(prediction)


def _passages(predictions: Sequence[Prediction]) -> Figures:
    if not predictions:
        return {}
    found: Figures = {
        "mrr@10": _mean(
            [reciprocal_rank_at(each.passages, each.question.passages, 10) for each in predictions]
        )
    }
    for depth in RECALLS:
        found[f"recall@{depth}"] = _mean(
            [recall_at(each.passages, each.question.passages, depth) for each in predictions]
        )
    return found


def _documents(predictions: Sequence[Prediction]) -> Figures:
    if not predictions:
        return {}
    found: Figures = {"first_document_right": _share(predictions, _first_right)}
    worded = [each for each in predictions if each.question.answer is not None]
    if worded:
        found["rouge_l"] = _mean(
            [rouge_l(each.answer, each.question.answer or "") for each in worded]
        )
    evident = [each for each in predictions if each.question.evidence]
    if evident:
        found["evidence_in_answer"] = _share(evident, _holds_evidence)
    return found


def _abstention(answerable: Sequence[Prediction], unanswerable: Sequence[Prediction]) -> Figures:
    answered = [*claimed(answerable), *claimed(unanswerable)]
    judged = [Judged(each.confidence, is_right(each)) for each in answerable] + [
        Judged(each.confidence, None) for each in unanswerable
    ]
    found: Figures = {
        "auroc": auroc(
            [each.confidence for each in answerable], [each.confidence for each in unanswerable]
        ),
        "false_answers": len(claimed(unanswerable)) / len(unanswerable),
        "answered_precision": _share(
            answered, lambda each: each.question.answerable and is_right(each)
        ),
    }
    for precision in PRECISIONS:
        found[f"coverage@{precision:.0%}"] = coverage_at_precision(judged, precision)
    return found


def _first_right(prediction: Prediction) -> bool:
    return bool(prediction.documents) and prediction.documents[0] in prediction.question.documents


def _holds_evidence(prediction: Prediction) -> bool:
    evidence = prediction.question.evidence.values()
    return any(evidence_in(words, prediction.quote) for words in evidence)


def _share(predictions: Sequence[Prediction], holds: Callable[[Prediction], bool]) -> float:
    return _mean([float(holds(each)) for each in predictions])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
