"""A document's way into the store: file, bytes, lines, clean text, metadata and parts, version.

A file is in the store whole or not at all, and the next run goes on where the last one ended.
Files that are read side by side are recorded some at a time, in one transaction; what is wrong
with one of them costs that file alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import DataError

from knowledge.clock import Clock
from knowledge.database import Store
from knowledge.documents import DocumentId, SourceOrigin
from knowledge.errors import SourceError, SourceFault, StoreError, WorkersUnavailable
from knowledge.ingesting.arriving import BYTES_AHEAD, Arrived, arriving, held_ahead, opened
from knowledge.ingesting.folders import find_files
from knowledge.ingesting.garbage import collecting_rarely
from knowledge.ingesting.outcomes import (
    FileOutcome,
    IngestInterrupted,
    IngestReport,
    IngestResult,
    IngestStopped,
)
from knowledge.ingesting.rereading import read_together
from knowledge.ingesting.taking_in import Done, Look, Reader, look_at, take_in
from knowledge.reading import read_document
from knowledge.sources import Refusal, SourceFile

#: Told after each file: its number, of how many, and its name; files of an archive share a number.
Progress = Callable[[int, int, str], None]

#: Files recorded in one transaction, and the seconds that the first of them waits for the others.
#: The lock that other writers wait for is held for a fraction of a second.
MOST_TOGETHER = 16
SECONDS_TOGETHER = 0.5


class Aside(Protocol):
    """Reads beside whoever records, so that `read` finds done what it asks for."""

    def expect(self, source: SourceFile) -> None:
        """Be told of a source that `read` will be asked for, after those told of before."""

    def tend(self) -> None:
        """Keep the reading going, without waiting; asked for between one record and the next."""


def ingest_paths(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
    aside: Aside | None = None,
) -> IngestReport:
    """Ingest the files and folders at `paths`; no file stops the others.

    Raises IngestStopped, with what was done until then, when the store gives out.
    """
    found = find_files(paths)
    return ingest(store, map(opened, found), clock, progress, read, aside, total=len(found))


def ingest(
    store: Store,
    sources: Iterable[SourceFile | Refusal],
    clock: Clock,
    progress: Progress | None = None,
    read: Reader = read_document,
    aside: Aside | None = None,
    *,
    total: int = 0,
) -> IngestReport:
    """Ingest the sources as they come, in their order; none stops the others.

    With `aside`, some sources are asked for before those ahead of them are done, so that they
    can be read side by side; without it each is done before the next is asked for. `total` is how
    many are expected, where that is known. Raises IngestStopped, with what was done until then,
    when the store or the readers give out, and IngestInterrupted on Ctrl-C.
    """
    outcomes: list[FileOutcome] = []
    looked = _looked_at(store, arriving(sources), aside)
    most = 1
    if aside is not None:
        looked, most = held_ahead(looked, lambda each: each[0].size), MOST_TOGETHER
    recording = _Recording(store, clock, read, aside)
    try:
        with collecting_rarely():
            for some in _together(store, looked, read, most):
                for arrived, outcome in recording.outcomes(some):
                    outcomes.append(outcome)
                    if progress is not None:
                        progress(arrived.number, max(total, arrived.number), outcome.name)
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
    with store.reading() as session:
        look = look_at(session, source, document_id)
    if look.known is not None:
        return look.known
    done = None if look.wanted is None else read_together(look.wanted, read)
    with _storable(), store.writing() as session:
        return take_in(session, look, done, now, read)


@dataclass(frozen=True)
class _Read:
    """A source whose turn has come: what has to be recorded of it, or the outcome that it has."""

    arrived: Arrived
    outcome: FileOutcome | None = None
    look: Look | None = None
    done: Done | None = None


def _looked_at(
    store: Store, arrived: Iterable[Arrived], aside: Aside | None
) -> Iterator[tuple[Arrived, Look | Refusal]]:
    """What arrives with a look at it; tells those who read aside what will be read."""
    for each in arrived:
        if isinstance(each.source, Refusal):
            yield each, each.source
            continue
        with store.reading() as session:
            look = look_at(session, each.source)
        # What else has to be read are stored files of the document: rare, and not at hand.
        if aside is not None and look.wanted is not None and each.source in look.wanted.files:
            aside.expect(each.source)
        yield each, look


def _together(
    store: Store, looked: Iterable[tuple[Arrived, Look | Refusal]], read: Reader, most: int
) -> Iterator[list[_Read]]:
    """What was looked at, read, in the same order, so many together as are recorded at a time."""
    some: list[_Read] = []
    size, until = 0, 0.0
    try:
        for arrived, look in looked:
            until = until if some else time.monotonic() + SECONDS_TOGETHER
            some.append(_read(store, arrived, look, read))
            size += arrived.size
            if len(some) >= most or size > BYTES_AHEAD or time.monotonic() > until:
                yield some
                some, size = [], 0
    except (StoreError, WorkersUnavailable):
        yield some
        raise
    yield some


def _read(store: Store, arrived: Arrived, look: Look | Refusal, read: Reader) -> _Read:
    if isinstance(look, Refusal):
        return _Read(arrived, _failed(store, look.name, look.origin, look.reason))
    if look.known is not None:
        return _Read(arrived, replace(look.known, name=_name(look)))
    try:
        done = None if look.wanted is None else read_together(look.wanted, read)
    except SourceError as error:
        return _Read(arrived, _failed(store, _name(look), look.source.origin, str(error)))
    return _Read(arrived, None, look, done)


@dataclass(frozen=True)
class _Recording:
    """Records what was read, while others are read aside."""

    store: Store
    clock: Clock
    read: Reader
    aside: Aside | None

    def outcomes(self, some: list[_Read]) -> Iterator[tuple[Arrived, FileOutcome]]:
        """Record what was read in one transaction; each in its own where one of them cannot be."""
        new = [(each.look, each.done) for each in some if each.look is not None]
        try:
            recorded = iter(self._recorded(new))
        except SourceError as error:
            if len(new) > 1:
                for each in some:
                    yield from self.outcomes([each])
                return
            (look, _), *_ = new
            failed = _failed(self.store, _name(look), look.source.origin, str(error))
            recorded = iter([failed])
        for each in some:
            yield each.arrived, each.outcome or next(recorded)

    def _recorded(self, new: list[tuple[Look, Done | None]]) -> list[FileOutcome]:
        """Record what was read, in one transaction; raises SourceError where one of it cannot."""
        outcomes: list[FileOutcome] = []
        if not new:
            return outcomes
        # Nothing asks for the count of changes until the end: written once, not for each file.
        with _storable(), self.store.writing() as session, session.no_autoflush:
            for look, done in new:
                outcome = take_in(session, look, done, self.clock(), self.read)
                outcomes.append(replace(outcome, name=_name(look)))
                if self.aside is not None:
                    self.aside.tend()
        return outcomes


def _name(look: Look) -> str:
    return look.source.label or look.source.origin


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
