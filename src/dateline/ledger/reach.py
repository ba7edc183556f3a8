"""How far new mentions and verdicts reach: the clusters around them, worked out anew, and which came out different.

In a large ledger links chain: most mentions are connected with each other over some links that may join, though
few do. To cluster all that is connected would take as long as clustering the ledger. But what a cluster met and did
not join has left no trace in it: worked out from its own mentions, verdicts and links alone it comes out the same.
So only these are worked out together: the clusters of the mentions in question, and those with which a link that may
join connects them or a cluster that came out different, until no more come out different. All others meet what they
met before, and are what is stored (``incident_of``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Connection, select

from dateline.ledger.linking import rule
from dateline.ledger.listing import among
from dateline.ledger.schema import incident_of, links, mentions, reports
from dateline.ledger.verdicts import Verdict, chunks, in_force, pairs, verdicts_on
from dateline.link.across.cluster import Clustering, cluster
from dateline.link.across.join import Links, Mention, Pair

_AT_ONCE = 5_000  # ids a query


@dataclass(frozen=True, slots=True)
class Reached:
    """Clusters worked out anew, and ``before``, the stored incident of each of their mentions.

    ``changed`` are the mentions of clusters that came out different, or hold one that was judged.
    """

    mentions: Mapping[str, Mention]
    found: Clustering
    before: Mapping[str, str]
    changed: frozenset[str]


def reached(connection: Connection, seeds: Iterable[str], *, are_judged: bool = True) -> Reached:
    """Return what new mentions, or mentions that a verdict was recorded on (``are_judged``), reach."""
    asked = frozenset(seeds)
    judged = asked if are_judged else frozenset()
    near = _Near(connection)
    near.take_in(asked)
    followed: set[str] = set()
    ahead = {mention for mention in asked if mention in near.mentions}
    near.take_in(near.linked_with(ahead))
    while True:
        followed |= ahead
        found = near.clustered()
        changed = near.changed(found, judged)
        ahead = changed - followed
        linked = near.linked_with(ahead) - near.mentions.keys()
        if not linked:
            return Reached(near.mentions, found, near.before, frozenset(changed))
        near.take_in(linked)


class _Near:
    """Mentions with all that verdicts, groups or their stored incidents connect with them, and their links."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._verdicts: dict[str, Verdict] = {}
        self._links: dict[Pair, float] = {}
        self._asked: set[str] = set()
        self.mentions: dict[str, Mention] = {}
        self.before: dict[str, str] = {}

    def take_in(self, ids: Iterable[str]) -> None:
        """Take in mentions, with those that nothing but links connects with them."""
        new: set[str] = set()
        ahead = set(ids) - self._asked
        while ahead:
            self._asked |= ahead
            told = self._told(ahead)
            self.mentions |= told
            new |= told.keys()
            near = told.keys() | {m.group for m in told.values() if m.group} | self._mates(told)
            for verdict in verdicts_on(self._connection, ahead):
                if verdict.other is not None:
                    self._verdicts[verdict.id] = verdict
                    near |= {verdict.subject, verdict.other}
            ahead = near - self._asked
        self._take_in_links(new)

    def _told(self, ids: set[str]) -> dict[str, Mention]:
        """Return the mentions with these ids, and those in groups with these ids."""
        columns = (mentions.c.id, mentions.c.kind, mentions.c.group_id, mentions.c.report, mentions.c.ordinal)
        query = select(reports.c.published, *columns).join(reports, reports.c.id == mentions.c.report)
        found = {}
        for chunk in chunks(ids, _AT_ONCE):
            for column in (mentions.c.id, mentions.c.group_id):
                for published, mid, *others in self._connection.execute(query.where(among(column, chunk))):
                    found[mid] = Mention(cast("date", published), mid, *others)
        return found

    def _mates(self, ids: Iterable[str]) -> set[str]:
        """Keep the stored incidents of mentions; return all mentions that tell of them."""
        found: set[str] = set()
        for chunk in chunks(ids, _AT_ONCE):
            own = select(incident_of.c.incident).where(among(incident_of.c.mention, chunk))
            query = select(incident_of).where(incident_of.c.incident.in_(own))
            told: dict[str, str] = dict(self._connection.execute(query).all())
            self.before |= told
            found |= told.keys()
        return found

    def _take_in_links(self, new: set[str]) -> None:
        """Take in the links between new ones, and between them and those that were there."""
        has_others = len(self.mentions) > len(new)
        for chunk in chunks(new, _AT_ONCE):
            for column in (links.c.mention, links.c.other) if has_others else (links.c.mention,):
                for a, b, weight in self._connection.execute(select(links).where(among(column, chunk))):
                    if (first := self.mentions.get(a)) and (second := self.mentions.get(b)):
                        self._links[first.id, second.id] = weight  # one string a mention, however many links

    def linked_with(self, ids: Iterable[str]) -> set[str]:
        """Return the mentions with which links that may join connect these."""
        found: set[str] = set()
        for chunk in chunks(ids, _AT_ONCE):
            for side, other in ((links.c.mention, links.c.other), (links.c.other, links.c.mention)):
                query = select(other).where(among(side, chunk), links.c.weight >= rule().join)
                found |= set(self._connection.scalars(query))
        return found

    def clustered(self) -> Clustering:
        """Return the clusters of all that was taken in."""
        by = rule()
        judged = pairs(in_force(self._verdicts.values()))
        return cluster(self.mentions.values(), judged, Links(self._links, by.join, by.keep))

    def changed(self, found: Clustering, judged: frozenset[str]) -> set[str]:
        """Return the mentions of clusters that are others than those stored, or hold one that was judged."""
        stored: dict[str, set[str]] = defaultdict(set)
        for mention, incident in self.before.items():
            stored[incident].add(mention)
        changed: set[str] = set()
        for incident, members in found.members().items():
            if stored.get(incident) != set(members) or not judged.isdisjoint(members):
                changed |= set(members)
        return changed
