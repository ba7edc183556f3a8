"""Which rows of the views changed last, for those who keep them in memory; what requests were answered; an index.

The tables are working ones, whose rows may go.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Make them; SQLite's numbers never come again, as PostgreSQL's never do."""
    op.create_table(
        "view_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_view_changes")),
        sqlite_autoincrement=True,
    )
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
