"""A store with the demonstration documents for each test: ingested once, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.database import Store, open_store
from knowledge.ingesting.ingestion import ingest_paths
from tests.clocks import FrozenClock
from tests.conftest import DATABASES
from tests.offices import DEMO_DOCUMENTS
from tests.postgresql import PostgresServer


def _stock(url: str) -> None:
    store = open_store(url)
    assert not ingest_paths(store, [DEMO_DOCUMENTS], FrozenClock()).failed
    store.dispose()


@pytest.fixture(scope="session")
def stocked_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file to copy."""
    path = tmp_path_factory.mktemp("stocked") / "store.db"
    shutil.copyfile(sqlite_template, path)
    _stock(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def stocked_postgresql(postgresql: PostgresServer, postgresql_template: str) -> str:
    """Name of a database to copy."""
    name = postgresql.create(postgresql_template)
    _stock(postgresql.url(name))
    return name


@pytest.fixture(params=DATABASES)
def stocked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'stocked.db'}"
        shutil.copyfile(request.getfixturevalue("stocked_sqlite"), tmp_path / "stocked.db")
    else:
        server: PostgresServer = request.getfixturevalue("postgresql")
        url = server.url(server.create(request.getfixturevalue("stocked_postgresql")))
    store = open_store(url)
    yield store
    store.dispose()
