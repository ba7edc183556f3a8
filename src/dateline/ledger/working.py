"""Tables of work in progress: what people have begun or have open, what a watch of feeds asked, what views changed.

No part of the ledger; rows may change and go. They are neither dumped nor verified, and an as-of view does not see
them.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

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

# Who has a report or an incident open at the desk: since when, and when their page last said so. It keeps the task
# out of the queues of others and forbids nothing.
open_now = Table(
    "open_now",
    metadata,
    Column("subject", String, primary_key=True),
    Column("author", ExactText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("seen", UtcTime, nullable=False),
)

# What a watch knows of each feed that it asks, so that it goes on after a stop where it was.
watched_feeds = Table(
    "watched_feeds",
    metadata,
    Column("url", ExactText, primary_key=True),
    Column("outlet", ExactText, nullable=False),
    Column("etag", ExactText),
    Column("modified", ExactText),  # the Last-Modified header, as it was sent
    Column("asked", UtcTime),  # when it last answered, if only that nothing is new
    Column("due", UtcTime, nullable=False),
    Column("failures", Integer, nullable=False),  # one after the other, up to now
    Column("problem", ExactText),
    Column("added", Integer, nullable=False),  # reports
)

# The articles that feeds named: those to be fetched yet (not settled), and those done with, which are not again.
watched_articles = Table(
    "watched_articles",
    metadata,
    Column("link", ExactText, primary_key=True),
    Column("feed", ExactText, nullable=False, index=True),
    Column("published", Date),  # as the feed says
    Column("listed", UtcTime, nullable=False),  # when the feed last named it
    Column("due", UtcTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("report", String),
    Column("problem", ExactText),
)

# Which incidents' rows of the views were computed anew, in that order; without a name all of them (``changes``).
view_changes = Table(
    "view_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("incident", String),
    sqlite_autoincrement=True,  # no number comes again, even where the rows of before are gone
)

# Requests of programs that bore a key and recorded nothing, since the person had said so already: what they were
# answered. Those that recorded something are known by the batch of their verdicts.
answered_requests = Table(
    "answered_requests",
    metadata,
    Column("author", ExactText, primary_key=True),
    Column("batch", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("answered", UtcTime, nullable=False),
)
