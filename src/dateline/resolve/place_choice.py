"""Choosing among namesakes by the report's own words.

Every bearer of a name gets a score: its size (few reports mean the hamlet), whether the name is its own, how it
fits the kind and the container that the words give ("Helmand province", "Flint, Mich."), how often and how near
the report names its country and division, and how near it lies to the other places of the report. A name means
one place throughout a report, unless its words say otherwise.

The weights were set on the development part of TR-News, GeoWebNews and LGL (eval/geo.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_relations import kilometres

ROUNDS = 3  # choices settle after two
MOST_BEARERS = 40
NEAR_KM = 120.0
NEAR_CHARACTERS = 400.0
SOFT_VOTE = 0.3
LONE_BY = 2.5


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, in units of a tenfold population."""

    own_name: float = 1.2
    country: float = 1.3
    capital: float = 0.7
    division: float = 1.0
    closeness: float = 1.1
    container: float = 6.0
    container_elsewhere: float = 4.0
    kind: float = 3.0
    home: float = 1.0
    wide_place: float = 2.2
    division_prior: float = -0.6
    district_prior: float = -1.6
    country_prior: float = 1.0


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a place in a report: where, with which bearers, and what its words say of it.

    ``level`` is the precision of the generic noun beside it or "", ``containers`` the numbers of the namings that
    its words put around it, ``is_fixed`` True where the words leave no choice (an adjective, a lone country).
    """

    at: int
    key: str
    candidates: tuple[Candidate, ...]
    level: str
    containers: tuple[int, ...] = ()
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One naming's word for a country and a first-level division (its GeoNames id)."""

    at: int
    key: str
    country: str | None
    division: int | None
    weight: float


@dataclass(slots=True)
class Context:
    """What the report says of countries and divisions, and the current choice for every name."""

    home: str | None
    capitals: frozenset[int]
    votes: list[Vote] = field(default_factory=list)
    chosen: dict[str, Candidate] = field(default_factory=dict)


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
    score = math.log10(max(c.population, 100))
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
    if level == c.kind:
        return weights.kind
    if {level, c.kind} == {"admin1", "district"}:
        return weights.kind / 2
    return 0.0


def vote_score(c: Candidate, at: int, context: Context, key: str, weights: Weights = WEIGHTS) -> float:
    """Return how much the report speaks of a bearer's country and division, near the name most."""
    if not context.votes:
        return weights.home * (c.country == context.home) if context.home else 0.0
    total = for_country = for_division = 0.0
    for vote in context.votes:
        if vote.key == key:
            continue
        nearness = vote.weight * (0.35 + math.exp(-abs(vote.at - at) / NEAR_CHARACTERS))
        total += nearness
        if vote.country is not None and vote.country == c.country:
            for_country += nearness
        if vote.division is not None and vote.division in (c.parent, c.geonameid):
            for_division += nearness
    score = weights.country * _saturated(for_country, total) + weights.division * _saturated(for_division, total)
    if context.home and c.country == context.home:
        score += weights.home
    return score


def _saturated(part: float, total: float) -> float:
    """Return 0..2: a share of the votes and their plain number both count, with falling returns."""
    return part / (total + 0.5) + min(1.0, part / 2.0) if total else 0.0


def closeness_score(c: Candidate, key: str, context: Context, weights: Weights = WEIGHTS) -> float:
    """Return how near a bearer lies to the other towns chosen: 0 far from all, about 2 amid several."""
    if c.kind in {"country"}:
        return 0.0
    near = 0.0
    for other, d in context.chosen.items():
        if (
            other == key
            or d.kind in {"country", "admin1"}
            or (d.geonameid is not None and d.geonameid == c.geonameid)
        ):
            continue
        if abs(d.lat - c.lat) > 6:
            continue
        near += math.exp(-kilometres(c.lat, c.lon, d.lat, d.lon) / NEAR_KM)
    return weights.closeness * min(2.0, near)


def _container_score(c: Candidate, naming: Naming, namings: Sequence[Naming]) -> float:
    for number in naming.containers:
        if any(is_inside(c, outer) for outer in namings[number].candidates):
            return 1.0
    return 0.0


