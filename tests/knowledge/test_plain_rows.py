"""Rows of plain values arrive in both databases as they were given."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from knowledge.database import Store, table
from knowledge.documents import FieldEvidence, Version
from knowledge.plain_rows import PlainRows
from tests.factories import make_document

COLUMNS = ("version_id", "name", "value", "read_from", "start", "end", "certain", "chosen")
#: Text that a driver could take for its own: marks of parameters, quotes.
GIVEN = [
    ("title", "100%《“'?:x%(y)s", "正文", 0, 7, True, False),
    ("issuer", "", "", 1, 2, False, True),
]


def test_values_arrive_as_they_were_given(store: Store) -> None:
    make_document(store)
    evidence = table(FieldEvidence)
    with store.writing() as session:
        version = session.scalars(select(Version.id)).one()
        PlainRows(evidence, COLUMNS).insert(session, [(version, *row) for row in GIVEN])
    with store.reading() as session:
        columns = [evidence.c[name] for name in COLUMNS]
        rows = session.execute(select(*columns).order_by(evidence.c.id)).all()
    assert [tuple(row) for row in rows] == [(version, *row) for row in GIVEN]


def test_no_rows_are_no_statement(store: Store) -> None:
    with store.writing() as session:
        PlainRows(table(FieldEvidence), COLUMNS).insert(session, [])


def test_columns_out_of_the_order_of_the_table_are_refused(sqlite_store: Store) -> None:
    turned = PlainRows(table(FieldEvidence), COLUMNS[::-1])
    with sqlite_store.writing() as session, pytest.raises(ValueError, match="another order"):
        turned.insert(session, [(True,) * len(COLUMNS)])
