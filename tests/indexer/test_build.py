from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from indexer import analysing, filling
from indexer import build as building
from indexer.analysis import Analyzer, build_analyzer
from indexer.build import (
    BUILDS,
    LOCK,
    POINTER,
    build_index,
    current_build,
    is_current,
    open_index,
    update_index,
)
from indexer.embedded import EmbeddedEngine
from indexer.embedded_manifest import MANIFEST
from indexer.engine import Query, SearchIndex
from indexer.errors import (
    BuildBusy,
    DiskFull,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnwritable,
)
from indexer.filling import BuildReport
from knowledge.database import Store
from knowledge.queries import corpus
from tests.factories import make_document


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return build_analyzer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


class PulledPlug(BaseException):
    """What no code may catch: the process ends here."""


def found(index: SearchIndex, word: str) -> list[str]:
    hits = index.passages.search(Query({"body_words": {word: 1.0}}, 10))
    return [hit.document_id for hit in hits]


def test_a_build_holds_the_stores_passages_and_documents(
    store: Store, folder: Path, analyzer: Analyzer
) -> None:
    first = make_document(store, ["第一条　低保标准。", "第二条　申请材料。"])
    second = make_document(store, ["公租房租金。"], title="公租房办法")
    report = build_index(store, folder, analyzer=analyzer)
    index = open_index(folder)
    with store.reading() as session:
        assert report.revision == index.passages.revision == corpus.revision(session)
    assert (report.passages, index.passages.passage_count, index.documents.passage_count) == (
        3,
        3,
        2,
    )
    assert found(index, "低保") == [first]
    both = Query({"body_words": {"低保": 1.0, "材料": 1.0}}, 5)
    assert [hit.document_id for hit in index.documents.search(both)] == [first]
    title = Query({"title_words": {"公租房": 1.0}}, 5)
    assert [hit.document_id for hit in index.documents.search(title)] == [second]


def test_documents_ingested_side_by_side_stay_whole(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    first = make_document(sqlite_store, ["低保标准。"], document_id="d1")
    make_document(sqlite_store, ["公租房。"], document_id="d2")
    make_document(sqlite_store, ["低保标准。", "低保金额。"], document_id=first)
    build_index(sqlite_store, folder, analyzer=analyzer)
    index = open_index(folder)
    assert (index.passages.passage_count, index.documents.passage_count) == (3, 2)


def test_the_progress_ends_at_the_number_of_passages(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    make_document(sqlite_store, ["甲乙丙。", "丁戊己。"])
    make_document(sqlite_store, ["庚辛壬。"])
    seen: list[tuple[int, int]] = []
    build_index(sqlite_store, folder, lambda *step: seen.append(step), analyzer)
    assert seen == [(2, 3), (3, 3)]


def test_an_empty_store_gives_an_empty_index(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    assert build_index(sqlite_store, folder, analyzer=analyzer).passages == 0
    assert found(open_index(folder), "低保") == []


def test_an_index_is_current_until_the_store_changes(
    store: Store, folder: Path, analyzer: Analyzer
) -> None:
    make_document(store)
    assert not is_current(store, folder)
    build_index(store, folder, analyzer=analyzer)
    assert is_current(store, folder)
    make_document(store)
    assert not is_current(store, folder)


def test_no_index_and_a_damaged_one_are_told_apart(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    with pytest.raises(IndexMissing):
        open_index(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    manifest = current_build(folder) / "documents" / MANIFEST
    manifest.write_text("{")
    with pytest.raises(IndexDamaged):
        open_index(folder)
    assert not is_current(sqlite_store, folder)


@pytest.mark.parametrize("pointer", [b"0" * 32, b"", b"\0" * 32, b"\xff\xfe", b"../../elsewhere"])
def test_a_pointer_that_names_no_build_is_no_index_and_the_next_build_mends_it(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, pointer: bytes
) -> None:
    folder.mkdir()
    (folder / POINTER).write_bytes(pointer)
    with pytest.raises(IndexMissing):
        open_index(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert is_current(sqlite_store, folder)


def test_a_file_in_place_of_the_folder_is_told(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    folder.write_text("no folder")
    with pytest.raises(IndexMissing):
        open_index(folder)
    with pytest.raises(IndexUnwritable, match="文件夹"):
        build_index(sqlite_store, folder, analyzer=analyzer)


def test_an_index_of_another_layout_is_outdated(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    for module in (building, filling):
        monkeypatch.setattr(module, "layout", lambda: "a later layout")
    with pytest.raises(IndexOutdated):
        open_index(folder)
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert is_current(sqlite_store, folder)


@pytest.mark.parametrize("bring", [build_index, update_index])
@pytest.mark.parametrize(
    ("module", "step"),
    [
        (filling, "EmbeddedWriter"),
        (analysing, "whole_document"),
        (filling, "write_ledger"),
        (building, "flush_folder"),
        (building, "write_durably"),
    ],
)
def test_a_crash_before_the_swap_leaves_the_old_index_and_the_next_build_cleans_up(
    sqlite_store: Store,
    folder: Path,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
    bring: Callable[..., BuildReport],
    module: ModuleType,
    step: str,
) -> None:
    old = make_document(sqlite_store, ["低保标准。"])
    build_index(sqlite_store, folder, analyzer=analyzer)
    before = current_build(folder)
    new = make_document(sqlite_store, ["低保金额。"])

    def pull_the_plug(*_: object) -> None:
        raise PulledPlug

    with monkeypatch.context() as patched:
        patched.setattr(module, step, pull_the_plug)
        with pytest.raises(PulledPlug):
            bring(sqlite_store, folder, analyzer=analyzer)
    assert current_build(folder) == before
    assert found(open_index(folder), "低保") == [old]

    bring(sqlite_store, folder, analyzer=analyzer)
    assert set(found(open_index(folder), "低保")) == {old, new}
    assert set((folder / BUILDS).iterdir()) == {before, current_build(folder)}


def test_only_the_build_in_use_and_the_one_before_are_kept(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    builds = []
    for _ in range(3):
        build_index(sqlite_store, folder, analyzer=analyzer)
        builds.append(current_build(folder))
    assert set((folder / BUILDS).iterdir()) == set(builds[1:])


def test_who_opens_a_build_that_is_removed_meanwhile_gets_the_newer_one(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    opened, engines = [], building._engines

    def overtaken(build: Path) -> tuple[EmbeddedEngine, EmbeddedEngine]:
        opened.append(build)
        if len(opened) == 1:
            for _ in range(2):
                build_index(sqlite_store, folder, analyzer=analyzer)
            assert not build.exists()
        return engines(build)

    monkeypatch.setattr(building, "_engines", overtaken)
    assert open_index(folder).passages.passage_count == 0
    assert opened[1:] == [current_build(folder)]


def test_two_cannot_build_at_once(sqlite_store: Store, folder: Path, analyzer: Analyzer) -> None:
    folder.mkdir()
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildBusy):
            build_index(sqlite_store, folder, analyzer=analyzer)
    assert build_index(sqlite_store, folder, analyzer=analyzer).passages == 0


def test_a_disk_that_refuses_is_told_and_leaves_the_old_index(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(sqlite_store, folder, analyzer=analyzer)
    before = current_build(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_durably", full)
    with pytest.raises(DiskFull, match="磁盘已满"):
        build_index(sqlite_store, folder, analyzer=analyzer)
    assert current_build(folder) == before
