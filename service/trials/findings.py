"""What a question of a run got, as it is kept, and as a prediction that is scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from service.answering.answer import Answer, AnswerText, Outcome
from service.judged_sets import JudgedQuestion
from service.predictions import Prediction
from service.trials.expecting import Expected

#: Documents that were found and are kept, best first.
KEPT_DOCUMENTS = 10


class Finding(TypedDict):
    """What a question got; `withheld` are words and quote that were found and not claimed."""

    outcome: str
    confidence: float
    text: str
    quote: str
    withheld: list[str]
    documents: list[str]
    title: str
    locator: str


def finding_of(answer: Answer) -> Finding:
    """The answer as it is kept."""
    cited = answer.citations[0] if answer.citations else None
    return Finding(
        outcome=answer.outcome.value,
        confidence=answer.confidence,
        text=answer.answer.text if answer.answer else "",
        quote=answer.answer.quote if answer.answer else "",
        withheld=list(_words(answer.withheld)),
        documents=list(answer.documents[:KEPT_DOCUMENTS]),
        title=cited.title if cited else "",
        locator=cited.locator if cited else "",
    )


def prediction_of(number: int, expected: Expected, found: Mapping[str, Any]) -> Prediction:
    """The finding against what is right, which must be known; `number` tells it from others."""
    judged = JudgedQuestion(
        id=str(number),
        question=expected.question,
        answerable=bool(expected.answerable),
        set_name="own",
        documents=frozenset([expected.document] if expected.document else []),
        evidence={expected.document: expected.evidence}
        if expected.document and expected.evidence
        else {},
    )
    text, quote = found["withheld"]
    return Prediction(
        question=judged,
        outcome=Outcome(found["outcome"]),
        confidence=found["confidence"],
        answer=found["text"],
        quote=found["quote"],
        documents=tuple(found["documents"]),
        passages=(),
        withheld=(text, quote),
    )


def _words(withheld: AnswerText | None) -> tuple[str, str]:
    return (withheld.text, withheld.quote) if withheld else ("", "")
