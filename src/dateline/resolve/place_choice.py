"""Choosing among namesakes by the report's own words.

Every bearer of a name gets a score: its size (few reports mean the hamlet), whether the name is its own, how it
fits the kind and the container that the words give ("Helmand province", "Flint, Mich."), how often and how near
the report names its country and division, and how near it lies to what the report's other names may mean. A name
means one place throughout a report, unless its words say otherwise.

The weights were set on the development part of TR-News, GeoWebNews and LGL (eval/geo.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_relations import kilometres

ROUNDS = 3  # beliefs settle after two
MOST_BEARERS = 40
MOST_BELIEVED = 6
_TOWN_KM = 60.0
OUTLET = "outlet:"  # the keys of what a report's outlet tells begin so; it may be what the text names
NEAR_DEGREES = 4.0  # latitude beyond which closeness is nil


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, in units of a tenfold population."""

    size: float = 1.0
    own_name: float = 1.2
    country: float = 1.3
    capital: float = 0.4
    division: float = 1.0
    closeness: float = 1.5
    closeness_most: float = 2.5
    near_km: float = 100.0
    near_characters: float = 600.0
    far_vote: float = 0.35
    container: float = 6.0
    container_elsewhere: float = 4.0
    kind: float = 2.0
    home: float = 1.5
    division_prior: float = -0.6
    district_prior: float = -1.6
    town_of_name: float = -2.5
    country_prior: float = 1.0
    temperature: float = 0.8


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a place in a report: where, with which bearers, and what its words say of it.

    ``level`` is the precision of the generic noun beside it or "", ``containers`` the numbers of the namings that
    its words put around it.
    """

    at: int
    key: str
    candidates: tuple[Candidate, ...]
    level: str
    containers: tuple[int, ...] = ()


Belief = tuple[tuple[Candidate, float], ...]
"""The likeliest bearers of a name with their shares, which sum to at most 1."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One naming's word for countries and first-level divisions (GeoNames ids), with its weight for each."""

    at: int
    key: str
    countries: Mapping[str, float]
    divisions: Mapping[int, float]


def is_inside(inner: Candidate, outer: Candidate) -> bool:
    """Say whether one candidate lies in the other, by country and first-level division."""
    if outer.country is None or inner.country != outer.country or outer.kind in {"city", "landmark"}:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if inner.kind in {"country", "admin1"}:
        return False
    if outer.kind == "admin1":
        same_number = inner.parent is not None and inner.parent == outer.geonameid
        return same_number or (outer.geonameid is None and inner.admin1 is not None and inner.admin1 == outer.admin1)
    away = kilometres(inner.lat, inner.lon, outer.lat, outer.lon)
    return inner.kind == "city" and inner.parent == outer.parent and away < 60


def size_score(c: Candidate, weights: Weights = WEIGHTS) -> float:
    """Return the score of a bearer before any context: tenfold people count one."""
    score = weights.size * math.log10(max(c.population, 100))
    score += weights.own_name if c.is_own else 0.0
    if c.kind == "admin1":
        score += weights.division_prior
    elif c.kind == "district" and c.geonameid is not None:
        score += weights.district_prior
    elif c.kind == "country":
        score += weights.country_prior
    return score


def kind_score(c: Candidate, level: str, weights: Weights = WEIGHTS) -> float:
    """Return how a bearer fits the generic noun beside its name ("city", "province")."""
    if not level:
        return 0.0
    if level == c.kind:  # "Kandahar province" must outweigh the town of the same name
        return weights.kind * (2 if level == "admin1" else 1)
    return weights.kind / 2 if {level, c.kind} == {"admin1", "district"} else 0.0


def vote_score(c: Candidate, at: int, key: str, votes: Sequence[Vote], weights: Weights) -> float:
    """Return how much the report speaks of a bearer's country and division, near the name most."""
    total = for_country = for_division = 0.0
    for vote in votes:
        if vote.key == key:
            continue
        nearness = weights.far_vote + math.exp(-abs(vote.at - at) / weights.near_characters)
        total += nearness
        if c.country is not None:
            for_country += nearness * vote.countries.get(c.country, 0.0)
        for_division += nearness * max(
            vote.divisions.get(c.parent or 0, 0.0), vote.divisions.get(c.geonameid or 0, 0.0)
        )
    if not total:
        return 0.0
    return weights.country * _saturated(for_country, total) + weights.division * _saturated(for_division, total)


def _saturated(part: float, total: float) -> float:
    """Return 0..2: a share of the votes and their plain number both count, with falling returns."""
    return part / (total + 0.5) + min(1.0, part / 2.0)


def closeness_score(c: Candidate, key: str, beliefs: Mapping[str, Belief], weights: Weights) -> float:
    """Return how near a bearer lies to the towns that the other names may mean, by their likelihood."""
    if c.kind == "country":
        return 0.0
    near = 0.0
    for other, believed in beliefs.items():
        if other == key:
            continue
        for d, share in believed:
            if (
                abs(d.lat - c.lat) > NEAR_DEGREES
                or d.kind in {"country", "admin1"}
                or (d.geonameid == c.geonameid is not None and not other.startswith(OUTLET))
            ):
                continue
            near += share * math.exp(-kilometres(c.lat, c.lon, d.lat, d.lon) / weights.near_km)
    return min(weights.closeness_most, weights.closeness * near)


