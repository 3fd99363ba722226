"""Predictions: what the system said to a judged question, in the ids of the set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.answering.answer import Answer, Outcome
from service.answering.models import HAND_SET, Models
from service.judged_sets import JudgedQuestion, Slice

#: Passages listed in a prediction.
LISTED = 100


@dataclass(frozen=True)
class Prediction:
    """What the system said to a question; `documents` and `passages` are ids of the set.

    `withheld` are the words and the quote that were found and not claimed. `seen` says that the
    models in use were trained on the question; `slices` are all those that it belongs to.
    """

    question: JudgedQuestion
    outcome: Outcome
    confidence: float
    answer: str
    quote: str
    documents: tuple[str, ...]
    passages: tuple[str, ...]
    withheld: tuple[str, str] = ("", "")
    seen: bool = False
    slices: frozenset[Slice] = frozenset()

    def as_json(self) -> dict[str, object]:
        """The line of the predictions file."""
        return {
            "id": self.question.id,
            "outcome": self.outcome.value,
            "confidence": round(self.confidence, 4),
            "answer": self.answer,
            "quote": self.quote,
            "documents": list(self.documents),
            "passages": list(self.passages),
        }


@dataclass(frozen=True)
class SetIds:
    """From the store's ids to those of the set; what is not listed keeps its own.

    Files of the same text are one document here, which has the names of them all. `notes` say
    what of the corpus cannot answer.
    """

    documents: Mapping[str, tuple[str, ...]]
    passages: Mapping[int, str]
    notes: tuple[str, ...] = ()

    def predict(
        self, question: JudgedQuestion, answer: Answer, models: Models = HAND_SET
    ) -> Prediction:
        """The answer, given by these models, in the ids of the set."""
        return Prediction(
            question=question,
            outcome=answer.outcome,
            confidence=answer.confidence,
            answer=answer.answer.text if answer.answer else "",
            quote=answer.answer.quote if answer.answer else "",
            documents=tuple(
                name for each in answer.documents for name in self._names(each, question)
            ),
            passages=tuple(self.passages.get(each, str(each)) for each in answer.passages[:LISTED]),
            withheld=(answer.withheld.text, answer.withheld.quote) if answer.withheld else ("", ""),
            seen=question.digest in models.seen,
            slices=question.slices,
        )

    def _names(self, document_id: str, question: JudgedQuestion) -> list[str]:
        """Every name of a document, first the one that the question knows it by: each is right."""
        names = self.documents.get(document_id, (document_id,))
        return sorted(names, key=lambda name: name not in question.documents)


def claimed(predictions: Sequence[Prediction]) -> list[Prediction]:
    """The predictions that claim an answer."""
    return [each for each in predictions if each.outcome is Outcome.ANSWERED]
