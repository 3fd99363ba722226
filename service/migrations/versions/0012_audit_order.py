"""Indexes by which the audit log is narrowed and read from its newest entry on."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

#: By action, by person and by neither; narrowing by days reads nothing but these, as well.
INDEXES = (["action", "seq", "at"], ["user_id", "seq", "at", "action"], ["seq", "at"])
BEFORE = ("action", "user_id")


def upgrade() -> None:
    """Let the wider indexes take the place of those of one column."""
    for column in BEFORE:
        op.drop_index(f"ix_audit_entry_{column}", "audit_entry")
    for columns in INDEXES:
        op.create_index(f"ix_audit_entry_{'_'.join(columns)}", "audit_entry", columns)


def downgrade() -> None:
    """Put the former indexes back."""
    for columns in INDEXES:
        op.drop_index(f"ix_audit_entry_{'_'.join(columns)}", "audit_entry")
    for column in BEFORE:
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column])
