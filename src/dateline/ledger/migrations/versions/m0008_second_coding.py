"""Coding together: samples for second coding with what second coders decided, and who has what open.

``samples`` and ``blind_verdicts`` are source tables, guarded as others; ``open_now`` is a working table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
_GUARDED = ("samples", "blind_verdicts")


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "samples",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("share", sa.Float(53), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("from_scratch", sa.Boolean(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_table(
        "blind_verdicts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("property", sa.String(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("telling", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reverses", sa.String(), nullable=True),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sample"], ["samples.id"], name=op.f("fk_blind_verdicts_sample")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_blind_verdicts_report")),
        sa.ForeignKeyConstraint(["reverses"], ["blind_verdicts.id"], name=op.f("fk_blind_verdicts_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_verdicts")),
    )
    op.create_index(op.f("ix_blind_verdicts_sample_report"), "blind_verdicts", ["sample", "report"])
    op.create_index(op.f("ix_blind_verdicts_recorded"), "blind_verdicts", ["recorded"])
    op.create_index(op.f("ix_blind_verdicts_reverses"), "blind_verdicts", ["reverses"])
    for table in _GUARDED:
        _guard(table)
    op.create_table(
        "open_now",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_open_now")),
    )


def _guard(table: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: what was decided stays on record'); END"
        found = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid)"
        _run(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        _run(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        _run(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {found} {refuse}")
        return
    act = "EXECUTE FUNCTION dateline_append_only()"
    _run(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {act}")
    _run(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {act}")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
