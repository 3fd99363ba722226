"""The desk: consultations with their history, receipt numbers, the working-day calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the one row that counts the calendar's changes."""
    _consultations()
    _calendar()
    op.create_table(
        "receipt_counter",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_receipt_counter"),
    )
    revisions = op.create_table(
        "calendar_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_revision"),
    )
    op.bulk_insert(revisions, [{"id": 1, "value": 0}])


def downgrade() -> None:
    """Drop the tables, those that point to others first; their indexes go with them."""
    for table in (
        "calendar_revision",
        "receipt_counter",
        "calendar_day",
        "calendar_year",
        "consultation_event",
        "consultation",
    ):
        op.drop_table(table)


def _consultations() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("code_salt", sa.LargeBinary(16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("form_token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.String(64), nullable=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("privacy_notice_version", sa.String(32), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_consultation"),
        sa.UniqueConstraint("form_token_hash", name="uq_consultation_form_token_hash"),
        sa.UniqueConstraint("number", name="uq_consultation_number"),
    )
    for column in ("answer_id", "due_on", "received_at", "state"):
        op.create_index(f"ix_consultation_{column}", "consultation", [column])
    op.create_table(
        "consultation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("clock_running", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_consultation_event_consultation_id_consultation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consultation_event"),
    )
    op.create_index(
        "ix_consultation_event_consultation_id", "consultation_event", ["consultation_id"]
    )


def _calendar() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_year"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(1), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('休', '班')", name=op.f("ck_calendar_day_kind")),
        sa.ForeignKeyConstraint(
            ["year"], ["calendar_year.year"], name="fk_calendar_day_year_calendar_year"
        ),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_day"),
    )
    op.create_index("ix_calendar_day_year", "calendar_day", ["year"])
