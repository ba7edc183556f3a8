"""Who has what open: a task that somebody works on stays out of the queues of others; nobody is kept from anything.

What is open is told by the page, every minute while it is looked at; one that says nothing any more lets go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from dateline.ledger.working import open_now as table


@dataclass(frozen=True, slots=True)
class Opened:
    """Who has a report, an incident or a second coding open, since when, and when their page last said so."""

    subject: str
    author: str
    since: datetime
    seen: datetime


def open_elsewhere(connection: Connection, author: str, now: datetime, held_for: timedelta) -> Mapping[str, Opened]:
    """Return what others have open, by subject."""
    query = select(table).where(table.c.author != author, table.c.seen > now - held_for)
    return {row["subject"]: Opened(**row) for row in connection.execute(query).mappings()}


def keep_open(
    connection: Connection, subject: str, author: str, now: datetime, held_for: timedelta, *, take_over: bool = False
) -> Opened:
    """Say that somebody has a subject open, and return who has it now: another one first, unless it is taken over."""
    connection.execute(delete(table).where(table.c.seen <= now - held_for))
    row = connection.execute(select(table).where(table.c.subject == subject)).mappings().first()
    if row is not None and row["author"] == author:
        connection.execute(update(table).where(table.c.subject == subject).values(seen=now))
        return Opened(subject, author, row["since"], now)
    if row is not None and not take_over:
        return Opened(**row)
    connection.execute(delete(table).where(table.c.subject == subject))
    mine = Opened(subject, author, now, now)
    connection.execute(insert(table), {"subject": subject, "author": author, "since": now, "seen": now})
    return mine


def let_go(connection: Connection, subject: str, author: str) -> None:
    """Say that somebody has left a subject; what another one has open stays so."""
    connection.execute(delete(table).where(table.c.subject == subject, table.c.author == author))
