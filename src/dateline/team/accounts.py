"""Accounts: made, given roles, closed and opened again, never deleted, for verdicts bear their names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dateline.ledger.accounts import account_log, account_sessions, account_tokens
from dateline.ledger.accounts import accounts as table
from dateline.team import passwords
from dateline.team.passwords import Passwords
from dateline.team.roles import Role
from dateline.team.store import Store, TeamError

_NAME = re.compile(r"[^\W_](?:[\w .'@+-]{0,78}[\w.])?")


class OnlyAdminError(TeamError):
    """A change that would leave nobody to manage accounts."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. ``is_provisional``: their password is another's choice, and to be changed first."""

    name: str
    role: Role
    has_password: bool
    is_provisional: bool
    issuer: str | None
    subject: str | None
    made: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what was done to an account, when, by whom and why."""

    account: str
    act: str
    detail: str | None
    reason: str | None
    author: str
    recorded: datetime


def account_of(row: RowMapping) -> Account:
    """Return the account that a row holds."""
    return Account(
        row["name"],
        Role(row["role"]),
        row["password"] is not None,
        row["is_provisional"],
        row["issuer"],
        row["subject"],
        row["made"],
        row["closed"],
    )


def folded(name: str) -> str:
    """Return a name as it is compared: without capitals, and with letters that look alike in one form."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(name: str) -> str:
    """Return a name in its one form; raises TeamError for what cannot be one."""
    plain = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(plain):
        raise TeamError(
            f"{plain!r} cannot be a name; it has up to 80 letters, digits, spaces and . ' @ + - _, and begins with "
            "a letter or digit"
        )
    return plain


