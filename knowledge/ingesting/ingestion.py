"""A document's way into the store: file, bytes, lines, clean text, metadata and parts, version.

One file is one transaction: whatever happens, a file is in the store whole or not at all, and the
next run goes on where the last one ended. What is wrong with a file costs that file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.corrections import brings_news, corrected, keep_given
from knowledge.database import Store
from knowledge.documents import Document, DocumentId, SourceOrigin, Version, is_current
from knowledge.errors import SourceError, SourceFault, StoreError, WorkersUnavailable
from knowledge.identity.identifying import Claim, Identity, identify, identify_as, identify_reading
from knowledge.identity.numbers_claimed import rivals
from knowledge.identity.places import record_place
from knowledge.identity.similarity import near_duplicates, record_fingerprint
from knowledge.ingesting.arriving import Arrived, arriving, held_ahead, opened
from knowledge.ingesting.folders import find_files
from knowledge.ingesting.outcomes import (
    FileOutcome,
    IngestInterrupted,
    IngestReport,
    IngestResult,
    IngestStopped,
)
from knowledge.ingesting.rereading import StoredSources, read_together, stored_sources
from knowledge.ingesting.review import to_review
from knowledge.outline import Reading
from knowledge.reading import read_document
from knowledge.recording import lock_for_writing, record_origin, record_version
from knowledge.sources import Refusal, SourceFile

#: Reads a source into what a Version keeps; raises SourceError.
Reader = Callable[[SourceFile], Reading]

#: Told of a source that `read` will be asked for, after those that it was told of before.
Expect = Callable[[SourceFile], None]

#: Claims of sources whose bytes the store has read already.
_STORED = (Claim.UNCHANGED, Claim.KNOWN)

#: Told after each file: its number, of how many, and its name; files of an archive share a number.
Progress = Callable[[int, int, str], None]


def ingest_paths(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
    expect: Expect | None = None,
) -> IngestReport:
    """Ingest the files and folders at `paths`; no file stops the others.

    Raises IngestStopped, with what was done until then, when the store gives out.
    """
    found = find_files(paths)
    return ingest(store, map(opened, found), clock, progress, read, expect, total=len(found))


def ingest(
    store: Store,
    sources: Iterable[SourceFile | Refusal],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
    expect: Expect | None = None,
    *,
    total: int = 0,
) -> IngestReport:
    """Ingest the sources as they come, in their order; none stops the others.

    With `expect`, some sources are asked for before those ahead of them are done, so that they
    can be read side by side; without it each is done before the next is asked for. `total` is how
    many are expected, where that is known. Raises IngestStopped, with what was done until then,
    when the store or the readers give out, and IngestInterrupted on Ctrl-C.
    """
    outcomes: list[FileOutcome] = []
    looked = _looked_at(store, arriving(sources), expect)
    if expect is not None:
        looked = held_ahead(looked, lambda each: each[0].size)
    try:
        for arrived, look in looked:
            outcomes.append(_outcome(store, look, clock(), read))
            if progress is not None:
                progress(arrived.number, max(total, arrived.number), outcomes[-1].name)
    except (StoreError, WorkersUnavailable) as error:
        raise IngestStopped(str(error), IngestReport(tuple(outcomes))) from error
    except KeyboardInterrupt as error:
        raise IngestInterrupted(IngestReport(tuple(outcomes))) from error
    return IngestReport(tuple(outcomes))


def ingest_source(
    store: Store,
    source: SourceFile,
    now: datetime,
    *,
    document_id: DocumentId | None = None,
    read: Reader = read_document,
) -> FileOutcome:
    """Ingest a source whose bytes are at hand, in one transaction.

    With a `document_id` it is that document, whatever its bytes are. It is read only when its
    bytes, or the values given with it, are new to the store, and before the writers' lock is
    taken. Raises SourceError when it cannot be a document, StoreError when the store gives out.
    """
    return _ingest(store, _look(store, source, document_id), now, read)


@dataclass(frozen=True)
class _Look:
    """A source before it is read: what has to be read, or what it is known to be."""

    source: SourceFile
    document_id: DocumentId | None
    known: FileOutcome | None
    wanted: StoredSources | None


def _look(store: Store, source: SourceFile, document_id: DocumentId | None = None) -> _Look:
    with store.reading() as session:
        identity = _identify(session, source, document_id)
        wanted = _to_be_read(session, source, identity)
        done = identity.claim is Claim.UNCHANGED and wanted is None and source.fetched is None
        known = _known(session, source, identity) if done else None
    return _Look(source, document_id, known, wanted)


def _looked_at(
    store: Store, arrived: Iterable[Arrived], expect: Expect | None
) -> Iterator[tuple[Arrived, _Look | Refusal]]:
    """What arrives with a look at it; tells `expect` what will be read."""
    for each in arrived:
        if isinstance(each.source, Refusal):
            yield each, each.source
            continue
        look = _look(store, each.source)
        # What else has to be read are stored files of the document: rare, and not at hand.
        if expect is not None and look.wanted is not None and each.source in look.wanted.files:
            expect(each.source)
        yield each, look


def _outcome(store: Store, look: _Look | Refusal, now: datetime, read: Reader) -> FileOutcome:
    """Ingest what was looked at; what is wrong with it is its outcome."""
    if isinstance(look, Refusal):
        return _failed(store, look.name, look.origin, look.reason)
    source = look.source
    name = source.label or source.origin
    try:
        return replace(_ingest(store, look, now, read), name=name)
    except SourceError as error:
        return _failed(store, name, source.origin, str(error))


def _ingest(store: Store, look: _Look, now: datetime, read: Reader) -> FileOutcome:
    """Read what the look found wanting, and record it in one transaction."""
    if look.known is not None:
        return look.known
    source, wanted = look.source, look.wanted
    done = None if wanted is None else read_together(wanted, read)
    with _storable(), store.writing() as session:
        lock_for_writing(session)
        # Asked again under the lock: another process may have been first.
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
    record_origin(session, source, document_id, now, reading)
    return outcome


def _given_anew(
    session: Session,
    source: SourceFile,
    identity: Identity,
    now: datetime,
    done: tuple[SourceFile, Reading],
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
    document_id = identity.document_id
    reading = corrected(session, document_id, reading, source.given)
    version_id, number = record_version(session, document_id, file, reading, now)
    keep_given(session, document_id, source.given, now)
    record_fingerprint(session, version_id, reading.text)
    return FileOutcome(
        name=source.name,
        result=IngestResult.ADDED if number == 1 else IngestResult.CHANGED,
        document_id=identity.document_id,
        version=number,
        title=reading.metadata.title,
        doubts=(*to_review(reading), *rivals(session, version_id)),
        near_duplicates=tuple(near_duplicates(session, version_id)),
    )


@contextmanager
def _storable() -> Iterator[None]:
    """Values that the database has no room for are the source's fault, not the store's."""
    try:
        yield
    except DataError as error:
        raise SourceFault(f"有内容超出了数据库能保存的范围（{error.orig}）") from error


def _failed(store: Store, name: str, origin: str, reason: str) -> FileOutcome:
    """The outcome of a file that failed; people must know when it was ingested before."""
    with store.reading() as session:
        known = session.get(SourceOrigin, origin)
    stays = "（库里仍是此前导入的内容）" if known else ""
    return FileOutcome(name, IngestResult.FAILED, reason=f"{reason}{stays}")


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
