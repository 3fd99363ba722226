"""Building the index from the store: aside, then swapped in by one pointer file.

    folder/
      current          name of the build that readers open; replaced in one step
      builder.lock     held by whoever builds; freed by the system when that process dies
      builds/<name>/   one finished or unfinished build each: passages/ and documents/

A crash at any moment leaves the pointer at the old build or at the new, both whole: the pointer
moves only after everything of the new build is on disk.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from uuid import uuid4

from indexer.analysis import Analyzer, build_analyzer, layout
from indexer.embedded import EmbeddedEngine, EmbeddedWriter
from indexer.engine import IndexedPassage, SearchIndex, whole_document
from indexer.errors import BuildBusy, IndexMissing, IndexUnwritable, SearchIndexError
from indexer.files import flush_folder, write_durably
from knowledge import corpus
from knowledge.database import Store
from knowledge.findings import PassageForIndex

POINTER = "current"
LOCK = "builder.lock"
BUILDS = "builds"
PASSAGES = "passages"
DOCUMENTS = "documents"

#: What a build is called: a random number. A pointer to anything else is damaged.
_BUILD_NAME = re.compile(r"[0-9a-f]{32}")

#: Called after each document with how many passages are done and how many there are.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made: the store's revision it holds, and how many passages."""

    revision: int
    passages: int


def build_index(
    store: Store,
    folder: Path,
    progress: Progress | None = None,
    analyzer: Analyzer | None = None,
) -> BuildReport:
    """Build the index of the store's present state in `folder` and let readers have it.

    Removes what dead builds left and every build but the one that readers may still hold. Raises
    BuildBusy when another process is building, IndexUnwritable when the disk refuses.
    """
    with _building(folder):
        previous = _pointed_at(folder)
        build = folder / BUILDS / uuid4().hex
        try:
            _remove_builds(folder, keep={previous})
            report = _fill(store, build, analyzer or build_analyzer(), progress)
            flush_folder(build.parent)
            write_durably(folder / POINTER, build.name)
        except OSError as error:
            raise IndexUnwritable(f"索引写不进去：{error}；原有索引不受影响") from error
        _remove_builds(folder, keep={previous, build.name})
    return report


def current_build(folder: Path) -> Path:
    """The folder of the build that the pointer names; raises IndexMissing where there is none."""
    name = _pointed_at(folder)
    if name is None:
        raise IndexMissing("还没有索引；请运行 yihaoda index")
    return folder / BUILDS / name


def open_index(folder: Path) -> SearchIndex:
    """Open the build that the pointer names.

    Raises IndexMissing, IndexDamaged or IndexOutdated (built by another version of the analysis)
    where it cannot be used.
    """
    build = current_build(folder)
    return SearchIndex(
        passages=EmbeddedEngine(build / PASSAGES, layout()),
        documents=EmbeddedEngine(build / DOCUMENTS, layout()),
    )


def is_current(store: Store, folder: Path) -> bool:
    """Whether the index in `folder` is whole and holds the store's present state."""
    try:
        built = open_index(folder).passages.revision
    except SearchIndexError:
        return False
    with store.reading() as session:
        return built == corpus.revision(session)


def _fill(store: Store, build: Path, analyzer: Analyzer, progress: Progress | None) -> BuildReport:
    """Write the store's passages and documents into the folders of a new build."""
    (build / PASSAGES).mkdir(parents=True)
    (build / DOCUMENTS).mkdir()
    passages, documents = EmbeddedWriter(build / PASSAGES), EmbeddedWriter(build / DOCUMENTS)
    with store.reading() as session:
        # Read before the passages: what is ingested meanwhile makes the build look older than it
        # is, and the next one follows; never newer.
        revision = corpus.revision(session)
        total = corpus.passage_count(session)
        done = 0
        found = groupby(corpus.passages_for_index(session), key=lambda passage: passage.document_id)
        for number, (_document_id, group) in enumerate(found):
            analysed = [_analysed(analyzer, passage) for passage in group]
            for passage in analysed:
                passages.add(passage)
            documents.add(whole_document(number, analysed))
            done += len(analysed)
            if progress:
                progress(done, max(done, total))
    documents.finish(revision, layout())
    return BuildReport(revision, passages.finish(revision, layout()))


def _analysed(analyzer: Analyzer, found: PassageForIndex) -> IndexedPassage:
    terms = analyzer.analyse_passage(found.title, found.doc_number, found.trail, found.text)
    return IndexedPassage(found.id, found.document_id, terms)


@contextmanager
def _building(folder: Path) -> Iterator[None]:
    """Hold the builder's lock; the system frees it when the process ends, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexUnwritable(f"索引的文件夹用不了：{error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise BuildBusy("另一个进程正在建立索引，请稍后再试") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _pointed_at(folder: Path) -> str | None:
    """The build that the pointer names; None where it names none, the next build mends that."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return name if _BUILD_NAME.fullmatch(name) else None


def _remove_builds(folder: Path, keep: set[str | None]) -> None:
    builds = folder / BUILDS
    if not builds.is_dir():
        return
    for build in builds.iterdir():
        if build.name not in keep:
            shutil.rmtree(build)
