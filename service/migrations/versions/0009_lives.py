"""The life of a consultation: organs, terms with stops and extensions, merging, likeness."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from service.consultations.likeness_terms import search_terms

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)

_LISTED = ("queue_on", "id", "organ_id", "kind", "channel", "received_at", "state")
_INDEXES = {
    "open_queue": ("is_open", *_LISTED),
    "queue": (*_LISTED, "is_open"),
    "state_queue": ("state", "queue_on", "id"),
    "organ_queue": ("organ_id", "is_open", "queue_on", "id"),
    "handler_id": ("handler_id",),
    "merged_into_id": ("merged_into_id",),
}
#: Indexes that the wider ones replace.
_REPLACED = ("state", "due_on")
_LAST_DAY = "9999-12-31"


def upgrade() -> None:
    """Make the columns and tables; what is there is open, and its term began on receipt."""
    with op.batch_alter_table("consultation") as table:
        for column in _columns():
            table.add_column(column)
        table.create_foreign_key("fk_consultation_organ_id_organ", "organ", ["organ_id"], ["id"])
        table.create_foreign_key(
            "fk_consultation_merged_into_id_consultation",
            "consultation",
            ["merged_into_id"],
            ["id"],
        )
        for column_name in _REPLACED:
            table.drop_index(f"ix_consultation_{column_name}")
    _fill()
    with op.batch_alter_table("consultation") as table:
        for name in ("state_since", "term_began_on"):
            table.alter_column(name, nullable=False)
    for index, columns in _INDEXES.items():
        op.create_index(f"ix_consultation_{index}", "consultation", list(columns))
    _events()
    _tables()
    _terms()


def downgrade() -> None:
    """Drop what is new; states that an earlier program does not know stay as they are."""
    for name in ("consultation_term", "assisting_organ", "term_stop"):
        op.drop_table(name)
    with op.batch_alter_table("consultation_event") as events:
        for name in ("actor_kind", "user_id", "role", "before"):
            events.drop_column(name)
    for index in _INDEXES:
        op.drop_index(f"ix_consultation_{index}", "consultation")
    with op.batch_alter_table("consultation") as table:
        table.drop_constraint("fk_consultation_organ_id_organ", type_="foreignkey")
        table.drop_constraint("fk_consultation_merged_into_id_consultation", type_="foreignkey")
        for column in _columns():
            table.drop_column(column.name)
        for name in _REPLACED:
            table.create_index(f"ix_consultation_{name}", [name])


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("state_since", MOMENT, nullable=True),
        sa.Column("returns_to", sa.String(16), nullable=True),
        sa.Column("kind", sa.String(8), nullable=True),
        sa.Column("term_began_on", sa.Date(), nullable=True),
        sa.Column("extension_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extension_asked", sa.Integer(), nullable=True),
        sa.Column("extension_asked_by", sa.Integer(), nullable=True),
        sa.Column("queue_on", sa.Date(), nullable=False, server_default=_LAST_DAY),
        sa.Column("organ_id", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(32), nullable=True),
        sa.Column("right_channel", sa.Text(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("rating", sa.String(8), nullable=True),
        sa.Column("rating_words", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )


def _fill() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    day = (
        "date(received_at, '+8 hours')"
        if sqlite
        else "CAST(received_at AT TIME ZONE 'Asia/Shanghai' AS date)"
    )
    op.execute(
        f"UPDATE consultation SET state_since = received_at, term_began_on = {day},"  # noqa: S608
        f" queue_on = COALESCE(due_on, '{_LAST_DAY}')"
    )


def _events() -> None:
    with op.batch_alter_table("consultation_event") as events:
        events.add_column(
            sa.Column("actor_kind", sa.String(16), nullable=False, server_default="system")
        )
        events.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        events.add_column(sa.Column("role", sa.String(16), nullable=True))
        events.add_column(sa.Column("before", sa.String(16), nullable=True))
    op.execute("UPDATE consultation_event SET actor_kind = 'citizen' WHERE actor = '群众'")
    op.execute("UPDATE consultation_event SET before = state WHERE action = '办理期限调整'")


def _tables() -> None:
    op.create_table(
        "term_stop",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), nullable=False
        ),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_term_stop_consultation_id", "term_stop", ["consultation_id"])
    op.create_table(
        "assisting_organ",
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), primary_key=True
        ),
        sa.Column("organ_id", sa.Integer(), sa.ForeignKey("organ.id"), primary_key=True),
    )
    op.create_index("ix_assisting_organ_organ_id", "assisting_organ", ["organ_id"])


def _terms() -> None:
    terms = op.create_table(
        "consultation_term",
        sa.Column(
            "term",
            sa.String(8).with_variant(sa.String(8, collation="C"), "postgresql"),
            primary_key=True,
        ),
        sa.Column(
            "consultation_id", sa.Integer(), sa.ForeignKey("consultation.id"), primary_key=True
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_consultation_term_consultation_id", "consultation_term", ["consultation_id"]
    )
    rows = op.get_bind().execute(sa.text("SELECT id, question FROM consultation")).all()
    for number, question in rows:
        found = [
            {"term": term, "consultation_id": number} for term in sorted(search_terms(question))
        ]
        if found:
            op.bulk_insert(terms, found)
