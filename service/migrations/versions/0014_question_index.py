"""An index of the parts that are pairs of questions and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_PAIRS = sa.text("level = 'qa'")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_part_question", "part", ["version_id"], sqlite_where=_PAIRS, postgresql_where=_PAIRS
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_part_question", "part")
