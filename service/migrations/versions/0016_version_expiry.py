"""An index of versions by the day on which they lapse."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_version_expires_on_document_id", "version", ["expires_on", "document_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_version_expires_on_document_id", "version")
