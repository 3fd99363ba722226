"""Putting together how an answer came about, from what its steps computed.

Nothing is computed for it: what was looked for, what could be found at all, the best candidates
with the parts of their scores, what the confidence was judged from, and the thresholds.
"""

from __future__ import annotations

from service.answering.beside import Weighed
from service.answering.deciding import Thresholds
from service.answering.explanation import (
    Considered,
    ExpandedWord,
    Explanation,
    LookedFor,
    Said,
)
from service.answering.models import Models
from service.answering.retrieval import Candidate
from service.answering.seeking import Sought

#: Candidates told of; the rest of those ranked stand in the answer by their ids.
TOLD = 10


def explain(
    sought: Sought, weighed: Weighed | None, thresholds: Thresholds, models: Models
) -> Explanation:
    """What the steps of one question computed, as it is kept."""
    terms, understood = sought.terms, sought.inquiry.own
    return Explanation(
        looked_for=LookedFor(
            own_words=terms.own_words,
            understood=understood.own_words,
            left_out=terms.dropped,
            words=sought.inquiry.enriched.words,
            expansions=tuple(
                ExpandedWord(each.lay, each.official, each.relation.value, each.weight)
                for each in understood.expansions
            ),
        ),
        admitted=sought.admitted,
        turns=tuple(
            Said(turn.question, turn.answer, turn.document_ids) for turn in sought.asked.turns
        ),
        candidates=tuple(_considered(each) for each in sought.found.candidates[:TOLD]),
        signals=dict(weighed.judged.signals) if weighed else {},
        answered_at=thresholds.answered_at,
        suggested_at=thresholds.suggested_at,
        learned=models.learned_parts,
    )


def _considered(candidate: Candidate) -> Considered:
    passage, document = candidate.passage, candidate.document
    return Considered(
        passage_id=passage.id,
        document_id=str(document.id),
        version=document.version,
        title=document.title,
        locator=passage.locator,
        validity=document.validity.state.value,
        score=candidate.score,
        parts=candidate.parts,
    )
