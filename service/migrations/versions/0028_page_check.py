"""Looks at publishers' pages: in line, and what was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "page_check",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
    )
    op.create_index(
        "ix_page_check_state_since_document_id", "page_check", ["state", "since", "document_id"]
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("page_check")
