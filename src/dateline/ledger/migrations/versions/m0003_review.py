"""Reviewing: what a person puts right of how a value is told, batches, what wants a look, and drafts.

``incident_view.dispute`` and ``report_open`` are derived; a ledger that had none is to be rebuilt (``migrate`` does).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the columns and tables."""
    op.add_column("verdicts", sa.Column("telling", sa.Text()))
    op.add_column("verdicts", sa.Column("batch", sa.String()))
    op.create_index(op.f("ix_verdicts_author_recorded"), "verdicts", ["author", "recorded"])
    with_batch = sa.text("batch IS NOT NULL")
    op.create_index(
        op.f("ix_verdicts_batch"), "verdicts", ["batch"], sqlite_where=with_batch, postgresql_where=with_batch
    )
    op.add_column("incident_view", sa.Column("dispute", sa.Float(53)))
    differs = sa.text("dispute IS NOT NULL")
    op.create_index(
        op.f("ix_incident_view_dispute_incident"),
        "incident_view",
        ["dispute", "incident"],
        sqlite_where=differs,
        postgresql_where=differs,
    )
    op.create_table(
        "report_open",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_report_open")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_open_doubt_report"), "report_open", ["doubt", "report"])
    op.create_table(
        "drafts",
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", "page", name=op.f("pk_drafts")),
    )
