"""Reading the stock of documents: how many, by rising id, and the files as they came.

The list that people read is in `listings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from knowledge.documents import Document, DocumentId, StoredFile, Version, stands
from knowledge.errors import UnknownDocument


@dataclass(frozen=True)
class StoredSource:
    """A source file as it came, byte for byte, under the name people gave it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class StandingDocument:
    """A document that can be read, and the day on which its newest version was taken in."""

    id: DocumentId
    changed_on: date


def count_documents(session: Session) -> int:
    """How many documents stand, those withdrawn left out."""
    query = select(func.count()).select_from(Document).where(Document.withdrawn_at.is_(None))
    return session.scalars(query).one()


def every_nth_document(session: Session, count: int) -> list[DocumentId]:
    """Of the documents that stand, by rising id, the first and every `count`-th after it."""
    places = (
        select(Document.id, func.row_number().over(order_by=Document.id).label("place"))
        .where(Document.withdrawn_at.is_(None))
        .subquery()
    )
    query = select(places.c.id).where((places.c.place - 1) % count == 0).order_by(places.c.id)
    return [DocumentId(document_id) for document_id in session.scalars(query)]


def documents_from(session: Session, first: DocumentId, count: int) -> list[StandingDocument]:
    """The documents that stand from the one of this id on, by rising id."""
    query = (
        select(Document.id, Version.created_at)
        .join(Version, stands())
        .where(Document.id >= first)
        .order_by(Document.id)
        .limit(count)
    )
    return [
        StandingDocument(DocumentId(row.id), day_in_china(row.created_at))
        for row in session.execute(query)
    ]


def source_file(session: Session, document_id: DocumentId, version: int) -> StoredSource:
    """The file that the version was read from; raises UnknownDocument when there is none."""
    row = session.execute(
        select(Version.file_name, StoredFile.data)
        .join(StoredFile, Version.sha256 == StoredFile.sha256)
        .where(Version.document_id == document_id, Version.number == version)
    ).one_or_none()
    if row is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    return StoredSource(row.file_name, row.data)
