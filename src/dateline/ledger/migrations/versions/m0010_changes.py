"""Which rows of the views changed last, for those who keep them in memory. A working table, whose rows may go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Make the table; SQLite's numbers never come again, as PostgreSQL's never do."""
    op.create_table(
        "view_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_view_changes")),
        sqlite_autoincrement=True,
    )
