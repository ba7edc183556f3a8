"""How often a host is asked: one request at a time, with a pause after each, longer where the host wants it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

LONGEST_WAIT = timedelta(days=1)  # however long a server asks for, or back-off has grown to


class Clock:
    """The time, and waiting for it; tests put one of their own in its place."""

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Let time pass; Ctrl-C ends it at once."""
        time.sleep(seconds)


class Pace:
    """When each host may be asked again."""

    def __init__(self) -> None:
        self._free: dict[str, datetime] = {}

    def free_at(self, host: str, now: datetime) -> datetime:
        """Return when a host may be asked: now, or later."""
        return max(now, self._free.get(host, now))

    def hold(self, host: str, until: datetime) -> None:
        """Let a host be until a moment; an earlier one than is held already changes nothing."""
        self._free[host] = max(until, self._free.get(host, until))


def back_off(first: float, failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, a day at the most."""
    return min(timedelta(seconds=first * 2.0 ** min(failures, 20)), LONGEST_WAIT)
