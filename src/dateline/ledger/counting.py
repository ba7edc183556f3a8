"""How many: incidents, or people by a rule, always with the ids that make up the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dateline.codebook import Codebook
from dateline.ledger.best import DEFAULT_RULE, BestOf, rule_named
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.listing import among
from dateline.ledger.members import incidents_of, members_of
from dateline.ledger.profile import profile
from dateline.ledger.read import Incidents
from dateline.ledger.schema import mentions, reports
from dateline.ledger.sources import known_of
from dateline.ledger.verdicts import chunks
from dateline.model import TOLL_PROPERTIES

_IN_VIEW = ("killed", "wounded")
_ONE_NUMBER = ("gtd", "acled")


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """What one incident adds to a count; ``covers`` are the incidents that a group's total stands for."""

    id: str
    low: int
    high: int | None
    covers: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the part for programs."""
        return {"id": self.id, "low": self.low, "high": self.high, "covers": list(self.covers)}


@dataclass(frozen=True, slots=True)
class People:
    """People counted over incidents: ``low`` to ``high`` (None is open), and the parts that add up to them.

    ``untold`` are the incidents of which no count is told; they add nothing, and nobody knows that it is none.
    """

    property: str
    rule: str
    low: int
    high: int | None
    parts: tuple[Part, ...]
    untold: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the count for programs."""
        return {
            "count": self.property,
            "rule": self.rule,
            "low": self.low,
            "high": self.high,
            "parts": [part.to_json() for part in self.parts],
            "untold": list(self.untold),
        }


def count_people(
    connection: Connection,
    name: str,
    filters: Filters,
    book: Codebook,
    *,
    rule: str = DEFAULT_RULE,
    as_of: AsOf = NOW,
) -> People:
    """Count people (``killed``, ``wounded``, ...) over the incidents that fit, each by the rule.

    Where all incidents of a group fit and a total over the group is told, the total counts in place of the
    incidents' own counts, so that nobody is counted twice and a total told only for the whole is not lost.
    Raises ValueError for a property that counts no people and for an unknown rule.
    """
    if name not in TOLL_PROPERTIES:
        raise ValueError(f"{name!r} counts no people; {', '.join(TOLL_PROPERTIES)} do")
    rule_named(rule)
    found = Incidents(connection, filters, book, as_of)
    told: dict[str, Part | None] = {}
    within: dict[str, set[str]] = {}
    for incident, group, low, high in _counts(found, name, rule):
        told[incident] = None if low is None and high is None else Part(incident, low or 0, high)
        if group is not None:
            within.setdefault(group, set()).add(incident)
    for group, total in _totals(connection, within, name, book, rule, as_of):
        for member in total.covers:
            del told[member]
        told[group] = total
    parts = tuple(sorted(part for part in told.values() if part))
    highs = [part.high for part in parts]
    high = None if None in highs else sum(h for h in highs if h is not None)
    untold = tuple(sorted(incident for incident, part in told.items() if part is None))
    return People(name, rule, sum(part.low for part in parts), high, parts, untold)


_Counted = tuple[str, str | None, int | None, int | None]


def _counts(found: Incidents, name: str, rule: str) -> Iterator[_Counted]:
    """Yield each incident with its group and its count, from the stored view where that holds it."""
    if rule == DEFAULT_RULE and name in _IN_VIEW:
        for one in found.listed():
            low, high = (one.killed if name == "killed" else one.wounded) or (None, None)
            yield one.incident, one.group, low, high
        return
    for made in found.profiles(rule, (name,)):
        low, high = _bounds(made.best.get(name))
        yield made.incident, made.group, low, high


def _bounds(chosen: BestOf | None) -> tuple[int | None, int | None]:
    """Return the bounds that add up: the one number of a database that writes but one (GTD, ACLED)."""
    if chosen is None:
        return None, None
    if chosen.rule in _ONE_NUMBER and chosen.point is not None:
        return chosen.point, chosen.point
    return chosen.low, chosen.high


def _totals(
    connection: Connection, within: dict[str, set[str]], name: str, book: Codebook, rule: str, as_of: AsOf
) -> Iterator[tuple[str, Part]]:
    """Yield the totals of those groups all of whose incidents fit."""
    for chunk in chunks(within):
        members = _members_of_groups(connection, chunk, as_of)
        whole = [group for group in chunk if members[group] <= within[group]]
        for group, of_group in sorted(known_of(connection, whole, as_of).items()):
            made = profile(
                group, of_group.mentions, of_group.told, book, pins=of_group.pins, rule=rule, properties=(name,)
            )
            low, high = _bounds(made.best.get(name))
            if low is not None or high is not None:
                yield group, Part(group, low or 0, high, tuple(sorted(within[group])))


def _members_of_groups(connection: Connection, groups: Iterable[str], as_of: AsOf) -> dict[str, set[str]]:
    """Return the incidents of groups, as known as of the moment."""
    told_by = members_of(connection, groups, as_of)
    home = {mention: group for group, of_one in told_by.items() for mention in of_one}
    inside: dict[str, str] = {}  # an incident's mention -> its group
    for chunk in chunks(home):
        query = select(mentions.c.id, mentions.c.group_id).join(reports, reports.c.id == mentions.c.report)
        query = query.where(among(mentions.c.group_id, chunk))
        if as_of.published is not None:
            query = query.where(reports.c.published <= as_of.published)
        if as_of.recorded is not None:
            query = query.where(mentions.c.recorded <= as_of.recorded)
        inside |= {mention: home[group] for mention, group in connection.execute(query)}
    members: dict[str, set[str]] = {group: set() for group in groups}
    for mention, incident in incidents_of(connection, inside, as_of).items():
        if mention in inside:
            members[inside[mention]].add(incident)
    return members
