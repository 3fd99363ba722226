"""The store loses no update, keeps moments in UTC and refuses what it cannot open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.database import Base, Store, UtcDateTime, open_store
from knowledge.documents import Document, StoreRevision
from knowledge.errors import StoreError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    Base.metadata.create_all(store.engine)
    return store


def test_concurrent_increments_are_all_kept(store: Store) -> None:
    with store.writing() as session:
        session.add(StoreRevision(id=1, value=0))

    def increment(_: int) -> None:
        with store.writing() as session:
            row = session.get_one(StoreRevision, 1)
            row.value = row.value + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(increment, range(80)))
    with store.reading() as session:
        assert session.get_one(StoreRevision, 1).value == 80


def test_a_failed_block_leaves_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.writing() as session:
            session.add(StoreRevision(id=1, value=1))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.reading() as session:
        assert session.scalars(select(StoreRevision)).all() == []


def test_what_a_reading_block_changes_is_not_kept(store: Store) -> None:
    with store.reading() as session:
        session.add(StoreRevision(id=1, value=1))
        session.flush()
    with store.reading() as session:
        assert session.get(StoreRevision, 1) is None


def test_moments_come_back_aware_and_in_utc(store: Store) -> None:
    noon_in_china = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))
    with store.writing() as session:
        session.add(Document(id="d1", current_version=1, created_at=noon_in_china, revision=1))
    with store.reading() as session:
        created = session.get_one(Document, "d1").created_at
    assert created == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert created.tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    column = UtcDateTime()
    with pytest.raises(StoreError, match="时区"):
        column.process_bind_param(datetime(2026, 11, 22), None)  # type: ignore[arg-type]  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("address", ["mysql://localhost/db", "no address at all", ""])
def test_an_address_that_cannot_be_opened_is_refused(address: str) -> None:
    with pytest.raises(StoreError):
        open_store(address)


def test_foreign_keys_hold_on_sqlite(store: Store) -> None:
    with store.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
