"""An index that grew with the store finds what one that is built whole finds."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from indexer import build as building
from indexer import embedded_manifest, filling
from indexer.analysis import Analyzer, build_analyzer
from indexer.build import (
    BUILDS,
    build_index,
    current_build,
    is_current,
    is_worn,
    open_index,
    update_index,
)
from indexer.engine import Hit, Query, SearchEngine
from indexer.errors import DiskFull
from indexer.ledger import LEDGER
from knowledge.database import Store
from knowledge.documents import Document, DocumentId
from knowledge.recording import lock_for_writing
from tests.clocks import FrozenClock
from tests.factories import make_document

TERMS = ("低保", "标准", "公租房", "材料")
SENTENCES = ("低保标准。", "公租房租金标准。", "申请低保的材料。", "公租房申请材料。", "其他。")


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return build_analyzer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def set_withdrawn(store: Store, document_id: str, withdrawn: bool) -> None:
    with store.writing() as session:
        counter = lock_for_writing(session)
        counter.value += 1
        document = session.get_one(Document, document_id)
        document.withdrawn_at = FrozenClock()() if withdrawn else None
        document.revision = counter.value


def queries() -> Iterator[Query]:
    for term in TERMS:
        yield Query({"body_words": {term: 1.0}}, 50)
    yield Query({"body_words": dict.fromkeys(TERMS, 1.0), "title_words": {"便民": 1.0}}, 50)


def answers(engine: SearchEngine) -> list[list[Hit]]:
    return [list(engine.search(query)) for query in queries()]


def as_sets(answers: list[list[Hit]]) -> list[set[tuple[int, str]]]:
    return [{(hit.passage_id, hit.document_id) for hit in hits} for hits in answers]


def assert_finds_the_same(grown: Path, whole: Path) -> None:
    """The same passages and documents, and once nothing is outdated, with the same scores."""
    grown_index, whole_index = open_index(grown), open_index(whole)
    for one, other in (
        (grown_index.passages, whole_index.passages),
        (grown_index.documents, whole_index.documents),
    ):
        assert one.passage_count == other.passage_count
        assert as_sets(answers(one)) == as_sets(answers(other))
        for term in TERMS:
            assert one.document_frequency("body_words", term) == other.document_frequency(
                "body_words", term
            )


@dataclass(frozen=True)
class Step:
    """Something that happens to one of a few documents."""

    document: int
    passages: list[str] = field(default_factory=list)
    withdrawn: bool | None = None
    #: Whether the index is brought up to the store after it.
    update: bool = True


DOCUMENTS = st.integers(0, 7)
STEPS = st.one_of(
    st.builds(
        Step,
        DOCUMENTS,
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
        update=st.booleans(),
    ),
    st.builds(Step, DOCUMENTS, withdrawn=st.booleans(), update=st.booleans()),
)


def happen(store: Store, step: Step) -> None:
    document_id = f"d{step.document}"
    if step.withdrawn is None:
        make_document(store, step.passages, document_id=document_id)
        return
    with store.reading() as session:
        known = session.scalars(select(Document.id).where(Document.id == document_id)).first()
    if known:
        set_withdrawn(store, document_id, step.withdrawn)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=1, max_size=12))
def test_after_any_changes_a_grown_index_finds_what_a_whole_one_finds(
    sqlite_store: Store, analyzer: Analyzer, steps: list[Step]
) -> None:
    # The store goes on from example to example: its documents are only more varied for that.
    with TemporaryDirectory() as name:
        grown, whole = Path(name) / "grown", Path(name) / "whole"
        build_index(sqlite_store, grown, analyzer=analyzer)
        for step in steps:
            happen(sqlite_store, step)
            if step.update:
                update_index(sqlite_store, grown, analyzer=analyzer)
        update_index(sqlite_store, grown, analyzer=analyzer)
        assert is_current(sqlite_store, grown)
        build_index(sqlite_store, whole, analyzer=analyzer)
        assert_finds_the_same(grown, whole)


def test_documents_only_added_score_as_in_a_whole_build(
    store: Store, folder: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    for number, sentence in enumerate(SENTENCES * 3):
        make_document(store, [sentence], document_id=f"d{number:02}")
        update_index(store, folder, analyzer=analyzer)
    build_index(store, tmp_path / "whole", analyzer=analyzer)
    grown, whole = open_index(folder), open_index(tmp_path / "whole")
    assert answers(grown.passages) == answers(whole.passages)
    assert answers(grown.documents) == answers(whole.documents)


def test_equal_documents_tie_alike_in_whatever_order_they_came(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    for document_id in ("d3", "d1", "d2"):
        make_document(sqlite_store, ["低保标准。"], document_id=document_id)
        update_index(sqlite_store, folder, analyzer=analyzer)
    query = Query({"body_words": {"低保": 1.0}}, 2)
    hits = open_index(folder).documents.search(query)
    assert [hit.document_id for hit in hits] == ["d1", "d2"]


def test_only_what_changed_is_analysed(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    for number in range(20):
        make_document(sqlite_store, SENTENCES, document_id=f"d{number:02}")
    build_index(sqlite_store, folder, analyzer=analyzer)
    make_document(sqlite_store, ["低保标准。"], document_id="d07")
    set_withdrawn(sqlite_store, "d08", withdrawn=True)
    seen: list[tuple[int, int]] = []
    report = update_index(sqlite_store, folder, lambda *step: seen.append(step), analyzer)
    assert seen == [(1, 1)]
    assert (report.grown, report.passages) == (True, 18 * len(SENTENCES) + 1)


def test_a_change_that_concerns_no_document_moves_only_the_revision(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    make_document(sqlite_store)
    build_index(sqlite_store, folder, analyzer=analyzer)
    with sqlite_store.writing() as session:
        lock_for_writing(session).value += 1
    report = update_index(sqlite_store, folder, analyzer=analyzer)
    assert (report.grown, report.passages) == (True, 1)
    assert is_current(sqlite_store, folder)


def test_another_store_in_place_of_the_first_is_indexed_as_it_is(
    sqlite_store: Store, postgresql_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    make_document(sqlite_store, ["低保标准。"], document_id="same")
    make_document(sqlite_store, ["低保标准。"], document_id="lost")
    build_index(sqlite_store, folder, analyzer=analyzer)
    make_document(postgresql_store, ["公租房租金。"], document_id="other")
    make_document(postgresql_store, ["公租房租金。"], document_id="same")
    update_index(postgresql_store, folder, analyzer=analyzer)
    passages = open_index(folder).passages
    assert answers(passages)[0] == []
    assert {hit.document_id for hit in answers(passages)[2]} == {"same", "other"}


def test_a_reader_goes_on_with_the_build_it_opened(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    old = make_document(sqlite_store, ["低保标准。"])
    build_index(sqlite_store, folder, analyzer=analyzer)
    engine = open_index(folder).passages
    for _ in range(12):  # enough for the engine to merge segments and to drop their files
        make_document(sqlite_store, ["低保材料。"], document_id=old)
        update_index(sqlite_store, folder, analyzer=analyzer)
    assert len(answers(engine)[0]) == 1
    assert len(answers(engine)[1]) == 1


def test_growing_changes_no_file_of_the_build_before(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    for number in range(10):
        make_document(sqlite_store, ["低保标准。"], document_id=f"d{number}")
    build_index(sqlite_store, folder, analyzer=analyzer)
    before = current_build(folder)
    contents = {path: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    make_document(sqlite_store, ["公租房。"], document_id="d1")
    assert update_index(sqlite_store, folder, analyzer=analyzer).grown
    assert {path: path.read_bytes() for path in before.rglob("*") if path.is_file()} == contents


def test_where_files_cannot_be_linked_they_are_copied(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_document(sqlite_store, ["低保标准。"])
    build_index(sqlite_store, folder, analyzer=analyzer)
    new = make_document(sqlite_store, ["低保金额。"])

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert update_index(sqlite_store, folder, analyzer=analyzer).grown
    assert {hit.document_id for hit in answers(open_index(folder).passages)[0]} == {old, new}


def test_an_index_that_is_worn_says_so_until_it_is_built_whole(
    sqlite_store: Store, folder: Path, analyzer: Analyzer
) -> None:
    for number in range(20):
        make_document(sqlite_store, ["低保标准。"], document_id=f"d{number:02}")
    build_index(sqlite_store, folder, analyzer=analyzer)
    worn = []
    for number in range(4):
        set_withdrawn(sqlite_store, f"d{number:02}", withdrawn=True)
        update_index(sqlite_store, folder, analyzer=analyzer)
        worn.append(is_worn(folder))
    assert worn == [False, False, True, True]
    build_index(sqlite_store, folder, analyzer=analyzer)
    assert not is_worn(folder)


def lose_the_ledger(build: Path) -> None:
    (build / LEDGER).unlink()


def cut_the_ledger(build: Path) -> None:
    (build / LEDGER).write_text("d1\t1")


def lose_a_line(build: Path) -> None:
    text = (build / LEDGER).read_text()
    (build / LEDGER).write_text("".join(text.splitlines(keepends=True)[1:]))


def lose_a_segment(build: Path) -> None:
    next((build / filling.PASSAGES).glob("*.term")).unlink()


@pytest.mark.parametrize("damage", [lose_the_ledger, cut_the_ledger, lose_a_line, lose_a_segment])
def test_a_damaged_base_is_built_whole(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, damage
) -> None:
    for number in range(3):
        make_document(sqlite_store, ["低保标准。"], document_id=f"d{number}")
    build_index(sqlite_store, folder, analyzer=analyzer)
    damage(current_build(folder))
    make_document(sqlite_store, ["低保标准。"], document_id=DocumentId("d9"))
    report = update_index(sqlite_store, folder, analyzer=analyzer)
    assert (report.grown, report.passages) == (False, 4)


def test_a_base_that_the_engine_cannot_go_on_from_is_built_whole(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_document(sqlite_store, ["低保标准。"])
    build_index(sqlite_store, folder, analyzer=analyzer)
    (current_build(folder) / filling.PASSAGES / embedded_manifest.MANAGED).write_text("{")
    make_document(sqlite_store, ["低保标准。"])
    report = update_index(sqlite_store, folder, analyzer=analyzer)
    assert (report.grown, report.passages) == (False, 2)


def test_a_disk_that_refuses_to_grow_leaves_the_old_index_and_no_builds_behind(
    sqlite_store: Store, folder: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_document(sqlite_store)
    build_index(sqlite_store, folder, analyzer=analyzer)
    before = current_build(folder)
    make_document(sqlite_store)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_durably", full)
        with pytest.raises(DiskFull, match="磁盘已满"):
            update_index(sqlite_store, folder, analyzer=analyzer)
    assert set((folder / BUILDS).iterdir()) == {current_build(folder)} == {before}
    assert update_index(sqlite_store, folder, analyzer=analyzer).grown
    assert set((folder / BUILDS).iterdir()) == {before, current_build(folder)}
