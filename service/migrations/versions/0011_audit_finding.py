"""What verifying the audit log in the background found, and how far it has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table with its one row, in which nothing was found yet."""
    findings = op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
    )
    op.bulk_insert(findings, [{"id": 1, "body": "", "mac": bytes(32)}])


def downgrade() -> None:
    """Forget it; the log can be verified anew."""
    op.drop_table("audit_finding")
