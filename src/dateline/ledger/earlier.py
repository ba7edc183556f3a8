"""Which incident mentions were known to tell of on an earlier day of publication.

Linking goes by the order of publication, so that on an earlier day clusters were what they are now without what came
after. The exception are clusters that a later report brought together; ``incident_before`` holds what they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, insert, select

from dateline.ledger.listing import among
from dateline.ledger.schema import incident_before as table
from dateline.ledger.verdicts import chunks
from dateline.link.across.cluster import Before


def known_then(connection: Connection, incident_of: dict[str, str], day: date) -> dict[str, str]:
    """Return, of mentions and their incidents now, the incidents as of a day."""
    return {**incident_of, **_names_then(connection, incident_of, day)}


def known_by_day(
    connection: Connection, incident_of: dict[str, str], days: Iterable[date]
) -> dict[date, dict[str, str]]:
    """Return the same as of each of several days."""
    wanted = sorted(days)
    told = _told_behind(connection, incident_of, wanted[0]) if wanted else []
    return {day: {**incident_of, **{mention: one for mention, one, until in told if until > day}} for day in wanted}


def _names_then(connection: Connection, mentions: Iterable[str], day: date) -> dict[str, str]:
    # The last of a mention's is the first behind the day.
    return {mention: incident for mention, incident, _ in _told_behind(connection, mentions, day)}


def _told_behind(connection: Connection, mentions: Iterable[str], day: date) -> list[tuple[str, str, date]]:
    """Return what is kept of mentions behind a day, of each the latest first: mention, incident, until when."""
    found: list[tuple[str, str, date]] = []
    for chunk in chunks(mentions):
        query = select(table.c.mention, table.c.incident, table.c.until)
        query = query.where(among(table.c.mention, chunk), table.c.until > day).order_by(table.c.until.desc())
        found += [(mention, incident, until) for mention, incident, until in connection.execute(query)]
    return found


def named_then(connection: Connection, incidents: Iterable[str], day: date) -> set[str]:
    """Return mentions that as of a day may have told of these incidents, and tell of others now."""
    found: set[str] = set()
    for chunk in chunks(incidents):
        query = select(table.c.mention).where(among(table.c.incident, chunk), table.c.until > day)
        found |= set(connection.scalars(query))
    return found


def then_of(before: Iterable[Before], incident_of: dict[str, str], day: date) -> dict[str, str]:
    """Return the same from a clustering's own words, where it is not the stored one."""
    later = sorted((b for b in before if b.until > day), key=lambda b: b.until, reverse=True)
    return {**incident_of, **{b.mention: b.incident for b in later if b.mention in incident_of}}


def grouped(incident_of: dict[str, str]) -> dict[str, list[str]]:
    """Return the mentions of each incident, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for mention, incident in sorted(incident_of.items()):
        found[incident].append(mention)
    return dict(found)


def keep(connection: Connection, mentions: Iterable[str], before: Iterable[Before]) -> None:
    """Write what is known of mentions anew."""
    for chunk in chunks(mentions):
        connection.execute(table.delete().where(among(table.c.mention, chunk)))
    rows = [{"mention": b.mention, "until": b.until, "incident": b.incident} for b in before]
    if rows:
        connection.execute(insert(table), rows)