def choose(
    namings: Sequence[Naming], home: str | None, capitals: frozenset[int], weights: Weights = WEIGHTS
) -> list[tuple[Candidate, float] | None]:
    """Return the chosen bearer of every naming with its score, None where it has none.

    ``home`` is the country of the outlet, ``capitals`` the GeoNames ids of national capitals.
    """
    groups: dict[str, list[int]] = {}
    for number, naming in enumerate(namings):
        if naming.candidates:
            groups.setdefault(naming.key, []).append(number)
    holds = _held(namings)
    prior = {k: _prior(numbers, namings, holds, home, capitals, weights) for k, numbers in groups.items()}
    scores = prior
    for _ in range(ROUNDS):
        beliefs = {key: _belief(of_key, weights) for key, of_key in scores.items()}
        votes = _votes(namings, groups, beliefs)
        scores = {
            key: {
                c: s
                + vote_score(c, namings[groups[key][0]].at, key, votes, weights)
                + closeness_score(c, key, beliefs, weights)
                for c, s in of_key.items()
            }
            for key, of_key in prior.items()
        }
    answers: list[tuple[Candidate, float] | None] = [None] * len(namings)
    for key, numbers in groups.items():
        for number in numbers:
            answers[number] = max(_of_naming(number, scores[key], namings, holds, weights), key=_rank)
    return answers


def _of_naming(
    number: int,
    scores: Mapping[Candidate, float],
    namings: Sequence[Naming],
    holds: Mapping[int, tuple[int, ...]],
    weights: Weights,
) -> list[tuple[Candidate, float]]:
    """Add to a name's scores what the words beside this one naming say."""
    naming = namings[number]
    return [
        (
            c,
            s
            + kind_score(c, naming.level, weights)
            + weights.container * _container_score(c, naming, namings)
            + weights.container * _holder_score(c, holds.get(number, ()), namings),
        )
        for c, s in scores.items()
    ]


def _rank(pair: tuple[Candidate, float]) -> tuple[float, int, int]:
    c, score = pair
    return round(score, 6), c.population, -(c.geonameid or 0)


def _belief(scores: Mapping[Candidate, float], weights: Weights) -> Belief:
    """Turn scores into shares; only the likeliest are kept."""
    best = sorted(scores.items(), key=_rank, reverse=True)[:MOST_BELIEVED]
    odds = [(c, math.exp((s - best[0][1]) / weights.temperature)) for c, s in best]
    total = sum(o for _, o in odds)
    return tuple((c, o / total) for c, o in odds if o / total > 0.02)


def _held(namings: Sequence[Naming]) -> Mapping[int, tuple[int, ...]]:
    held: dict[int, tuple[int, ...]] = {}
    for number, naming in enumerate(namings):
        for outer in naming.containers:
            held[outer] = (*held.get(outer, ()), number)
    return held


def _container_score(c: Candidate, naming: Naming, namings: Sequence[Naming]) -> float:
    """Return the share of the names put around a naming that can hold a bearer."""
    known = [namings[n].candidates for n in naming.containers if namings[n].candidates]
    return sum(any(is_inside(c, outer) for outer in outers) for outers in known) / len(known) if known else 0.0


def _others(inner: Sequence[int], key: str, namings: Sequence[Naming]) -> list[int]:
    """Leave out what has the holder's own name: "Herat, the capital of Herat province" speaks for both."""
    return [n for n in inner if namings[n].key != key]


def _holder_score(c: Candidate, inner: Sequence[int], namings: Sequence[Naming]) -> float:
    return float(any(is_inside(i, c) for n in inner for i in namings[n].candidates))


def _prior(
    numbers: Sequence[int],
    namings: Sequence[Naming],
    holds: Mapping[int, tuple[int, ...]],
    home: str | None,
    capitals: frozenset[int],
    weights: Weights,
) -> dict[Candidate, float]:
    """Return what a name's bearers score by size and by the words beside any of its namings."""
    scores: dict[Candidate, float] = {}
    inner = {n: _others(holds.get(n, ()), namings[n].key, namings) for n in numbers}
    bearers = namings[numbers[0]].candidates[:MOST_BEARERS]
    towns = [c for c in bearers if c.kind == "city"]
    for c in bearers:
        score = weights.town_of_name if c.kind == "admin1" and _has_town(c, towns) else 0.0
        score += size_score(c, weights) + (weights.capital if c.geonameid in capitals else 0.0)
        score += weights.home if home is not None and c.country == home else 0.0
        score += weights.container_elsewhere * max(_container_score(c, namings[n], namings) for n in numbers)
        score += 0.5 * weights.container_elsewhere * max(_holder_score(c, inner[n], namings) for n in numbers)
        score += 0.3 * max(kind_score(c, namings[n].level, weights) for n in numbers)
        scores[c] = score
    return scores


def _has_town(division: Candidate, towns: Sequence[Candidate]) -> bool:
    """Say whether a town of a division's own name lies in it."""
    return any(
        t.country == division.country
        and (t.parent == division.geonameid or kilometres(t.lat, t.lon, division.lat, division.lon) < _TOWN_KM)
        for t in towns
    )


def _votes(
    namings: Sequence[Naming], groups: Mapping[str, Sequence[int]], beliefs: Mapping[str, Belief]
) -> list[Vote]:
    votes: list[Vote] = []
    for key, numbers in groups.items():
        countries: dict[str, float] = {}
        divisions: dict[int, float] = {}
        for c, share in beliefs[key]:
            if c.country is not None:
                countries[c.country] = countries.get(c.country, 0.0) + share
            division = c.geonameid if c.kind == "admin1" else c.parent
            if division is not None:
                divisions[division] = divisions.get(division, 0.0) + share
        votes.extend(Vote(namings[n].at, key, countries, divisions) for n in numbers)
    return votes
