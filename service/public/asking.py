"""A question asked over the API or by a form: one way for both."""

from __future__ import annotations

from dataclasses import replace

from service.answering.answer import AskRequest, AskResult
from service.public.context import office
from service.public.presenting import present
from service.public.schemas import AskOut
from service.questions.asked_often import asked_often
from service.questions.bank import RELATED, KnownQuestion, QuestionBank


def answered(asked: AskRequest) -> AskOut:
    """What the question got, with the known questions that are near it; raises as `ask` does."""
    return shown(office().answers.ask(asked), asked.question)


def shown(result: AskResult, question: str) -> AskOut:
    """The same of a result that is there already."""
    bank = office().questions.bank()
    if result.answer.with_questions:
        return present(result, _examples(bank))
    return present(result, bank.related(question, _documents(result)))


def _examples(bank: QuestionBank) -> list[KnownQuestion]:
    """Questions to begin with: those asked often, then one of each document, RELATED at most.

    Each is worded as it can be understood by itself; those that are so in their document go first.
    """
    with office().store.reading() as session:
        often = asked_often(session, bank)
    by_plainness = sorted(bank.questions, key=lambda known: known.asked != known.question)
    of_each = {each.document_id: each for each in reversed(by_plainness)}
    rest = (each for each in by_plainness if of_each[each.document_id] is each)
    chosen = list(dict.fromkeys((*often, *rest)))[:RELATED]
    return [replace(each, question=each.asked) for each in chosen]


def _documents(result: AskResult) -> frozenset[str]:
    """The documents that the answer shows."""
    answer = result.answer
    shown = (*answer.citations, *(each.citation for each in answer.beside))
    return frozenset(citation.document_id for citation in shown)
