"""How often query codes were guessed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the counters."""
    op.create_table(
        "guess_counter",
        sa.Column("name", sa.LargeBinary(32), primary_key=True),
        sa.Column("hour", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("guesses", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("guess_counter")
