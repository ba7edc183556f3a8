"""The place where accounts are kept: transactions of their own beside the ledger's, and the clock.

They do not wait for the ledger's one writer: nobody is kept from signing in while a long file is added.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, insert

from dateline.ledger import Ledger
from dateline.ledger.accounts import account_log
from dateline.ledger.engine import faults_told
from dateline.ledger.write import utc_now


class TeamError(ValueError):
    """What cannot be done with accounts; the message says why and what to do."""


class TooManyError(Exception):
    """Too many attempts; ``wait_s`` is how long to wait."""

    def __init__(self, wait_s: int) -> None:
        minutes = -(-wait_s // 60)
        super().__init__(f"there were too many attempts to sign in; wait {minutes} min and try again")
        self.wait_s = wait_s


class Store:
    """Accounts' tables in a PostgreSQL ledger; ``clock`` gives the time.

    Raises TeamError for an SQLite ledger: that is a file of one person's.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime] = utc_now) -> None:
        if ledger.engine.dialect.name != "postgresql":
            raise TeamError(
                f"{ledger.name} is a file for one person; a team works on PostgreSQL: carry it over with "
                "`dateline ledger dump -o FILE` and `dateline ledger load FILE --ledger postgresql://...`"
            )
        self._engine = ledger.engine
        self.now = clock

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that sees what others have committed; all of it is kept or nothing."""
        with faults_told(self._engine.url), self._engine.begin() as connection:
            yield connection

    def log(
        self,
        connection: Connection,
        account: str,
        act: str,
        author: str,
        *,
        detail: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Put on record what was done to an account, by whom and why."""
        row = {"id": secrets.token_hex(8), "account": account, "act": act, "detail": detail, "reason": reason}
        connection.execute(insert(account_log).values(**row, author=author, recorded=self.now()))


def digest_of(secret: str) -> str:
    """Return what is kept of a secret of our own making; it is random and long, so plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
