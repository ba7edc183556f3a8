"""Links by weight in the order in which a queue shows them: thousands have the same weight in a large ledger.

PostgreSQL read each of those to put them in order. SQLite's index held both mentions all along, which are the key of
the table; it is made anew so that both engines say the same.
"""

from __future__ import annotations

from alembic import op

from dateline.ledger.migrations import estimates

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """Make the index and drop the one that it replaces; SQLite's planner is told of it, and of all indexes since."""
    op.create_index(op.f("ix_links_weight_mention_other"), "links", ["weight", "mention", "other"])
    op.drop_index(op.f("ix_links_weight"), "links")
    if op.get_context().dialect.name == "sqlite":
        estimates.write(op.get_bind())
