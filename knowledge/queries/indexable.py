"""What an index is built from: the documents that stand, and the passages of theirs.

An index that knows for each of its documents at which revision it took it, finds by comparing
what has to change in it; it does not matter what happened to the document or to the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, Passage, PassageId, Version, stands
from knowledge.queries.findings import PassageForIndex

#: Rows that a streamed query takes from the database at a time.
STREAM_ROWS = 1000

#: Documents that are named in one statement; both databases take tens of thousands.
NAMED_DOCUMENTS = 500


def standing_documents(session: Session) -> dict[DocumentId, int]:
    """Every document that is not withdrawn, with the revision of its last change."""
    query = select(Document.id, Document.revision).where(Document.withdrawn_at.is_(None))
    return {DocumentId(document_id): value for document_id, value in session.execute(query)}


def passages_for_index(session: Session) -> Iterator[PassageForIndex]:
    """Every passage of every current version, streamed: document by document, ids rising."""
    yield from _passages(session, _query())


def passages_of(
    session: Session, document_ids: Collection[DocumentId]
) -> Iterator[PassageForIndex]:
    """The passages that `passages_for_index` gives of these documents, in the same order."""
    remaining = iter(sorted(document_ids))
    while named := list(islice(remaining, NAMED_DOCUMENTS)):
        yield from _passages(session, _query().where(Document.id.in_(named)))


def passage_count(session: Session) -> int:
    """How many passages `passages_for_index` gives."""
    query = (
        select(func.count(Passage.id))
        .join(Version, Passage.version_id == Version.id)
        .join(Document, stands())
    )
    return session.scalars(query).one()


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Passage.id,
            Document.id,
            Version.title,
            Version.doc_number,
            Passage.trail,
            Passage.text,
        )
        .join(Version, Passage.version_id == Version.id)
        .join(Document, stands())
        .order_by(Document.id, Passage.id)
        .execution_options(yield_per=STREAM_ROWS)
    )


def _passages(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[PassageForIndex]:
    for passage_id, document_id, title, doc_number, trail, text in session.execute(query):
        yield PassageForIndex(
            PassageId(passage_id), DocumentId(document_id), title, doc_number, trail, text
        )
