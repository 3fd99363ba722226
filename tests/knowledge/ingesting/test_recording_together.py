"""Files read side by side are recorded some a transaction, and each still stands for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select

from knowledge.database import Store
from knowledge.documents import Version
from knowledge.errors import WorkersUnavailable
from knowledge.ingesting.ingestion import MOST_TOGETHER, ingest_paths
from knowledge.ingesting.outcomes import IngestReport, IngestStopped
from knowledge.outline import Reading
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.clocks import FrozenClock

FILES = MOST_TOGETHER + 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of a document each, but that the sixth says what the third says."""
    for number in range(FILES):
        title = f"青禾县第{2 if number == 5 else number}号便民办法"
        text = f"{title}\n第一条　为了方便群众，制定本办法。\n"
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path


class NothingAhead:
    """Whoever reads aside, of one that reads a file only when its turn has come."""

    def expect(self, source: SourceFile) -> None:
        """Told in vain."""

    def tend(self) -> None:
        """Nothing is going on."""


def run(store: Store, folder: Path, read=read_document) -> IngestReport:
    return ingest_paths(store, [folder], FrozenClock(), read=read, aside=NothingAhead())


def titles(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Version.title).order_by(Version.id)))


@contextmanager
def commits(store: Store) -> Iterator[list[None]]:
    """One entry for each transaction that is committed meanwhile."""
    seen: list[None] = []

    def note(_connection) -> None:
        seen.append(None)

    event.listen(store.engine, "commit", note)
    yield seen
    event.remove(store.engine, "commit", note)


def test_files_are_recorded_some_a_transaction(sqlite_store: Store, folder: Path) -> None:
    with commits(sqlite_store) as seen:
        report = run(sqlite_store, folder)
    assert len(report.added) == FILES - 1
    assert len(seen) < FILES / 2


def test_the_same_text_twice_in_a_transaction_is_one_document(store: Store, folder: Path) -> None:
    report = run(store, folder)
    assert [Path(each.name).name for each in report.unchanged] == ["05.txt"]
    assert report.unchanged[0].document_id == report.outcomes[2].document_id
    assert len(titles(store)) == FILES - 1


def test_a_file_that_the_database_has_no_room_for_costs_itself_alone(
    postgresql_store: Store, folder: Path
) -> None:
    def read(source: SourceFile) -> Reading:
        reading = read_document(source)
        return replace(reading, charset="x" * 100) if source.name == "03.txt" else reading

    report = run(postgresql_store, folder, read)
    assert [Path(each.name).name for each in report.failed] == ["03.txt"]
    assert "超出了数据库能保存的范围" in str(report.failed[0].reason)
    assert len(report.added) == FILES - 2
    assert titles(postgresql_store) == [str(each.title) for each in report.added]


def test_what_was_read_before_the_readers_gave_out_is_kept(
    sqlite_store: Store, folder: Path
) -> None:
    def read(source: SourceFile) -> Reading:
        if source.name == "04.txt":
            raise WorkersUnavailable("读取文件的进程启动不了")
        return read_document(source)

    with pytest.raises(IngestStopped) as stopped:
        run(sqlite_store, folder, read)
    assert len(stopped.value.report.added) == 4
    assert len(titles(sqlite_store)) == 4
