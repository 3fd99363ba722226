"""Answers given, and the turns of running conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "answer_record",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_record"),
    )
    for column in ("expires_at", "outcome"):
        op.create_index(f"ix_answer_record_{column}", "answer_record", [column])
    op.create_table(
        "conversation_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_hash", sa.String(64), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_turn"),
    )
    for column in ("conversation_hash", "expires_at"):
        op.create_index(f"ix_conversation_turn_{column}", "conversation_turn", [column])


def downgrade() -> None:
    """Drop both tables; their indexes go with them."""
    op.drop_table("conversation_turn")
    op.drop_table("answer_record")
