"""The schema goes up and down on both databases and is what the models say."""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import knowledge
import service
from knowledge.database import Base, Store, open_store
from knowledge.documents import StoreRevision
from service.schema import REVISIONS, SchemaAhead, newest_revision, upgrade
from service.schema_changes import alembic_config, changing


def import_every_model() -> None:
    """Import every module of the packages that map tables, so that none is forgotten."""
    for package in (knowledge, service):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("service.migrations"):
                importlib.import_module(module.name)


def upgrade_in_another_process(url: str) -> None:
    store = open_store(url)
    upgrade(store)
    store.dispose()


def at_newest(store: Store) -> bool:
    """Whether the schema is at the newest revision."""
    with store.engine.connect() as connection:
        newest = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == newest


def test_the_migrated_schema_is_what_the_models_say(store: Store) -> None:
    import_every_model()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_schema_goes_down_to_nothing_and_up_again(store: Store) -> None:
    with changing(store) as connection:
        command.downgrade(alembic_config(connection), "base")
    assert inspect(store.engine).get_table_names() == ["alembic_version"]
    upgrade(store)
    assert at_newest(store)


def test_the_revisions_stand_in_one_line(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_the_names_of_the_files_tell_the_revisions(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    revisions = [script.revision for script in scripts.walk_revisions()]
    named = [file.name.partition("_")[0] for file in REVISIONS.glob("[0-9]*_*.py")]
    assert sorted(named) == sorted(revisions)
    assert newest_revision() == scripts.get_current_head()


def test_a_new_store_counts_its_changes_from_nought(store: Store) -> None:
    with store.reading() as session:
        assert session.get_one(StoreRevision, 1).value == 0


def test_an_upgrade_at_the_newest_revision_changes_nothing(store: Store) -> None:
    with store.writing() as session:
        session.get_one(StoreRevision, 1).value = 7
    upgrade(store)
    with store.reading() as session:
        assert session.get_one(StoreRevision, 1).value == 7


def test_processes_that_start_at_once_upgrade_one_after_the_other(empty_store: Store) -> None:
    url = empty_store.url.render_as_string(hide_password=False)
    empty_store.dispose()  # connections do not survive a fork
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=upgrade_in_another_process, args=(url,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert at_newest(empty_store)


def test_a_database_of_a_newer_program_is_refused(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaAhead, match=r"9999.*新版程序"):
        upgrade(store)


def test_a_failed_upgrade_leaves_the_schema_as_it_was(empty_store: Store) -> None:
    with pytest.raises(RuntimeError), changing(empty_store) as connection:  # noqa: PT012
        command.upgrade(alembic_config(connection), "0001")
        raise RuntimeError
    assert inspect(empty_store.engine).get_table_names() == []


def test_the_folder_of_a_new_database_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new' / 'store.db'}")
    upgrade(store)
    assert at_newest(store)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    store.dispose()
