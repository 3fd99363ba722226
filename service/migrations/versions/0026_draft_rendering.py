"""Drafts read in the background and shown as they came, with stored documents that are alike."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the tables and columns."""
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        draft.add_column(sa.Column("provisions", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("draft") as draft:
        draft.alter_column("attempts", server_default=None)
        draft.alter_column("provisions", server_default=None)
    own = sa.ForeignKey("draft.id")
    op.create_table(
        "draft_rendering",
        sa.Column("draft_id", sa.Integer(), own, primary_key=True),
        sa.Column("markup", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("marked", sa.JSON(), nullable=False),
    )
    op.create_table(
        "draft_page",
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("draft.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "draft_near",
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("draft.id"), primary_key=True),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("resemblance", sa.Double(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("draft_near", "draft_page", "draft_rendering"):
        op.drop_table(name)
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("provisions")
        draft.drop_column("attempts")
