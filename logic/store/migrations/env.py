"""Run by Alembic inside the transaction that `logic.store.migrate` holds."""

from __future__ import annotations

from alembic import context

from logic.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    transactional_ddl=True,
)
context.run_migrations()
