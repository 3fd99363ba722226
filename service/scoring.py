"""How one prediction fares: what every figure is a mean of, as the sets' README defines them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.metrics import evidence_in, recall_at, reciprocal_rank_at, rouge_l
from service.answering.answer import Outcome
from service.judged_sets import JudgedQuestion
from service.predictions import Prediction

#: ROUGE-L from which an answer counts as right where a set gives the words of one.
RIGHT_ROUGE = 0.3
RECALLS = (5, 10, 50, 100)


@dataclass(frozen=True)
class Scored:
    """A prediction with its shares, 0..1 each, by the name of the figure that is their mean.

    `right` says that the claimed answer is right; `found_right` that the words found are, claimed
    or not: that is what confidence is the probability of.
    """

    prediction: Prediction
    shares: Mapping[str, float]
    right: bool
    found_right: bool


def score(prediction: Prediction) -> Scored:
    """The prediction's shares; an unanswerable question has none, and nothing right."""
    question = prediction.question
    if not question.answerable:
        return Scored(prediction, {}, right=False, found_right=False)
    claimed = _Words(prediction, prediction.answer, prediction.quote)
    held = prediction.outcome is Outcome.ANSWERED
    found = claimed if held else _Words(prediction, *prediction.withheld)
    shares = _passages(prediction) | _documents(prediction)
    for measured, suffix in ((claimed, ""), (found, "_found")):
        shares |= {f"{name}{suffix}": share for name, share in measured.shares.items()}
    shares |= {outcome.value: float(prediction.outcome is outcome) for outcome in Outcome}
    return Scored(prediction, shares, claimed.right, found.right)


def is_right(prediction: Prediction) -> bool:
    """Whether a claimed answer is right: by its words, or by the evidence in its quote."""
    return score(prediction).right


class _Words:
    """The words of an answer against those of the right one."""

    def __init__(self, prediction: Prediction, text: str, quote: str) -> None:
        question = prediction.question
        self.shares: dict[str, float] = {}
        self.right = False
        if question.evidence:
            self.shares["evidence_in_answer"] = float(_holds_evidence(question, quote))
            self.right = bool(self.shares["evidence_in_answer"])
        if question.answer is not None:
            self.shares["rouge_l"] = rouge_l(text, question.answer)
            self.right = _first_right(prediction) and self.shares["rouge_l"] >= RIGHT_ROUGE
        if question.documents and not question.evidence and question.answer is None:
            self.right = bool(text) and _first_right(prediction)


def _passages(prediction: Prediction) -> dict[str, float]:
    relevant = prediction.question.passages
    if not relevant:
        return {}
    ranked = prediction.passages
    found = {"mrr@10": reciprocal_rank_at(ranked, relevant, 10)}
    return found | {f"recall@{depth}": recall_at(ranked, relevant, depth) for depth in RECALLS}


def _documents(prediction: Prediction) -> dict[str, float]:
    if not prediction.question.documents:
        return {}
    return {"first_document_right": float(_first_right(prediction))}


def _first_right(prediction: Prediction) -> bool:
    return bool(prediction.documents) and prediction.documents[0] in prediction.question.documents


def _holds_evidence(question: JudgedQuestion, quote: str) -> bool:
    return any(evidence_in(words, quote) for words in question.evidence.values())
