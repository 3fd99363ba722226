"""The list of all documents holds the last day of each one's own term, with an index by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_FILLED = """
UPDATE listed_document SET expires_on = (
  SELECT version.expires_on FROM version
  JOIN document ON version.document_id = document.id AND version.number = document.current_version
  WHERE document.id = listed_document.document_id
)
"""


def upgrade() -> None:
    """Add the column, fill it, and let its index take the place of that of versions."""
    op.add_column("listed_document", sa.Column("expires_on", sa.Date(), nullable=True))
    op.execute(_FILLED)
    op.create_index(
        "ix_listed_document_expires_on_document_id",
        "listed_document",
        ["expires_on", "document_id"],
    )
    op.drop_index("ix_version_expires_on_document_id", "version")


def downgrade() -> None:
    """Take the column away, and index the versions again."""
    op.create_index("ix_version_expires_on_document_id", "version", ["expires_on", "document_id"])
    op.drop_index("ix_listed_document_expires_on_document_id", "listed_document")
    with op.batch_alter_table("listed_document") as listed:
        listed.drop_column("expires_on")
