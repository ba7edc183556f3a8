"""Text families as they were by a moment: a later report may show two earlier ones to be one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations

from sqlalchemy import Connection, func, select

from dateline.ledger.family import are_near, shingles
from dateline.ledger.listing import among
from dateline.ledger.schema import report_bands, report_family, reports
from dateline.ledger.verdicts import chunks


def families_at(connection: Connection, families: Iterable[str], moment: datetime) -> Mapping[str, str]:
    """Return the family that each report of these families was in by what was recorded until the moment.

    The rule is that of ``family``: reports that share a band and are near-identical are one family, and a
    family is named by its smallest report.
    """
    known: dict[str, list[str]] = defaultdict(list)
    grown: set[str] = set()
    for chunk in chunks(families):
        query = select(report_family.c.report, report_family.c.family, reports.c.recorded)
        query = query.join(reports, reports.c.id == report_family.c.report).where(
            among(report_family.c.family, chunk)
        )
        for report, family, recorded in connection.execute(query):
            if recorded <= moment:
                known[family].append(report)
            else:
                grown.add(family)
    found: dict[str, str] = {}
    for family, members in known.items():
        found |= _parted(connection, members) if family in grown else dict.fromkeys(members, family)
    return found


def _parted(connection: Connection, members: list[str]) -> dict[str, str]:
    """Return the families that reports make by themselves."""
    texts: dict[str, frozenset[int]] = {}
    banded: dict[str, set[str]] = defaultdict(set)
    for chunk in chunks(members):
        for report, text in connection.execute(
            select(reports.c.id, reports.c.text).where(among(reports.c.id, chunk))
        ):
            texts[report] = shingles(text)
        query = select(report_bands.c.report, report_bands.c.band).where(among(report_bands.c.report, chunk))
        for report, band in connection.execute(query):
            banded[report].add(band)
    part = {report: {report} for report in members}
    for one, other in combinations(sorted(members), 2):
        is_met = part[one] is not part[other] and bool(banded[one] & banded[other])
        if is_met and are_near(texts[one], texts[other]):
            part[one] |= part[other]
            for report in part[other]:
                part[report] = part[one]
    return {report: min(part[report]) for report in members}


def last_joined(connection: Connection, families: Iterable[str]) -> Mapping[str, datetime]:
    """Return for each family when the last report of it was recorded."""
    found: dict[str, datetime] = {}
    for chunk in chunks(families):
        query = (
            select(report_family.c.family, func.max(reports.c.recorded))
            .join(reports, reports.c.id == report_family.c.report)
            .where(among(report_family.c.family, chunk))
            .group_by(report_family.c.family)
        )
        found |= {family: recorded for family, recorded in connection.execute(query)}  # noqa: C416 - rows, not pairs
    return found
