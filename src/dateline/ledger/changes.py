"""What changed in the views, for whoever keeps them in memory: told as it is done, in the same transaction.

One writer at a time writes to a ledger, so the numbers follow the order of the commits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from dateline.ledger.working import view_changes

KEPT = 20_000  # changes; whoever missed more reads the views anew, which takes little longer


@dataclass(frozen=True, slots=True)
class Changes:
    """The number of the last change, and whose rows changed since the one asked for; None: all may have."""

    last: int
    incidents: frozenset[str] | None


def tell(connection: Connection, incidents: Iterable[str]) -> None:
    """Put on record that the rows of incidents were computed anew, or went away."""
    names: list[str | None] = [*sorted(set(incidents))]
    if not names:
        return
    if len(names) > KEPT:
        names = [None]
    connection.execute(insert(view_changes), [{"incident": name} for name in names])
    last = last_of(connection)
    connection.execute(delete(view_changes).where(view_changes.c.number <= last - KEPT))


def tell_all(connection: Connection) -> None:
    """Put on record that every row may have changed."""
    connection.execute(delete(view_changes))
    connection.execute(insert(view_changes), [{"incident": None}])


def last_of(connection: Connection) -> int:
    """Return the number of the last change, 0 before the first."""
    return int(connection.scalar(select(func.max(view_changes.c.number))) or 0)


def since(connection: Connection, number: int) -> Changes:
    """Return what changed behind a change; all, where some of it is no longer on record."""
    last = last_of(connection)
    if last == number:
        return Changes(last, frozenset())
    first = connection.scalar(select(func.min(view_changes.c.number))) or 0
    query = select(view_changes.c.incident).where(view_changes.c.number > number)
    names = set(connection.scalars(query))
    is_whole = number >= first - 1 and None not in names
    return Changes(last, frozenset(name for name in names if name is not None) if is_whole else None)
