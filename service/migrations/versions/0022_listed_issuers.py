"""A row for each issuer of a document, found by its name; the list of all no longer holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

#: Documents read at a time.
BATCH = 1000

_VERSIONS = sa.table(
    "version",
    sa.column("document_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("issuers", sa.JSON()),
)
_DOCUMENTS = sa.table(
    "document", sa.column("id", sa.String()), sa.column("current_version", sa.Integer())
)
_LISTED = sa.table(
    "listed_document", sa.column("document_id", sa.String()), sa.column("issuers", sa.Text())
)


def upgrade() -> None:
    """Make the table, the rows of every document's newest version, and drop the column."""
    issuers = op.create_table(
        "listed_issuer",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
    )
    for batch in _issuers():
        named = [
            {"name": name, "document_id": document_id}
            for document_id, names in batch
            for name in set(names)
        ]
        op.bulk_insert(issuers, named)
    op.create_index("ix_listed_issuer_document_id", "listed_issuer", ["document_id"])
    with op.batch_alter_table("listed_document") as listed:
        listed.drop_column("issuers")


def downgrade() -> None:
    """Drop the table, and make and fill the column again."""
    with op.batch_alter_table("listed_document") as listed:
        listed.add_column(sa.Column("issuers", sa.Text(), nullable=False, server_default=""))
    filled = (
        sa.update(_LISTED)
        .where(_LISTED.c.document_id == sa.bindparam("wanted"))
        .values(issuers=sa.bindparam("names"))
    )
    for batch in _issuers():
        rows = [
            {"wanted": document_id, "names": "、".join(("", *names, ""))}
            for document_id, names in batch
        ]
        op.get_bind().execute(filled, rows)
    op.drop_table("listed_issuer")


def _issuers() -> Iterator[Sequence[tuple[str, list[str]]]]:
    """The documents with the issuers that their newest versions name, BATCH at a time."""
    newest = sa.and_(
        _VERSIONS.c.document_id == _DOCUMENTS.c.id,
        _VERSIONS.c.number == _DOCUMENTS.c.current_version,
    )
    named = sa.select(_VERSIONS.c.document_id, _VERSIONS.c.issuers).join(_DOCUMENTS, newest)
    found = op.get_bind().execute(named)
    while rows := found.fetchmany(BATCH):
        yield [(row.document_id, row.issuers) for row in rows]
