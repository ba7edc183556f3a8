"""What the source tables say of incidents: their mentions and statements, ready for rules to weigh."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, select

from dateline.ledger import rows
from dateline.ledger.best import Pin
from dateline.ledger.engine import fetched
from dateline.ledger.profile import MentionOf
from dateline.ledger.rows import Row
from dateline.ledger.schema import incident_of, mentions, report_family, reports, statements
from dateline.ledger.told import Share, Told
from dateline.model import Outcome, Statement

_MentionRow = Row


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one incident or group. ``last_recorded`` is when the last of it was written."""

    mentions: Sequence[MentionOf]
    told: Sequence[Told]
    last_recorded: datetime
    pins: dict[str, Pin] = field(default_factory=dict)


def known_of(connection: Connection, incidents: Sequence[str]) -> dict[str, Known]:
    """Return what is known of incidents and groups by id, at most a few hundred a call; unknown ids are left out."""
    told_by = _mention_rows(connection, incidents)
    groups = {str(m["group_id"]) for of_one in told_by.values() for m in of_one if m["group_id"]}
    group_rows = {str(m["id"]): m for m in _rows_by_id(connection, sorted(groups))}
    ids = [str(m["id"]) for of_one in told_by.values() for m in of_one]
    about = _statements_about(connection, [*ids, *group_rows])
    found: dict[str, Known] = {}
    for incident, of_one in told_by.items():
        told: list[Told] = []
        for mention in of_one:
            told += [_told(s, mention, None) for s in about.get(str(mention["id"]), ())]
            group = group_rows.get(str(mention["group_id"]))
            if group is not None:
                share = _share(str(mention["id"]), group)
                told += [_told(s, mention, share) for s in about.get(str(group["id"]), ())]
        last = max(cast("datetime", m["recorded"]) for m in of_one)
        found[incident] = Known([_mention(m, group_rows) for m in of_one], told, last)
    return found


def clustering(connection: Connection) -> dict[str, str]:
    """Return the incident of every mention."""
    ids = connection.scalars(select(mentions.c.id))
    return {mention: mention for mention in ids}


_TELLINGS = (
    select(mentions, reports.c.published, reports.c.outlet, report_family.c.family, incident_of.c.incident)
    .join(reports, reports.c.id == mentions.c.report)
    .join(report_family, report_family.c.report == mentions.c.report)
    .join(incident_of, incident_of.c.mention == mentions.c.id)
    .order_by(mentions.c.id)
)


def _mention_rows(connection: Connection, incidents: Sequence[str]) -> dict[str, list[_MentionRow]]:
    found: dict[str, list[_MentionRow]] = defaultdict(list)
    for row in fetched(connection, _TELLINGS.where(incident_of.c.incident.in_(incidents))):
        found[str(row["incident"])].append(row)
    return found


def _rows_by_id(connection: Connection, ids: Sequence[str]) -> Sequence[_MentionRow]:
    return fetched(connection, _TELLINGS.where(mentions.c.id.in_(ids))) if ids else []


def _statements_about(connection: Connection, ids: Sequence[str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    query = select(statements).where(statements.c.about.in_(ids)).order_by(statements.c.about, statements.c.ordinal)
    for row in fetched(connection, query):
        found[str(row["about"])].append(rows.statement_of(row))
    return found


def _told(statement: Statement, mention: _MentionRow, share: Share | None) -> Told:
    published, outlet = cast("date", mention["published"]), cast("str | None", mention["outlet"])
    return Told(statement, published, outlet, str(mention["family"]), share)


def _share(mention: str, group: _MentionRow) -> Share:
    members = json.loads(str(group["members"]))
    return Share(members.index(mention) if mention in members else 0, len(members))


def _mention(row: _MentionRow, groups: Mapping[str, _MentionRow]) -> MentionOf:
    group = groups.get(str(row["group_id"]))
    return MentionOf(
        str(row["id"]),
        str(row["kind"]),
        str(row["report"]),
        cast("date", row["published"]),
        str(row["family"]),
        tuple(json.loads(str(row["types"]))),
        Outcome(str(row["outcome"])) if row["outcome"] is not None else None,
        cast("bool | None", row["suicide"]),
        rows.date_of(row),
        rows.place_of(row),
        str(group["incident"]) if group is not None else None,
    )
