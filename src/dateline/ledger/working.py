"""Tables of work in progress: what people have begun and not decided. No part of the ledger; rows may change and go.

They are neither dumped nor verified, and an as-of view does not see them.
"""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from dateline.ledger.columns import ExactText, UtcTime
from dateline.ledger.schema import metadata

# What a person has typed on a page and not sent: one row a person and page, kept as the page writes it (JSON).
drafts = Table(
    "drafts",
    metadata,
    Column("author", ExactText, primary_key=True),
    Column("page", String, primary_key=True),
    Column("content", ExactText, nullable=False),
    Column("saved", UtcTime, nullable=False),
)
