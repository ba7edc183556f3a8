"""Linking by rule: what of mentions is compared, the keys by which they meet, the links, and what a day knew of them.

All four are derived tables; a ledger that had none is to be rebuilt after this (``migrate`` does).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mention_traits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mention_traits")),
        sa.UniqueConstraint("mention", name=op.f("uq_mention_traits_mention")),
    )
    op.create_table(
        "mention_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_mention_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("mention", "other", name=op.f("pk_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_links_other"), "links", ["other"])
    op.create_index(op.f("ix_links_weight"), "links", ["weight"])
    op.create_table(
        "incident_before",
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("mention", "until", name=op.f("pk_incident_before")),
    )
    op.create_index(op.f("ix_incident_before_incident"), "incident_before", ["incident"])
