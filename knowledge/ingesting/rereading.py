"""Stored documents read anew from their bytes, as when what people gave for them has changed.

A document that stands at several sites is read from each: what one of them tells that it has
lapsed must not be lost because the newest version came from another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document, DocumentId, SourceOrigin, StoredFile, Version, is_current
from knowledge.errors import UnknownDocument
from knowledge.identity.joining import join
from knowledge.outline import Reading
from knowledge.sources import SourceFile, is_address
from knowledge.version_rows import version_columns


@dataclass(frozen=True)
class StoredSources:
    """The files that a document was read from, in the order in which they came, each text once.

    `current` is the SHA-256 of the one that the newest version was read from.
    """

    files: tuple[SourceFile, ...]
    current: str


def stored_sources(session: Session, document_id: DocumentId) -> StoredSources:
    """The bytes behind the document, as they arrived; raises UnknownDocument."""
    query = (
        select(Version.sha256, Version.file_name, Version.charset)
        .join(Document, is_current())
        .where(Document.id == document_id)
    )
    current = session.execute(query).one_or_none()
    if current is None:
        raise UnknownDocument(f"没有这个文件：{document_id}")
    places: dict[str, list[str]] = {current.sha256: []}
    rows = session.execute(
        select(SourceOrigin.origin, SourceOrigin.sha256)
        .where(SourceOrigin.document_id == document_id)
        .order_by(SourceOrigin.origin)
    )
    for origin, sha256 in rows:
        places.setdefault(sha256, []).append(origin)
    files = [
        _stored(session, sha256, origins, current.file_name, current.charset)
        for sha256, origins in places.items()
    ]
    arrived = _arrivals(session, document_id)
    last = len(arrived)
    return StoredSources(
        tuple(sorted(files, key=lambda file: (arrived.get(file.sha256, last), file.origin))),
        current.sha256,
    )


def read_together(
    sources: StoredSources, read: Callable[[SourceFile], Reading]
) -> tuple[SourceFile, Reading]:
    """Read each source and join those that hold the text of the current one.

    The reading's offsets in raw text are those of the source that is given with it. Raises
    SourceError where one of them can no longer be read.
    """
    readings = [(file, read(file)) for file in sources.files]
    text = next(reading for file, reading in readings if file.sha256 == sources.current).text_sha256
    first, *others = [each for each in readings if each[1].text_sha256 == text]
    file, together = first
    for other, reading in others:
        stored = Version(file_name=file.name, **version_columns(together))
        file, together = other, join(stored, reading).reading
    return file, together


def _stored(
    session: Session, sha256: str, origins: list[str], file_name: str, charset: str
) -> SourceFile:
    """The file with these bytes; `charset` stands in for what its server declared."""
    data = session.scalars(select(StoredFile.data).where(StoredFile.sha256 == sha256)).one()
    address = next((origin for origin in origins if is_address(origin)), None)
    origin = origins[0] if origins else file_name
    name = origin.rstrip("/").rpartition("/")[2] or file_name
    return SourceFile(origin, name, data, url=address, charset=charset)


def _arrivals(session: Session, document_id: DocumentId) -> dict[str, int]:
    """The number of the first version that was read from each file, by its SHA-256."""
    rows = session.execute(
        select(Version.sha256, func.min(Version.number))
        .where(Version.document_id == document_id)
        .group_by(Version.sha256)
    )
    return {row[0]: row[1] for row in rows}
