"""The engine, its sessions, and column types that behave alike on SQLite and PostgreSQL.

SQLite in its default mode loses concurrent read-modify-writes silently: two transactions read,
both write, the first is gone. Therefore every writing transaction begins with BEGIN IMMEDIATE,
and reads go through a second engine whose transactions never take the write lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from knowledge.errors import StoreError, StoreUnavailable

#: Names of constraints, so that migrations can address them on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: Seconds a transaction waits for SQLite's write lock before it gives up.
SQLITE_BUSY_SECONDS = 30

#: Kibibytes of the database that SQLite holds in memory, SQLite's own default and that of the one
#: connection that writes: what a transaction of an ingest changes, and the bands of near-duplicates
#: that it looks up here and there.
SQLITE_CACHE, SQLITE_WRITING_CACHE = 2000, 16_000

#: Words in which SQLite and PostgreSQL tell that they cannot go on, and what people read.
_FAILURES = (
    ("database is locked", "数据库一直被另一个程序占用，请等它结束后再试"),
    ("disk is full", "磁盘已满，数据库写不进去；请腾出空间后再试"),
    ("disk i/o error", "磁盘读写出错，数据库用不了；请检查磁盘和剩余空间"),
    ("no space left", "磁盘已满，数据库写不进去；请腾出空间后再试"),
    ("readonly database", "数据库文件只能读不能写；请检查文件和文件夹的权限"),
    ("unable to open", "数据库文件打不开；请检查文件和文件夹的权限"),
    ("no such table", "数据库还没有建好，请先运行 yihaoda ingest"),
    ("not a database", "数据库文件不是 SQLite 数据库，请检查 YIHAODA_DATABASE_URL"),
    ("malformed", "数据库文件已损坏，请用备份恢复"),
    ("connection", "连不上数据库，请检查它是否在运行"),
)


class Base(DeclarativeBase):
    """Base of every mapped class of the project, whichever package holds it."""

    metadata = MetaData(naming_convention=NAMING)


def table(entity: type[Base]) -> Table:
    """The table behind a mapped class; statements on it cost half of those on the class.

    Those made once, with names for the values, cost a third of those made at each use.
    """
    return cast(Table, entity.__table__)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise StoreError("时间必须带时区")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Holds(FunctionElement[bool]):
    """Whether a text holds another one, letter by letter; half of what LIKE costs on SQLite."""

    type = Boolean()
    inherit_cache = True


@compiles(Holds)
def _strpos(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)}) > 0"


@compiles(Holds, "sqlite")
def _instr(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)}) > 0"


@dataclass(frozen=True)
class Store:
    """A database with one way to read and one way to write.

    `reading()` gives a session that must not change anything; `writing()` gives one whose
    transaction holds the write lock from its first statement on SQLite, commits when the block
    ends and rolls back when it raises. Whoever starts the use case opens the block, once.
    What the store carries is found in the `info` of its sessions.
    """

    url: URL
    _read_engine: Engine
    _write_engine: Engine
    _carried: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def engine(self) -> Engine:
        """The engine that writes; migrations use it."""
        return self._write_engine

    def carrying(self, name: str, value: object) -> Store:
        """The same store, whose sessions have `value` under `name` in their `info`."""
        return replace(self, _carried={**self._carried, name: value})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; whatever it changes is rolled back.

        Raises StoreUnavailable when the database gives out, as `writing` does.
        """
        with _explained(), self._session(self._read_engine) as session:
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one use case that writes; commits once, at the end."""
        with _explained(), self._session(self._write_engine) as session, session.begin():
            yield session

    def _session(self, engine: Engine) -> Session:
        return Session(engine, expire_on_commit=False, info=dict(self._carried))

    def dispose(self) -> None:
        """Close every connection; call before a fork and at the end."""
        self._read_engine.dispose()
        self._write_engine.dispose()


def open_store(database_url: str) -> Store:
    """Open the database at `database_url` (`sqlite:///…` or `postgresql://…`).

    Raises StoreError when the address is not one, or names another kind of database.
    """
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreError("数据库地址无法识别") from error
    backend = url.get_backend_name()
    if backend == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, pool_pre_ping=True)
        return Store(url, engine, engine)
    if backend == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise StoreError("数据库地址里没有文件：SQLite 要写成 sqlite:////文件夹/文件名")
        reading = _sqlite_engine(url, "BEGIN", SQLITE_CACHE)
        return Store(url, reading, _sqlite_engine(url, "BEGIN IMMEDIATE", SQLITE_WRITING_CACHE))
    raise StoreError(f"不支持的数据库：{backend}；请用 sqlite 或 postgresql")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn a failure of the database itself into StoreUnavailable; faults of statements pass."""
    try:
        yield
    except OperationalError as error:
        raise StoreUnavailable(_why_unavailable(str(error.orig))) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StoreUnavailable(_why_unavailable(str(error.orig))) from error


def _why_unavailable(reason: str) -> str:
    for words, explanation in _FAILURES:
        if words in reason.lower():
            return explanation
    return f"数据库无法使用：{reason.strip()}"


def _sqlite_engine(url: URL, begin: str, cache: int) -> Engine:
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN is ours, see below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size=-{cache}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
