"""The office's own words over the shipped ones, and the token of their edition."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the tables, without words, at an edition that no other store has."""
    edition = op.create_table(
        "words_edition",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.String(32), nullable=False),
    )
    op.bulk_insert(edition, [{"id": 1, "token": secrets.token_hex(16)}])
    op.create_table(
        "vocabulary_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("kind", "key"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("vocabulary_entry")
    op.drop_table("words_edition")
