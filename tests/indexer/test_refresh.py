from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.analysis import Analyzer, build_analyzer
from indexer.build import POINTER, build_index, current_build, is_current
from indexer.embedded_manifest import MANIFEST
from indexer.errors import IndexMissing
from indexer.refresh import IndexReader, follow
from knowledge.database import Store
from tests.factories import make_document


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return build_analyzer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_reader_without_an_index_says_so_and_finds_it_once_it_is_there(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    reader = IndexReader(folder)
    with pytest.raises(IndexMissing):
        reader.index()
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert reader.index().passages.passage_count == 0


def test_a_reader_takes_the_new_build_without_restart(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    reader = IndexReader(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    first = reader.index().passages
    assert reader.index().passages is first, "nothing new: nothing opened"
    make_document(sqlite_store)
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert (first.passage_count, reader.index().passages.passage_count) == (0, 1)
    assert reader.index().documents.passage_count == 1


def test_a_damaged_new_build_leaves_the_old_one_serving_and_is_told_once(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, caplog: pytest.LogCaptureFixture
) -> None:
    reader = IndexReader(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    old = reader.index().passages
    make_document(sqlite_store)
    build_index(sqlite_store, folder, analyzer=analyzer)
    (current_build(folder) / "passages" / MANIFEST).write_text("{")
    with caplog.at_level(logging.ERROR):
        assert reader.index().passages is old
        assert reader.index().passages is old
    assert [record.message.split(":")[0] for record in caplog.records] == ["index_not_opened"]
    assert "IndexDamaged" in caplog.text
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert reader.index().passages.passage_count == 1


def test_a_vanished_pointer_leaves_the_old_one_serving(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, caplog: pytest.LogCaptureFixture
) -> None:
    reader = IndexReader(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    old = reader.index().passages
    (folder / POINTER).unlink()
    assert reader.index().passages is old
    assert "IndexMissing" in caplog.text


def test_a_folder_that_became_a_file_leaves_the_old_one_serving(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    reader = IndexReader(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    old = reader.index()
    folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    assert reader.index() is old


def test_an_old_engine_still_answers_while_two_newer_builds_come(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    make_document(sqlite_store, ["低保标准。"])
    reader = IndexReader(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    old = reader.index().passages
    build_index(sqlite_store, folder, analyzer=analyzer)
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert old.document_frequency("body_words", "低保") == 1


def test_many_threads_get_one_engine(sqlite_store: Store, folder: Path, analyzer: Analyzer) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    reader = IndexReader(folder)
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: reader.index().passages, range(64)))
    assert len({id(engine) for engine in engines}) == 1


def test_while_one_thread_opens_a_new_build_the_others_go_on_with_the_old_one(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    reader = IndexReader(folder)
    old = reader.index()
    build_index(sqlite_store, folder, analyzer=analyzer)
    with reader._lock:  # as the thread that opens holds it
        assert reader.index() is old
    assert reader.index() is not old


def test_a_forked_process_opens_its_own(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    reader = IndexReader(folder)
    inherited = reader.index().passages
    child = os.fork()
    if child == 0:
        os._exit(0 if reader.index().passages is not inherited else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_follower_rebuilds_when_the_store_changes(sqlite_store: Store, folder: Path) -> None:
    stop = threading.Event()
    revisions: list[int] = []

    def built(report) -> None:
        revisions.append(report.revision)
        if len(revisions) == 1:
            make_document(sqlite_store)
        else:
            stop.set()

    follow(sqlite_store, folder, stop, 0.01, built)
    assert len(revisions) == 2
    assert revisions[0] < revisions[1]
    assert is_current(sqlite_store, folder)


def test_the_follower_leaves_a_current_index_alone(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    before = current_build(folder)
    stop = _StopAfter(3)
    follow(sqlite_store, folder, stop, 0.0)
    assert current_build(folder) == before


class _StopAfter(threading.Event):
    """An event that sets itself after some waits."""

    def __init__(self, waits: int) -> None:
        super().__init__()
        self._left = waits

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == 0
        self._left -= 1
        if self._left <= 0:
            self.set()
        return self.is_set()
