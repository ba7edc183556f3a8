"""Who is signed in: sessions of browsers, which end by themselves, by signing out, and from the server."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from dateline.ledger.accounts import account_sessions as table
from dateline.ledger.accounts import accounts
from dateline.team.accounts import Account, account_of
from dateline.team.store import Store, TeamError, digest_of

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
_NOTED = timedelta(minutes=1)  # how exactly it is known when a session was last used: not every request writes


@dataclass(frozen=True, slots=True)
class Session:
    """One session as its owner sees it; ``name`` is the beginning of its digest."""

    name: str
    made: datetime
    used: datetime
    address: str
    agent: str
    is_this: bool


class Sessions:
    """The sessions of a ledger's accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, account: Account, address: str, agent: str) -> str:
        """Sign somebody in and return the secret of the new session; what has run out is forgotten meanwhile."""
        secret, now = secrets.token_urlsafe(32), self._store.now()
        row = {"account": account.name, "address": address[:100], "agent": agent[:200]}
        with self._store.transaction() as connection:
            run_out = or_(table.c.used < now - IDLE, table.c.made < now - LONGEST)
            connection.execute(delete(table).where(run_out))
            connection.execute(insert(table).values(digest=digest_of(secret), made=now, used=now, **row))
        return secret

    def whose(self, secret: str) -> Account | None:
        """Return the account that is signed in by a session, None where it has ended or its account is closed."""
        digest, now = digest_of(secret), self._store.now()
        query = select(accounts, table.c.used).join(table, table.c.account == accounts.c.name)
        query = query.where(table.c.digest == digest, accounts.c.closed.is_(None))
        query = query.where(table.c.used >= now - IDLE, table.c.made >= now - LONGEST)
        with self._store.transaction() as connection:
            row = connection.execute(query).mappings().first()
            if row is not None and row["used"] < now - _NOTED:
                connection.execute(update(table).where(table.c.digest == digest).values(used=now))
        return None if row is None else account_of(row)

    def end(self, secret: str) -> None:
        """Sign out."""
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.digest == digest_of(secret)))

    def of(self, account: str, secret: str) -> list[Session]:
        """Return an account's sessions, the last used first; ``secret`` is that of the one that asks."""
        now, own = self._store.now(), digest_of(secret)
        query = select(table).where(table.c.account == account)
        query = query.where(table.c.used >= now - IDLE, table.c.made >= now - LONGEST)
        with self._store.transaction() as connection:
            rows = connection.execute(query.order_by(table.c.used.desc(), table.c.digest)).mappings().all()
        return [
            Session(r["digest"][:16], r["made"], r["used"], r["address"], r["agent"], r["digest"] == own)
            for r in rows
        ]

    def end_one(self, account: str, name: str) -> None:
        """End one of an account's sessions by its name; raises TeamError where it has none of that name."""
        if len(name) != 16 or not name.isalnum():
            raise TeamError("that is no session; reload the page")
        with self._store.transaction() as connection:
            ended = delete(table).where(table.c.account == account, table.c.digest.startswith(name))
            if connection.execute(ended).rowcount == 0:
                raise TeamError("that session has ended already; reload the page")
