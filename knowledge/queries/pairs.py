"""The pairs of question and answer that documents print, by the question or by a place in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import Document, DocumentId, Part, Version, stands
from knowledge.structure.nodes import QA

_PARTS, _VERSIONS, _DOCUMENTS = table(Part), table(Version), table(Document)
_ANSWER_BEGINS = re.compile(r"^[\s？?。：:]*(?:答(?:复|案)?[:：])?\s*")

_OF_DOCUMENTS = (
    select(_DOCUMENTS.c.id, _PARTS.c.ordinal, _PARTS.c.heading, _PARTS.c.start, _PARTS.c.end)
    .select_from(_PARTS)
    .join(_VERSIONS, _PARTS.c.version_id == _VERSIONS.c.id)
    .join(_DOCUMENTS, stands())
    .where(_PARTS.c.level == literal_column(f"'{QA}'"))
)
#: Only the words of the pair are read, not the whole text that it stands in.
_WORDS = func.substr(_VERSIONS.c.text, _PARTS.c.start + 1, _PARTS.c.end - _PARTS.c.start)


@dataclass(frozen=True)
class Pair:
    """A question that a document prints, with its answer; `part` is its ordinal there."""

    document_id: DocumentId
    part: int
    question: str
    answer: str


@dataclass(frozen=True)
class PairPlace:
    """Where a pair stands in its document's text: `text[start:end]`."""

    document_id: DocumentId
    question: str
    start: int
    end: int


def pairs_of(session: Session, wanted: Collection[tuple[DocumentId, str]]) -> list[Pair]:
    """The pairs of these documents and questions, in no order; one statement.

    Those that no standing document prints are left out.
    """
    if not wanted:
        return []
    query = _OF_DOCUMENTS.add_columns(_WORDS.label("words")).where(
        _DOCUMENTS.c.id.in_({document_id for document_id, _ in wanted}),
        func.trim(_PARTS.c.heading).in_({question for _, question in wanted}),
    )
    pairs = (
        Pair(DocumentId(row.id), row.ordinal, row.heading.strip(), _answer(row.words, row.heading))
        for row in session.execute(query)
    )
    return [pair for pair in pairs if (pair.document_id, pair.question) in wanted]


def pair_places(session: Session, ids: Collection[DocumentId]) -> list[PairPlace]:
    """Where the pairs of these documents stand; one statement."""
    rows = session.execute(_OF_DOCUMENTS.where(_DOCUMENTS.c.id.in_(ids))) if ids else ()
    return [PairPlace(DocumentId(row.id), row.heading.strip(), row.start, row.end) for row in rows]


def _answer(words: str, heading: str) -> str:
    """What follows the question, without the label of the answer."""
    _, _, behind = words.partition(heading)
    return _ANSWER_BEGINS.sub("", behind or words).strip()
