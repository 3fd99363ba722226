"""A narrow row for each document, by which the list of all is narrowed and sorted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.listing import listed_row

revision = "0015"
down_revision = "0014"

#: Rows written at a time.
BATCH = 1000
_INDEXES = ((), ("region",), ("kind",))
_ORDER = ("told_on", "document_id")

_VERSIONS = sa.table(
    "version",
    sa.column("document_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("title_key", sa.Text()),
    sa.column("carried_title_key", sa.Text()),
    sa.column("doc_number", sa.Text()),
    sa.column("issuers", sa.JSON()),
    sa.column("kind", sa.String()),
    sa.column("region", sa.Text()),
    sa.column("written_on", sa.Date()),
    sa.column("published_on", sa.Date()),
)
_DOCUMENTS = sa.table(
    "document", sa.column("id", sa.String()), sa.column("current_version", sa.Integer())
)


def upgrade() -> None:
    """Make the table, and a row of every document's newest version."""
    listed = op.create_table(
        "listed_document",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("issuers", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
    )
    newest = sa.and_(
        _VERSIONS.c.document_id == _DOCUMENTS.c.id,
        _VERSIONS.c.number == _DOCUMENTS.c.current_version,
    )
    found = op.get_bind().execute(sa.select(_VERSIONS).join(_DOCUMENTS, newest))
    while rows := found.fetchmany(BATCH):
        op.bulk_insert(listed, [listed_row(row.document_id, row._asdict()) for row in rows])
    for columns in _INDEXES:
        op.create_index(
            f"ix_listed_document_{'_'.join((*columns, *_ORDER))}",
            "listed_document",
            [*columns, *_ORDER],
        )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("listed_document")
