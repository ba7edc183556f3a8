"""Joins clusters by the links of their mentions, in the order of publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

Pair = tuple[str, str]
Apart = Mapping[str, Mapping[str, bool]]  # mention -> mention that it is not, and whether a person says so


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """What clustering must know of a mention: its age, its kind (incident or group), its group and its report.

    ``ordinal`` is its place among its report's incidents: 0 for the report's own subject.
    """

    published: date
    id: str
    kind: str = "incident"
    group: str | None = None
    report: str | None = None
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """The weights that the linking rule gave to pairs (the smaller id first), and how it joins by them.

    Clusters join where the mean weight of the pairs between them is at least ``join``. A pair that is not given
    counts as ``missing``.
    """

    weights: Mapping[Pair, float]
    join: float = 0.0
    missing: float = -3.0


NO_LINKS = Links({})


class Parts:
    """Disjoint sets of mentions, each set with its members."""

    def __init__(self, mentions: Iterable[str]) -> None:
        self._of = {mention: {mention} for mention in mentions}

    def of(self, mention: str) -> set[str]:
        """Return the set that holds a mention."""
        return self._of[mention]

    def join(self, a: str, b: str) -> None:
        """Make one set of those that hold two mentions."""
        small, large = sorted((self._of[a], self._of[b]), key=len)
        if small is large:
            return
        large |= small
        for mention in small:
            self._of[mention] = large

    def all(self) -> list[set[str]]:
        """Return all sets."""
        return list({id(part): part for part in self._of.values()}.values())


@dataclass(frozen=True, slots=True)
class Joined:
    """Mentions that had been one cluster until a mention of ``day`` joined it to an older one."""

    day: date
    members: tuple[Mention, ...]


def join_by_links(
    known: Mapping[str, Mention], parts: Parts, apart: Apart, unsure: set[Pair], links: Links
) -> list[Joined]:
    """Join parts by links, in place; return the clusters that went into older ones, in order.

    Mentions come by publication, on one day the subjects of reports before what these tell in passing, then by id;
    what has not come yet counts for nothing. ``parts`` are what verdicts joined; each stays whole. One mention's
    links decide with which clusters its own is compared, best first.
    """
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for (a, b), weight in links.weights.items():
        if a in known and b in known and (a, b) not in unsure:
            near[a][b] = near[b][a] = weight
    joining = _Joining(known, parts, apart, near, links)
    for mention in sorted(known.values(), key=lambda m: (m.published, m.ordinal, m)):
        if mention.kind == "incident":
            joining.place(mention)
    return joining.found


class _Joining:
    """The clusters of the mentions that have come so far: of each part the members that have.

    What is asked of a part again and again is kept by its identity: sets are only ever made at the start, so one
    that went into another leaves no name that is given again.
    """

    def __init__(
        self,
        known: Mapping[str, Mention],
        parts: Parts,
        apart: Apart,
        near: Mapping[str, Mapping[str, float]],
        links: Links,
    ) -> None:
        self._known, self._parts, self._apart, self._near, self._links = known, parts, apart, near, links
        self._come: set[str] = set()
        self._number: dict[int, int] = defaultdict(int)  # of the part's members, how many have come
        self.found: list[Joined] = []

    def place(self, mention: Mention) -> None:
        """Let a mention come, and join its part to those before it that its links speak for."""
        self._come.add(mention.id)
        self._number[id(self._parts.of(mention.id))] += 1
        refused: set[int] = set()
        while (best := self._best(mention, refused)) is not None:
            own = self._parts.of(mention.id)
            if self._may_join(own, best):
                self._join(mention, own, best)
            else:
                refused.add(id(best))

    def _best(self, mention: Mention, refused: set[int]) -> set[str] | None:
        """Return the part that a mention's links speak for most, if they do enough; of several the oldest."""
        own = self._parts.of(mention.id)
        reached = {
            id(part): part
            for other in self._near.get(mention.id, ())
            if other in self._come and (part := self._parts.of(other)) is not own and id(part) not in refused
        }
        means = self._means(own, reached)
        highest = max(means.values(), default=self._links.join)
        best = [part for name, part in reached.items() if means[name] == highest >= self._links.join]
        if len(best) < 2:
            return best[0] if best else None
        return min(best, key=lambda part: min(self._known[m] for m in part))

    def _means(self, own: set[str], others: Mapping[int, set[str]]) -> dict[int, float]:
        """Return the mean weight of the pairs between a part and others, of the mentions that have come."""
        number = self._number[id(own)]
        totals = dict.fromkeys(others, 0.0)
        missing = self._links.missing
        if sum(self._number[name] for name in others) < number:
            for name, part in others.items():
                totals[name] = sum(weight - missing for weight in self._weights(part, own))
        else:
            for one in self._come.intersection(own):
                for other, weight in self._near.get(one, {}).items():
                    if other in self._come and (name := id(self._parts.of(other))) in totals:
                        totals[name] += weight - missing
        return {name: round(missing + total / (number * self._number[name]), 6) for name, total in totals.items()}

    def _weights(self, small: set[str], large: set[str]) -> Iterator[float]:
        """Yield the weights of the links between two parts, of the mentions that have come."""
        for one in self._come.intersection(small):
            for other, weight in self._near.get(one, {}).items():
                if other in large and other in self._come:
                    yield weight

    def _may_join(self, own: set[str], part: set[str]) -> bool:
        small, large = (own, part) if len(own) <= len(part) else (part, own)
        if self._apart and any(not large.isdisjoint(self._apart.get(one, ())) for one in small):
            return False
        reports = {self._known[one].report for one in small} - {None}
        return not any(self._known[one].report in reports for one in large)

    def _join(self, mention: Mention, own: set[str], part: set[str]) -> None:
        come = [[self._known[m] for m in side if m in self._come] for side in (own, part)]
        younger = max(come, key=min)
        earlier = tuple(m for m in younger if m.published < mention.published)
        if earlier:
            self.found.append(Joined(mention.published, earlier))
        number = self._number.pop(id(own)) + self._number.pop(id(part))
        self._parts.join(next(iter(own)), next(iter(part)))
        self._number[id(self._parts.of(mention.id))] = number
