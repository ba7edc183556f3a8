"""Is this incident already here? What the linking rule holds it likest to, before anybody types or searches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from dateline.ledger.filters import NOW
from dateline.ledger.linking import links_of, rule
from dateline.ledger.listed import Listed
from dateline.ledger.members import incidents_of
from dateline.ledger.read import lines_of
from dateline.ledger.verdicts import in_force, verdicts_on
from dateline.ledger.why import chance_of
from dateline.link.across.cluster import PAIR_KINDS

BELOW = 3.0  # log odds below the threshold down to which an incident is worth naming: one in twenty
MOST = 3


@dataclass(frozen=True, slots=True)
class Near:
    """Another incident that may be the same: the pair of mentions that fits best, and its weight (log odds)."""

    incident: Listed
    mention: str
    other: str
    weight: float

    @property
    def chance(self) -> float:
        """The probability that the weight stands for."""
        return chance_of(self.weight)


def near_of(connection: Connection, mentions: Iterable[str]) -> dict[str, tuple[Near, ...]]:
    """Return for each mention of a report the incidents nearest to being its own that it is not in, nearest first.

    Left out are pairs that somebody judged and incidents that the same report tells of: it keeps them apart itself.
    """
    own = set(mentions)
    linked = links_of(connection, own, rule().join - BELOW)
    judged = {frozenset((v.subject, v.other)) for v in in_force(verdicts_on(connection, own)) if v.kind in PAIR_KINDS}
    linked = {pair: weight for pair, weight in linked.items() if frozenset(pair) not in judged}
    told_by = incidents_of(connection, {mention for pair in linked for mention in pair} | own, NOW)
    told_here = {told_by[mention] for mention in own if mention in told_by}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for pair, weight in linked.items():
        for mention, other in (pair, pair[::-1]):
            if mention in own and told_by[other] not in told_here:
                key = (mention, told_by[other])
                best[key] = max(best.get(key, (weight, other)), (weight, other))
    listed = lines_of(connection, {incident for _, incident in best})
    found: dict[str, tuple[Near, ...]] = {}
    for (mention, incident), (weight, other) in sorted(best.items(), key=lambda one: (-one[1][0], one[0])):
        if incident in listed and len(found.get(mention, ())) < MOST:
            found[mention] = (*found.get(mention, ()), Near(listed[incident], mention, other, weight))
    return found
