"""The outcome: two thresholds on the confidence, set in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis import QuestionTerms
from service import messages
from service.answering.answer import Answer, Outcome, Suggestion
from service.answering.beside import Weighed
from service.answering.choosing import offered
from service.answering.judging import Judged
from service.answering.quoting import suggest_passage
from service.answering.retrieval import Candidate, Retrieved

#: Passages shown where nothing is claimed.
SUGGESTIONS = 3


@dataclass(frozen=True)
class Thresholds:
    """At which confidence an answer is claimed, and at which near passages are shown."""

    answered_at: float
    suggested_at: float


def decide(
    weighed: Weighed | None, found: Retrieved, terms: QuestionTerms, thresholds: Thresholds
) -> Answer:
    """Claim the answer, show what is near, ask back, or say that nothing was found."""
    judged = weighed.judged if weighed else None
    sure = judged.confidence if judged else 0.0
    documents = _documents(judged, found.candidates)
    withheld = judged.text if judged else None
    choices = offered(terms)
    if weighed is not None and sure >= thresholds.answered_at and not choices:
        return Answer(
            Outcome.ANSWERED,
            sure,
            answer=weighed.judged.text,
            citations=(weighed.judged.citation,),
            beside=weighed.beside,
            message=messages.CONFLICT if weighed.in_conflict else None,
            documents=documents,
            passages=found.passages,
        )
    suggestions = _suggestions(found.candidates) if sure >= thresholds.suggested_at else ()
    if not choices and not suggestions:
        return Answer(
            Outcome.UNANSWERED,
            sure,
            withheld=withheld,
            message=messages.OFFER_CONSULTATION,
            documents=documents,
            passages=found.passages,
        )
    return Answer(
        Outcome.SUGGESTED,
        sure,
        withheld=withheld,
        suggestions=suggestions,
        choices=choices,
        message=messages.ASK_BACK if choices else messages.SUGGESTED,
        documents=documents,
        passages=found.passages,
    )


def _suggestions(candidates: Sequence[Candidate]) -> tuple[Suggestion, ...]:
    """The best passages, documents in force before others."""
    ordered = sorted(candidates, key=lambda each: not each.document.validity.answerable)
    return tuple(suggest_passage(each.passage) for each in ordered[:SUGGESTIONS])


def _documents(judged: Judged | None, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    first = (judged.citation.document_id,) if judged else ()
    return tuple(dict.fromkeys((*first, *(str(each.document.id) for each in candidates))))
