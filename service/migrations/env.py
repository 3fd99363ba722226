"""Alembic's entry: runs revisions on the connection that `service.schema_changes` hands over."""

from __future__ import annotations

from alembic import context

from knowledge.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
