"""A document's way into the store: file, bytes, lines, clean text, metadata and parts, version.

One file is one transaction: whatever happens, a file is in the store whole or not at all, and the
next run goes on where the last one ended. What is wrong with a file costs that file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from knowledge.archives import open_archive
from knowledge.clock import Clock
from knowledge.corrections import brings_news, corrected, keep_given
from knowledge.database import Store
from knowledge.documents import Document, DocumentId, SourceOrigin, Version, is_current
from knowledge.errors import SourceError, SourceFault, StoreError, UnreadableSource
from knowledge.folders import FoundFile, find_files
from knowledge.identity import Claim, Identity, identify, identify_as, identify_reading
from knowledge.numbers_claimed import rivals
from knowledge.outline import Reading
from knowledge.reading import read_document
from knowledge.recording import lock_for_writing, record_origin, record_version
from knowledge.rereading import StoredSources, read_together, stored_sources
from knowledge.similarity import NearDuplicate, near_duplicates, record_fingerprint
from knowledge.sources import Refusal, SourceFile, place, printable, read_source

#: Reads a source into what a Version keeps; raises SourceError.
Reader = Callable[[SourceFile], Reading]

#: Claims of sources whose bytes the store has read already.
_STORED = (Claim.UNCHANGED, Claim.KNOWN)

#: Told after each file: how many are done, of how many, and the name of this one.
Progress = Callable[[int, int, str], None]


class IngestResult(StrEnum):
    """What became of a file; the value is what people read."""

    ADDED = "新增"
    CHANGED = "更新"
    UNCHANGED = "未变"
    FAILED = "失败"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: the document it is, or the reason why it is none.

    `doubts` are what could not be repaired in a new version (存疑), and what speaks against other
    sources and documents, a sentence each. `near_duplicates` are other documents of nearly the
    same text.
    """

    name: str
    result: IngestResult
    document_id: DocumentId | None = None
    version: int | None = None
    title: str | None = None
    reason: str | None = None
    doubts: tuple[str, ...] = ()
    near_duplicates: tuple[NearDuplicate, ...] = ()


@dataclass(frozen=True)
class IngestReport:
    """What became of every file of a run, in the order in which they were read."""

    outcomes: tuple[FileOutcome, ...]

    def of(self, result: IngestResult) -> tuple[FileOutcome, ...]:
        """The files with this result."""
        return tuple(outcome for outcome in self.outcomes if outcome.result is result)

    @property
    def added(self) -> tuple[FileOutcome, ...]:
        """Files that became new documents."""
        return self.of(IngestResult.ADDED)

    @property
    def changed(self) -> tuple[FileOutcome, ...]:
        """Files that became new versions."""
        return self.of(IngestResult.CHANGED)

    @property
    def unchanged(self) -> tuple[FileOutcome, ...]:
        """Files whose bytes the store had."""
        return self.of(IngestResult.UNCHANGED)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """Files that are no documents, each with its reason."""
        return self.of(IngestResult.FAILED)


class IngestStopped(StoreError):
    """The store gave out in the middle of a run; `report` tells what is done, and stays done."""

    def __init__(self, reason: str, report: IngestReport) -> None:
        super().__init__(f"{reason}。已完成的文件都已保存，排除故障后重新运行即可接着导入")
        self.report = report


def ingest_paths(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
) -> IngestReport:
    """Ingest the files and folders at `paths`; no file stops the others.

    Raises IngestStopped, with what was done until then, when the store gives out.
    """
    found = find_files(paths)
    return ingest(store, map(_found, found), clock, progress, read, total=len(found))


def ingest(
    store: Store,
    sources: Iterable[SourceFile | Refusal],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
    *,
    total: int = 0,
) -> IngestReport:
    """Ingest the sources as they come, each before the next is asked for; none stops the others.

    `total` is how many are expected, where that is known. Raises IngestStopped, with what was done
    until then, when the store gives out.
    """
    outcomes: list[FileOutcome] = []
    try:
        for done, source in enumerate(sources, start=1):
            for outcome in _ingest_found(store, source, clock(), read):
                outcomes.append(outcome)
            if progress is not None:
                progress(done, max(total, done), outcomes[-1].name)
    except StoreError as error:
        raise IngestStopped(str(error), IngestReport(tuple(outcomes))) from error
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
    with store.reading() as session:
        identity = _identify(session, source, document_id)
        wanted = _to_be_read(session, source, identity)
        if identity.claim is Claim.UNCHANGED and wanted is None and source.fetched is None:
            return _known(session, source, identity)
    done = None if wanted is None else read_together(wanted, read)
    with _storable(), store.writing() as session:
        lock_for_writing(session)
        # Asked again under the lock: another process may have been first.
        identity = _identify(session, source, document_id)
        before, wanted = wanted, _to_be_read(session, source, identity)
        if wanted is None:
            if identity.claim is Claim.KNOWN or source.fetched is not None:
                record_origin(session, source, identity.document_id, now)
            return _known(session, source, identity)
        if done is None or before != wanted:
            done = read_together(wanted, read)
        if identity.claim not in _STORED:
            return _take_in(session, source, identity, now, done[1], read, document_id is None)
        return _given_anew(session, source, identity, now, done)


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
        identity = identify_reading(session, source, reading)
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
    if source.fetched is not None or identity.claim is Claim.KNOWN:
        record_origin(session, source, identity.document_id, now)
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
    number = record_version(session, document_id, file, reading, now)
    keep_given(session, document_id, source.given, now)
    version_id = session.scalars(
        select(Version.id).where(Version.document_id == document_id, Version.number == number)
    ).one()
    record_fingerprint(session, version_id, reading.text)
    return FileOutcome(
        name=source.name,
        result=IngestResult.ADDED if number == 1 else IngestResult.CHANGED,
        document_id=identity.document_id,
        version=number,
        title=reading.metadata.title,
        doubts=(
            *(f"“{doubt.raw}”：{doubt.reason}" for doubt in reading.doubts),
            *rivals(session, version_id),
        ),
        near_duplicates=tuple(near_duplicates(session, version_id)),
    )


@contextmanager
def _storable() -> Iterator[None]:
    """Values that the database has no room for are the source's fault, not the store's."""
    try:
        yield
    except DataError as error:
        raise SourceFault(f"有内容超出了数据库能保存的范围（{error.orig}）") from error


def _found(file: FoundFile) -> SourceFile | Refusal:
    """The file's bytes; or why they cannot be had."""
    label = printable(file.path)
    try:
        if file.refusal is not None:
            raise UnreadableSource(file.refusal)
        return replace(read_source(file.path), label=label)
    except SourceError as error:
        return Refusal(place(file.path), label, str(error))


def _ingest_found(
    store: Store, source: SourceFile | Refusal, now: datetime, read: Reader
) -> Iterator[FileOutcome]:
    """Ingest a source, or where it is an archive each file in it."""
    if isinstance(source, Refusal):
        yield _failed(store, source.name, source.origin, source.reason)
        return
    shown = source.label or source.origin
    try:
        for each in open_archive(source):
            name = f"{shown}{each.origin.removeprefix(source.origin)}"
            yield _ingest_named(store, each, name, now, read)
    except SourceError as error:
        yield _failed(store, shown, source.origin, str(error))


def _ingest_named(
    store: Store, source: SourceFile | Refusal, name: str, now: datetime, read: Reader
) -> FileOutcome:
    if isinstance(source, Refusal):
        return _failed(store, name, source.origin, source.reason)
    try:
        return replace(ingest_source(store, source, now, read=read), name=name)
    except SourceError as error:
        return _failed(store, name, source.origin, str(error))


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
