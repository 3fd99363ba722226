"""What every test may ask for: stores on both databases, a frozen clock, the shared material.

`store` runs a test on SQLite and on a real PostgreSQL; `sqlite_store` is for tests to which the
database does not matter. Each test gets a database as one is that was just migrated: on SQLite a
copy of a file, on PostgreSQL one that was emptied after the test before.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.database import Store, open_store
from service.schema import upgrade
from service.staff.audit_log import AuditSeal, audited
from service.staff.keyring import Keyring
from service.staff.sealing import with_keyring
from tests.clocks import FrozenClock
from tests.emptied import EmptiedDatabases
from tests.network import guard_sockets
from tests.ordering import longest_first
from tests.postgresql import PostgresServer, running_server

#: What stores of tests sign their audit log with.
AUDIT_KEY = b"k" * 32
#: What they seal contact data with.
KEYRING = Keyring(Path("/nowhere"), "k1:" + "QUJD" * 10 + "QUI=")
SHARED = Path(__file__).resolve().parents[2] / "shared"
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def pytest_configure(config: pytest.Config) -> None:
    """Where everything must be checked, the evaluation material must be there."""
    if os.environ.get("CI") == "true" and not SHARED.is_dir():
        raise pytest.UsageError(f"CI=true，但没有评测资料 {SHARED}：标记为 shared 的测试无法运行")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first; without the evaluation material not the tests that read it."""
    longest_first(items)
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so, once."""
    if not SHARED.is_dir():
        terminalreporter.write_line("没有 ../shared：标记为 shared 的测试这次没有运行")


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = with_keyring(audited(open_store(url), AuditSeal(AUDIT_KEY)), KEYRING)
    try:
        yield store
    finally:
        store.dispose()


def _migrate(url: str) -> None:
    with _opened(url) as store:
        upgrade(store)


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Block every connection to other machines."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        guard_sockets(monkeypatch)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where nothing may be written beside the code, programs started by tests compile it once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            monkeypatch.delenv("PYTHONDONTWRITEBYTECODE")
            monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the evaluation material; tests that ask for it carry the marker `shared`."""
    return SHARED


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands on 2026-11-22, ten o'clock in Asia/Shanghai."""
    return FrozenClock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, one for each process that runs tests."""
    try:
        with running_server() as server:
            yield server
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgresServer) -> str:
    """Name of a migrated, empty database to copy."""
    name = postgresql.create()
    _migrate(postgresql.url(name))
    return name


@pytest.fixture(scope="session")
def emptied_databases(postgresql: PostgresServer, postgresql_template: str) -> EmptiedDatabases:
    """Databases like that one, for test after test."""
    return EmptiedDatabases(postgresql, postgresql_template)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_store(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A fresh, migrated store in an SQLite file, outside the test's own folder."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    shutil.copyfile(sqlite_template, path)
    with _opened(f"sqlite:///{path}") as store:
        yield store


@pytest.fixture
def postgresql_store(
    postgresql: PostgresServer, emptied_databases: EmptiedDatabases
) -> Iterator[Store]:
    """A migrated store in PostgreSQL with nothing in it."""
    name = emptied_databases.lend()
    with _opened(postgresql.url(name)) as store:
        yield store
    emptied_databases.take_back(name)


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh, migrated store: the test runs on both databases."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture(params=DATABASES)
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store without any table, on both databases."""
    if request.param == "sqlite":
        with _opened(f"sqlite:///{tmp_path / 'empty.db'}") as store:
            yield store
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    name = server.create()
    with _opened(server.url(name)) as store:
        yield store
    server.drop(name)
