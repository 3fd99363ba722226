"""Changes of the database's schema: Alembic's revisions, each run whole or not at all.

Only what changes a schema imports this: Alembic takes longer to import than the rest of a start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from knowledge.database import Store
from service.schema import SchemaAhead, SchemaError

#: Names the advisory lock that PostgreSQL keeps for whoever changes the schema.
ADVISORY_LOCK = 0x79696861


def change(store: Store, revision: str | None) -> None:
    """Bring a schema that is at `revision` to the newest; raises SchemaAhead for an unknown one."""
    with changing(store) as connection:
        config = alembic_config(connection)
        try:
            ScriptDirectory.from_config(config).get_revisions(revision or ())
        except CommandError as error:
            raise SchemaAhead(
                f"数据库由更新的程序写成（版本 {revision}）：请安装新版程序，或换一个数据库"
            ) from error
        command.upgrade(config, "head")


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
