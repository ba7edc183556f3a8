"""Indexes that hold all that lists under several conditions, and lists as of a day, look at before they read a row.

As of a day some hundred mentions are asked for their day and that of their report, whose row holds its text; and of
the incidents of a country by their dead each was read for its day, by which what else is asked of it is looked up.
"""

from __future__ import annotations

from alembic import op

from dateline.ledger.migrations import estimates

revision = "0013"
down_revision: str | None = "0012"

# Table and columns of each, and the index that it replaces.
_INDEXES = (
    ("reports", ["id", "published"], None),
    ("mentions", ["id", "report", "kind", "earliest", "latest", "date_precision"], "ix_mentions_id_report"),
    (
        "incident_view",
        ["kind", "country", "killed_low", "incident", "day"],
        "ix_incident_view_kind_country_killed_low_incident",
    ),
)


def upgrade() -> None:
    """Make them and drop those that they replace; SQLite's planner is told of them."""
    for table, columns, replaced in _INDEXES:
        op.create_index(op.f("_".join(("ix", table, *columns))), table, columns)
        if replaced:
            op.drop_index(op.f(replaced), table)
    if op.get_context().dialect.name == "sqlite":
        estimates.write(op.get_bind())
