"""A narrow row for each document, by which the list of all is narrowed and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from knowledge.keys import title_key
from knowledge.listing import UNTOLD

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
        op.bulk_insert(listed, [_listed(row._asdict()) for row in rows])
    for columns in _INDEXES:
        op.create_index(
            f"ix_listed_document_{'_'.join((*columns, *_ORDER))}",
            "listed_document",
            [*columns, *_ORDER],
        )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("listed_document")


def _listed(version: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a document whose newest version has these columns."""
    named = (
        version["title_key"],
        version["carried_title_key"],
        title_key(version["doc_number"] or ""),
    )
    return {
        "document_id": version["document_id"],
        "told_on": version["published_on"] or version["written_on"] or UNTOLD,
        "words": " ".join(each for each in named if each),
        "issuers": "、".join(("", *version["issuers"], "")),
        "kind": version["kind"],
        "region": version["region"],
    }
