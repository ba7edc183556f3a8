"""How often somebody may try to sign in: per account and per address, over restarts and over all processes.

An attempt is put on record before its password is looked at, and counts itself: however many come at once, no more
than the limit see a number within it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from math import ceil

from sqlalchemy import Connection, delete, func, insert, select, update

from dateline.ledger.accounts import login_attempts as table
from dateline.team.accounts import folded
from dateline.team.store import Store, TooManyError

WITHIN = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50
_KEPT = timedelta(days=1)
FAILED, PASSED, REFUSED = "failed", "passed", "refused"


class Attempts:
    """The attempts to sign in to a ledger's accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, name: str, address: str) -> str:
        """Put an attempt on record and return its id; raises TooManyError where too many failed.

        It counts as failed until ``passed`` says otherwise. One that is refused does not count, so that the wait
        ends even where somebody goes on trying.
        """
        attempt, now, account = secrets.token_hex(8), self._store.now(), folded(name)[:80]
        row = {"id": attempt, "account": account, "address": address[:100], "outcome": FAILED, "moment": now}
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.moment < now - _KEPT))
            connection.execute(insert(table).values(**row))
        with self._store.transaction() as connection:
            waits = (
                self._wait(connection, PER_ACCOUNT, account=account),
                self._wait(connection, PER_ADDRESS, address=row["address"]),
            )
            if any(waits):
                connection.execute(update(table).where(table.c.id == attempt).values(outcome=REFUSED))
        if any(waits):
            raise TooManyError(max(waits))
        return attempt

    def passed(self, attempt: str) -> None:
        """Say that an attempt was right: those on its account before it no longer count."""
        with self._store.transaction() as connection:
            connection.execute(update(table).where(table.c.id == attempt).values(outcome=PASSED))

    def _wait(self, connection: Connection, most: int, **whose: object) -> int:
        """Return how many seconds to wait until fewer than so many failed within the window, 0 for none."""
        now = self._store.now()
        query = select(table.c.moment).where(table.c.outcome == FAILED, table.c.moment > now - WITHIN)
        query = query.filter_by(**whose)
        if "account" in whose:
            last = select(func.max(table.c.moment)).where(table.c.outcome == PASSED).filter_by(**whose)
            since = connection.scalar(last)
            query = query if since is None else query.where(table.c.moment > since)
        moments = connection.scalars(query.order_by(table.c.moment.desc()).limit(most + 1)).all()
        if len(moments) <= most:
            return 0
        # This attempt is the first of them and will not count; with the oldest of the others gone there is room.
        room: timedelta = moments[-1] + WITHIN - now
        return max(1, ceil(room.total_seconds()))
