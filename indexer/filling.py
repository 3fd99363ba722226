"""What is written into a build: every passage of the store, or what has changed since a base.

The revision and the list of documents are read before the passages. What is ingested meanwhile
makes the build look older than it is, and the next one follows; it never looks newer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from indexer.analysis import Analyzer, layout
from indexer.embedded import EmbeddedWriter
from indexer.engine import Aside, IndexedPassage, whole_document
from indexer.ledger import Entry, changes, write_ledger
from indexer.ranking.authority import authority
from indexer.ranking.packing import key, pack
from indexer.ranking.vectors import word_vectors
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
    store: Store, build: Path, analyzer: Analyzer, progress: Progress | None = None
) -> BuildReport:
    """Write the store's passages and documents into the folder of a new build."""
    writing = _Writing(build, analyzer, None)
    with store.reading() as session:
        revision = corpus.revision(session)
        standing = standing_documents(session)
        total = passage_count(session)
        counts = writing.take(passages_for_index(session), standing, total, progress)
    ledger = {each: Entry(value, counts.get(each, 0)) for each, value in standing.items()}
    return BuildReport(revision, writing.finish(revision, ledger))


def grow(
    store: Store, base: Base, build: Path, analyzer: Analyzer, progress: Progress | None = None
) -> BuildReport:
    """Write the base, brought up to the store, into the folder of a new build."""
    writing = _Writing(build, analyzer, base.build)
    with store.reading() as session:
        revision = corpus.revision(session)
        found = changes(base.ledger, standing_documents(session))
        writing.give_up(found.outdated)
        passages = passages_of(session, found.wanted)
        counts = writing.take(passages, found.wanted, 0, progress)
    kept = {each: held for each, held in base.ledger.items() if each not in found.outdated}
    taken = {each: Entry(value, counts.get(each, 0)) for each, value in found.wanted.items()}
    return BuildReport(revision, writing.finish(revision, kept | taken), grown=True)


class _Writing:
    """The two engines of a build while they are written."""

    def __init__(self, build: Path, analyzer: Analyzer, base: Path | None) -> None:
        self._build = build
        self._analyzer = analyzer
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
        total: int,
        progress: Progress | None,
    ) -> dict[DocumentId, int]:
        """Add the passages that belong to wanted documents; returns how many each has.

        The others appeared after the documents were listed. `total` is what progress tells of.
        """
        counts: dict[DocumentId, int] = {}
        done = 0
        for document_id, group in groupby(found, key=lambda passage: passage.document_id):
            if document_id not in wanted:
                continue
            analysed = self._analysed(list(group))
            for passage in analysed:
                self._passages.add(passage)
            self._documents.add(whole_document(analysed))
            counts[document_id] = len(analysed)
            done += len(analysed)
            if progress:
                progress(done, max(done, total))
        return counts

    def finish(self, revision: int, ledger: Mapping[DocumentId, Entry]) -> int:
        """Bring everything to disk; returns how many passages there are."""
        self._documents.finish(revision, layout())
        passages = self._passages.finish(revision, layout())
        write_ledger(self._build, ledger)
        return passages

    def _analysed(self, document: Sequence[PassageForIndex]) -> list[IndexedPassage]:
        """The passages of one document, with what ranking wants of each."""
        terms = [
            self._analyzer.analyse_passage(each.title, each.doc_number, each.trail, each.text)
            for each in document
        ]
        vectors = word_vectors().passages(terms)
        title = document[0].title
        return [
            IndexedPassage(
                each.id,
                each.document_id,
                own,
                Aside(key(title), authority(title), vector, pack(own)),
            )
            for each, own, vector in zip(document, terms, vectors, strict=True)
        ]
