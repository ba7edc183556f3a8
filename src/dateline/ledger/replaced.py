"""Which reports are older versions of which, as of a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, select

from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.listing import among
from dateline.ledger.schema import report_family, reports
from dateline.ledger.verdicts import chunks

_Version = tuple[str, str, date, datetime]  # a report, the one that it replaces, when it was published, recorded


def replaced_by(connection: Connection, ids: Iterable[str], as_of: AsOf = NOW) -> Mapping[str, frozenset[str]]:
    """Return for each report that was replaced all later versions of it that were known.

    Versions between that were not yet known are passed over: the third version replaces the first as well.
    """
    wanted = set(ids)
    return versions_of(connection, wanted).replacing(wanted, as_of)


@dataclass(frozen=True, slots=True)
class Versions:
    """Reports with all that replace them, directly or as versions of versions."""

    newer: Mapping[str, set[str]]
    told: Mapping[str, tuple[date, datetime]]  # when each of those was published and recorded

    def replacing(self, ids: Iterable[str], as_of: AsOf) -> Mapping[str, frozenset[str]]:
        """Return what ``replaced_by`` returns."""
        known = {new for new, (published, recorded) in self.told.items() if _is_known(published, recorded, as_of)}
        found = {report: frozenset(_all_newer(report, self.newer) & known) for report in ids if report in self.newer}
        return {report: by for report, by in found.items() if by}


def versions_of(connection: Connection, ids: Iterable[str]) -> Versions:
    """Return all versions of reports that were ever recorded."""
    newer: dict[str, set[str]] = defaultdict(set)
    told: dict[str, tuple[date, datetime]] = {}
    ahead = set(ids)
    while ahead:
        rows = _replacing(connection, ahead)
        for new, old, published, recorded in rows:
            newer[old].add(new)
            told[new] = published, recorded
        ahead = {row[0] for row in rows}
    return Versions(dict(newer), told)


def _is_known(published: date, recorded: datetime, as_of: AsOf) -> bool:
    is_published = as_of.published is None or published <= as_of.published
    return is_published and (as_of.recorded is None or recorded <= as_of.recorded)


def _replacing(connection: Connection, ids: Iterable[str]) -> list[_Version]:
    query = select(report_family.c.report, report_family.c.replaces, reports.c.published, reports.c.recorded)
    query = query.join(reports, reports.c.id == report_family.c.report)
    found: list[_Version] = []
    for chunk in chunks(ids):
        rows = connection.execute(query.where(among(report_family.c.replaces, chunk)))
        found += [cast("_Version", tuple(row)) for row in rows]
    return found


def _all_newer(report: str, newer: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = set(newer.get(report, ()))
    while ahead:
        found |= ahead
        ahead = {later for one in ahead for later in newer.get(one, ())} - found
    return found
