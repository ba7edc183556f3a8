"""How lists are sorted, and where a page of them begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateline.ledger.filters import SORTS
from dateline.ledger.listed import Listed

Key = tuple[int, str]  # what an incident is sorted by, and its id
UNTOLD = -1  # the key of a count that is not told


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: ``by`` one of day, killed, wounded, published; rows without it come last."""

    by: str = "day"
    descending: bool = True

    def __post_init__(self) -> None:
        if self.by not in SORTS:
            raise ValueError(f"{self.by!r} is nothing to sort by; there are {', '.join(SORTS)}")

    def key(self, one: Listed) -> Key:
        """Return what an incident is sorted by, ascending or descending, its id last."""
        value = {
            "day": one.day.toordinal(),
            "published": one.first.toordinal(),
            "killed": _low(one.killed),
            "wounded": _low(one.wounded),
        }[self.by]
        return value, one.incident

    def sorted(self, found: Iterable[Listed]) -> list[Listed]:
        """Return incidents in this order."""
        return sorted(found, key=self.key, reverse=self.descending)

    def is_behind(self, one: Listed, start: Key) -> bool:
        """Say whether an incident comes after the one of that key."""
        return self.key(one) < start if self.descending else self.key(one) > start

    def days(self, first: Key | None, last: Key | None) -> tuple[date | None, date | None]:
        """Return the first and last day that can stand between two keys of a list by day; None is open."""
        if self.by != "day":
            return None, None
        ends = [date.fromordinal(key[0]) if key else None for key in (first, last)]
        return (ends[1], ends[0]) if self.descending else (ends[0], ends[1])


def _low(bounds: tuple[int | None, int | None] | None) -> int:
    return UNTOLD if bounds is None or bounds[0] is None else bounds[0]
