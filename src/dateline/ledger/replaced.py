"""Which reports are older versions of which, as of a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, select

from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.schema import report_family, reports
from dateline.ledger.verdicts import chunks

_Version = tuple[str, str, date, datetime]  # a report, the one that it replaces, when it was published, recorded


def replaced_by(connection: Connection, ids: Iterable[str], as_of: AsOf = NOW) -> Mapping[str, frozenset[str]]:
    """Return for each report that was replaced all later versions of it that were known.

    Versions between that were not yet known are passed over: the third version replaces the first as well.
    """
    wanted = set(ids)
    newer: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    ahead = wanted
    while ahead:
        rows = _replacing(connection, ahead)
        for new, old, published, recorded in rows:
            newer[old].add(new)
            is_published = as_of.published is None or published <= as_of.published
            if is_published and (as_of.recorded is None or recorded <= as_of.recorded):
                known.add(new)
        ahead = {row[0] for row in rows}
    found = {report: frozenset(_all_newer(report, newer) & known) for report in wanted if newer.get(report)}
    return {report: by for report, by in found.items() if by}


def _replacing(connection: Connection, ids: Iterable[str]) -> list[_Version]:
    query = select(report_family.c.report, report_family.c.replaces, reports.c.published, reports.c.recorded)
    query = query.join(reports, reports.c.id == report_family.c.report)
    found: list[_Version] = []
    for chunk in chunks(ids):
        rows = connection.execute(query.where(report_family.c.replaces.in_(chunk)))
        found += [cast("_Version", tuple(row)) for row in rows]
    return found


def _all_newer(report: str, newer: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = set(newer.get(report, ()))
    while ahead:
        found |= ahead
        ahead = {later for one in ahead for later in newer.get(one, ())} - found
    return found
