"""Teams for tests: people of every role, a clock that a test moves, and digests that are quick to make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from dateline.ledger import Ledger
from dateline.ledger.write import utc_now
from dateline.team.passwords import Passwords
from dateline.team.roles import Role
from dateline.team.team import Team

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four words make a password"
NAMES = {
    Role.READER: "Rita",
    Role.CODER: "Carl",
    Role.REVIEWER: "Vera",
    Role.EDITOR: "Edna",
    Role.ADMIN: "Adam",
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def goes(self, **by: float) -> None:
        self.moment += timedelta(**by)


def made_team(ledger: Ledger, clock: Callable[[], datetime] = utc_now) -> Team:
    """Return a team without anybody."""
    return Team(ledger, clock=clock, passwords=Passwords(QUICK))


def peopled(team: Team) -> Team:
    """Return a team with one person of each role."""
    for role, name in NAMES.items():
        team.accounts.add(name, role, PASSWORD, by="the test")
    return team


def left_by_all(ledger: Ledger) -> None:
    """Take all accounts out of a ledger, and all that hangs on them; the guards are off for as long as that takes."""
    tables = "accounts, account_log, account_sessions, account_tokens, login_attempts, login_starts"
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"TRUNCATE {tables}")
