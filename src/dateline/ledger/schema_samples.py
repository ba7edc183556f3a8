"""The source tables of second coding: which reports were drawn, and what second coders decided of them, unseen.

They stand apart from ``verdicts``, which all views are made from: no query of a view can meet a decision that is to
be compared first. What a reviewer settles of the two is a verdict like any other.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from dateline.ledger.columns import ExactText, UtcTime
from dateline.ledger.schema_linking import metadata

# Reports drawn to be coded twice. ``asked`` is JSON (the filters' words), ``population`` how many reports they were
# drawn from, ``reports`` a JSON list of ids, sorted. All of it is in the id, but who drew it and when.
samples = Table(
    "samples",
    metadata,
    Column("id", String, primary_key=True),
    Column("share", Float(53), nullable=False),
    Column("seed", ExactText, nullable=False),
    Column("asked", ExactText, nullable=False),
    Column("from_scratch", Boolean, nullable=False),
    Column("population", Integer, nullable=False),
    Column("reports", ExactText, nullable=False),
    Column("note", ExactText),
    Column("author", ExactText, nullable=False),
    Column("recorded", UtcTime, nullable=False),
)

# One decision of a second coder on a report of a sample; columns as those of ``verdicts``.
blind_verdicts = Table(
    "blind_verdicts",
    metadata,
    Column("id", String, primary_key=True),
    Column("sample", String, ForeignKey("samples.id"), nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("property", String),
    Column("value", ExactText),
    Column("telling", ExactText),
    Column("reason", ExactText),
    Column("author", ExactText, nullable=False),
    Column("reverses", String, ForeignKey("blind_verdicts.id")),
    Column("batch", String),
    Column("recorded", UtcTime, nullable=False),
)
Index(None, blind_verdicts.c.sample, blind_verdicts.c.report)
Index(None, blind_verdicts.c.recorded)
Index(None, blind_verdicts.c.reverses)