def choose(
    namings: Sequence[Naming], home: str | None, capitals: frozenset[int], weights: Weights = WEIGHTS
) -> list[tuple[Candidate, float] | None]:
    """Return the chosen bearer of every naming with its score, None where it has none.

    ``home`` is the country of the outlet, ``capitals`` the GeoNames ids of national capitals.
    """
    context = Context(home, capitals)
    groups: dict[str, list[int]] = {}
    for number, naming in enumerate(namings):
        if naming.candidates:
            groups.setdefault(naming.key, []).append(number)
    holds = _held(namings)
    prior = {key: _prior(key, numbers, namings, holds, capitals, weights) for key, numbers in groups.items()}
    for step in range(ROUNDS):
        context.votes = _votes(namings, groups, context, is_first=step == 0)
        before = dict(context.chosen)
        for key, numbers in groups.items():
            context.chosen[key] = max(
                ((c, s + _in_context(c, key, numbers, namings, context, weights)) for c, s in prior[key].items()),
                key=_rank,
            )[0]
        if context.chosen == before:
            break
    answers: list[tuple[Candidate, float] | None] = [None] * len(namings)
    for key, numbers in groups.items():
        for number in numbers:
            naming = namings[number]
            scored = [
                (
                    c,
                    s
                    + _in_context(c, key, numbers, namings, context, weights)
                    + kind_score(c, naming.level, weights)
                    + weights.container
                    * (_container_score(c, naming, namings) + _holder_score(c, holds.get(number, ()), namings)),
                )
                for c, s in prior[key].items()
            ]
            answers[number] = max(scored, key=_rank)
    return answers


def _rank(pair: tuple[Candidate, float]) -> tuple[float, int, int]:
    c, score = pair
    return round(score, 6), c.population, -(c.geonameid or 0)


def _held(namings: Sequence[Naming]) -> Mapping[int, tuple[int, ...]]:
    held: dict[int, tuple[int, ...]] = {}
    for number, naming in enumerate(namings):
        for outer in naming.containers:
            held[outer] = (*held.get(outer, ()), number)
    return held


def _holder_score(c: Candidate, inner: Sequence[int], namings: Sequence[Naming]) -> float:
    return 1.0 if any(is_inside(i, c) for n in inner for i in namings[n].candidates) else 0.0


def _prior(
    key: str,
    numbers: Sequence[int],
    namings: Sequence[Naming],
    holds: Mapping[int, tuple[int, ...]],
    capitals: frozenset[int],
    weights: Weights,
) -> dict[Candidate, float]:
    """Return what a name's bearers score by size and by the words beside any of its namings."""
    scores: dict[Candidate, float] = {}
    for c in namings[numbers[0]].candidates[:MOST_BEARERS]:
        score = size_score(c, weights) + (weights.capital if c.geonameid in capitals else 0.0)
        score += weights.container_elsewhere * max(_container_score(c, namings[n], namings) for n in numbers)
        score += 0.5 * weights.container_elsewhere * max(_holder_score(c, holds.get(n, ()), namings) for n in numbers)
        score += 0.3 * max(kind_score(c, namings[n].level, weights) for n in numbers)
        scores[c] = score
    return scores


def _in_context(
    c: Candidate, key: str, numbers: Sequence[int], namings: Sequence[Naming], context: Context, weights: Weights
) -> float:
    first = namings[numbers[0]].at
    return vote_score(c, first, context, key, weights) + closeness_score(c, key, context, weights)


def _votes(
    namings: Sequence[Naming], groups: Mapping[str, Sequence[int]], context: Context, *, is_first: bool
) -> list[Vote]:
    votes = []
    for key, numbers in groups.items():
        for number in numbers:
            naming = namings[number]
            chosen = naming.candidates[0] if naming.is_fixed else context.chosen.get(key)
            if chosen is None or (is_first and not naming.is_fixed):
                continue
            division = chosen.geonameid if chosen.kind == "admin1" else chosen.parent
            full = 1.0 if chosen.kind in {"country", "admin1"} else 0.6
            votes.append(Vote(naming.at, key, chosen.country, division, full if naming.is_fixed else SOFT_VOTE))
    return votes


def is_plain(candidates: Sequence[Candidate], weights: Weights = WEIGHTS) -> bool:
    """Say whether the first bearer outweighs all that lie in another country or division by far."""
    if not candidates:
        return False
    first = candidates[0]
    division = first.geonameid if first.kind == "admin1" else first.parent
    rivals = [
        c
        for c in candidates[1:MOST_BEARERS]
        if c.country != first.country or (first.kind != "country" and division not in (c.geonameid, c.parent))
    ]
    return all(size_score(first, weights) - size_score(c, weights) > LONE_BY for c in rivals)
