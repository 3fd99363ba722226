"""The questions that documents themselves answer: the pairs of their pages of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Part, Version, stands
from knowledge.queries.corpus import document_facts
from knowledge.queries.findings import DocumentFacts
from knowledge.relying.standing import held_back
from knowledge.structure.nodes import QA

#: Documents judged in one statement: databases bound the length of a list.
_AT_A_TIME = 500

_PARTS, _VERSIONS, _DOCUMENTS = table(Part), table(Version), table(Document)

#: A literal and not a parameter, so that the databases use the index of such parts alone.
_IS_QUESTION = _PARTS.c.level == literal_column(f"'{QA}'")
_TOLD = func.coalesce(_VERSIONS.c.published_on, _VERSIONS.c.written_on)
_QUESTIONS = (
    select(_DOCUMENTS.c.id, _VERSIONS.c.title, _PARTS.c.heading)
    .join(_VERSIONS, _PARTS.c.version_id == _VERSIONS.c.id)
    .join(_DOCUMENTS, stands())
    .where(_IS_QUESTION, _PARTS.c.heading != "")
    .order_by(_TOLD.is_(None), _TOLD.desc(), _DOCUMENTS.c.id, _PARTS.c.ordinal)
)


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as a document prints it, which answers it; `title` is the document's."""

    document_id: DocumentId
    title: str
    question: str


def answered_questions(session: Session, day: date, most: int) -> list[AnsweredQuestion]:
    """The questions of documents that may answer on `day`, the newest documents' first.

    `most` bounds what is read. Left out are documents that are withdrawn, not in force, or held
    back since what they rely on has changed.
    """
    rows = session.execute(_QUESTIONS.limit(most)).all()
    answering = _answering(session, [DocumentId(row.id) for row in rows], day)
    return [
        AnsweredQuestion(DocumentId(row.id), row.title, row.heading.strip())
        for row in rows
        if row.id in answering
    ]


def _answering(session: Session, ids: Sequence[DocumentId], day: date) -> frozenset[DocumentId]:
    """Those of the documents that are in force on the day and not held back."""
    wanted = list(dict.fromkeys(ids))
    found: list[DocumentFacts] = []
    for first in range(0, len(wanted), _AT_A_TIME):
        found += document_facts(session, wanted[first : first + _AT_A_TIME], day).values()
    held = held_back(session, [facts.id for facts in found if facts.relies], day)
    return frozenset(
        facts.id for facts in found if facts.validity.answerable and facts.id not in held
    )
