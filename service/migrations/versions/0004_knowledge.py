"""Documents kept true: withdrawal, relations, duties, corrections, fingerprints, fetched pages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)

#: Columns of versions that were stored before there were such columns get these values; their
#: `readers` is older than any, so the next ingest of the same file reads it anew.
_FIRST_READERS = "1"


def upgrade() -> None:
    """Make the new columns and tables; repeal clauses become references."""
    _columns()
    _references()
    _readings()
    _decisions()
    _publication()
    _fetching()


def downgrade() -> None:
    """Put the repeal clauses back and drop what is new."""
    _repeal_clauses()
    for table in (
        "fetched_page",
        "publication_event",
        "correction",
        "relation_decision",
        "fingerprint_band",
        "fingerprint",
        "duty",
        "reference",
    ):
        op.drop_table(table)
    for table, columns in _new_columns().items():
        with op.batch_alter_table(table) as batch:
            if table == "version":
                batch.drop_index("ix_version_text_sha256")
            for column in columns:
                batch.drop_column(column.name)


def _new_columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "document": (sa.Column("withdrawn_at", MOMENT, nullable=True),),
        "source_origin": (
            sa.Column("readers", sa.Integer(), nullable=False, server_default=_FIRST_READERS),
            sa.Column("source_url", sa.Text(), nullable=True),
            sa.Column("published_on", sa.Date(), nullable=True),
        ),
        "version": (
            sa.Column("readers", sa.Integer(), nullable=False, server_default=_FIRST_READERS),
            sa.Column("page_type", sa.String(16), nullable=False, server_default="article"),
            sa.Column("text_sha256", sa.String(64), nullable=False, server_default=""),
            sa.Column("level", sa.String(8), nullable=True),
            sa.Column("index_number", sa.Text(), nullable=True),
            sa.Column("unified_number", sa.Text(), nullable=True),
            sa.Column("topic", sa.Text(), nullable=True),
            sa.Column("attachments", sa.JSON(), nullable=False, server_default="[]"),
        ),
        "field_evidence": (
            sa.Column("chosen", sa.Boolean(), nullable=False, server_default=sa.true()),
        ),
    }


def _columns() -> None:
    for table, columns in _new_columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
            if table == "version":
                batch.create_index("ix_version_text_sha256", ["text_sha256"])
    for table, columns in _new_columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                if column.server_default is not None:
                    batch.alter_column(column.name, server_default=None)


def _clause(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Columns and keys of a table whose rows point into a version's main text."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=f"fk_{name}_version_id_version"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _references() -> None:
    op.create_table(
        "reference",
        *_clause("reference"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("target_title_key", sa.Text(), nullable=True),
        sa.Column("target_number_key", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
    )
    op.create_index("ix_reference_version_id", "reference", ["version_id"])
    for column in ("target_title_key", "target_number_key"):
        op.create_index(f"ix_reference_kind_{column}", "reference", ["kind", column])
    op.execute(
        "INSERT INTO reference "
        '(id, version_id, start, "end", kind, printed, target_title_key, target_number_key, "on") '
        "SELECT repeal_clause.id, version_id, start, \"end\", 'repeals', "
        'substr(version.text, start + 1, "end" - start), target_title_key, target_number_key, "on" '
        "FROM repeal_clause JOIN version ON version.id = version_id"
    )
    _follow_copied_ids("reference")
    op.drop_table("repeal_clause")


def _repeal_clauses() -> None:
    op.create_table(
        "repeal_clause",
        *_clause("repeal_clause"),
        sa.Column("target_title_key", sa.Text(), nullable=True),
        sa.Column("target_number_key", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
    )
    for column in ("version_id", "target_title_key", "target_number_key"):
        op.create_index(f"ix_repeal_clause_{column}", "repeal_clause", [column])
    op.execute(
        "INSERT INTO repeal_clause "
        '(id, version_id, start, "end", target_title_key, target_number_key, "on") '
        'SELECT id, version_id, start, "end", target_title_key, target_number_key, "on" '
        "FROM reference WHERE kind = 'repeals'"
    )
    _follow_copied_ids("repeal_clause")


def _follow_copied_ids(table: str) -> None:
    """PostgreSQL counts ids apart from the rows: the next one comes after those copied."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "  # noqa: S608 — our names
            f"(SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        )


def _readings() -> None:
    op.create_table(
        "duty",
        *_clause("duty"),
        sa.Column("lead", sa.JSON(), nullable=False),
        sa.Column("responsible", sa.JSON(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_duty_version_id", "duty", ["version_id"])
    op.create_table(
        "fingerprint",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_fingerprint_version_id_version"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_fingerprint"),
    )
    op.create_table(
        "fingerprint_band",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_fingerprint_band_version_id_version"
        ),
        sa.PrimaryKeyConstraint("version_id", "band", name="pk_fingerprint_band"),
    )
    op.create_index(
        "ix_fingerprint_band_band_hash", "fingerprint_band", ["band", "hash", "version_id"]
    )


def _decisions() -> None:
    op.create_table(
        "relation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_relation_decision_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["document.id"], name="fk_relation_decision_other_id_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_relation_decision"),
        sa.UniqueConstraint(
            "document_id", "kind", "other_id", name="uq_relation_decision_document_id_kind_other_id"
        ),
    )
    for column in ("document_id", "other_id"):
        op.create_index(f"ix_relation_decision_{column}", "relation_decision", [column])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("read_from", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_correction_document_id_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("document_id", "name", name="uq_correction_document_id_name"),
    )


def _publication() -> None:
    op.create_table(
        "publication_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_publication_event_document_id_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication_event"),
    )
    op.create_index("ix_publication_event_document_id", "publication_event", ["document_id"])


def _fetching() -> None:
    op.create_table(
        "fetched_page",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name="fk_fetched_page_sha256_stored_file"
        ),
        sa.PrimaryKeyConstraint("url", name="pk_fetched_page"),
    )
