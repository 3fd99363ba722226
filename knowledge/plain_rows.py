"""Many rows of plain values at once, past what a statement costs for each of its rows.

SQLAlchemy looks at every value of every row; a passage has nine of them, a document a hundred
rows. Numbers, text and truth values both databases take as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import Session

#: Statements that are kept: one for each kind of rows and each database.
_KEPT = 64


@dataclass(frozen=True)
class PlainRows:
    """Rows for these columns of a table, none of whose types changes its values (day, JSON, …)."""

    table: Table
    columns: tuple[str, ...]

    def insert(self, session: Session, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert the rows, each with the values of the columns in their order."""
        if not rows:
            return
        connection = session.connection()
        statement, positional = _statement(self, connection.dialect)
        if positional:
            connection.exec_driver_sql(statement, list(rows))
        else:
            named = [dict(zip(self.columns, row, strict=True)) for row in rows]
            connection.exec_driver_sql(statement, named)


@lru_cache(maxsize=_KEPT)
def _statement(rows: PlainRows, dialect: Dialect) -> tuple[str, bool]:
    """The statement as the database's driver takes it, and whether its values go by position."""
    columns = {name: rows.table.c[name] for name in rows.columns}
    compiled = insert(rows.table).inline().compile(dialect=dialect, column_keys=list(columns))
    order = getattr(compiled, "positiontup", None)
    if order is not None and tuple(order) != rows.columns:
        raise ValueError(f"columns of {rows.table.name} in another order than {order}")
    return str(compiled), order is not None
