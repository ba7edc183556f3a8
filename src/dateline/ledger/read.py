"""Lists of incidents: filtered, sorted, paged, now or as of a moment, on indexed columns.

The stored view answers for the present. As of an earlier moment it still answers for every incident whose last
report and last recording lie before it: its row then is what was known (``stored``). The others that were known
by then - few, those that reports or verdicts touched on both sides of the moment - are computed from their
statements (``moving``), and the two sorted streams are merged, so a list as of a day costs little more than one
of today.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, Connection, func, select

from dateline.codebook import Codebook
from dateline.ledger.engine import fetched
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.listed import Listed, listed_of, listed_row
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.members import Members, members_of
from dateline.ledger.moving import OPEN, Days, Moving, with_text
from dateline.ledger.order import Key, Order
from dateline.ledger.profile import Profile, profile
from dateline.ledger.schema import incident_view, reports
from dateline.ledger.sources import known_by
from dateline.ledger.stored import Stored
from dateline.ledger.verdicts import chunks
from dateline.ledger.views import batches

_COUNTS = ("killed", "wounded")


def lines_of(connection: Connection, incidents: Iterable[str]) -> dict[str, Listed]:
    """Return incidents and groups as lists show them now, by id; unknown ids are left out."""
    found: dict[str, Listed] = {}
    for chunk in chunks(incidents):
        query = select(incident_view).where(among(incident_view.c.incident, chunk))
        found |= {one.incident: one for one in map(listed_row, fetched(connection, query))}
    return found


def published_days(connection: Connection) -> tuple[date | None, date | None]:
    """Return the days of the first and the last report, each by one look at the index."""
    first, last = (connection.scalar(select(end(reports.c.published))) for end in (func.min, func.max))
    return first, last


class Incidents:
    """The incidents that fit filters as of a moment. ``kind`` is incident or group."""

    def __init__(
        self,
        connection: Connection,
        filters: Filters,
        book: Codebook,
        as_of: AsOf = NOW,
        kind: str = "incident",
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._book = book
        self._as_of = as_of
        self._kind = kind
        self._stored = Stored(connection, filters, as_of, kind)
        self._moving = Moving(connection, filters, as_of, kind, self._stored.settled)

    def page(
        self, order: Order | None = None, *, limit: int | None = None, after: str | Key | None = None
    ) -> Iterator[Listed]:
        """Yield the incidents in order, at most ``limit``, from the one behind the incident ``after`` on.

        ``after`` may be the key of that incident (``Order.key``) too, which holds even where the incident has changed
        since or is gone. Raises UnknownIdError where ``after`` is no incident known as of the moment.
        """
        order = order or Order()
        start = self._key_of(after, order) if isinstance(after, str) else after
        settled: Iterable[Listed] = map(listed_row, self._stored.rows(order, start, limit))
        if self._as_of.is_now:
            yield from settled
            return
        last = None
        if limit is not None:
            settled = list(settled)
            # What stands behind a full page need not be computed.
            last = order.key(settled[-1]) if len(settled) == limit and limit else None
        moving = map(listed_of, self._touched(order.days(start, last)))
        behind = order.sorted(one for one in moving if start is None or order.is_behind(one, start))
        merged = heapq.merge(settled, behind, key=order.key, reverse=order.descending)
        yield from islice(merged, limit)

    def in_order(self, order: Order) -> Iterator[str]:
        """Yield the ids of all incidents that fit, in order."""
        if self._as_of.is_now:
            yield from self._stored.ids_in_order(order)
        else:
            yield from (one.incident for one in self.page(order))

    def ids(self) -> Iterator[str]:
        """Yield the ids of all incidents that fit, sorted."""
        yield from heapq.merge(self._stored.ids(), sorted(one.incident for one in self._touched()))

    def count(self) -> int:
        """Return how many incidents fit."""
        return self._stored.count() + len(self._touched())

    def listed(self) -> Iterator[Listed]:
        """Yield all incidents that fit, in no order."""
        yield from map(listed_row, self._stored.every())
        yield from map(listed_of, self._touched())

    def of_ids(self, incidents: Iterable[str]) -> Iterator[Listed]:
        """Yield those of these incidents that fit."""
        members = members_of(self._connection, incidents, self._as_of)
        yield from map(listed_of, self._fitting(self._profiles(members, "latest", _COUNTS)))

    def in_motion(self) -> list[Listed]:
        """Return those that fit and that reports or verdicts touched on both sides of the moment, as known then."""
        return [listed_of(one) for one in self._touched()]

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on a row of the view under which it fits: for the present only."""
        return self._stored.conditions()

    def among(self, incidents: Iterable[str]) -> set[str]:
        """Return those of these incidents that fit, by their stored rows: for the present only."""
        return self._stored.among(incidents)

    def profiles(self, rule: str, properties: tuple[str, ...]) -> Iterator[Profile]:
        """Yield all incidents that fit, with counts chosen by a rule, in the order of their ids."""
        for batch in batches(self.ids()):
            members = members_of(self._connection, batch, self._as_of)
            yield from self._profiles(members, rule, properties)

    def _profiles(self, members: Members, rule: str, properties: tuple[str, ...]) -> list[Profile]:
        found = known_by(self._connection, members, self._as_of)
        return [
            profile(
                incident, known.mentions, known.told, self._book, pins=known.pins, rule=rule, properties=properties
            )
            for incident, known in sorted(found.items())
        ]

    def _touched(self, days: Days = OPEN) -> list[Profile]:
        """Return the incidents that fit and that reports or verdicts touched on both sides of the moment.

        With ``days``: those that can be dated between them, and maybe others.
        """
        members = self._moving.members(days)
        return [
            one
            for batch in batches(sorted(members.items()))
            for one in self._fitting(self._profiles(dict(batch), "latest", _COUNTS))
        ]

    def _fitting(self, found: Iterable[Profile]) -> list[Profile]:
        kept = [one for one in found if one.kind == self._kind and self._filters.match(one)]
        return with_text(self._connection, kept, self._filters.text) if self._filters.text else kept

    def _key_of(self, incident: str, order: Order) -> Key:
        found = self._profiles(members_of(self._connection, [incident], self._as_of), "latest", _COUNTS)
        if not found:
            raise UnknownIdError(f"no incident {incident} to go on from; name the last one of the page before")
        return order.key(listed_of(found[0]))
