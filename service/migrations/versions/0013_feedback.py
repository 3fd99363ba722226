"""What citizens say of the answers they got."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "answer_feedback",
        sa.Column(
            "answer_id",
            sa.String(32),
            sa.ForeignKey("answer_record.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_answer_feedback_helpful_given_at", "answer_feedback", ["helpful", "given_at"]
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("answer_feedback")
