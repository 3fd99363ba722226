"""The questions that documents answer, by topic, each with its answer as the document prints it.

Published answers of consultations are among them: they are documents too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.pairs import Pair, pairs_of
from service.public.context import office, today
from service.questions.asked_often import asked_often
from service.questions.bank import KnownQuestion, QuestionBank
from service.questions.topics import Topics, by_topic

questions = Blueprint("questions", __name__, url_prefix="/questions")

QUESTIONS_A_PAGE = 20
#: Characters of an answer in the list; the document has the whole.
LONGEST_ANSWER = 300

#: Under this name the application keeps the questions by topic, with what they were made of.
_TOPICS = "yihaoda.topics"
_Grouped = Mapping[str, tuple[KnownQuestion, ...]]


@dataclass(frozen=True)
class ShownPair:
    """A pair with the facts of the document that prints it; `cut` where more follows there."""

    asked: str
    answer: str
    cut: bool
    part: int
    facts: DocumentFacts


@questions.get("")
def topics() -> str | tuple[str, int]:
    """The topics, what is asked often, and the questions of one topic, a page at a time.

    A topic that there is not, or no longer, is not found: the page leads on to those there are.
    """
    bank = office().questions.bank()
    with office().store.reading() as session:
        grouped = _grouped(bank, office().topics.at(session))
    topic = request.args.get("topic", "")
    if topic and topic not in grouped:
        return render_template("questions.html", topics=_counts(grouped), unknown=True), 404
    found = grouped.get(topic, ()) if topic else bank.questions
    pages = max(1, -(-len(found) // QUESTIONS_A_PAGE))
    page = max(1, min(request.args.get("page", 1, int), pages))
    listed = found[(page - 1) * QUESTIONS_A_PAGE : page * QUESTIONS_A_PAGE]
    first = not topic and page == 1
    with office().store.reading() as session:
        often = asked_often(session, bank) if first else []
        shown = _shown(session, [*often, *(each for each in listed if each not in often)])
    return render_template(
        "questions.html",
        topics=_counts(grouped),
        topic=topic,
        often=shown[: len(often)],
        pairs=shown[len(often) :],
        total=len(found),
        page=page,
        pages=pages,
    )


def _grouped(bank: QuestionBank, topics: Topics) -> _Grouped:
    """The bank's questions by topic, made anew when the bank or the topics are others."""
    kept: tuple[QuestionBank, Topics, _Grouped] | None = current_app.extensions.get(_TOPICS)
    if kept is None or kept[0] is not bank or kept[1] is not topics:
        kept = bank, topics, by_topic(bank, topics)
        current_app.extensions[_TOPICS] = kept
    return kept[2]


def _counts(grouped: _Grouped) -> dict[str, int]:
    return {name: len(each) for name, each in grouped.items()}


def _shown(session: Session, wanted: Sequence[KnownQuestion]) -> list[ShownPair]:
    """The pairs with what their documents tell; four statements, those just gone left out."""
    keys = {(DocumentId(each.document_id), each.question): each for each in wanted}
    pairs = {(pair.document_id, pair.question): pair for pair in pairs_of(session, keys.keys())}
    facts = document_facts(session, {document_id for document_id, _ in keys}, today())
    return [
        _shown_pair(keys[key], pairs[key], facts[key[0]])
        for key in keys
        if key in pairs and key[0] in facts
    ]


def _shown_pair(known: KnownQuestion, pair: Pair, facts: DocumentFacts) -> ShownPair:
    cut = len(pair.answer) > LONGEST_ANSWER
    answer = f"{pair.answer[:LONGEST_ANSWER]}……" if cut else pair.answer
    return ShownPair(known.asked, answer, cut, pair.part, facts)
