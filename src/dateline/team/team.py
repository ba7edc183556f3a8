"""A team on a ledger: the one door to this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dateline.ledger import Ledger
from dateline.ledger.write import utc_now
from dateline.team.accounts import Account, Accounts
from dateline.team.attempts import Attempts
from dateline.team.passwords import Passwords
from dateline.team.sessions import Sessions
from dateline.team.store import Store
from dateline.team.tokens import Tokens


class Team:
    """Accounts, sessions and tokens of a PostgreSQL ledger; raises TeamError for any other.

    ``clock`` gives the time, ``passwords`` the parameters of their digests.
    """

    def __init__(
        self, ledger: Ledger, *, clock: Callable[[], datetime] = utc_now, passwords: Passwords | None = None
    ) -> None:
        self.store = Store(ledger, clock)
        self.accounts = Accounts(self.store, passwords or Passwords())
        self.sessions = Sessions(self.store)
        self.tokens = Tokens(self.store)
        self._attempts = Attempts(self.store)

    def sign_in(self, name: str, password: str, address: str, agent: str) -> tuple[Account, str] | None:
        """Sign somebody in and return the account and the session's secret, None for a wrong name or password.

        Which of the two is wrong shows neither in the answer nor in its time. Raises TooManyError after too many
        attempts that failed.
        """
        attempt = self._attempts.begin(name, address)
        account = self.accounts.is_password(name, password)
        if account is None:
            return None
        self._attempts.passed(attempt)
        return account, self.sessions.begin(account, address, agent)

    def is_password(self, name: str, password: str, address: str) -> bool:
        """Say whether a password is an account's, for somebody signed in; this counts as an attempt, too."""
        attempt = self._attempts.begin(name, address)
        if self.accounts.is_password(name, password) is None:
            return False
        self._attempts.passed(attempt)
        return True
