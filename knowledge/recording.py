"""Writing what was read into the store, within the transaction of whoever starts it.

Every writer first takes the row that counts the store's changes. On PostgreSQL that makes writers
wait for one another, as BEGIN IMMEDIATE does on SQLite: between looking whether a document is
there and writing it, no other process can write it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from knowledge.database import Base
from knowledge.documents import (
    Document,
    DocumentId,
    Duty,
    FieldEvidence,
    Part,
    Passage,
    Reference,
    SourceOrigin,
    StoredFile,
    StoreRevision,
    Version,
)
from knowledge.errors import StoreError
from knowledge.fetching.pages import FetchedPage
from knowledge.outline import Reading
from knowledge.sources import SourceFile

#: The generation of this program's readers. Whoever changes what they make of a file counts it up,
#: so that stored files are read anew although their bytes have not changed.
READERS = 2


#: Under these names a session, which is one transaction, keeps the row whose lock it holds, and
#: which files it knows to be stored.
_LOCKED = "locked store revision"
_KEPT = "kept files"


def lock_for_writing(session: Session) -> StoreRevision:
    """Wait until no other writer is at work; returns the row that counts the store's changes.

    Costs nothing when the transaction holds the lock already. Raises StoreError when the row is
    missing.
    """
    held: StoreRevision | None = session.info.get(_LOCKED)
    if held is not None and held in session:
        return held
    query = select(StoreRevision).where(StoreRevision.id == 1).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise StoreError("数据库里没有修订记录：数据库不完整，请重新建立")
    session.info[_LOCKED] = row
    return row


def record_version(
    session: Session,
    document_id: DocumentId,
    source: SourceFile,
    reading: Reading,
    now: datetime,
) -> int:
    """Store the reading as the document's newest version, the document too where it is new.

    Takes the writers' lock and counts the change; returns the version's number.
    """
    counter = lock_for_writing(session)
    counter.value += 1
    _keep_file(session, source)
    document = session.get(Document, document_id)
    if document is None:
        document = Document(id=document_id, current_version=0, created_at=now)
        session.add(document)
    document.current_version += 1
    document.revision = counter.value
    session.flush()
    row = {
        "document_id": document_id,
        "number": document.current_version,
        "sha256": source.sha256,
        "file_name": source.name,
        "created_at": now,
        **version_columns(reading),
    }
    versions = _table(Version)
    stored = insert(versions).values(row).returning(versions.c.id)
    _add_readings(session, session.scalars(stored).one(), reading)
    return document.current_version


def record_origin(
    session: Session,
    source: SourceFile,
    document_id: DocumentId,
    now: datetime,
    reading: Reading | None = None,
) -> None:
    """Remember that the source's place holds these bytes of the document, and what it tells.

    Without a `reading` the bytes were read before, at another place. Where they are those of the
    document's newest version, that counts as read by the readers of today. Of a page that was
    fetched it is kept how to ask whether it has changed.
    """
    _keep_file(session, source)
    if reading is None:
        told = _told_before(session, source.sha256, document_id)
    else:
        metadata = reading.metadata
        told = {
            "readers": READERS,
            "source_url": metadata.source_url,
            "published_on": metadata.published_on,
        }
        _count_as_read(session, source.sha256, document_id)
    row = {"document_id": document_id, "sha256": source.sha256, "seen_at": now, **told}
    origins = _table(SourceOrigin)
    here = origins.c.origin == source.origin
    if session.scalar(select(origins.c.origin).where(here)) is None:
        session.execute(insert(origins).values(origin=source.origin, **row))
    else:
        session.execute(update(origins).where(here).values(row))
    if source.fetched is not None:
        session.merge(
            FetchedPage(
                url=source.origin,
                etag=source.fetched.etag,
                last_modified=source.fetched.last_modified,
                sha256=source.sha256,
                fetched_at=now,
            )
        )


def _count_as_read(session: Session, sha256: str, document_id: DocumentId) -> None:
    """Where the document's newest version has these bytes, today's readers have read it."""
    versions, documents = _table(Version), _table(Document)
    newest = select(documents.c.current_version).where(documents.c.id == document_id)
    session.execute(
        update(versions)
        .where(
            versions.c.document_id == document_id,
            versions.c.number == newest.scalar_subquery(),
            versions.c.sha256 == sha256,
            versions.c.readers < READERS,
        )
        .values(readers=READERS)
    )


def _told_before(session: Session, sha256: str, document_id: DocumentId) -> dict[str, Any]:
    """What was read of the same bytes, as a version or at another place."""
    columns = ("readers", "source_url", "published_on")
    for table, newest in ((SourceOrigin, SourceOrigin.seen_at), (Version, Version.number)):
        row = session.execute(
            select(*(getattr(table, column) for column in columns))
            .where(table.sha256 == sha256, table.document_id == document_id)
            .order_by(newest.desc())
            .limit(1)
        ).one_or_none()
        if row is not None:
            return dict(row._mapping)
    raise StoreError(f"这些内容从未读过：{sha256}")


def _keep_file(session: Session, source: SourceFile) -> None:
    kept: set[str] = session.info.setdefault(_KEPT, set())
    if source.sha256 in kept:
        return
    kept.add(source.sha256)
    files = _table(StoredFile)
    if session.scalar(select(files.c.size).where(files.c.sha256 == source.sha256)) is None:
        row = {"sha256": source.sha256, "data": source.data, "size": len(source.data)}
        session.execute(insert(files).values(row))


def _table(entity: type[Base]) -> Table:
    """The table behind a mapped class; statements on it cost half of those on the class.

    A class would also have a statement for each run of rows that leave the same columns empty.
    """
    return cast(Table, entity.__table__)


def version_columns(reading: Reading) -> dict[str, Any]:
    """The columns of a Version that come from its reading."""
    metadata, validity = reading.metadata, reading.metadata.validity
    return {
        "media_type": reading.media_type,
        "charset": reading.charset,
        "readers": READERS,
        "page_type": reading.page_type.value,
        "text_sha256": reading.text_sha256,
        "raw_text": reading.raw_text,
        "text": reading.text,
        "title": metadata.title,
        "title_key": reading.title_key,
        "carried_title": metadata.carried_title,
        "carried_title_key": reading.carried_title_key,
        "doc_number": metadata.doc_number,
        "number_key": reading.number_key,
        "issuers": list(metadata.issuers),
        "kind": metadata.kind,
        "level": metadata.level,
        "region": metadata.region,
        "index_number": metadata.index_number,
        "unified_number": metadata.unified_number,
        "topic": metadata.topic,
        "written_on": metadata.written_on,
        "published_on": metadata.published_on,
        "source_url": metadata.source_url,
        "stated_validity": validity.stated.value if validity.stated else None,
        "stated_from": validity.stated_from,
        "effective_on": validity.effective_on,
        "effective_from": validity.effective_from,
        "expires_on": validity.expires_on,
        "expires_from": validity.expires_from,
        "repairs": [
            {
                "kind": repair.kind,
                "count": repair.count,
                "example": {"before": repair.before, "after": repair.after},
            }
            for repair in reading.repairs
        ],
        "doubts": [
            {"kind": doubt.kind, "raw": doubt.raw, "reason": doubt.reason}
            for doubt in reading.doubts
        ],
        "attachments": [asdict(attachment) for attachment in reading.attachments],
    }


def _add_readings(session: Session, version_id: int, reading: Reading) -> None:
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Part: [
            {"ordinal": ordinal, **vars(part)} for ordinal, part in enumerate(reading.outline.parts)
        ],
        Passage: [
            {"ordinal": ordinal, **vars(passage), "text": reading.text[passage.start : passage.end]}
            for ordinal, passage in enumerate(reading.outline.passages)
        ],
        FieldEvidence: [vars(field) for field in reading.metadata.evidence],
        Reference: [vars(reference) for reference in reading.metadata.references],
        Duty: [vars(duty) for duty in reading.metadata.duties],
    }
    for table, values in rows.items():
        if values:
            session.execute(
                insert(_table(table)), [{"version_id": version_id, **row} for row in values]
            )
