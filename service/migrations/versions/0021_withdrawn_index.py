"""An index of the documents that are withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_WITHDRAWN = sa.text("withdrawn_at IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_document_withdrawn",
        "document",
        ["id"],
        sqlite_where=_WITHDRAWN,
        postgresql_where=_WITHDRAWN,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_document_withdrawn", "document")
