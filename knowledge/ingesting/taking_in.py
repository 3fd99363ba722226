"""A source into the store, within the transaction of whoever starts it: looked at, then recorded.

It is looked at before it is read, so that only what is new is read; and again before it is
recorded, under the writers' lock, as another process may have been first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.corrections import brings_news, corrected, keep_given
from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.identity.identifying import Claim, Identity, identify, identify_as, identify_reading
from knowledge.identity.numbers_claimed import rivals
from knowledge.identity.places import record_place
from knowledge.identity.replaced import replaced
from knowledge.identity.similarity import Fingerprinted, nearly_the_same, record_fingerprint
from knowledge.ingesting.outcomes import FileOutcome, IngestResult
from knowledge.ingesting.rereading import StoredSources, read_together, stored_sources
from knowledge.ingesting.review import to_review
from knowledge.outline import Reading
from knowledge.recording import lock_for_writing, record_origin, record_version
from knowledge.sources import SourceFile

#: Reads a source into what a Version keeps; raises SourceError.
Reader = Callable[[SourceFile], Reading]

#: What was read of a source or, of a stored document, of all its sources; and the file read last.
Done = tuple[SourceFile, Reading]

#: Claims of sources whose bytes the store has read already.
_STORED = (Claim.UNCHANGED, Claim.KNOWN)


@dataclass(frozen=True)
class Look:
    """A source before it is read: what has to be read, or what it is known to be."""

    source: SourceFile
    document_id: DocumentId | None
    known: FileOutcome | None
    wanted: StoredSources | None


def look_at(session: Session, source: SourceFile, document_id: DocumentId | None = None) -> Look:
    """Tell what of the source has to be read; with a `document_id` it is that document."""
    identity = _identify(session, source, document_id)
    wanted = _to_be_read(session, source, identity)
    done = identity.claim is Claim.UNCHANGED and wanted is None and source.fetched is None
    known = _known(session, source, identity) if done else None
    return Look(source, document_id, known, wanted)


def take_in(
    session: Session, look: Look, done: Done | None, now: datetime, read: Reader
) -> FileOutcome:
    """Record what was `done` with what the look found wanting, None where that was nothing.

    Waits for the writers' lock. Reads again what the store wants otherwise than at the look;
    raises SourceError when that cannot be read.
    """
    lock_for_writing(session)
    source = look.source
    identity = _identify(session, source, look.document_id)
    wanted = _to_be_read(session, source, identity)
    if wanted is None:
        record_place(session, source, identity, now)
        return _known(session, source, identity)
    if done is None or wanted != look.wanted:
        done = read_together(wanted, read)
    if identity.claim in _STORED:
        return _given_anew(session, source, identity, now, done)
    by_text = look.document_id is None
    return _take_in(session, source, identity, now, done[1], read, by_text)


def _take_in(
    session: Session,
    source: SourceFile,
    identity: Identity,
    now: datetime,
    reading: Reading,
    read: Reader,
    by_text: bool,
) -> FileOutcome:
    """Record what was read of a source whose bytes are new to its place."""
    fresh = identity.fresh
    if by_text:
        identity = identify_reading(session, source, identity, reading)
    document_id = identity.document_id
    if identity.claim is Claim.KNOWN:
        record_origin(session, source, document_id, now, reading)
        if not brings_news(session, document_id, source.given):
            return _known(session, source, identity)
        done = read_together(stored_sources(session, document_id), read)
        return _given_anew(session, source, identity, now, done)
    outcome = _recorded(session, source, identity, now, source, identity.reading or reading)
    record_origin(session, source, document_id, now, reading, new=fresh)
    return outcome


def _given_anew(
    session: Session,
    source: SourceFile,
    identity: Identity,
    now: datetime,
    done: Done,
) -> FileOutcome:
    """Record the stored text of the document as a version with the values that are given now."""
    record_place(session, source, identity, now)
    return _recorded(session, source, identity, now, *done)


def _recorded(
    session: Session,
    source: SourceFile,
    identity: Identity,
    now: datetime,
    file: SourceFile,
    reading: Reading,
) -> FileOutcome:
    """Record the reading of `file` as the document's newest version, corrected by what people gave.

    Told with it is what the store holds of its like.
    """
    document_id, new = identity.document_id, identity.claim is Claim.NEW_DOCUMENT
    reading = corrected(session, document_id, reading, source.given, new=new)
    version_id, number = record_version(session, document_id, file, reading, now, new=new)
    keep_given(session, document_id, source.given, now)
    minima = record_fingerprint(session, version_id, reading.text, first=number == 1)
    own = Fingerprinted(version_id, document_id, reading.text, minima)
    return FileOutcome(
        name=source.name,
        result=IngestResult.ADDED if number == 1 else IngestResult.CHANGED,
        document_id=identity.document_id,
        version=number,
        title=reading.metadata.title,
        doubts=(
            *replaced(session, document_id, number),
            *to_review(reading),
            *rivals(session, document_id, reading),
        ),
        near_duplicates=tuple(nearly_the_same(session, own)),
    )


def _to_be_read(session: Session, source: SourceFile, identity: Identity) -> StoredSources | None:
    """What has to be read: the source where its bytes are new to its place, and what is stored of
    the document where only the values given are; None where neither is.
    """
    if identity.claim not in _STORED:
        return StoredSources((source,), source.sha256)
    if brings_news(session, identity.document_id, source.given):
        return stored_sources(session, identity.document_id)
    return None


def _identify(session: Session, source: SourceFile, document_id: DocumentId | None) -> Identity:
    if document_id is None:
        return identify(session, source)
    return identify_as(session, source, document_id)


def _known(session: Session, source: SourceFile, identity: Identity) -> FileOutcome:
    query = (
        select(Version.number, Version.title)
        .join(Document, is_current())
        .where(Document.id == identity.document_id)
    )
    number, title = session.execute(query).one()
    twin = identity.claim is Claim.KNOWN
    return FileOutcome(
        name=source.name,
        result=IngestResult.UNCHANGED,
        document_id=identity.document_id,
        version=number,
        title=title,
        reason=f"内容与已导入的《{title}》相同" if twin else None,
        doubts=tuple(f"“{doubt.raw}”：{doubt.reason}" for doubt in identity.doubts),
    )
