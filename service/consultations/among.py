"""Rows whose key is among those that a query finds, read by key on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, ScalarSelect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType


class _Among(FunctionElement[bool]):
    """`key IN (SELECT …)`, without PostgreSQL's guess of how many there are."""

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> _Among:
        """As it stands: SQLite would not look for a key in what is compared with true."""
        del against
        return self


def among(key: InstrumentedAttribute[int], found: ScalarSelect[int]) -> ColumnElement[bool]:
    """Whether the key is among the `found`.

    PostgreSQL takes conditions that hold together for independent, and then would rather look
    through a whole table than read some thousand rows by their key: of an array it asks for none.
    """
    return _Among(key, found)


@compiles(_Among)
def _in(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    key, found = (compiler.process(each, **how) for each in element.clauses)
    return f"{key} IN {found}"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    key, found = (compiler.process(each, **how) for each in element.clauses)
    return f"{key} = ANY (ARRAY{found})"
