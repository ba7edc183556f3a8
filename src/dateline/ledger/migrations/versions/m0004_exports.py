"""The log of exports: what was published, when, by whom, with what care. A source table, guarded as others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Make the table and its guards."""
    op.create_table(
        "exports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("formats", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_recorded"), "exports", ["recorded"])
    _guards()


def _guards() -> None:
    if op.get_context().dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'exports is append-only: what was exported stays on record'); END"
        found = "WHEN EXISTS (SELECT 1 FROM exports WHERE id = NEW.id OR rowid = NEW.rowid)"
        _run(f"CREATE TRIGGER exports_no_update BEFORE UPDATE ON exports {refuse}")
        _run(f"CREATE TRIGGER exports_no_delete BEFORE DELETE ON exports {refuse}")
        _run(f"CREATE TRIGGER exports_no_replace BEFORE INSERT ON exports {found} {refuse}")
        return
    act = "EXECUTE FUNCTION dateline_append_only()"
    _run(f"CREATE TRIGGER exports_no_change BEFORE UPDATE OR DELETE ON exports FOR EACH ROW {act}")
    _run(f"CREATE TRIGGER exports_no_truncate BEFORE TRUNCATE ON exports FOR EACH STATEMENT {act}")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
