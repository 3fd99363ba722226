"""Catching up: readers with the newest build, the newest build with the store."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from indexer.analysis import Analyzer, build_analyzer
from indexer.build import (
    POINTER,
    build_index,
    is_current,
    is_worn,
    open_index,
    update_index,
)
from indexer.engine import SearchIndex
from indexer.errors import BuildBusy, SearchIndexError
from indexer.filling import BuildReport
from knowledge.database import Store

log = logging.getLogger(__name__)

#: What tells one pointer file from the next without reading it.
_Stamp = tuple[int, int]


@dataclass(frozen=True)
class _Opened:
    """An open index, the stamp of the pointer it was opened by, and by which process."""

    index: SearchIndex
    stamp: _Stamp | None
    process: int


class IndexReader:
    """Gives the newest build, opened; safe to share between threads and to fork.

    Nothing is opened before the first call, and a forked process opens its own. When a new build
    cannot be opened, the old one goes on serving and the log says so, once for each build.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def index(self) -> SearchIndex:
        """The newest build that can be opened; costs one look at a file.

        While one thread opens a new build, the others go on with the one before it. Raises
        IndexMissing, IndexDamaged or IndexOutdated where none was ever opened.
        """
        opened = self._opened
        if opened and self._fresh(opened):
            return opened.index
        serving = opened is not None and opened.process == os.getpid()
        if not self._lock.acquire(blocking=not serving):
            return cast(_Opened, opened).index
        try:
            if not self._opened or not self._fresh(self._opened):
                self._opened = self._open()
            return self._opened.index
        finally:
            self._lock.release()

    def _fresh(self, opened: _Opened) -> bool:
        return opened.process == os.getpid() and opened.stamp == self._stamp()

    def _open(self) -> _Opened:
        while True:
            stamp = self._stamp()
            try:
                return _Opened(_with_shelves(open_index(self._folder)), stamp, os.getpid())
            except SearchIndexError as error:
                if self._stamp() != stamp:
                    continue  # swapped while it was being opened: the build may be gone by now
                held = self._opened
                if held is None or held.process != os.getpid():
                    raise
                log.error(
                    "index_not_opened: %s: %s; serving revision %d",
                    type(error).__name__,
                    error,
                    held.index.passages.revision,
                )
                return replace(held, stamp=stamp)

    def _stamp(self) -> _Stamp | None:
        """The pointer file's inode and time; each swap puts another file in its place.

        None where it cannot be had; opening the index then tells why.
        """
        try:
            status = (self._folder / POINTER).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns


def _with_shelves(index: SearchIndex) -> SearchIndex:
    """The index, its columns read: whoever asks first would wait for them."""
    for engine in (index.passages, index.documents):
        engine.shelf()
    return index


def follow(
    store: Store,
    folder: Path,
    stop: threading.Event,
    interval: float,
    built: Callable[[BuildReport], None] | None = None,
) -> None:
    """Update whenever the store has changed, until `stop` is set; looks every `interval` seconds.

    An index that is worn is built whole when it is current, so that no change waits behind that.
    Leaves the building to another process where one is at it. `built` is told of every build.
    """
    analyzer: Analyzer | None = None
    while not stop.is_set():
        current = is_current(store, folder)
        if not current or is_worn(folder):
            analyzer = analyzer or build_analyzer()
            bring = build_index if current else update_index
            try:
                report = bring(store, folder, analyzer=analyzer)
            except BuildBusy:
                log.info("index_build_left_to_another_process")
            else:
                log.info(
                    "%s: revision %d, %d passages",
                    "index_grown" if report.grown else "index_built",
                    report.revision,
                    report.passages,
                )
                if built:
                    built(report)
        stop.wait(interval)
