"""The database's schema, looked at in every start and brought to the newest revision.

SchemaError (a StoreError)   an upgrade would have torn records apart
└── SchemaAhead              the database is newer than the program; install the newer program
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import inspect, text

from knowledge.database import Store
from knowledge.errors import StoreError

#: The revisions, one file each; a file's name begins with its revision and "_".
REVISIONS = Path(__file__).parent / "migrations" / "versions"


class SchemaError(StoreError):
    """The database's schema is not the one that this program needs."""


class SchemaAhead(SchemaError):
    """The database was written by a newer program."""


def upgrade(store: Store) -> None:
    """Bring the schema to the newest revision; nothing happens when it is there already.

    Safe when several processes start at once: one upgrades, the others wait for it. Makes the
    folder of an SQLite database. Raises SchemaAhead when a newer program has been here, and
    StoreError when the folder cannot be made.
    """
    with _alone(store):
        revision = _stored_revision(store)
        if revision == newest_revision():
            return
        from service.schema_changes import change  # Alembic, which few starts need

        change(store, revision)


@cache
def newest_revision() -> str:
    """The newest of this program's revisions, told by the names of their files."""
    return max(file.name.partition("_")[0] for file in REVISIONS.glob("[0-9]*_*.py"))


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Wait for other processes that open the same new SQLite file.

    Switching a new file to WAL fails at once, without waiting, when two do it together.
    """
    database = store.url.database
    if store.url.get_backend_name() != "sqlite" or database is None:
        yield
        return
    path = Path(database)
    try:
        # Nobody else may look in: contacts of citizens stand in the database.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = path.with_name(path.name + ".lock").open("a")
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"数据库所在的文件夹无法使用：{path.parent}（{reason}）") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stored_revision(store: Store) -> str | None:
    """The revision that the schema is at; None for a database without any."""
    with store.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):  # Alembic's own, of one row
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision
