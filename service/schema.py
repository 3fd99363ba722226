"""The database's schema, brought to the newest revision.

SchemaError (a StoreError)   an upgrade would have torn records apart
└── SchemaAhead              the database is newer than the program; install the newer program
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from knowledge.database import Store
from knowledge.errors import StoreError

#: Names the advisory lock that PostgreSQL keeps for whoever changes the schema.
ADVISORY_LOCK = 0x79696861


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
        if _is_newest(store):
            return
        with changing(store) as connection:
            command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for this project's revisions, run on `connection`."""
    config = Config()
    config.set_main_option("script_location", "service:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def changing(store: Store) -> Iterator[Connection]:
    """A connection whose one transaction may change the schema, committed when the block ends."""
    with store.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Alembic replaces a table by dropping it, which foreign keys would carry on to the
            # rows that point to it. The switch works outside a transaction only.
            connection.detach()
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK}
                )
            yield connection
            if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise SchemaError("数据库升级后有记录失去了所属；已撤回升级，请先备份并检查数据库")


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


def _is_newest(store: Store) -> bool:
    """Whether the schema is at the newest revision; raises SchemaAhead for an unknown one."""
    with store.reading() as session:
        connection = session.connection()
        revision = MigrationContext.configure(connection).get_current_revision()
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    try:
        scripts.get_revisions(revision or ())
    except CommandError as error:
        raise SchemaAhead(
            f"数据库由更新的程序写成（版本 {revision}）：请安装新版程序，或换一个数据库"
        ) from error
    return revision == scripts.get_current_head()
