"""Building the index from the store: aside, then swapped in by one pointer file.

    folder/
      current          name of the build that readers open; replaced in one step
      builder.lock     held by whoever builds; freed by the system when that process dies
      builds/<name>/   one finished or unfinished build each: passages/, documents/, ledger.tsv

A crash at any moment leaves the pointer at the old build or at the new, both whole: the pointer
moves only after everything of the new build is on disk. A build is made whole, or it goes on from
the one before, whose files it shares, by what has changed in the store since.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from indexer.analysis import Analyzer, build_analyzer, layout
from indexer.embedded import EmbeddedEngine
from indexer.engine import SearchIndex
from indexer.errors import BuildBusy, DiskFull, IndexMissing, IndexUnwritable, SearchIndexError
from indexer.files import flush_folder, write_durably
from indexer.filling import DOCUMENTS, PASSAGES, Base, BuildReport, Progress, fill, grow
from indexer.ledger import read_ledger
from knowledge.database import Store
from knowledge.queries import corpus

log = logging.getLogger(__name__)

POINTER = "current"
LOCK = "builder.lock"
BUILDS = "builds"

#: What a build is called: a random number. A pointer to anything else is damaged.
_BUILD_NAME = re.compile(r"[0-9a-f]{32}")

#: The outdated share of an index from which it is built whole again. Up to there the engine's
#: counts are off by a tenth at most, and whole builds add at most nine passages of work to each
#: passage that changed.
WORN_SHARE = 0.1

#: Bytes below which a disk is taken to be full: the engine writes its files in larger pieces.
LEAST_ROOM = 1024 * 1024


def build_index(
    store: Store,
    folder: Path,
    progress: Progress | None = None,
    analyzer: Analyzer | None = None,
    processes: int = 0,
) -> BuildReport:
    """Build the whole index of the store's present state in `folder` and let readers have it.

    Of a large store `processes` beside this one analyse the documents, none where whoever builds
    must leave the processors to others.

    Removes what dead builds left and every build but the one that readers may still hold. Raises
    BuildBusy when another process is building, IndexUnwritable when the disk refuses.
    """
    with _building(folder):
        return _build_whole(store, folder, progress, analyzer or build_analyzer(), processes)


def update_index(
    store: Store,
    folder: Path,
    progress: Progress | None = None,
    analyzer: Analyzer | None = None,
    processes: int = 0,
) -> BuildReport:
    """Bring the index in `folder` up to the store and let readers have it.

    Costs what the changed documents cost, whatever the size of the store. Where there is no index
    that could go on, it is built whole. Raises as `build_index` does.
    """
    analyzer = analyzer or build_analyzer()
    with _building(folder):
        base = _base(folder)
        if base is None:
            return _build_whole(store, folder, progress, analyzer, processes)
        try:
            return _swapped_in(folder, lambda build: grow(store, base, build, analyzer, progress))
        except DiskFull:
            raise
        except IndexUnwritable as error:
            # The engine tells by one error of a disk that gives out and of a base that it cannot
            # read. A whole build mends the one, and tells again of the other.
            log.warning("index_not_grown: %s", error)
            return _build_whole(store, folder, progress, analyzer, processes)


def current_build(folder: Path) -> Path:
    """The folder of the build that the pointer names; raises IndexMissing where there is none."""
    name = _pointed_at(folder)
    if name is None:
        raise IndexMissing("还没有索引；请运行 yihaoda index")
    return folder / BUILDS / name


def open_index(folder: Path) -> SearchIndex:
    """Open the build that the pointer names, or the one that it names meanwhile.

    Raises IndexMissing, IndexDamaged or IndexOutdated (built by another version of the analysis)
    where it cannot be used.
    """
    build = current_build(folder)
    while True:
        try:
            return SearchIndex(*_engines(build))
        except SearchIndexError:
            # Two newer builds while this one was being opened, and its files are gone.
            named = current_build(folder)
            if named == build:
                raise
            build = named


def is_current(store: Store, folder: Path) -> bool:
    """Whether the index in `folder` is whole and holds the store's present state."""
    try:
        built = open_index(folder).passages.revision
    except SearchIndexError:
        return False
    with store.reading() as session:
        return built == corpus.revision(session)


def is_worn(folder: Path) -> bool:
    """Whether so much of the index is outdated that it should be built whole again."""
    try:
        engines = _engines(current_build(folder))
    except SearchIndexError:
        return False
    return any(engine.outdated_share > WORN_SHARE for engine in engines)


def _build_whole(
    store: Store, folder: Path, progress: Progress | None, analyzer: Analyzer, processes: int
) -> BuildReport:
    return _swapped_in(folder, lambda build: fill(store, build, analyzer, progress, processes))


def _swapped_in(folder: Path, write: Callable[[Path], BuildReport]) -> BuildReport:
    """Write a new build and move the pointer to it."""
    previous = _pointed_at(folder)
    build = folder / BUILDS / uuid4().hex
    try:
        _remove_builds(folder, keep={previous})
        report = write(build)
        flush_folder(build)
        flush_folder(build.parent)
        write_durably(folder / POINTER, build.name)
    except OSError as error:
        full = _is_full(folder)
        shutil.rmtree(build, ignore_errors=True)  # on a full disk its space is wanted at once
        raise _unwritable(error, full) from error
    _remove_builds(folder, keep={previous, build.name})
    return report


def _is_full(folder: Path) -> bool:
    """Whether the disk has less room than a piece of an index takes."""
    return shutil.disk_usage(folder).free < LEAST_ROOM


def _unwritable(error: OSError, full: bool = False) -> IndexUnwritable:
    """What people read where the disk refuses; the engine often only tells that its writer died."""
    if full or error.errno == errno.ENOSPC or "No space left" in str(error):
        return DiskFull("磁盘已满，索引写不进去；请腾出空间后再试，原有索引不受影响")
    return IndexUnwritable(f"索引写不进去：{error}；原有索引不受影响")


def _engines(build: Path) -> tuple[EmbeddedEngine, EmbeddedEngine]:
    """The engines over the passages and over the documents of a build."""
    return (
        EmbeddedEngine(build / PASSAGES, layout()),
        EmbeddedEngine(build / DOCUMENTS, layout()),
    )


def _base(folder: Path) -> Base | None:
    """The build in use, where a new one can go on from it: whole, and its ledger true."""
    try:
        build = current_build(folder)
        ledger = read_ledger(build)
        passages, documents = _engines(build)
    except SearchIndexError:
        return None
    held = [entry.passages for entry in ledger.values() if entry.passages]
    if (sum(held), len(held)) != (passages.passage_count, documents.passage_count):
        return None
    return Base(build, ledger)


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
