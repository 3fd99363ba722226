"""A question asked over the API or by a form: one way for both."""

from __future__ import annotations

from service.answering.answer import AskRequest, AskResult
from service.public.context import office
from service.public.presenting import present
from service.public.schemas import AskOut


def answered(asked: AskRequest) -> AskOut:
    """What the question got, with the known questions that are near it; raises as `ask` does."""
    return shown(office().answers.ask(asked), asked.question)


def shown(result: AskResult, question: str) -> AskOut:
    """The same of a result that is there already."""
    related = office().questions.bank().related(question, _documents(result))
    return present(result, related)


def _documents(result: AskResult) -> frozenset[str]:
    """The documents that the answer shows."""
    answer = result.answer
    shown = (*answer.citations, *(each.citation for each in answer.beside))
    return frozenset(citation.document_id for citation in shown)
