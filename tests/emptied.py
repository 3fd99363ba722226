"""One PostgreSQL database for test after test, emptied in between: a twentieth of making one.

What the migrations left in it stands in it again, and its numbers begin anew. A test that changed
the tables themselves gets its database thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from tests.postgresql import PostgresServer

#: Everything of which the schema consists, in one text.
_SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT format('%s %s %s %s %s', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull)
        FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger
        WHERE NOT tgisinternal
) AS parts(part)
"""


@dataclass
class EmptiedDatabases:
    """Databases like a migrated template, lent and given back."""

    server: PostgresServer
    template: str
    _free: list[str] = field(default_factory=list)
    _rows: dict[str, bytes] = field(default_factory=dict)
    _shape: str = ""

    def __post_init__(self) -> None:
        with psycopg.connect(self.server.url(self.template), autocommit=True) as connection:
            self._shape = _shape_of(connection)
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            self._rows = {name: _rows_of(connection, name) for (name,) in names}

    def lend(self) -> str:
        """The name of a database as the migrations leave it."""
        return self._free.pop() if self._free else self.server.create(self.template)

    def take_back(self, name: str) -> None:
        """Empty it for the next, whoever is still connected to it."""
        with psycopg.connect(self.server.url(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            kept = _shape_of(connection) == self._shape
            if kept:
                self._empty(connection)
        if kept:
            self._free.append(name)
        else:
            self.server.drop(name)

    def _empty(self, connection: Connection) -> None:
        # Neither the order of foreign keys nor the log that only grows stands in the way.
        connection.execute("SET session_replication_role = replica")
        filled = SQL(" UNION ALL ").join(
            SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(name, Identifier(name))
            for name in self._rows
        )
        for (name,) in connection.execute(filled).fetchall():
            connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
        for name, rows in self._rows.items():
            if rows:
                with connection.cursor().copy(
                    SQL("COPY {} FROM STDIN").format(Identifier(name))
                ) as copy:
                    copy.write(rows)
        for (name,) in connection.execute(
            "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
        ).fetchall():
            connection.execute(SQL("ALTER SEQUENCE {} RESTART").format(Identifier(name)))


def _shape_of(connection: Connection) -> str:
    found = connection.execute(_SHAPE).fetchone()
    assert found is not None
    return str(found[0])


def _rows_of(connection: Connection, name: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(name))) as copy:
        return b"".join(bytes(part) for part in copy)
