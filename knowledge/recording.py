"""Writing what was read into the store, within the transaction of whoever starts it.

Every writer first takes the row that counts the store's changes. On PostgreSQL that makes writers
wait for one another, as BEGIN IMMEDIATE does on SQLite: between looking whether a document is
there and writing it, no other process can write it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import (
    Document,
    DocumentId,
    SourceOrigin,
    StoredFile,
    StoreRevision,
    Version,
)
from knowledge.errors import StoreError
from knowledge.fetching.pages import FetchedPage
from knowledge.listing import list_again, list_new
from knowledge.outline import Reading
from knowledge.sources import SourceFile
from knowledge.version_rows import READERS, record_rows, version_columns

_DOCUMENTS, _VERSIONS = table(Document), table(Version)
_FILES, _ORIGINS = table(StoredFile), table(SourceOrigin)

_CURRENT = select(_DOCUMENTS.c.current_version).where(_DOCUMENTS.c.id == bindparam("wanted"))
_NEW_DOCUMENT = insert(_DOCUMENTS)
_CHANGED_DOCUMENT = update(_DOCUMENTS).where(_DOCUMENTS.c.id == bindparam("wanted"))
_NEW_VERSION = insert(_VERSIONS).returning(_VERSIONS.c.id)
_FILE = select(_FILES.c.size).where(_FILES.c.sha256 == bindparam("wanted"))
_NEW_FILE = insert(_FILES)
_PLACE = select(_ORIGINS.c.origin).where(_ORIGINS.c.origin == bindparam("wanted"))
_NEW_PLACE = insert(_ORIGINS)
_CHANGED_PLACE = update(_ORIGINS).where(_ORIGINS.c.origin == bindparam("wanted"))
#: Where the document's newest version has these bytes, today's readers have read it.
_READ_TODAY = (
    update(_VERSIONS)
    .where(
        _VERSIONS.c.document_id == bindparam("wanted"),
        _VERSIONS.c.number == _CURRENT.scalar_subquery(),
        _VERSIONS.c.sha256 == bindparam("bytes"),
        _VERSIONS.c.readers < READERS,
    )
    .values(readers=READERS)
)


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


class Recorded(NamedTuple):
    """A version that was recorded: its id, and its number among those of its document."""

    id: int
    number: int


def record_version(
    session: Session,
    document_id: DocumentId,
    source: SourceFile,
    reading: Reading,
    now: datetime,
    *,
    new: bool = False,
) -> Recorded:
    """Store the reading as the document's newest version, the document too where it is new.

    Takes the writers' lock and counts the change. Whoever holds the lock and has found that the
    document is not there says so by `new`, and it is not looked for again.
    """
    counter = lock_for_writing(session)
    counter.value += 1
    _keep_file(session, source)
    current = None if new else session.scalar(_CURRENT, {"wanted": document_id})
    number = _next_version(session, document_id, current, counter.value, now)
    row = {
        "document_id": document_id,
        "number": number,
        "sha256": source.sha256,
        "file_name": source.name,
        "created_at": now,
        **version_columns(reading),
    }
    version_id: int = session.scalars(_NEW_VERSION, row).one()
    listed = list_new if current is None else list_again
    listed(session, [row])
    record_rows(session, version_id, reading)
    return Recorded(version_id, number)


def _next_version(
    session: Session,
    document_id: DocumentId,
    current: int | None,
    revision: int,
    now: datetime,
) -> int:
    """The number of the version after the `current` one, which becomes the document's current."""
    number = (current or 0) + 1
    row = {"id": document_id, "current_version": number, "revision": revision}
    if current is None:
        session.execute(_NEW_DOCUMENT, {**row, "created_at": now})
    else:
        session.execute(_CHANGED_DOCUMENT, {**row, "wanted": document_id})
    return number


def record_origin(
    session: Session,
    source: SourceFile,
    document_id: DocumentId,
    now: datetime,
    reading: Reading | None = None,
    *,
    new: bool = False,
) -> None:
    """Remember that the source's place holds these bytes of the document, and what it tells.

    Without a `reading` the bytes were read before, at another place. Where they are those of the
    document's newest version, that counts as read by the readers of today. Of a page that was
    fetched it is kept how to ask whether it has changed. `new` says that the place is not known,
    as to `record_version`, and that the version was recorded of this reading.
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
        if not new:
            session.execute(_READ_TODAY, {"wanted": document_id, "bytes": source.sha256})
    row = {"document_id": document_id, "sha256": source.sha256, "seen_at": now, **told}
    place = {"wanted": source.origin}
    if new or session.scalar(_PLACE, place) is None:
        session.execute(_NEW_PLACE, {"origin": source.origin, **row})
    else:
        session.execute(_CHANGED_PLACE, {**place, **row})
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
        session.flush()  # the next page of the transaction may have the same address


def _told_before(session: Session, sha256: str, document_id: DocumentId) -> dict[str, Any]:
    """What was read of the same bytes, as a version or at another place."""
    columns = ("readers", "source_url", "published_on")
    for entity, newest in ((SourceOrigin, SourceOrigin.seen_at), (Version, Version.number)):
        row = session.execute(
            select(*(getattr(entity, column) for column in columns))
            .where(entity.sha256 == sha256, entity.document_id == document_id)
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
    if session.scalar(_FILE, {"wanted": source.sha256}) is None:
        row = {"sha256": source.sha256, "data": source.data, "size": len(source.data)}
        session.execute(_NEW_FILE, row)
