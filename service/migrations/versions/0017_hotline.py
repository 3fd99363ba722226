"""The hotline's calls, and the digest by which what the same person left is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and the column; who opens the store next fills the digests in."""
    op.create_table(
        "hotline_call",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.String(128), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("seat", sa.String(64), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("organ_id", sa.Integer(), sa.ForeignKey("organ.id"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_version", sa.Integer(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("caller_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=True),
        sa.Column("last_answer_id", sa.String(32), nullable=True),
        sa.Column("gap_answer_id", sa.String(32), nullable=True),
    )
    for columns in (("outcome", "id"), ("user_id", "id"), ("began_at",), ("caller_digest",)):
        op.create_index(f"ix_hotline_call_{'_'.join(columns)}", "hotline_call", list(columns))
    op.create_table(
        "hotline_call_question",
        sa.Column("call_id", sa.Integer(), sa.ForeignKey("hotline_call.id"), primary_key=True),
        sa.Column("answer_id", sa.String(32), primary_key=True),
        sa.Column("asked_at", MOMENT, nullable=False),
    )
    with op.batch_alter_table("notice") as notices:
        notices.alter_column("consultation_id", existing_type=sa.Integer(), nullable=True)
        notices.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        notices.add_column(sa.Column("link", sa.Text(), nullable=True))
        notices.add_column(sa.Column("about", sa.Text(), nullable=True))
        notices.create_foreign_key(
            "fk_notice_call_id_hotline_call", "hotline_call", ["call_id"], ["id"]
        )
        notices.create_index("ix_notice_call_id", ["call_id"])
    op.add_column("consultation", sa.Column("contact_digest", sa.LargeBinary(32), nullable=True))
    op.create_index("ix_consultation_contact_digest", "consultation", ["contact_digest"])


def downgrade() -> None:
    """Forget them."""
    op.drop_index("ix_consultation_contact_digest", "consultation")
    op.drop_column("consultation", "contact_digest")
    op.execute("DELETE FROM notice WHERE consultation_id IS NULL")
    with op.batch_alter_table("notice") as notices:
        notices.drop_index("ix_notice_call_id")
        notices.drop_constraint("fk_notice_call_id_hotline_call", type_="foreignkey")
        for column in ("about", "link", "call_id"):
            notices.drop_column(column)
        notices.alter_column("consultation_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("hotline_call_question")
    op.drop_table("hotline_call")
