"""Verification finds what is damaged, what is read otherwise now, and what changed outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select, update

from knowledge.database import Store
from knowledge.documents import Document, DocumentId, Passage, SourceOrigin, StoredFile
from knowledge.errors import UnsupportedSource
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.outline import Reading
from knowledge.publication import withdraw
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from knowledge.verification import Finding, FindingKind, Reader, verify_all
from tests.clocks import FrozenClock

NOTICE = "青禾县便民服务办法\n第一条　为了方便群众办事，制定本办法。\n第二条　窗口应当一次告知。\n"


def ingested(store: Store, folder: Path) -> Path:
    file = folder / "办法.txt"
    file.write_text(NOTICE, encoding="utf-8")
    assert not ingest_paths(store, [file], FrozenClock()).failed
    return file


def kinds(store: Store, read: Reader = read_document) -> list[FindingKind]:
    return [finding.kind for finding in verify_all(store, read=read)]


def test_what_is_whole_and_unchanged_gives_no_finding(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path)
    assert kinds(store) == []


def test_a_flipped_byte_in_the_database_is_found(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path)
    with store.writing() as session:
        session.execute(update(StoredFile).values(data=NOTICE.replace("一次", "两次").encode()))
    assert kinds(store) == [FindingKind.BYTES]


def test_a_passage_that_is_not_where_it_says_is_found(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path)
    with store.writing() as session:
        session.execute(update(Passage).where(Passage.ordinal == 0).values(text="不是这句话。"))
    (finding,) = verify_all(store)
    assert finding.kind is FindingKind.OFFSETS
    assert finding.told.endswith("（1 处）")


def test_what_the_readers_read_otherwise_now_is_named(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path)

    def read_otherwise(source: SourceFile) -> Reading:
        reading = read_document(source)
        return replace(reading, metadata=replace(reading.metadata, title="另一个标题"))

    (finding,) = verify_all(store, read=read_otherwise)
    assert finding.kind is FindingKind.READ_OTHERWISE
    assert "标题" in finding.told


def test_a_source_that_is_no_longer_read_is_told_with_the_reason(
    store: Store, tmp_path: Path
) -> None:
    ingested(store, tmp_path)

    def refuse(_source: SourceFile) -> Reading:
        raise UnsupportedSource("这种格式读不了")

    (finding,) = verify_all(store, read=refuse)
    assert (finding.kind, finding.detail) == (FindingKind.UNREADABLE, "这种格式读不了")


def test_a_source_that_changed_or_is_gone_is_found(store: Store, tmp_path: Path) -> None:
    file = ingested(store, tmp_path)
    file.write_text(NOTICE + "第三条　新。\n", encoding="utf-8")
    changed = list(verify_all(store))
    file.unlink()
    gone = list(verify_all(store))
    assert [finding.kind for finding in changed] == [FindingKind.SOURCE_CHANGED]
    assert [finding.kind for finding in gone] == [FindingKind.SOURCE_GONE]
    assert str(file) in gone[0].told


def test_only_the_documents_asked_for_are_verified(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path).unlink()
    found: list[Finding] = list(verify_all(store, []))
    assert found == []


def test_a_file_that_was_moved_is_expected_at_its_new_place_only(
    store: Store, tmp_path: Path
) -> None:
    file = ingested(store, tmp_path)
    moved = file.rename(tmp_path / "新名字.txt")
    assert kinds(store) == [FindingKind.SOURCE_GONE]
    assert len(ingest_paths(store, [moved], FrozenClock()).unchanged) == 1
    assert kinds(store) == []
    with store.reading() as session:
        assert session.scalars(select(SourceOrigin.origin)).all() == [str(moved)]


def test_a_copy_that_is_gone_is_no_finding_while_another_stands(
    store: Store, tmp_path: Path
) -> None:
    file = ingested(store, tmp_path)
    copy = tmp_path / "副本.txt"
    copy.write_bytes(file.read_bytes())
    ingest_paths(store, [copy], FrozenClock())
    with store.reading() as session:
        assert len(session.scalars(select(SourceOrigin.origin)).all()) == 2
    file.unlink()
    assert kinds(store) == []
    copy.unlink()
    assert kinds(store) == [FindingKind.SOURCE_GONE] * 2


def test_of_a_withdrawn_document_no_source_is_expected(store: Store, tmp_path: Path) -> None:
    ingested(store, tmp_path).unlink()
    with store.writing() as session:
        document_id = DocumentId(session.scalars(select(Document.id)).one())
        withdraw(session, document_id, "已经过时", FrozenClock()())
    assert kinds(store) == []


def test_a_place_that_cannot_be_read_is_told_apart_from_one_that_is_gone(
    store: Store, tmp_path: Path
) -> None:
    file = ingested(store, tmp_path)
    file.unlink()
    file.mkdir()
    assert kinds(store) == [FindingKind.SOURCE_UNREADABLE]
