"""The state in which local news happens, and what its names mean there.

Local news leaves its own state out and tells every other ("Erie, Pa."). So a small town of another state, told
without it, is mostly no such town: a namesake that no table has, a quarter, a firm, or a common word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision
from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_choice import OUTLET, Naming, is_inside
from dateline.resolve.place_evidence import Evidence
from dateline.resolve.place_relations import kilometres

_LARGE = 150_000  # inhabitants of a town that is itself wherever it is named
_CLEAR = 0.6  # of all votes that the home state has
_FEWEST = 1.0  # votes
_NEAR_KM = 100.0  # across a state line, as Fargo and Moorhead
# How much a name tells of the state that a report is from; small towns have namesakes and tell little.
_STATE, _COUNTY, _SERVED, _LARGE_TOWN, _TOWN = 1.0, 1.0, 1.5, 0.7, 0.2
_PUBLISHED = 1.0  # what the outlet's address tells
_OUTLET = 0.5  # times, for where a station is at home: its news may be from beyond the state line

Answer = tuple[Candidate, float] | None


@dataclass(frozen=True, slots=True)
class HomeState:
    """The first-level division (GeoNames id) that a report is from, with its country and its places there.

    ``scene`` is the largest of its towns that the report has a dateline or police of.
    """

    division: int
    name: str | None
    country: str
    places: tuple[Candidate, ...]
    scene: Candidate | None = None

    def is_elsewhere(self, c: Candidate, *, is_body: bool = False) -> bool:
        """Say whether a place is a town of the country in another state, small or named by a body, and not near."""
        if c.kind != "city" or c.country != self.country or c.parent == self.division:
            return False
        if c.population >= _LARGE and not is_body:
            return False
        return all(kilometres(c.lat, c.lon, p.lat, p.lon) > _NEAR_KM for p in self.places if p.kind != "admin1")


def home_state(
    raws: Sequence[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[Answer],
    sure: Sequence[bool],
    evidence: Evidence,
    country: str,
    published: Sequence[Candidate] = (),
) -> HomeState | None:
    """Return the state of a country that most of a report's names agree on, each counted once, or None.

    ``published`` are the places that its outlet's address tells.
    """
    votes = {f"{OUTLET}{c.geonameid}": (_PUBLISHED, c) for c in published if c.country == country}
    scenes: list[Candidate] = []
    for raw, naming, answer, is_sure in zip(raws, namings, answers, sure, strict=True):
        if answer is None or not is_sure or answer[0].country != country or answer[0].kind == "country":
            continue
        vote = _vote(raw, naming, answer[0], evidence) * (_OUTLET if evidence.is_of_outlet(raw) else 1)
        if vote > votes.get(naming.key, (0.0,))[0]:
            votes[naming.key] = (vote, answer[0])
        if answer[0].kind == "city" and (raw.cue == "dateline" or evidence.is_served(raw)):
            scenes.append(answer[0])
    weights: defaultdict[int, float] = defaultdict(float)
    for vote, c in votes.values():
        weights[_division(c) or 0] += vote
    division, weight = max(weights.items(), key=lambda w: (w[1], w[0]), default=(0, 0.0))
    if not division or weight < _FEWEST or weight < _CLEAR * sum(weights.values()):
        return None
    places = tuple(c for _, c in votes.values() if _division(c) == division)
    name = next((c.name if c.kind == "admin1" else c.admin1 for c in places), None)
    scenes = [c for c in scenes if c.parent == division]
    return HomeState(division, name, country, places, max(scenes, key=lambda c: c.population, default=None))


def _vote(raw: RawPlace, naming: Naming, c: Candidate, evidence: Evidence) -> float:
    if c.kind == "admin1":
        return _STATE
    if c.kind == "district":
        alike = {b.parent for b in naming.candidates if b.kind == "district" and b.country == c.country}
        return _COUNTY if len(alike) == 1 or naming.containers else _TOWN
    if c.population >= _LARGE:
        return _SERVED if evidence.is_served(raw) or raw.cue == "dateline" else _LARGE_TOWN
    return _LARGE_TOWN if naming.containers else _TOWN


def _division(c: Candidate) -> int | None:
    return c.geonameid if c.kind == "admin1" else c.parent


def read_at_home(
    raws: Sequence[RawPlace],
    cut: Collection[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[Answer],
    sure: Sequence[bool],
    evidence: Evidence,
    country: str | None,
    published: Sequence[Candidate] = (),
) -> tuple[list[Answer], list[bool], dict[RawPlace, Place]]:
    """Read small towns elsewhere as what they mean in the home state of local news (else ``country`` is None).

    Returns the answers, with namesakes at home; which names are places; and the towns at home that no table has.
    A name whose state is told somewhere in the report keeps its answer. ``cut`` are names of bodies and sites, which
    are called after large towns elsewhere too.
    """
    settled, kept, unlisted = list(answers), list(sure), dict[RawPlace, Place]()
    home = home_state(raws, namings, answers, sure, evidence, country, published) if country else None
    if home is None:
        return settled, kept, unlisted
    stated = {n.key for n, a in zip(namings, answers, strict=True) if a and _is_stated(n, a[0], answers)}
    repeated = {key for key, count in Counter(n.key for n in namings).items() if count > 1}
    for number, (raw, naming, answer) in enumerate(zip(raws, namings, answers, strict=True)):
        if answer is None:
            if not naming.candidates and naming.key in repeated and evidence.may_be_unknown_town(raw):
                unlisted[raw] = _unlisted(raw, home, evidence)
            continue
        if naming.key in stated or not home.is_elsewhere(answer[0], is_body=raw in cut):
            continue
        own = [c for c in naming.candidates if c.parent == home.division and c.kind in {"city", "district"}]
        if own:
            settled[number] = max(own, key=lambda c: (c.is_own, c.population, c.geonameid or 0)), answer[1]
        elif kept[number] and evidence.is_put(raw) and raw not in cut:
            unlisted[raw] = _unlisted(raw, home, evidence)
        else:
            kept[number] = False
    return settled, kept, unlisted


def _unlisted(raw: RawPlace, home: HomeState, evidence: Evidence) -> Place:
    """Return a town that no table has, or the part of the scene's town that the word beside it tells it to be."""
    name = raw.name.title() if raw.name.isupper() else raw.name
    is_part = raw.kind in evidence.places.local.parts
    has_own = evidence.is_served(raw) or raw.cue == "dateline"
    if home.scene is not None and (is_part or (home.scene.population >= _LARGE and not has_own)):
        at = home.scene
        return Place(
            name, at.name, at.admin1, at.country, round(at.lat, 4), round(at.lon, 4), PlacePrecision.DISTRICT
        )
    return Place(name, name, home.name, home.country, None, None, PlacePrecision.CITY)


def _is_stated(naming: Naming, c: Candidate, answers: Sequence[Answer]) -> bool:
    outer = (answers[n] for n in naming.containers)
    return any(o is not None and o[0].kind != "country" and is_inside(c, o[0]) for o in outer)
