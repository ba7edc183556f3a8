"""How likely a statement is right, by the coder that made it; statements of before have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Add the column; the triggers that keep source rows as they are do not mind."""
    op.add_column("statements", sa.Column("confidence", sa.Float(53), nullable=True))
