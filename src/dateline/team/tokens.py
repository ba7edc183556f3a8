"""Tokens by which programs ask the API for a person: shown once, kept as digests, good until a day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert as inserted
from sqlalchemy import select, update

from dateline.ledger.accounts import account_tokens as table
from dateline.ledger.accounts import accounts
from dateline.team.accounts import Account, account_of, folded
from dateline.team.store import Store, TeamError, digest_of

BEGINS = "dateline_"  # so that one that got out is known for what it is
MOST_DAYS = 366
_NOTED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed: never its secret. ``is_good``: it is neither revoked nor run out."""

    id: str
    account: str
    label: str
    made: datetime
    expires: datetime
    used: datetime | None
    revoked: datetime | None
    is_good: bool


class Tokens:
    """The tokens of a ledger's accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, account: str, label: str, days: int, *, by: str) -> tuple[Token, str]:
        """Make a token and return it with its secret, which is known nowhere else from then on.

        Raises TeamError for an unknown or closed account, a label that is none, and for more than a year.
        """
        label = " ".join(label.split())
        if not 1 <= days <= MOST_DAYS:
            raise TeamError(f"a token is good for 1 to {MOST_DAYS} days, not {days}; make a new one then")
        if not 1 <= len(label) <= 80:
            raise TeamError("say in up to 80 characters what the token is for")
        secret, now = BEGINS + secrets.token_urlsafe(32), self._store.now()
        with self._store.transaction() as connection:
            query = select(accounts.c.name).where(accounts.c.folded == folded(account), accounts.c.closed.is_(None))
            name = connection.scalar(query.with_for_update())
            if name is None:
                raise TeamError(f"there is no open account {account!r}; `dateline account list` names them all")
            row = {"id": secrets.token_hex(4), "account": name, "label": label, "made": now}
            row |= {"expires": now + timedelta(days=days)}
            connection.execute(inserted(table).values(digest=digest_of(secret), **row))
            self._store.log(connection, name, "token", by, detail=f"{row['id']}: {label}, {days} days")
        return Token(**row, used=None, revoked=None, is_good=True), secret

    def whose(self, secret: str) -> Account | None:
        """Return the account for which a token speaks, None where it does not or no longer."""
        digest, now = digest_of(secret), self._store.now()
        query = select(accounts, table.c.used).join(table, table.c.account == accounts.c.name)
        query = query.where(table.c.digest == digest, table.c.revoked.is_(None), table.c.expires > now)
        with self._store.transaction() as connection:
            row = connection.execute(query.where(accounts.c.closed.is_(None))).mappings().first()
            if row is not None and (row["used"] is None or row["used"] < now - _NOTED):
                connection.execute(update(table).where(table.c.digest == digest).values(used=now))
        return None if row is None else account_of(row)

    def all(self, account: str | None = None) -> list[Token]:
        """Return the tokens of one account or of all, the latest first."""
        query = select(table).order_by(table.c.made.desc(), table.c.id)
        if account is not None:
            query = query.where(table.c.account == account)
        now = self._store.now()
        with self._store.transaction() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Token(
                r["id"],
                r["account"],
                r["label"],
                r["made"],
                r["expires"],
                r["used"],
                r["revoked"],
                r["revoked"] is None and r["expires"] > now,
            )
            for r in rows
        ]

    def revoke(self, id: str, *, by: str, account: str | None = None) -> Token:  # noqa: A002 - a token's id
        """Revoke a token by its id, one of an account's if that is given; raises TeamError where there is none."""
        found = next((token for token in self.all(account) if token.id == id and token.revoked is None), None)
        if found is None:
            raise TeamError(f"there is no token {id!r} to revoke; `dateline account tokens` lists them")
        with self._store.transaction() as connection:
            unrevoked = update(table).where(table.c.id == id, table.c.revoked.is_(None))
            connection.execute(unrevoked.values(revoked=self._store.now()))
            self._store.log(connection, found.account, "revoke", by, detail=f"{found.id}: {found.label}")
        return found
