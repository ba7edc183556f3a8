"""Which mentions tell of which incident, now or as of a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select

from dateline.ledger import earlier
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.listing import among
from dateline.ledger.recluster import clustering_of, neighbourhood
from dateline.ledger.schema import incident_of, mentions, reports
from dateline.ledger.verdicts import chunks

Members = Mapping[str, Sequence[str]]  # incident -> its mentions


def members_of(connection: Connection, incidents: Iterable[str], as_of: AsOf = NOW) -> Members:
    """Return the mentions of incidents and groups, as verdicts and links join them as of the moment."""
    wanted = set(incidents)
    found: dict[str, str] = {}
    for chunk in chunks(wanted):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.incident, chunk))
        found |= dict(connection.execute(query).all())
    if as_of.recorded is None and as_of.published is None:
        return earlier.grouped(found)
    then = set(found)
    if as_of.published is not None:
        then |= earlier.named_then(connection, wanted, as_of.published)
    if as_of.recorded is not None:
        then |= wanted
    members = earlier.grouped(dict(incidents_of(connection, then, as_of)))
    return {incident: of_one for incident, of_one in members.items() if incident in wanted}


def members_by_day(connection: Connection, incident: str, moments: Mapping[date, AsOf]) -> dict[date, list[str]]:
    """Return the mentions of one incident as of moments that lie at the ends of days, by day; all recorded alike."""
    if not moments:
        return {}
    if any(as_of.recorded is not None for as_of in moments.values()):
        return {day: list(members_of(connection, [incident], at).get(incident, ())) for day, at in moments.items()}
    now = members_of(connection, [incident]).get(incident, ())
    told_by = incidents_of(connection, {*now, *earlier.named_then(connection, [incident], min(moments))}, NOW)
    by_day = earlier.known_by_day(connection, dict(told_by), moments)
    return {day: earlier.grouped(told).get(incident, []) for day, told in by_day.items()}


def incidents_of(connection: Connection, of_mentions: Iterable[str], as_of: AsOf) -> Mapping[str, str]:
    """Return which incident (or group) mentions tell of, and with ``recorded`` every mention connected with them."""
    if as_of.recorded is not None:
        found = clustering_of(connection, of_mentions, as_of.recorded)
        then = dict(found.incident_of)
        return then if as_of.published is None else earlier.then_of(found.before, then, as_of.published)
    told_by: dict[str, str] = {}
    for chunk in chunks(of_mentions):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        told_by |= dict(connection.execute(query).all())
    return told_by if as_of.published is None else earlier.known_then(connection, told_by, as_of.published)


def reports_of(connection: Connection, incidents: Iterable[str], as_of: AsOf = NOW) -> set[str]:
    """Return the reports that tell of incidents as of the moment."""
    found: set[str] = set()
    for chunk in chunks(incidents):
        if as_of.is_now:
            query = select(mentions.c.report).join(incident_of, incident_of.c.mention == mentions.c.id)
            found |= set(connection.scalars(query.where(among(incident_of.c.incident, chunk))))
            continue
        told = [m for of_one in members_of(connection, chunk, as_of).values() for m in of_one]
        for some in chunks(told):
            query = select(mentions.c.report).join(reports, reports.c.id == mentions.c.report)
            if as_of.published is not None:
                query = query.where(reports.c.published <= as_of.published)
            found |= set(connection.scalars(query.where(among(mentions.c.id, some))))
    return found


def incidents_in(connection: Connection, of_reports: Iterable[str]) -> set[str]:
    """Return the incidents that reports tell of now."""
    found: set[str] = set()
    for chunk in chunks(of_reports):
        query = select(incident_of.c.incident).join(mentions, mentions.c.id == incident_of.c.mention)
        found |= set(connection.scalars(query.where(among(mentions.c.report, chunk))))
    return found


def last_touched(connection: Connection, of_mentions: Iterable[str]) -> dict[str, datetime]:
    """Return for each mention when anything that verdicts, groups or links connect with it was last recorded.

    Whatever is recorded there may change which incident the mention tells of.
    """
    near = neighbourhood(connection, of_mentions)
    root = {m.id: m.id for m in near.mentions}

    def top(mention: str) -> str:
        while root.setdefault(mention, mention) != mention:
            root[mention] = mention = root[root[mention]]
        return mention

    for a, b in [
        *((v.subject, v.other) for v in near.verdicts),
        *((m.id, m.group) for m in near.mentions),
        *near.joining,
    ]:
        if b is not None:
            root[top(a)] = top(b)
    last: dict[str, datetime] = {}
    moments = [*((v.subject, v.recorded) for v in near.verdicts), *near.recorded.items()]
    for mention, moment in moments:
        name = top(mention)
        last[name] = max(moment, last.get(name, moment))
    return {m.id: last[top(m.id)] for m in near.mentions}
