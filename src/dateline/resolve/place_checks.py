"""Checks on what was chosen for the names of a report: towns that their state tells, firms named as towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision
from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_choice import Naming, is_inside
from dateline.resolve.place_evidence import Evidence, is_locative
from dateline.resolve.place_names import fold_name
from dateline.resolve.place_relations import kilometres

_BESIDE = 3  # characters between a town and its state: "Pinkwater, Mo."
_FEWEST_AT_HOME = 3  # names of one country that make it the report's
_MOST_AT_HOME = 0.7  # of all names
_WELL_KNOWN = 300_000  # inhabitants
_SMALL = 60_000  # inhabitants
_FAR_KM = 250.0


def at_home(
    raws: Sequence[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[tuple[Candidate, float] | None],
    sure: Sequence[bool],
    told: str | None = None,
) -> list[bool]:
    """Refuse small towns abroad that nothing is put in, where nearly all names of a report lie in one country.

    They are mostly firms and surnames: "a Total station", "Mann's". In local news of one country (``told``, by its
    own words) that names no other country and no large town abroad, a small town abroad is not meant even by
    "in Alford": it is a quarter or a hamlet that no table has.
    """
    held = {fold_name(r.name): a[0] for r, a, s in zip(raws, answers, sure, strict=True) if s and a}
    counts = Counter(c.country for c in held.values() if c.country)
    home, count = max(counts.items(), key=lambda c: (c[1], c[0]), default=("", 0))
    is_at_home = count >= _FEWEST_AT_HOME and count >= _MOST_AT_HOME * counts.total()
    is_local = told is not None and {c.country for c in held.values() if _is_known(c)} <= {told}

    def is_refused(raw: RawPlace, naming: Naming, c: Candidate) -> bool:
        if _is_known(c):
            return False
        if (
            is_local
            and c.country != told
            and not any(o and is_inside(c, o[0]) for o in map(answers.__getitem__, naming.containers))
        ):
            return True
        return is_at_home and c.country != home and not is_locative(raw.cue) and raw.cue != "from"

    return [
        is_sure and not (a is not None and is_refused(raw, naming, a[0]))
        for raw, naming, a, is_sure in zip(raws, namings, answers, sure, strict=True)
    ]


def _is_known(c: Candidate) -> bool:
    """Say whether a place is more than a town that few know abroad."""
    return c.kind != "city" or c.population >= _WELL_KNOWN


def stated_apart(
    raws: Sequence[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[tuple[Candidate, float] | None],
    evidence: Evidence,
) -> dict[str, Place]:
    """Return the towns that no table has in the state told right after them ("Pinkwater, Mo."), by their key.

    The name then means this town throughout the report, and no namesake in another state.
    """
    found: dict[str, Place] = {}
    for raw, naming, answer in zip(raws, namings, answers, strict=True):
        if naming.key in found or not naming.containers or not evidence.may_be_unlisted(raw, is_stated=True):
            continue
        outer = answers[naming.containers[0]]
        beside = raws[naming.containers[0]]
        is_stated = outer is not None and outer[0].kind == "admin1" and beside.cue == ","
        if not is_stated or outer is None or not 0 < beside.span.start - raw.span.end <= _BESIDE:
            continue
        if answer is None or not (answer[0].kind == "admin1" or is_inside(answer[0], outer[0])):
            town = raw.name.title() if raw.name.isupper() else raw.name
            found[naming.key] = Place(town, town, outer[0].admin1, outer[0].country, None, None, PlacePrecision.CITY)
    return found


def unlisted_at_home(
    raws: Sequence[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[tuple[Candidate, float] | None],
    sure: Sequence[bool],
) -> dict[RawPlace, Place]:
    """Return small towns far from all else of a report of one province, as towns of that province that no table has.

    A report that names its state and towns there does not leave for a namesake without naming its state.
    """
    held = [(r, n, a[0]) for r, n, a, s in zip(raws, namings, answers, sure, strict=True) if s and a]
    divisions = {n.key: c.geonameid if c.kind == "admin1" else c.parent for _, n, c in held if c.kind != "country"}
    home, count = max(Counter(divisions.values()).items(), key=lambda d: (d[1], d[0] or 0), default=(None, 0))
    state = next((c for _, _, c in held if c.kind == "admin1" and c.geonameid == home), None)
    if state is None or count < _FEWEST_AT_HOME or count < _MOST_AT_HOME * len(divisions):
        return {}
    near = [c for _, _, c in held if c.parent == home and c.kind in {"city", "district"}]
    found = {}
    for raw, naming, c in held:
        is_small = c.kind == "city" and c.country == state.country and c.population < _SMALL
        is_far = all(kilometres(c.lat, c.lon, t.lat, t.lon) > _FAR_KM for t in near)
        if is_small and is_far and near and c.parent != home and not naming.containers and is_locative(raw.cue):
            found[raw] = Place(raw.name, raw.name, state.admin1, state.country, None, None, PlacePrecision.CITY)
    return found
