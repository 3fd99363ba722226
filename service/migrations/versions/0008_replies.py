"""Replies: drafts, checks, published answers and their reliances, notices, question groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the column by which a question without an answer finds its group."""
    _texts()
    _publication()
    _notices()
    _groups()


def downgrade() -> None:
    """Drop them; what was published stays as documents that nothing watches."""
    with op.batch_alter_table("answer_record") as table:
        table.drop_index("ix_answer_record_outcome_group_id_asked_at")
        table.drop_column("group_id")
        table.create_index("ix_answer_record_outcome", ["outcome"])
    for name in (
        "question_group_band",
        "question_group",
        "notice",
        "reliance",
        "published_answer",
        "confidentiality_check",
        "reply_citation",
        "reply_text",
    ):
        op.drop_table(name)


def _consultation() -> sa.Column[int]:
    return sa.Column(
        "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=False
    )


def _texts() -> None:
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=False
        ),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("public_words", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.UniqueConstraint("consultation_id", "purpose", "number"),
    )
    op.create_table(
        "reply_citation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text_id", sa.Integer(), sa.ForeignKey("reply_text.id"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("passage_key", sa.String(32), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("doc_number", sa.Text(), nullable=True),
        sa.Column("validity", sa.String(32), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("cited_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("text_id", "ordinal"),
    )
    op.create_index("ix_reply_citation_document_id", "reply_citation", ["document_id"])
    op.create_table(
        "confidentiality_check",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text_id", sa.Integer(), sa.ForeignKey("reply_text.id"), nullable=False),
        sa.Column("attribute", sa.String(16), nullable=False),
        sa.Column("secrecy", sa.String(16), nullable=False),
        sa.Column("countersigned", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("checker_id", sa.Integer(), nullable=False),
        sa.Column("checker", sa.String(64), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
    )
    op.create_index("ix_confidentiality_check_text_id", "confidentiality_check", ["text_id"])


def _publication() -> None:
    op.create_table(
        "published_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id",
            sa.Integer(),
            sa.ForeignKey("consultation.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column(
            "document_id", sa.String(32), sa.ForeignKey("document.id"), nullable=False, unique=True
        ),
        sa.Column("text_id", sa.Integer(), sa.ForeignKey("reply_text.id"), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(64), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
    )
    op.create_table(
        "reliance",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("document_id", sa.String(32), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("cited_id", sa.String(32), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("cited_version", sa.Integer(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("validity", sa.String(32), nullable=False),
        sa.Column("changed_by", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.String(96), nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.UniqueConstraint("document_id", "ordinal"),
    )
    op.create_index("ix_reliance_cited_id", "reliance", ["cited_id"])


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=False
        ),
        sa.Column("key", sa.String(96), nullable=False, unique=True),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
    )
    op.create_index("ix_notice_consultation_id", "notice", ["consultation_id"])
    op.create_index("ix_notice_state_due_at", "notice", ["state", "due_at"])


def _groups() -> None:
    op.create_table(
        "question_group",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("form_token", sa.String(64), nullable=True),
        sa.Column("consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=True),
    )
    op.create_index("ix_question_group_consultation_id", "question_group", ["consultation_id"])
    op.create_table(
        "question_group_band",
        sa.Column("band", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column(
            "group_id",
            sa.Integer(),
            sa.ForeignKey("question_group.id", ondelete="CASCADE"),
            primary_key=True,
        ),
    )
    op.create_index("ix_question_group_band_group_id", "question_group_band", ["group_id"])
    with op.batch_alter_table("answer_record") as table:
        table.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        table.drop_index("ix_answer_record_outcome")
        # In this order the questions of a span without an answer are counted from the index alone.
        table.create_index(
            "ix_answer_record_outcome_group_id_asked_at", ["outcome", "group_id", "asked_at"]
        )
