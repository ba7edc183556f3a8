"""How Alembic runs our revisions: on the connection, and in the transaction, that ``migrate`` gives it."""

from __future__ import annotations

from alembic import context

from dateline.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
