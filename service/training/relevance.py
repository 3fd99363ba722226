"""Which stored passages answer a judged question, and how well: the labels of ranking."""

from __future__ import annotations

from indexer.metrics import content_characters, runs
from knowledge.documents import DocumentId, PassageId
from knowledge.queries.indexable import passages_of
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.wiring import Office

#: Grades: a passage of a right document; one that holds some of the answer; one that answers.
RIGHT_DOCUMENT, NEAR, ANSWERS = 1.0, 2.0, 3.0

#: Characters of a run of the answer, and the shares of its runs from which a passage is near or
#: answers.
RUN = 3
SOME, ENOUGH = 0.3, 0.6


def graded_passages(
    office: Office, ids: SetIds, question: JudgedQuestion
) -> dict[PassageId, float]:
    """The passages of the question's right documents with their grades; none where none is known.

    Where a document holds the answer nowhere as a whole, the passage that holds most is near.
    """
    wanted = _wanted_texts(ids, question)
    with office.store.reading() as session:
        found = list(passages_of(session, [DocumentId(each) for each in wanted]))
    shares = {each.id: _held(wanted[each.document_id], each.text) for each in found}
    most = max(shares.values(), default=0.0)
    return {each: _grade(share, most) for each, share in shares.items()}


def _wanted_texts(ids: SetIds, question: JudgedQuestion) -> dict[str, str]:
    """The right documents' stored ids with the text that answers; empty: all of it answers."""
    if question.passages:
        return dict.fromkeys(question.passages, "")
    names = {name: stored for stored, each in ids.documents.items() for name in each}
    return {
        names.get(document, document): question.evidence.get(document, question.answer or "")
        for document in question.documents
    }


def _held(wanted: str, text: str) -> float:
    if not wanted:
        return 1.0
    held = content_characters(text)
    pieces = runs(content_characters(wanted), RUN)
    return sum(piece in held for piece in pieces) / max(1, len(pieces))


def _grade(share: float, most: float) -> float:
    if share >= ENOUGH:
        return ANSWERS
    return NEAR if share >= SOME or share == most else RIGHT_DOCUMENT
