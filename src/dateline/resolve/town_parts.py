"""Parts of large towns that are named as if they were towns: "in Hyde Park", told by Boston's police.

The gazetteer does not tell quarters from towns, and has few quarters. The report does: a town is where its own
police come, and a quarter is one whose town's police come instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision
from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_evidence import Evidence
from dateline.resolve.place_names import fold_name
from dateline.resolve.place_relations import kilometres

_LARGE = 150_000  # inhabitants of a town whose quarters are known by name
_TIMES = 3  # inhabitants of the town against those of its quarter
_BOROUGH = 180_000  # inhabitants: larger parts are towns of their own to news ("Brooklyn")
_RADIUS_KM, _METROPOLIS_KM = 17.0, 30.0
_METROPOLIS = 1_500_000
_FAR_KM = 80.0
_KNOWN = 250_000  # inhabitants: a town so large is itself wherever it is named
_QUARTERS = frozenset({"neighborhood", "neighbourhood", "section", "subdivision"})
_DIRECTIONS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
Held = Mapping[RawPlace, Candidate]


def parts_of_towns(held: Held, stated: Collection[str], evidence: Evidence) -> dict[RawPlace, Place]:
    """Return the names that mean a part of a town of the report, each with that part.

    ``held`` are the names with what was chosen for them, ``stated`` the keys of those whose state or country is told.
    """
    towns = [(raw, c) for raw, c in held.items() if c.kind in {"city", "landmark"} and raw.cue != "adjective"]
    homes = {c: None for raw, c in towns if fold_name(raw.name) in evidence.served}
    datelines = [d for raw, d in towns if raw.cue == "dateline"]
    near = [*homes, *datelines, *_boroughs(towns, [*homes, *datelines])]
    found: dict[RawPlace, Place] = {}
    for raw, c in towns:
        key = fold_name(raw.name)
        is_site = c.kind == "landmark"  # "on Capitol Hill", told by Denver's police
        is_known = c.population >= _KNOWN if not is_site else raw.cue in {"at", "'s"}
        is_known = is_known and not _is_called_quarter(key, held)
        if key in stated or key in evidence.served or c in homes or is_known:
            continue
        home = None if is_site else _around(c, near) or _named_after(key, c, towns)
        if home is None:
            home = _instead(c, list(homes))
        if home is not None:
            found[raw] = _part(raw, c, home)
    return found


def _is_called_quarter(key: str, held: Held) -> bool:
    """Say whether the report calls a name that of a quarter: "the Austin neighborhood" makes it none of Texas."""
    quarters = (f" {fold_name(raw.name)}" for raw in held if raw.kind in _QUARTERS)
    return any(quarter.endswith(f" {key}") for quarter in quarters)


def _named_after(key: str, c: Candidate, towns: Sequence[tuple[RawPlace, Candidate]]) -> Candidate | None:
    """Return the town of the report that a name adds only a direction to, its namesake being far off."""
    first, _, rest = key.partition(" ")
    if first not in _DIRECTIONS or not rest:
        return None
    named = [t for raw, t in towns if fold_name(raw.name) == rest]
    is_far = [t for t in named if kilometres(c.lat, c.lon, t.lat, t.lon) > _FAR_KM]
    return is_far[0] if len(is_far) == len(named) and named else None


def _boroughs(towns: Sequence[tuple[RawPlace, Candidate]], homes: Sequence[Candidate]) -> list[Candidate]:
    """Return the towns of the report that lie in a larger one of it and are towns of their own to news."""
    return [c for _, c in towns if c.population >= _BOROUGH and any(_is_within(c, h) for h in homes)]


def _is_within(c: Candidate, home: Candidate) -> bool:
    """Say whether a place lies so near a larger town that it may be a part of it."""
    reach = _METROPOLIS_KM if home.population >= _METROPOLIS else _RADIUS_KM
    same = (home.country, home.parent) == (c.country, c.parent)
    return same and home.population > c.population and kilometres(c.lat, c.lon, home.lat, home.lon) <= reach


def _around(c: Candidate, homes: Sequence[Candidate]) -> Candidate | None:
    """Return the large town so near that a place is a part of it, the nearest of several."""
    near = [
        (kilometres(c.lat, c.lon, home.lat, home.lon), -home.population, home)
        for home in homes
        if _is_within(c, home) and c.population < _BOROUGH and home.population >= max(_LARGE, _TIMES * c.population)
    ]
    return min(near, key=lambda n: n[:2])[2] if near else None


def _instead(c: Candidate, homes: Sequence[Candidate]) -> Candidate | None:
    """Return the town of a report's police where a small namesake far away can hardly be meant."""
    if len({(h.country, h.parent) for h in homes}) != 1 or homes[0].country != c.country:
        return None
    is_far = all(kilometres(c.lat, c.lon, h.lat, h.lon) > _FAR_KM and c.parent != h.parent for h in homes)
    return max(homes, key=lambda h: (h.population, h.name)) if is_far else None


def _part(raw: RawPlace, c: Candidate, home: Candidate) -> Place:
    own = (home.country, home.parent) == (c.country, c.parent)
    lat, lon = (c.lat, c.lon) if own else (home.lat, home.lon)
    name = raw.name.title() if raw.name.isupper() else raw.name
    return Place(name, home.name, home.admin1, home.country, round(lat, 4), round(lon, 4), PlacePrecision.DISTRICT)
