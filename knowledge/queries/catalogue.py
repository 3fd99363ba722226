"""Reading the stock of documents: the list of all, and the files as they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, StoredFile, Version, stands
from knowledge.errors import UnknownDocument
from knowledge.queries.corpus import document_facts
from knowledge.queries.findings import DocumentFacts


@dataclass(frozen=True)
class StoredSource:
    """A source file as it came, byte for byte, under the name people gave it."""

    name: str
    data: bytes


def count_documents(session: Session) -> int:
    """How many documents stand, those withdrawn left out."""
    query = select(func.count()).select_from(Document).where(Document.withdrawn_at.is_(None))
    return session.scalars(query).one()


def list_documents(session: Session, day: date, first: int, count: int) -> list[DocumentFacts]:
    """The documents that stand, from place `first` (from 0) on, judged on `day`.

    Newest first by publication, then by signing; those that tell neither day come last.
    """
    told = func.coalesce(Version.published_on, Version.written_on)
    ids = session.scalars(
        select(Document.id)
        .join(Version, stands())
        .order_by(told.is_(None), told.desc(), Document.id)
        .offset(first)
        .limit(count)
    ).all()
    facts = document_facts(session, [DocumentId(document_id) for document_id in ids], day)
    return [facts[DocumentId(document_id)] for document_id in ids]


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
