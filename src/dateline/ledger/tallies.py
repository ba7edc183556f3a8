"""Holds every tally ("the fourth attack claimed by the group since 27 May") against the ledger's incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select, tuple_

from dateline.codebook import Codebook
from dateline.ledger import rows
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.listed import Listed
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.read import Incidents
from dateline.ledger.schema import incident_of, reports, tallies
from dateline.ledger.verdicts import chunks
from dateline.model import DatePrecision, DateValue, Tally

Outcome = Literal["agrees", "short", "exceeds"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A tally with the incidents of the ledger that fit it.

    ``result``: the ledger knows as many as the tally counts (agrees), fewer (short) or more (exceeds). ``units``
    are what was counted: incidents, and groups for those of one coordinated attack; ``incidents`` all that fit.
    ``is_own`` says that only its own report's incidents were counted, since it names no actor to look for.
    """

    id: str
    tally: Tally
    report: str
    published: date
    outlet: str | None
    result: Outcome
    units: tuple[str, ...]
    incidents: tuple[str, ...]
    is_own: bool

    def to_json(self) -> dict[str, object]:
        """Return the contract's tally, its matches those of the whole ledger."""
        told = self.tally.to_json()
        return {
            **told,
            "id": self.id,
            "matches": list(self.incidents),
            "agrees": self.result == "agrees",
            "result": self.result,
            "units": list(self.units),
            "own_report_only": self.is_own,
            "published": self.published.isoformat(),
            "outlet": self.outlet,
        }


def check_tallies(
    connection: Connection,
    book: Codebook,
    as_of: AsOf = NOW,
    *,
    ids: Iterable[str] | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Iterator[Checked]:
    """Yield every tally of the ledger with what the ledger knows of it, by publication and place in the report.

    ``ids``: only these, a few hundred. ``limit``: at most so many, from the one behind the tally ``after`` on.
    """
    place = (reports.c.published, tallies.c.report, tallies.c.ordinal)
    query = (
        select(tallies, reports.c.published, reports.c.outlet)
        .join(reports, reports.c.id == tallies.c.report)
        .order_by(*place)
        .limit(limit)
    )
    if after is not None:
        last = select(*place).join(reports, reports.c.id == tallies.c.report).where(tallies.c.id == after)
        found = connection.execute(last).first()
        if found is None:
            raise UnknownIdError(f"no tally {after} to go on from; name the last one of the page before")
        query = query.where(tuple_(*place) > tuple_(*found))
    if ids is not None:
        query = query.where(among(tallies.c.id, sorted(ids)))
    if as_of.published is not None:
        query = query.where(reports.c.published <= as_of.published)
    if as_of.recorded is not None:
        query = query.where(tallies.c.recorded <= as_of.recorded)
    for row in connection.execute(query).mappings().all():
        told = dict(row)
        tally = rows.tally_of(told)
        fitting = _fitting(connection, tally, told["published"], book, as_of)
        units = tuple(sorted({one.group or one.incident for one in fitting}))
        known = len(units)
        result: Outcome = "agrees" if known == tally.count else "short" if known < tally.count else "exceeds"
        yield Checked(
            told["id"],
            tally,
            told["report"],
            told["published"],
            told["outlet"],
            result,
            units,
            tuple(sorted(one.incident for one in fitting)),
            tally.actor is None,
        )


def _fitting(connection: Connection, tally: Tally, published: date, book: Codebook, as_of: AsOf) -> Sequence[Listed]:
    until = tally.until or published
    if tally.since is not None and tally.since > until:
        return []
    window = DateValue(tally.since, until, DatePrecision.RANGE)
    own = _own(connection, tally) if tally.actor is None else None
    asked = Filters(
        since=tally.since,
        until=until,
        actor=tally.actor,
        modality=tally.modality.value if tally.modality and tally.actor else None,
    )
    found = Incidents(connection, asked if own is None else Filters(), book, as_of)
    listed = found.listed() if own is None else found.of_ids(own)
    return [one for one in listed if _is_within(one, window)]


def _is_within(one: Listed, window: DateValue) -> bool:
    when = one.when or DateValue(one.day, one.day, DatePrecision.DAY)
    return window.overlaps(when)


def _own(connection: Connection, tally: Tally) -> set[str]:
    """Return the incidents that the tally's own report tells of and that fit it there."""
    found: set[str] = set()
    for chunk in chunks(tally.matches):
        query = select(incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        found |= set(connection.scalars(query))
    return found
