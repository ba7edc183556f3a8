"""Brings pair verdicts to bear on stored mentions: which incident each tells of, now or as recorded by a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, or_, select, update

from dateline.ledger.schema import incident_of, mentions, reports, verdicts
from dateline.ledger.verdicts import Verdict, chunks, in_force, pairs, verdicts_on
from dateline.link.across.cluster import PAIR_KINDS, Clustering, cluster
from dateline.link.across.join import Mention

_PAIRED = (*PAIR_KINDS, "undo")


def neighbourhood(
    connection: Connection, seeds: Iterable[str], recorded: datetime | None = None
) -> tuple[list[Mention], list[Verdict]]:
    """Return all mentions that pair verdicts or groups connect with the seeds, and those verdicts, undone ones too.

    With ``recorded``: of what was recorded until then. Ids that are no mention's are left out.
    """
    found: dict[str, Mention] = {}
    judged: dict[str, Verdict] = {}
    asked: set[str] = set()
    ahead = set(seeds)
    while ahead:
        asked |= ahead
        rows = _mentions(connection, ahead, recorded)
        on_pairs = [v for v in verdicts_on(connection, ahead, recorded) if v.other is not None]
        found |= {row.id: row for row in rows}
        judged |= {v.id: v for v in on_pairs}
        near = {v.subject for v in on_pairs} | {str(v.other) for v in on_pairs}
        near |= {row.id for row in rows} | {row.group for row in rows if row.group}
        ahead = near - asked
    return list(found.values()), list(judged.values())


def _mentions(connection: Connection, ids: Iterable[str], recorded: datetime | None) -> list[Mention]:
    """Return the mentions with these ids, and those in groups with these ids."""
    found = []
    for chunk in chunks(ids):
        query = (
            select(mentions.c.id, mentions.c.kind, mentions.c.group_id, reports.c.published)
            .join(reports, reports.c.id == mentions.c.report)
            .where(or_(mentions.c.id.in_(chunk), mentions.c.group_id.in_(chunk)))
        )
        if recorded is not None:
            query = query.where(mentions.c.recorded <= recorded)
        for mid, kind, group, published in connection.execute(query):
            found.append(Mention(cast("date", published), mid, kind, group))
    return found


def clustering_of(connection: Connection, seeds: Iterable[str], recorded: datetime | None = None) -> Clustering:
    """Return the incidents of the seeds and of every mention connected with them."""
    found, judged = neighbourhood(connection, seeds, recorded)
    return cluster(found, pairs(in_force(judged)))


def clustering(connection: Connection) -> Mapping[str, str]:
    """Return the incident of every mention of the ledger."""
    told_by = {mention: mention for mention in connection.scalars(select(mentions.c.id))}
    rows = connection.execute(select(verdicts.c.subject, verdicts.c.other).where(verdicts.c.kind.in_(_PAIRED)))
    seeds = {mention for row in rows for mention in row if mention is not None}
    return {**told_by, **clustering_of(connection, seeds).incident_of}


def recluster(connection: Connection, seeds: Iterable[str]) -> set[str]:
    """Rewrite which incident the mentions around the seeds tell of.

    Returns all incidents and groups around, whose rows of ``incident_view`` are to be computed anew: those that
    are, and those that are no more.
    """
    now = clustering_of(connection, seeds).incident_of
    before: dict[str, str] = {}
    for chunk in chunks(now):
        query = select(incident_of.c.mention, incident_of.c.incident).where(incident_of.c.mention.in_(chunk))
        before |= dict(connection.execute(query).all())
    for mention in sorted(now):
        if before.get(mention) != now[mention]:
            changed = update(incident_of).where(incident_of.c.mention == mention)
            connection.execute(changed.values(incident=now[mention]))
    return {*now.values(), *before.values()}
