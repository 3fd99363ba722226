"""Documents: files, origins, versions, parts, passages and what was read of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the one row that counts the store's changes."""
    _files_and_documents()
    _versions()
    _parts_and_passages()
    _readings()
    revisions = op.create_table(
        "store_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_store_revision"),
    )
    op.bulk_insert(revisions, [{"id": 1, "value": 0}])


def downgrade() -> None:
    """Drop the tables, those that point to others first; their indexes go with them."""
    for table in (
        "store_revision",
        "repeal_clause",
        "field_evidence",
        "passage",
        "part",
        "version",
        "source_origin",
        "document",
        "stored_file",
    ):
        op.drop_table(table)


def _files_and_documents() -> None:
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_stored_file"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    op.create_index("ix_document_revision", "document", ["revision"])
    op.create_table(
        "source_origin",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_source_origin_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name="fk_source_origin_sha256_stored_file"
        ),
        sa.PrimaryKeyConstraint("origin", name="pk_source_origin"),
    )
    op.create_index("ix_source_origin_document_id", "source_origin", ["document_id"])
    op.create_index("ix_source_origin_sha256", "source_origin", ["sha256"])


def _versions() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(64), nullable=False),
        sa.Column("charset", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *_version_metadata(),
        sa.Column("raw_text", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("repairs", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_version_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name="fk_version_sha256_stored_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_version_document_id_number"),
    )
    for column in ("sha256", "title_key", "carried_title_key", "number_key"):
        op.create_index(f"ix_version_{column}", "version", [column])


def _version_metadata() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("carried_title", sa.Text(), nullable=True),
        sa.Column("carried_title_key", sa.Text(), nullable=True),
        sa.Column("doc_number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("stated_validity", sa.String(32), nullable=True),
        sa.Column("stated_from", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("effective_from", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("expires_from", sa.Text(), nullable=False),
    )


def _parts_and_passages() -> None:
    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_part_version_id_version"),
        sa.PrimaryKeyConstraint("id", name="pk_part"),
        sa.UniqueConstraint("version_id", "ordinal", name="uq_part_version_id_ordinal"),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_passage_version_id_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
        sa.UniqueConstraint("version_id", "key", name="uq_passage_version_id_key"),
        sa.UniqueConstraint("version_id", "ordinal", name="uq_passage_version_id_ordinal"),
    )


def _readings() -> None:
    op.create_table(
        "field_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("read_from", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_field_evidence_version_id_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_field_evidence"),
    )
    op.create_index("ix_field_evidence_version_id", "field_evidence", ["version_id"])
    op.create_table(
        "repeal_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("target_title_key", sa.Text(), nullable=True),
        sa.Column("target_number_key", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_repeal_clause_version_id_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_repeal_clause"),
    )
    for column in ("version_id", "target_title_key", "target_number_key"):
        op.create_index(f"ix_repeal_clause_{column}", "repeal_clause", [column])
