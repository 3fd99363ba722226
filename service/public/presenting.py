"""From the answer's values to the shapes that the API gives; the pages draw the same shapes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from service.answering.answer import AnswerText, AskResult, Beside, Citation, Suggestion
from service.public.schemas import (
    AnswerOut,
    AskOut,
    BesideOut,
    CitationOut,
    KnownQuestionOut,
    PartOut,
    SuggestionOut,
    ValidityOut,
)
from service.questions.bank import KnownQuestion


def present(result: AskResult, related: Sequence[KnownQuestion] = ()) -> AskOut:
    """The result of a question as everybody sees it, with the questions that are near it."""
    answer = result.answer
    return AskOut(
        outcome=answer.outcome,
        confidence=answer.confidence,
        answer=_answer(answer.answer) if answer.answer else None,
        citations=[_citation(citation) for citation in answer.citations],
        beside=[_beside(each) for each in answer.beside],
        suggestions=[_suggestion(suggestion) for suggestion in answer.suggestions],
        choices=list(answer.choices),
        related=[known_question(each) for each in related],
        message=answer.message,
        follows=answer.follows,
        conversation=result.conversation,
        answer_id=result.answer_id,
    )


def known_question(known: KnownQuestion) -> KnownQuestionOut:
    """A question that a document answers, as everybody sees it."""
    return KnownQuestionOut(question=known.question, asked=known.asked, title=known.title)


def _answer(answer: AnswerText) -> AnswerOut:
    return AnswerOut(
        text=answer.text,
        quote=answer.quote,
        notice=answer.notice,
        start=answer.start,
        completeness=answer.completeness,
        parts=[PartOut(text=part.text, start=part.start, end=part.end) for part in answer.parts],
    )


def _beside(beside: Beside) -> BesideOut:
    return BesideOut(kind=beside.kind, text=beside.text, citation=_citation(beside.citation))


def _suggestion(suggestion: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        title=suggestion.title,
        quote=suggestion.quote,
        citation=_citation(suggestion.citation),
    )


def _citation(citation: Citation) -> CitationOut:
    return CitationOut(
        document_id=citation.document_id,
        version=citation.version,
        title=citation.title,
        doc_number=citation.doc_number,
        issuer=citation.issuer,
        published_on=citation.published_on,
        validity=ValidityOut(
            state=citation.validity.state,
            until=citation.validity.until,
            reason=citation.validity.reason,
            read_from=citation.validity.read_from,
        ),
        locator=citation.locator,
        extent=citation.extent,
        trail=citation.trail,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        layer=citation.layer,
        passage_id=citation.passage_id,
        url=_page_of(citation),
    )


def _page_of(citation: Citation) -> str:
    """Our own page of the cited version, with the passage highlighted and scrolled to."""
    return url_for(
        "reading.version",
        document_id=citation.document_id,
        number=citation.version,
        start=citation.start,
        end=citation.end,
        layer=citation.layer,
        _anchor="hit",
    )
