"""Decides on a ledger in tests: verdicts at given minutes, and strategies of what may be decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger
from dateline.ledger.filters import AsOf
from dateline.ledger.judging import Judging
from dateline.ledger.listed import Listed
from dateline.ledger.reader import Reader
from dateline.ledger.schema import mentions, reports, statements, verdicts
from dateline.ledger.verdicts import Verdict

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


@contextmanager
def judging(ledger: Ledger, minute: int = 0, author: str = "ann", *, human: bool = True) -> Iterator[Judging]:
    with ledger.writing() as connection:
        yield Judging(connection, author, at(minute), ledger.book, is_human=human)


@contextmanager
def reading(ledger: Ledger) -> Iterator[Reader]:
    with ledger.reading() as connection:
        yield Reader(connection, ledger.book)


def as_of_each_moment(ledger: Ledger) -> dict[datetime, list[Listed]]:
    """Return the list of incidents as of each moment at which something was recorded, and just before it."""
    with ledger.reading() as connection:
        recorded = {
            moment for table in (reports, verdicts) for moment in connection.scalars(select(table.c.recorded))
        }
    moments = sorted(recorded | {moment - timedelta(microseconds=1) for moment in recorded})
    with reading(ledger) as reader:
        return {moment: list(reader.incidents(as_of=AsOf(recorded=moment))) for moment in moments}


def mention_ids(ledger: Ledger, kind: str = "incident") -> list[str]:
    with ledger.reading() as connection:
        return list(connection.scalars(select(mentions.c.id).where(mentions.c.kind == kind).order_by(mentions.c.id)))


def statement_ids(ledger: Ledger, name: str = "killed") -> list[str]:
    query = select(statements.c.id).where(statements.c.property == name).order_by(statements.c.id)
    with ledger.reading() as connection:
        return list(connection.scalars(query))


# A decision to make: what, and numbers that choose on which statements or mentions there are.
decisions = st.tuples(
    st.sampled_from(["same", "same", "different", "unsure", "accept", "correct", "reject", "pin"]),
    st.integers(0, 99),
    st.integers(0, 99),
)


def decide(ledger: Ledger, what: tuple[str, int, int], minute: int = 0, author: str = "ann") -> Verdict | None:
    """Make a decision; None where there is nothing to decide on."""
    kind, one, other = what
    mentioned, stated = mention_ids(ledger), statement_ids(ledger)
    with judging(ledger, minute, author) as deciding:
        if kind in ("accept", "correct", "reject"):
            if not stated:
                return None
            value = {"low": other, "high": other} if kind == "correct" else None
            return deciding.statement(kind, stated[one % len(stated)], value=value, reason=f"reason {other}")
        if kind == "pin":
            incident = deciding.find.incident(mentioned[one % len(mentioned)])
            return deciding.pin(incident, "killed", other, None)
        first, second = (mentioned[n % len(mentioned)] for n in (one, other))
        return None if first == second else deciding.pair(kind, first, second)
