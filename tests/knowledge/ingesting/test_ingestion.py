"""Files become documents and versions once, whatever happens to their neighbours."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.database import Store
from knowledge.documents import (
    Document,
    DocumentId,
    Passage,
    SourceOrigin,
    StoredFile,
    StoreRevision,
    Version,
)
from knowledge.errors import SourceFault
from knowledge.ingesting.ingestion import ingest_paths, ingest_source
from knowledge.ingesting.outcomes import IngestReport, IngestResult
from knowledge.queries import corpus
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.clocks import FrozenClock
from tests.factories import make_reading

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
NOTICE = "青禾县便民服务办法\n第一条　为了方便群众办事，制定本办法。\n第二条　窗口应当一次告知。\n"
OTHER = NOTICE.replace("一次告知", "当场答复")
THIRD = NOTICE.replace("一次告知", "马上就办")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(store: Store, *paths: Path) -> IngestReport:
    return ingest_paths(store, paths, FrozenClock())


def results(report: IngestReport) -> list[str]:
    return [outcome.result.value for outcome in report.outcomes]


def counts(store: Store) -> tuple[int, int]:
    """How many documents and versions the store holds."""
    with store.reading() as session:
        return tuple(
            session.scalars(select(func.count()).select_from(table)).one()
            for table in (Document, Version)
        )


def test_a_new_file_is_stored_byte_for_byte_with_passages_in_its_text(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    (outcome,) = ingest_paths(store, [path], lambda: NOW).outcomes
    assert (outcome.result, outcome.version) == (IngestResult.ADDED, 1)
    assert outcome.document_id is not None
    with store.reading() as session:
        version = session.scalars(select(Version)).one()
        assert session.get_one(StoredFile, version.sha256).data == path.read_bytes()
        assert version.created_at == NOW
        assert len(version.passages) >= 2
        for passage in version.passages:
            assert version.text[passage.start : passage.end] == passage.text
        assert session.scalars(select(SourceOrigin.origin)).all() == [str(path)]


def test_the_same_file_twice_is_one_document_and_no_change(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    assert results(run(store, path)) == ["新增"]
    assert results(run(store, path)) == ["未变"]
    assert counts(store) == (1, 1)
    with store.reading() as session:
        assert corpus.revision(session) == 1


def test_an_unchanged_file_is_not_read_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    run(store, path)

    def broken(source: SourceFile):
        raise AssertionError(source.name)

    report = ingest_paths(store, [path], FrozenClock(), read=broken)
    assert results(report) == ["未变"]


def test_a_changed_file_is_a_new_version_and_the_old_one_is_kept(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    (first,) = run(store, path).outcomes
    write(path, OTHER)
    (second,) = run(store, path).outcomes
    assert (second.result, second.version) == (IngestResult.CHANGED, 2)
    assert second.document_id == first.document_id
    with store.reading() as session:
        document = session.get_one(Document, first.document_id)
        assert (document.current_version, document.revision) == (2, 2)
        assert "一次告知" in corpus.stored_text(session, document.id, 1, "text")
        assert "当场答复" in corpus.stored_text(session, document.id, None, "text")


def test_a_clause_keeps_its_key_from_version_to_version(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    run(store, path)
    write(path, OTHER)
    run(store, path)
    with store.reading() as session:
        query = select(Passage.key).join(Version).order_by(Passage.ordinal)
        old, new = (session.scalars(query.where(Version.number == n)).all() for n in (1, 2))
    assert old == new


def test_a_file_that_goes_back_to_its_old_bytes_is_a_third_version(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    for text in (NOTICE, OTHER, NOTICE):
        run(store, write(path, text))
    assert counts(store) == (1, 3)


def test_the_same_bytes_at_another_place_are_the_same_document(
    store: Store, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.txt", NOTICE)
    twin = write(tmp_path / "twin.txt", NOTICE)
    report = run(store, first, twin)
    assert results(report) == ["新增", "未变"]
    assert "青禾县便民服务办法" in (report.unchanged[0].reason or "")
    assert counts(store) == (1, 1)


def test_a_twin_that_changes_alone_becomes_a_document_of_its_own(
    store: Store, tmp_path: Path
) -> None:
    first, twin = write(tmp_path / "a.txt", NOTICE), write(tmp_path / "twin.txt", NOTICE)
    run(store, first, twin)
    write(twin, OTHER)
    assert results(run(store, first, twin)) == ["未变", "新增"]
    assert counts(store) == (2, 2)
    write(twin, THIRD)
    assert results(run(store, first, twin)) == ["未变", "更新"]


def test_twins_that_change_together_stay_one_document(store: Store, tmp_path: Path) -> None:
    twins = [write(tmp_path / name, NOTICE) for name in ("a.txt", "b.txt")]
    run(store, *twins)
    for twin in twins:
        write(twin, OTHER)
    assert results(run(store, *twins)) == ["更新", "未变"]
    assert counts(store) == (1, 2)


def test_a_file_that_moved_and_then_changed_is_a_new_version(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    run(store, path)
    moved = path.rename(tmp_path / "moved.txt")
    assert results(run(store, moved)) == ["未变"]
    write(moved, OTHER)
    assert results(run(store, moved)) == ["更新"]
    assert counts(store) == (1, 2)


def test_a_file_overwritten_with_another_document_becomes_that_document(
    store: Store, tmp_path: Path
) -> None:
    first, second = write(tmp_path / "a.txt", NOTICE), write(tmp_path / "b.txt", OTHER)
    run(store, first, second)
    write(first, OTHER)
    assert results(run(store, first, second)) == ["未变", "未变"]
    assert counts(store) == (2, 2)
    write(first, THIRD)
    assert results(run(store, first)) == ["新增"]


def test_an_old_copy_elsewhere_brings_no_old_version_back(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    run(store, path)
    write(path, OTHER)
    backup = write(tmp_path / "backup.txt", NOTICE)
    run(store, path, backup)
    with store.reading() as session:
        assert session.scalars(select(Document.current_version)).all() == [2]


def test_documents_whose_ids_would_collide_get_longer_ones(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    source = SourceFile(str(path), path.name, path.read_bytes())
    short = DocumentId(f"d{source.sha256[:12]}")
    other = SourceFile("/另处/b.txt", "b.txt", OTHER.encode())
    ingest_source(store, other, NOW, document_id=short)
    assert ingest_source(store, source, NOW).document_id == f"d{source.sha256[:20]}"


def test_sources_with_given_ids_keep_them_though_their_bytes_are_alike(store: Store) -> None:
    for name in ("one", "two", "two"):
        source = SourceFile(f"set#{name}", name, NOTICE.encode())
        assert ingest_source(store, source, NOW, document_id=DocumentId(name)).document_id == name
    assert counts(store) == (2, 2)


def test_each_failure_costs_its_own_file_and_is_said(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "good.txt", NOTICE)
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "blank.txt", " \n\u3000\n")
    write(tmp_path / "form.pdf", "%PDF-1.7")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    write(tmp_path / "shell.html", "<html><head><title></title></head><body></body></html>")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / os.fsdecode(b"\xc4\xe3.txt")).write_text(OTHER, encoding="utf-8")
    report = run(store, tmp_path, tmp_path / "vanished.txt")
    assert [Path(outcome.name).name for outcome in report.added] == ["good.txt"]
    assert counts(store) == (1, 1)
    reasons = {Path(outcome.name).name: outcome.reason for outcome in report.failed}
    assert len(reasons) == 10
    assert reasons["empty.txt"] == "文件是空的"
    assert "PDF 缺少结尾" in reasons["form.pdf"]
    assert "找不到" in reasons["broken.txt"]
    assert "找不到" in reasons["vanished.txt"]
    assert "链接绕成了环" in reasons["circle.txt"]
    assert "不是普通文件" in reasons["pipe.txt"]
    assert "UTF-8" in reasons["\ufffd\ufffd.txt"]
    assert all(reasons.values())


def test_a_fault_of_the_reader_costs_one_file_alone(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", NOTICE)
    write(tmp_path / "b.txt", OTHER)

    def read(source: SourceFile):
        if source.name == "a.txt":
            raise SourceFault("读不下去")
        return read_document(source)

    report = ingest_paths(store, [tmp_path], FrozenClock(), read=read)
    assert results(report) == ["失败", "新增"]
    assert report.failed[0].reason == "读不下去"


def test_a_file_that_fails_after_it_was_stored_leaves_its_version(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", NOTICE)
    run(store, path)
    write(path, "")
    (outcome,) = run(store, path).outcomes
    assert outcome.reason == "文件是空的（库里仍是此前导入的内容）"
    assert counts(store) == (1, 1)


def test_progress_is_told_after_each_file(sqlite_store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", NOTICE)
    write(tmp_path / "b.pdf", "")
    told: list[tuple[int, int, str]] = []
    ingest_paths(sqlite_store, [tmp_path], FrozenClock(), lambda *step: told.append(step))
    assert [(done, total, Path(name).name) for done, total, name in told] == [
        (1, 2, "a.txt"),
        (2, 2, "b.pdf"),
    ]


def test_every_version_raises_the_revision_and_failures_do_not(
    store: Store, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICE)
    write(tmp_path / "b.txt", OTHER)
    write(tmp_path / "c.txt", "")
    run(store, tmp_path)
    run(store, tmp_path)
    with store.reading() as session:
        assert session.get_one(StoreRevision, 1).value == 2


@pytest.mark.postgresql
def test_a_value_too_long_for_its_column_costs_its_file_alone(
    postgresql_store: Store, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", NOTICE)
    write(tmp_path / "b.txt", OTHER)

    def read(source: SourceFile):
        kind = "通知" * 40 if source.name == "a.txt" else "通知"
        return make_reading(kind=kind)

    report = ingest_paths(postgresql_store, [tmp_path], FrozenClock(), read=read)
    assert results(report) == ["失败", "新增"]
    assert counts(postgresql_store) == (1, 1)


def test_each_file_of_an_archive_is_a_document_of_its_own_and_the_rest_is_told(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "政策.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", NOTICE)
        archive.writestr("夹/乙.txt", OTHER)
        archive.writestr("照片.jpg", b"\xff\xd8\xff")
        archive.writestr("../丙.txt", THIRD)
    report = run(store, path)
    assert {
        outcome.name.removeprefix(str(path)): outcome.result for outcome in report.outcomes
    } == {
        "!/甲.txt": IngestResult.ADDED,
        "!/夹/乙.txt": IngestResult.ADDED,
        "!/照片.jpg": IngestResult.FAILED,
        "!/../丙.txt": IngestResult.FAILED,
    }
    assert results(run(store, path)) == ["失败", "未变", "失败", "未变"]
    with store.reading() as session:
        origins = set(session.scalars(select(SourceOrigin.origin)))
    assert origins == {f"{path}!/甲.txt", f"{path}!/夹/乙.txt"}


def test_a_damaged_archive_costs_itself_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    write(tmp_path / "b.txt", NOTICE)
    report = run(store, tmp_path)
    assert results(report) == ["失败", "新增"]
    assert "不完整或已损坏" in (report.failed[0].reason or "")
