"""What is written into a build: every passage of the store, or what has changed since a base.

The revision and the list of documents are read before the passages. What is ingested meanwhile
makes the build look older than it is, and the next one follows; it never looks newer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from indexer.analysing import Analyse, analysis
from indexer.analysis import Analyzer, layout
from indexer.embedded import EmbeddedWriter
from indexer.ledger import Entry, changes, write_ledger
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.queries import corpus
from knowledge.queries.findings import PassageForIndex
from knowledge.queries.indexable import (
    passage_count,
    passages_for_index,
    passages_of,
    standing_documents,
)

PASSAGES = "passages"
DOCUMENTS = "documents"

#: Called after each document with how many passages are done and how many there are.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made: the store's revision it holds, and how many passages.

    `grown` tells that it went on from the build before.
    """

    revision: int
    passages: int
    grown: bool = False


@dataclass(frozen=True)
class Base:
    """A finished build that another may go on from, with its ledger."""

    build: Path
    ledger: Mapping[DocumentId, Entry]


def fill(
    store: Store,
    build: Path,
    analyzer: Analyzer,
    progress: Progress | None = None,
    processes: int = 0,
) -> BuildReport:
    """Write the store's passages and documents into the folder of a new build.

    Of a large store so many `processes` analyse the documents, while this one writes.
    """
    writing = _Writing(build, None)
    with store.reading() as session:
        revision = corpus.revision(session)
        standing = standing_documents(session)
        total = passage_count(session)
        with analysis(analyzer, total, processes) as analyse:
            found = passages_for_index(session)
            counts = writing.take(found, standing, analyse, total, progress)
    ledger = {each: Entry(value, counts.get(each, 0)) for each, value in standing.items()}
    return BuildReport(revision, writing.finish(revision, ledger))


def grow(
    store: Store, base: Base, build: Path, analyzer: Analyzer, progress: Progress | None = None
) -> BuildReport:
    """Write the base, brought up to the store, into the folder of a new build."""
    writing = _Writing(build, base.build)
    with store.reading() as session:
        revision = corpus.revision(session)
        found = changes(base.ledger, standing_documents(session))
        writing.give_up(found.outdated)
        passages = passages_of(session, found.wanted)
        with analysis(analyzer, 0, 0) as analyse:
            counts = writing.take(passages, found.wanted, analyse, 0, progress)
    kept = {each: held for each, held in base.ledger.items() if each not in found.outdated}
    taken = {each: Entry(value, counts.get(each, 0)) for each, value in found.wanted.items()}
    return BuildReport(revision, writing.finish(revision, kept | taken), grown=True)


class _Writing:
    """The two engines of a build while they are written."""

    def __init__(self, build: Path, base: Path | None) -> None:
        self._build = build
        self._passages, self._documents = (
            self._writer(build / name, base and base / name) for name in (PASSAGES, DOCUMENTS)
        )

    @staticmethod
    def _writer(folder: Path, base: Path | None) -> EmbeddedWriter:
        folder.mkdir(parents=True)
        return EmbeddedWriter(folder, base)

    def give_up(self, document_ids: Iterable[DocumentId]) -> None:
        """Remove documents that are outdated."""
        for document_id in document_ids:
            self._passages.remove(document_id)
            self._documents.remove(document_id)

    def take(
        self,
        found: Iterator[PassageForIndex],
        wanted: Mapping[DocumentId, int],
        analyse: Analyse,
        total: int,
        progress: Progress | None,
    ) -> dict[DocumentId, int]:
        """Add the passages that belong to wanted documents; returns how many each has.

        The others appeared after the documents were listed. `total` is what progress tells of.
        """
        counts: dict[DocumentId, int] = {}
        done = 0
        grouped = groupby(found, key=lambda passage: passage.document_id)
        documents = (list(group) for document_id, group in grouped if document_id in wanted)
        for document in analyse(documents):
            for row in document.passages:
                self._passages.add(row)
            self._documents.add(document.whole)
            counts[DocumentId(document.whole.document_id)] = len(document.passages)
            done += len(document.passages)
            if progress:
                progress(done, max(done, total))
        return counts

    def finish(self, revision: int, ledger: Mapping[DocumentId, Entry]) -> int:
        """Bring everything to disk; returns how many passages there are."""
        self._documents.finish(revision, layout())
        passages = self._passages.finish(revision, layout())
        write_ledger(self._build, ledger)
        return passages
