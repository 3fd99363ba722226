"""The tests themselves: no way out of the machine, a clock that stands, a database each."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import inspect

from knowledge.clock import day_in_china
from knowledge.database import Store, open_store
from knowledge.queries import corpus
from service.staff.audit_log import AuditSeal, audited
from service.staff.roles import Role
from tests.clocks import FrozenClock
from tests.emptied import EmptiedDatabases
from tests.factories import make_document
from tests.network import NetworkBlocked
from tests.ordering import LONGEST, TESTS, longest_first
from tests.postgresql import PostgresServer
from tests.staff import make_person


def test_a_connection_to_another_machine_is_blocked() -> None:
    with socket.socket() as outward, pytest.raises(NetworkBlocked, match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_is_free() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_the_clock_stands_until_it_is_moved(clock: FrozenClock) -> None:
    assert clock() == clock() == datetime(2026, 11, 22, 2, tzinfo=UTC)
    clock.advance(timedelta(hours=14))
    assert day_in_china(clock()).isoformat() == "2026-11-23"


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_a_store_of_its_own(store: Store, time: str) -> None:
    with store.reading() as session:
        assert corpus.revision(session) == 0
    make_document(store)


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as session:
        connection = session.connection()
        names = inspect(connection).get_table_names()
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=str)  # noqa: S608
            for name in names
        }


@pytest.mark.postgresql
def test_a_database_given_back_is_as_the_migrations_left_it_and_its_numbers_begin_anew(
    postgresql: PostgresServer, emptied_databases: EmptiedDatabases
) -> None:
    name = emptied_databases.lend()
    store = open_store(postgresql.url(name))
    before = everything(store)
    kept = []
    for _ in range(2):
        audited_store = audited(store, AuditSeal(b"k" * 32))
        make_document(audited_store, ["低保标准。"] * 3)
        with audited_store.writing() as session:
            make_person(session, "handler", Role.HANDLER)
        kept.append(everything(store)["passage"])
        assert everything(store)["audit_entry"] != before["audit_entry"] == []
        emptied_databases.take_back(name)  # while the store is still connected
        assert emptied_databases.lend() == name
        store.dispose()
        assert everything(store) == before
    assert [row[0] for row in kept[0]] == [row[0] for row in kept[1]]
    with store.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE document ADD COLUMN odd integer")
    store.dispose()
    emptied_databases.take_back(name)
    assert emptied_databases.lend() != name


@pytest.fixture
def without_shared(tmp_path: Path) -> Path:
    """A project beside which no evaluation material lies: one marked test, one other."""
    here = Path(__file__).parent
    tests = tmp_path / "project" / "tests"
    tests.mkdir(parents=True)
    for helper in ("conftest", "clocks", "emptied", "network", "ordering", "postgresql"):
        shutil.copy(here / f"{helper}.py", tests)
    shutil.copy(here.parent / "pyproject.toml", tests.parent)
    (tests / "test_two.py").write_text(
        "import pytest\n@pytest.mark.shared\ndef test_a(): assert False\ndef test_b(): pass\n",
        encoding="utf-8",
    )
    return tests.parent


def test_the_longest_files_begin_first_then_those_with_most_tests_each_in_one_piece() -> None:
    def item(file: Path, name: str) -> SimpleNamespace:
        return SimpleNamespace(path=file, name=name)

    assert all((TESTS / name).is_file() for name in LONGEST)
    few, many = TESTS / "few.py", TESTS / "many.py"
    long, late = TESTS / LONGEST[0], TESTS / LONGEST[1]
    items = [item(few, "a"), item(many, "b"), item(late, "c"), item(many, "d"), item(long, "e")]
    longest_first(items)
    assert [each.name for each in items] == ["e", "c", "b", "d", "a"]


def run_tests(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    unset = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=project,
        env={**unset, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_shared_material_its_tests_are_left_out_and_one_line_says_so(
    without_shared: Path,
) -> None:
    done = run_tests(without_shared)
    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 deselected" in done.stdout
    assert done.stdout.count("没有 ../shared") == 1


def test_where_everything_must_be_checked_the_shared_material_must_be_there(
    without_shared: Path,
) -> None:
    done = run_tests(without_shared, CI="true")
    assert done.returncode != 0
    assert "没有评测资料" in done.stderr
