"""What requests that recorded nothing were answered, a working table; an index of the actors that tallies name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """Make both."""
    op.create_table(
        "answered_requests",
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", "batch", name=op.f("pk_answered_requests")),
    )
    is_told = sa.text("actor IS NOT NULL")
    op.create_index(op.f("ix_tallies_actor"), "tallies", ["actor"], sqlite_where=is_told, postgresql_where=is_told)
