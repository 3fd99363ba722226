"""How each answer came about, kept with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; answers given before have none."""
    with op.batch_alter_table("answer_record") as table:
        table.add_column(sa.Column("explanation", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("answer_record") as table:
        table.drop_column("explanation")
