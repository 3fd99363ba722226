"""Sources on their way to the store: files opened, archives unpacked, a few looked at ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.errors import SourceError, UnreadableSource
from knowledge.ingesting.archives import open_archive
from knowledge.ingesting.folders import FoundFile
from knowledge.sources import Refusal, SourceFile, place, printable, read_source

#: Sources, and bytes of them, that are held at a time: enough to keep the readers busy while one
#: file takes long, and little beside the memory that reading takes.
MOST_AHEAD = 48
BYTES_AHEAD = 64 * 1024 * 1024

Looked = TypeVar("Looked")


@dataclass(frozen=True)
class Arrived:
    """A source, or a file that cannot be one, labelled for the report.

    `number` counts what was asked for, from 1; the files of an archive share its number.
    """

    number: int
    source: SourceFile | Refusal

    @property
    def size(self) -> int:
        """Bytes that it holds in memory."""
        return len(self.source.data) if isinstance(self.source, SourceFile) else 0


def opened(file: FoundFile) -> SourceFile | Refusal:
    """The file's bytes; or why they cannot be had."""
    label = printable(file.path)
    try:
        if file.refusal is not None:
            raise UnreadableSource(file.refusal)
        return replace(read_source(file.path), label=label)
    except SourceError as error:
        return Refusal(place(file.path), label, str(error))


def arriving(sources: Iterable[SourceFile | Refusal]) -> Iterator[Arrived]:
    """The sources as they come, each file of an archive in its archive's place."""
    for number, source in enumerate(sources, start=1):
        if isinstance(source, Refusal):
            yield Arrived(number, source)
            continue
        for each in _unpacked(source, source.label or source.origin):
            yield Arrived(number, each)


def held_ahead(
    looked: Iterable[Looked], size: Callable[[Looked], int], most: int = MOST_AHEAD
) -> Iterator[Looked]:
    """The same in the same order, `most` of them taken in advance, BYTES_AHEAD at most."""
    held: deque[Looked] = deque()
    total = 0
    for each in looked:
        held.append(each)
        total += size(each)
        while len(held) > most or total > BYTES_AHEAD:
            first = held.popleft()
            total -= size(first)
            yield first
    yield from held


def _unpacked(source: SourceFile, label: str) -> Iterator[SourceFile | Refusal]:
    try:
        for each in open_archive(source):
            own = f"{label}{each.origin.removeprefix(source.origin)}"
            if isinstance(each, SourceFile):
                yield replace(each, label=own)
            else:
                yield replace(each, name=own)
    except SourceError as error:
        yield Refusal(source.origin, label, str(error))
