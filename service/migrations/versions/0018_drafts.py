"""Drafts: files on their way to be documents, their corrections, checks and signing organs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attribute", sa.String(8), nullable=False),
        sa.Column("organ_id", sa.Integer(), sa.ForeignKey("organ.id")),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("uploader", sa.String(64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("charset", sa.String(32)),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("read_values", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("doubt_count", sa.Integer(), nullable=False),
        sa.Column("raw_text", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.String(32), sa.ForeignKey("document.id")),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id")),
    )
    order = ["state", "doubt_count", "id"]
    op.create_index("ix_draft_state_doubt_count_id", "draft", order)
    op.create_index("ix_draft_organ_id_state_doubt_count_id", "draft", ["organ_id", *order])
    op.create_table(
        "draft_correction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("draft.id"), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("draft_id", "name"),
    )
    op.create_table(
        "draft_organ",
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("draft.id"), primary_key=True),
        sa.Column(
            "organ_id", sa.Integer(), sa.ForeignKey("organ.id"), primary_key=True, index=True
        ),
    )
    op.create_table(
        "draft_check",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("draft.id"), nullable=False, index=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("organ_id", sa.Integer(), sa.ForeignKey("organ.id")),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("checker_id", sa.Integer(), nullable=False),
        sa.Column("checker", sa.String(64), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("draft_check", "draft_organ", "draft_correction", "draft"):
        op.drop_table(table)
