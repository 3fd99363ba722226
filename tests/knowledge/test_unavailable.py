"""A database that gives out says why, in words; a wrong statement is not excused as that."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.database import Store, open_store
from knowledge.documents import StoreRevision
from knowledge.errors import StoreUnavailable
from knowledge.queries import corpus


def test_a_file_that_is_no_database_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this is no database" * 100)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match="不是 SQLite 数据库"), store.reading() as session:
        corpus.revision(session)
    store.dispose()


def test_a_server_that_is_not_there_is_named_so() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable, match="连不上数据库"), store.writing() as session:
        corpus.revision(session)


def test_a_store_without_tables_is_named_so(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    with pytest.raises(StoreUnavailable, match="还没有建好"), store.reading() as session:
        corpus.revision(session)
    store.dispose()


def test_a_row_that_breaks_a_rule_stays_the_error_it_is(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as session:
        session.add(StoreRevision(id=1, value=0))


def test_what_a_reading_session_changes_is_rolled_back(store: Store) -> None:
    with store.reading() as session:
        session.execute(text("UPDATE store_revision SET value = 9"))
    with store.reading() as session:
        assert corpus.revision(session) == 0
