"""Several processes ingest at once, and a database that gives out: nothing lost or doubled."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.database import Store, open_store
from knowledge.documents import Document, Passage, StoredFile, StoreRevision, Version
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.outcomes import IngestStopped
from knowledge.queries import corpus
from tests.clocks import FrozenClock

FILES = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of some ten thousand characters, so that they fill a small disk."""
    filler = "窗口应当一次告知。" * 1000
    for number in range(FILES):
        text = f"青禾县第{number}号便民办法\n第一条　共{number}条。\n第二条　{filler}\n"
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def url_of(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def ingest_in_another_process(url: str, folder: Path) -> None:
    store = open_store(url)
    report = ingest_paths(store, [folder], FrozenClock())
    store.dispose()
    if report.failed:
        raise SystemExit(str(report.failed))


def test_two_processes_on_one_folder_lose_and_double_nothing(store: Store, folder: Path) -> None:
    store.dispose()  # connections do not survive a fork
    fork = multiprocessing.get_context("fork")
    processes = [
        fork.Process(target=ingest_in_another_process, args=(url_of(store), folder))
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    with store.reading() as session:
        for table in (Document, Version, StoredFile):
            assert session.scalars(select(func.count()).select_from(table)).one() == FILES
        assert session.get_one(StoreRevision, 1).value == FILES
        revisions = session.scalars(select(Document.revision).order_by(Document.revision)).all()
        assert revisions == list(range(1, FILES + 1))
        keys = session.execute(select(Passage.version_id, Passage.key)).all()
        assert len(keys) == len(set(keys)) >= FILES


def test_a_full_disk_stops_the_run_and_keeps_what_was_done(
    sqlite_store: Store, folder: Path
) -> None:
    limit_pages(sqlite_store, further=100)
    with pytest.raises(IngestStopped, match="磁盘已满") as stopped:
        ingest_paths(sqlite_store, [folder], FrozenClock())
    done = len(stopped.value.report.added)
    assert 0 < done < FILES
    limit_pages(sqlite_store, further=10_000)
    report = ingest_paths(sqlite_store, [folder], FrozenClock())
    assert (len(report.unchanged), len(report.added)) == (done, FILES - done)


def test_a_database_that_stays_locked_stops_the_run_with_a_clear_reason(
    sqlite_store: Store, folder: Path
) -> None:
    with sqlite_store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    blocker = sqlite3.connect(str(sqlite_store.url.database), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(IngestStopped, match=r"另一个程序占用.*接着导入") as stopped:
        ingest_paths(sqlite_store, [folder], FrozenClock())
    blocker.close()
    assert stopped.value.report.outcomes == ()
    with sqlite_store.reading() as session:
        assert corpus.revision(session) == 0


def limit_pages(store: Store, further: int) -> None:
    """Let the database file grow by so many pages only: its disk is full then."""
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + further}")
