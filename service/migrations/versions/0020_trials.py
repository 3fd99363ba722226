"""Trials: the office's own judged cases, runs, and what each question of a run got."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "judged_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("answerable", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=True),
    )
    op.create_index("ix_judged_case_retired_at", "judged_case", ["retired_at"])
    op.create_table(
        "trial_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("stood", sa.JSON(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
    )
    op.create_index("ix_trial_run_own_id", "trial_run", ["own", "id"])
    op.create_index("ix_trial_run_expires_at", "trial_run", ["expires_at"])
    op.create_table(
        "trial_item",
        sa.Column(
            "run_id",
            sa.Integer(),
            sa.ForeignKey("trial_run.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("answerable", sa.Boolean(), nullable=True),
        sa.Column("document_id", sa.String(32), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("fared", sa.String(16), nullable=True),
    )


def downgrade() -> None:
    """Forget them."""
    for name in ("trial_item", "trial_run", "judged_case"):
        op.drop_table(name)
