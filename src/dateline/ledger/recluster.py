"""Brings verdicts and links to bear on stored mentions: which incident each tells of, now or as of a recording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from dateline.ledger import earlier
from dateline.ledger.linking import links_among, links_of, rule
from dateline.ledger.listing import among
from dateline.ledger.reach import reached
from dateline.ledger.schema import incident_of, incident_view, links, mentions, reports, verdicts
from dateline.ledger.verdicts import Verdict, chunks, in_force, pairs, verdicts_on
from dateline.link.across.cluster import PAIR_KINDS, Clustering, cluster
from dateline.link.across.join import Mention, Pair

_PAIRED = (*PAIR_KINDS, "undo")
_MOVED = update(incident_of).where(incident_of.c.mention == bindparam("of")).values(incident=bindparam("to"))


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """All mentions that verdicts, groups or links connect with others, and these; ``recorded`` of each mention.

    ``joining`` are the links that may join; those that only speak against joining are not among them.
    """

    mentions: tuple[Mention, ...]
    recorded: Mapping[str, datetime]
    verdicts: tuple[Verdict, ...]
    joining: tuple[Pair, ...]


def neighbourhood(connection: Connection, seeds: Iterable[str], recorded: datetime | None = None) -> Neighbourhood:
    """Return all mentions that pair verdicts, groups or links connect with the seeds, undone verdicts too.

    With ``recorded``: of what was recorded until then. Links are not followed to incidents that nothing recorded
    later has touched: these are what they were, and whom they did not join is no matter (see ``reach``).
    """
    join = rule().join
    found: dict[str, Mention] = {}
    times: dict[str, datetime] = {}
    judged: dict[str, Verdict] = {}
    joining: set[Pair] = set()
    asked: set[str] = set()
    ahead = set(seeds)
    while ahead:
        asked |= ahead
        rows = _mentions(connection, ahead, recorded)
        on_pairs = [v for v in verdicts_on(connection, ahead, recorded) if v.other is not None]
        settled = _settled(connection, ahead, recorded) if recorded is not None else set()
        linked = links_of(connection, ahead - settled, join)
        found |= {row.id: row for row, _ in rows}
        times |= {row.id: moment for row, moment in rows}
        judged |= {v.id: v for v in on_pairs}
        joining |= linked.keys()
        near = {v.subject for v in on_pairs} | {str(v.other) for v in on_pairs} | settled
        near |= {row.id for row, _ in rows} | {row.group for row, _ in rows if row.group}
        reached_by_links = {mention for pair in linked for mention in pair} - asked
        if recorded is not None:
            reached_by_links -= _settled(connection, reached_by_links, recorded)
        ahead = (near | reached_by_links) - asked
    known = {(a, b) for a, b in joining if a in found and b in found}
    return Neighbourhood(tuple(found.values()), times, tuple(judged.values()), tuple(known))


def _settled(connection: Connection, ids: Iterable[str], recorded: datetime) -> set[str]:
    """Return all mentions of those incidents of mentions that are what they were by a moment."""
    found: set[str] = set()
    for chunk in chunks(ids):
        own = (
            select(incident_of.c.incident)
            .join(incident_view, incident_view.c.incident == incident_of.c.incident)
            .where(among(incident_of.c.mention, chunk), incident_view.c.last_recorded <= recorded)
        )
        found |= set(connection.scalars(select(incident_of.c.mention).where(incident_of.c.incident.in_(own))))
    return found


def _mentions(
    connection: Connection, ids: Iterable[str], recorded: datetime | None
) -> list[tuple[Mention, datetime]]:
    """Return the mentions with these ids, and those in groups with these ids, each with its time of recording."""
    found = []
    told = (mentions.c.id, mentions.c.kind, mentions.c.group_id, mentions.c.report, mentions.c.ordinal)
    for chunk in chunks(ids):
        query = (
            select(*told, mentions.c.recorded, reports.c.published)
            .join(reports, reports.c.id == mentions.c.report)
            .where(or_(among(mentions.c.id, chunk), among(mentions.c.group_id, chunk)))
        )
        if recorded is not None:
            query = query.where(mentions.c.recorded <= recorded)
        for mid, kind, group, report, ordinal, moment, published in connection.execute(query):
            found.append((Mention(cast("date", published), mid, kind, group, report, ordinal), moment))
    return found


def clustering_of(connection: Connection, seeds: Iterable[str], recorded: datetime | None = None) -> Clustering:
    """Return the incidents of the seeds and of every mention connected with them."""
    near = neighbourhood(connection, seeds, recorded)
    judged = pairs(in_force(near.verdicts))
    return cluster(near.mentions, judged, links_among(connection, (m.id for m in near.mentions)))


def cluster_all(connection: Connection) -> Mapping[str, str]:
    """Return the incident of every mention of the ledger, and keep what was known on earlier days."""
    told_by = {mention: mention for mention in connection.scalars(select(mentions.c.id))}
    judged = select(verdicts.c.subject, verdicts.c.other).where(verdicts.c.kind.in_(_PAIRED))
    rows = connection.execute(judged.where(verdicts.c.other.is_not(None)))
    seeds = {mention for row in rows for mention in row if mention is not None}
    joining = select(links.c.mention, links.c.other).where(links.c.weight >= rule().join)
    seeds |= {mention for row in connection.execute(joining) for mention in row}
    found = clustering_of(connection, seeds)
    earlier.keep(connection, (), found.before)
    return {**told_by, **found.incident_of}


def recluster(connection: Connection, seeds: Iterable[str], *, are_judged: bool = True) -> set[str]:
    """Rewrite which incident the mentions around the seeds tell of, and told of on earlier days.

    The seeds are new mentions, or those that a new verdict is on (``are_judged``). Returns the incidents and groups
    whose rows of ``incident_view`` are to be computed anew: those that are others than before, those that are no
    more, and those that hold a judged seed, for a verdict may pin a value.
    """
    around = reached(connection, seeds, are_judged=are_judged)
    now, before = around.found.incident_of, around.before
    new = [{"mention": mention, "incident": now[mention]} for mention in sorted(now) if mention not in before]
    if new:
        connection.execute(insert(incident_of), new)
    moved = [{"of": m, "to": now[m]} for m in sorted(now) if m in before and before[m] != now[m]]
    if moved:
        connection.execute(_MOVED, moved)
    earlier.keep(connection, around.changed, (b for b in around.found.before if b.mention in around.changed))
    # An incident's row names its group, and has no pins of a mention whose id names another incident.
    members = {m.id for m in around.mentions.values() if m.group in around.changed}
    named = {now[mention] for mention in around.changed}
    touched = around.changed | members | (named & now.keys())
    return {now[mention] for mention in touched} | {before[m] for m in touched if m in before}
