"""Says why two mentions are, or are not, one incident; and lists the pairs nearest to the threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from sqlalchemy import Connection, select

from dateline.ledger import linking
from dateline.ledger import rows as rows_of
from dateline.ledger.codings import codings_told
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError, find_incident, find_mention
from dateline.ledger.schema import incident_of, links, mentions, reports
from dateline.ledger.verdicts import Verdict, chunks, counting, in_force, verdicts_on
from dateline.ledger.views import batches
from dateline.link.across.cluster import PAIR_KINDS
from dateline.link.across.compare import levels
from dateline.link.across.packed import pack
from dateline.link.across.traits import Traits, traits_of

_AT_ONCE = 100  # pairs near the threshold whose incidents and verdicts are looked up together
MOST_SHARED = 12  # words and names shown of those that both have


@dataclass(frozen=True, slots=True)
class Ground:
    """One comparison of two mentions: the level on which they agree, what each tells, and the weight it has."""

    comparison: str
    level: str
    weight: float
    first: str
    second: str

    def to_json(self) -> dict[str, object]:
        """Return the ground for programs."""
        return {
            "comparison": self.comparison,
            "level": self.level,
            "weight": self.weight,
            "first": self.first,
            "second": self.second,
        }


def chance_of(weight: float) -> float:
    """Return the probability that log odds stand for."""
    return 1 / (1 + exp(-weight))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of mentions, their incidents, and its weight: the log odds (base e) that both tell of one act."""

    first: str
    second: str
    first_incident: str
    second_incident: str
    weight: float

    @property
    def is_one(self) -> bool:
        """Whether both tell of one incident now."""
        return self.first_incident == self.second_incident

    @property
    def chance(self) -> float:
        """The probability that the weight stands for."""
        return chance_of(self.weight)

    def to_json(self) -> dict[str, object]:
        """Return the pair for programs."""
        return {
            "first": self.first,
            "second": self.second,
            "first_incident": self.first_incident,
            "second_incident": self.second_incident,
            "one_incident": self.is_one,
            "weight": round(self.weight, 2),
            "chance": round(self.chance, 4),
        }


@dataclass(frozen=True, slots=True)
class Why(Candidate):
    """Why two mentions are one incident, or are not.

    ``join`` is the mean weight from which on clusters join; ``mean`` that between the two incidents, where they are
    two. ``shared`` are words and names that both reports have. ``verdicts`` are those in force on the pair.
    """

    join: float
    mean: float | None
    grounds: tuple[Ground, ...]
    shared: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    def to_json(self) -> dict[str, object]:
        """Return all of it for programs."""
        return {
            **Candidate.to_json(self),
            "join": self.join,
            "mean": self.mean,
            "grounds": [ground.to_json() for ground in self.grounds],
            "shared": list(self.shared),
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }


def why(connection: Connection, first: str, second: str) -> Why:
    """Return what speaks for and against two mentions being one incident.

    Of incidents the two mentions are taken whose pair weighs most. Raises UnknownIdError for an unknown id, one
    mention twice, or a group.
    """
    a, b = _pair(connection, first, second)
    if a == b:
        raise UnknownIdError(f"{first} and {second} are one mention; name two")
    return whys(connection, [(a, b)])[0]


def whys(connection: Connection, of_mentions: Sequence[tuple[str, str]]) -> list[Why]:
    """Return the same for pairs of two mentions each, a few; all that they need is looked up together."""
    every = {mention for pair in of_mentions for mention in pair}
    traits = _traits(connection, every)
    told = _incidents_of(connection, every)
    judged = [v for v in in_force(verdicts_on(connection, {a for a, _ in of_mentions})) if v.kind in PAIR_KINDS]
    means = _means(connection, {(told[a], told[b]) for a, b in of_mentions if told[a] != told[b]})
    found: list[Why] = []
    for a, b in of_mentions:
        ours, theirs = traits[a], traits[b]
        packed = pack([ours, theirs])
        agreed = levels(packed[:1], packed[1:])
        rule = linking.rule()
        found.append(
            Why(
                a,
                b,
                told[a],
                told[b],
                round(float(rule.of(agreed)[0]), 2),
                rule.join,
                means.get((told[a], told[b])),
                tuple(
                    Ground(name, level, weight, _words(ours, name), _words(theirs, name))
                    for name, level, weight in rule.evidence(agreed[0])
                ),
                tuple(_shared(ours, theirs)),
                tuple(v for v in judged if {v.subject, v.other} == {a, b}),
            )
        )
    return found