class Accounts:
    """All accounts of a ledger. ``by`` is who does it, ``reason`` why; both stand in the log."""

    def __init__(self, store: Store, passwords: Passwords) -> None:
        self._store = store
        self._passwords = passwords

    def all(self) -> list[Account]:
        """Return every account, the open ones first, by name."""
        with self._store.transaction() as connection:
            rows = connection.execute(select(table)).mappings().all()
        return sorted(map(account_of, rows), key=lambda one: (one.closed is not None, folded(one.name)))

    def named(self, name: str) -> Account:
        """Return an account by its name, however capitalised; raises TeamError where there is none."""
        with self._store.transaction() as connection:
            return account_of(self._row(connection, name))

    def log(self, name: str | None = None, limit: int = 200) -> list[Entry]:
        """Return what was done, to one account or to all, the latest first."""
        query = select(account_log).order_by(account_log.c.recorded.desc(), account_log.c.id).limit(limit)
        if name is not None:
            query = query.where(account_log.c.account == name)
        with self._store.transaction() as connection:
            rows = connection.execute(query).mappings().all()
        return [Entry(r["account"], r["act"], r["detail"], r["reason"], r["author"], r["recorded"]) for r in rows]

    def add(
        self,
        name: str,
        role: Role,
        password: str,
        *,
        by: str,
        reason: str | None = None,
        is_provisional: bool = False,
    ) -> Account:
        """Make an account; raises TeamError where its name is taken, PasswordError for a bad password."""
        name = checked_name(name)
        digest = self._passwords.digest(passwords.checked(password, name))
        return self._added(name, role, by, reason, password=digest, is_provisional=is_provisional)

    def add_vouched(self, name: str, role: Role, issuer: str, subject: str) -> Account:
        """Make the account of somebody for whom an OpenID provider vouches; raises TeamError for a taken name."""
        return self._added(checked_name(name), role, issuer, None, issuer=issuer, subject=subject)

    def vouched(self, issuer: str, subject: str) -> Account | None:
        """Return the account of somebody by their name at an OpenID provider."""
        query = select(table).where(table.c.issuer == issuer, table.c.subject == subject)
        with self._store.transaction() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else account_of(row)

    def link(self, name: str, issuer: str, subject: str, *, by: str, reason: str | None = None) -> None:
        """Let somebody sign in to an account through an OpenID provider, too."""
        other = self.vouched(issuer, subject)
        with self._store.transaction() as connection:
            row = self._row(connection, name)
            if other is not None and other.name != row["name"]:
                raise TeamError(f"{subject} of {issuer} signs in as {other.name} already; name another one")
            self._change(connection, row["name"], issuer=issuer, subject=subject)
            self._store.log(connection, row["name"], "link", by, detail=f"{subject} of {issuer}", reason=reason)

    def set_role(self, name: str, role: Role, *, by: str, reason: str | None = None) -> None:
        """Give an account another role, and end its sessions; raises TeamError for the last admin."""
        with self._store.transaction() as connection:
            row = self._row(connection, name)
            if row["role"] == role.value:
                return
            self._keep_an_admin(connection, row, "another role")
            self._change(connection, row["name"], role=role.value)
            connection.execute(delete(account_sessions).where(account_sessions.c.account == row["name"]))
            detail = f"{row['role']} to {role.value}"
            self._store.log(connection, row["name"], "role", by, detail=detail, reason=reason)

    def close(self, name: str, *, by: str, reason: str | None = None) -> None:
        """Close an account: its sessions end, its tokens are revoked; raises TeamError for the last admin."""
        with self._store.transaction() as connection:
            row = self._row(connection, name)
            if row["closed"] is not None:
                raise TeamError(f"{row['name']} is closed already; `dateline account reopen` opens it again")
            self._keep_an_admin(connection, row, "closed")
            self._change(connection, row["name"], closed=self._store.now())
            connection.execute(delete(account_sessions).where(account_sessions.c.account == row["name"]))
            self._revoke_tokens(connection, row["name"])
            self._store.log(connection, row["name"], "close", by, reason=reason)

    def reopen(self, name: str, *, by: str, reason: str | None = None) -> None:
        """Open a closed account again, with the role and password that it had; its tokens stay revoked."""
        with self._store.transaction() as connection:
            row = self._row(connection, name)
            if row["closed"] is None:
                raise TeamError(f"{row['name']} is open; there is nothing to reopen")
            self._change(connection, row["name"], closed=None)
            self._store.log(connection, row["name"], "reopen", by, reason=reason)

    def set_password(
        self,
        name: str,
        password: str,
        *,
        by: str,
        reason: str | None = None,
        is_provisional: bool = False,
        kept: str | None = None,
    ) -> None:
        """Set a password: all sessions end but the one of digest ``kept``, and all tokens are revoked.

        Whoever knew the old password may have made some. Raises PasswordError for a bad one.
        """
        with self._store.transaction() as connection:
            name = str(self._row(connection, name)["name"])
        digest = self._passwords.digest(passwords.checked(password, name))
        with self._store.transaction() as connection:
            self._change(connection, name, password=digest, is_provisional=is_provisional)
            ended = delete(account_sessions).where(account_sessions.c.account == name)
            connection.execute(ended if kept is None else ended.where(account_sessions.c.digest != kept))
            revoked = self._revoke_tokens(connection, name)
            detail = f"{revoked} token{'s' if revoked > 1 else ''} revoked" if revoked else None
            self._store.log(connection, name, "password", by, detail=detail, reason=reason)

    def is_password(self, name: str, password: str) -> Account | None:
        """Return the open account of a name and its password, None for any other; each takes as long as the other."""
        with self._store.transaction() as connection:
            found = connection.execute(select(table).where(table.c.folded == folded(name))).mappings().first()
        digest = found["password"] if found is not None and found["closed"] is None else None
        is_right = self._passwords.is_right(digest, password)
        if not is_right or found is None or digest is None:
            return None
        if self._passwords.is_outdated(digest):
            renewed = self._passwords.digest(passwords.normal(password))
            unchanged = update(table).where(table.c.name == found["name"], table.c.password == digest)
            with self._store.transaction() as connection:
                connection.execute(unchanged.values(password=renewed))
        return account_of(found)

    def _added(self, name: str, role: Role, by: str, reason: str | None, **values: Any) -> Account:
        row = {"name": name, "folded": folded(name), "role": role.value, "is_provisional": False, **values}
        with self._store.transaction() as connection:
            taken = connection.scalar(select(table.c.name).where(table.c.folded == row["folded"]).with_for_update())
            if taken is not None:
                raise TeamError(f"there is an account {taken}; choose another name, or reopen it if it is closed")
            connection.execute(insert(table).values(**row, made=self._store.now()))
            self._store.log(connection, name, "add", by, detail=role.value, reason=reason)
            return account_of(self._row(connection, name))

    def _row(self, connection: Connection, name: str) -> RowMapping:
        query = select(table).where(table.c.folded == folded(name)).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            raise TeamError(f"there is no account {name!r}; `dateline account list` names them all")
        return row

    def _change(self, connection: Connection, name: str, **values: object) -> None:
        connection.execute(update(table).where(table.c.name == name).values(**values))

    def _revoke_tokens(self, connection: Connection, name: str) -> int:
        """Revoke an account's tokens, and return how many were good until then."""
        now = self._store.now()
        good = (account_tokens.c.account == name, account_tokens.c.revoked.is_(None), account_tokens.c.expires > now)
        return connection.execute(update(account_tokens).where(*good).values(revoked=now)).rowcount

    def _keep_an_admin(self, connection: Connection, row: RowMapping, what: str) -> None:
        """Refuse what would leave nobody to manage accounts; other changes of admins wait until this is done."""
        query = select(table.c.name).where(table.c.role == Role.ADMIN.value, table.c.closed.is_(None))
        admins = connection.scalars(query.order_by(table.c.name).with_for_update()).all()
        if list(admins) == [row["name"]]:
            raise OnlyAdminError(f"{row['name']} is the only admin and cannot be {what}; make another one first")