def _pair(connection: Connection, first: str, second: str) -> tuple[str, str]:
    """Return two mentions; of two incidents those that link most, else the first of each."""
    named = [find_mention(connection, name) for name in (first, second)]
    incidents = [find_incident(connection, name) for name in (first, second)]
    sides = [_members(connection, i) if m == i else [m] for m, i in zip(named, incidents, strict=True)]
    if incidents[0] == incidents[1]:
        return named[0], named[1]
    best: tuple[float, str, str] | None = None
    query = select(links).where(among(links.c.mention, [*sides[0], *sides[1]]))
    for a, b, weight in connection.execute(query.where(among(links.c.other, [*sides[0], *sides[1]]))):
        one, other = (a, b) if a in sides[0] else (b, a)
        if one in sides[0] and other in sides[1] and (best is None or (-weight, one, other) < best):
            best = (-weight, one, other)
    return (best[1], best[2]) if best else (named[0], named[1])


def _members(connection: Connection, incident: str) -> list[str]:
    query = select(incident_of.c.mention).where(incident_of.c.incident == incident)
    return sorted(connection.scalars(query))


def _means(connection: Connection, of_incidents: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return the mean weight of the pairs between two incidents each; a pair without a link counts as ``keep``."""
    members: dict[str, list[str]] = defaultdict(list)
    for chunk in chunks(incident for pair in of_incidents for incident in pair):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.incident, chunk))
        for mention, incident in connection.execute(query):
            members[incident].append(mention)
    every = {mention for of_one in members.values() for mention in of_one}
    weights: dict[tuple[str, str], float] = {}
    for chunk in chunks(every):
        of_links = select(links).where(among(links.c.mention, chunk))
        weights |= {(a, b): float(weight) for a, b, weight in connection.execute(of_links) if b in every}
    keep = linking.rule().keep
    found: dict[tuple[str, str], float] = {}
    for first, second in of_incidents:
        pairs = [(min(a, b), max(a, b)) for a in members[first] for b in members[second]]
        above = sum(weights[pair] - keep for pair in pairs if pair in weights)
        found[first, second] = round(keep + above / max(len(pairs), 1), 2)
    return found


def _traits(connection: Connection, ids: Iterable[str]) -> dict[str, Traits]:
    query = select(mentions.c.id, mentions.c.report, mentions.c.kind).where(among(mentions.c.id, sorted(set(ids))))
    home: dict[str, str] = {}
    for mention, report, kind in connection.execute(query):
        if kind != rows_of.INCIDENT:
            raise UnknownIdError(f"{mention} is a group of incidents; name one of its incidents")
        home[mention] = report
    found: dict[str, Traits] = {}
    for tables in codings_told(connection, sorted(set(home.values()))):
        found |= {t.mention: t for t in traits_of(rows_of.coding_of(tables, {})) if t.mention in home}
    return found


def _words(traits: Traits, comparison: str) -> str:
    """Return what a mention tells of what a comparison compares, in words; empty where it tells nothing."""
    when, place = traits.date, traits.place
    if comparison == "date" and when:
        return " to ".join(dict.fromkeys(d.isoformat() if d else "?" for d in (when.earliest, when.latest)))
    if comparison == "place" and place:
        return ", ".join(dict.fromkeys(p for p in (place.name, place.city, place.admin1, place.country) if p))
    if comparison == "town" and place:
        return place.city or ""
    if comparison == "published":
        return traits.published.isoformat()
    told: Mapping[str, object] = {
        "type": traits.types,
        "weapon": traits.weapons,
        "target": traits.targets,
        "actor": traits.actors,
        "people": traits.people,
        "site": traits.sites,
        "ages": traits.ages,
        "time of day": tuple(f"{minutes // 60}:{minutes % 60:02}" for minutes in traits.times),
    }
    if comparison in told:
        return ", ".join(map(str, told[comparison]))  # type: ignore[call-overload]
    counted = {"killed": traits.killed, "wounded": traits.wounded}.get(comparison)
    return " to ".join(dict.fromkeys(map(str, counted))) if counted else ""


def _shared(ours: Traits, theirs: Traits) -> Iterator[str]:
    """Yield names and words that both have, the rarest first."""
    worth = {
        word: bits
        for mine, others in ((ours.names, theirs.names), (ours.proper, theirs.proper), (ours.words, theirs.words))
        for word, bits in mine.items()
        if word in others
    }
    yield from sorted(worth, key=lambda word: (-worth[word], word))[:MOST_SHARED]


# ---- pairs to be judged -----------------------------------------------------------------------------------


def candidates(connection: Connection, limit: int) -> list[Candidate]:
    """Return the pairs whose weight is nearest to the threshold, each pair of incidents once, the nearest first.

    Pairs on which a person's verdict is in force are left out.
    """
    join = linking.rule().join
    found: list[Candidate] = []
    seen: set[tuple[str, str]] = set()
    for batch in batches(_nearest(connection, join), _AT_ONCE):
        told = _incidents_of(connection, {mention for a, b, _ in batch for mention in (a, b)})
        judged = _judged_by_people(connection, {a for a, _, _ in batch})
        for a, b, weight in batch:
            # Two mentions of one incident are a pair of their own, two incidents one pair.
            key = (a, b) if told[a] == told[b] else (min(told[a], told[b]), max(told[a], told[b]))
            if key not in seen and frozenset((a, b)) not in judged:
                found.append(Candidate(a, b, told[a], told[b], weight))
            seen.add(key)
            if len(found) == limit:
                return found
    return found


def _incidents_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        found |= dict(connection.execute(query).all())
    return found


def _nearest(connection: Connection, join: float) -> Iterator[tuple[str, str, float]]:
    """Yield links by their distance from the threshold, walking the index up and down from it."""
    order = (links.c.weight, links.c.mention, links.c.other)
    above = select(links).where(links.c.weight >= join).order_by(*order)
    # All three down: thousands have one weight, which an index walked down gives in no other order.
    below = select(links).where(links.c.weight < join).order_by(*(column.desc() for column in order))
    streams = [iter(connection.execute(q.execution_options(yield_per=200))) for q in (above, below)]
    heads = [next(stream, None) for stream in streams]
    while any(head is not None for head in heads):
        far = [np.inf if head is None else abs(head.weight - join) for head in heads]
        nearer = int(np.argmin(far))
        head = heads[nearer]
        if head is not None:
            yield head.mention, head.other, head.weight
        heads[nearer] = next(streams[nearer], None)


def _judged_by_people(connection: Connection, ids: Iterable[str]) -> set[frozenset[str | None]]:
    """Return the pairs, of which these mentions are one side, on which a person's verdict counts."""
    on_pairs = [v for v in in_force(verdicts_on(connection, ids)) if v.kind in PAIR_KINDS]
    counted = counting(on_pairs, lambda v: frozenset((v.subject, v.other)))
    return {frozenset((v.subject, v.other)) for v in counted.values() if v.is_human}


def in_words(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return mentions in words: when and where its report says it was, its report's day, outlet and title."""
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        query = select(mentions, reports.c.published, reports.c.outlet, reports.c.title)
        query = query.join(reports, reports.c.id == mentions.c.report).where(among(mentions.c.id, chunk))
        for row in connection.execute(query).mappings():
            where = (
                row["place"] if row["place"] == row["city"] or not row["city"] else f"{row['place']}, {row['city']}"
            )
            days = dict.fromkeys(day.isoformat() for day in (row["earliest"], row["latest"]) if day)
            by = ", ".join(filter(None, [row["outlet"], row["published"].isoformat()]))
            found[row["id"]] = " ".join(filter(None, [" to ".join(days), where, f"({by})", row["title"]]))
    return found
