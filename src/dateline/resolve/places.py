"""From names in a report to places: which bearer is meant, where it lies, and what is no place at all.

All names of a report are read together, because they explain one another (see place_choice).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from dateline.codebook.places import Country, Places
from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision, Span
from dateline.resolve.gazetteer import Candidate, Gazetteer, open_gazetteer
from dateline.resolve.home import local_country, told_home
from dateline.resolve.home_state import read_at_home
from dateline.resolve.outlet_home import Origin, namings_of, speaks_of_home
from dateline.resolve.place_candidates import (
    adjective_candidates,
    bearers,
    capital_candidates,
    named,
    nearly_named,
    state_candidates,
)
from dateline.resolve.place_checks import at_home, stated_apart, unlisted_at_home
from dateline.resolve.place_choice import Naming, choose, is_inside, size_score
from dateline.resolve.place_evidence import Evidence, Ground, read_evidence
from dateline.resolve.place_names import fold_name, has_own_letters, plain_name
from dateline.resolve.place_relations import compatible, contains, distance_km
from dateline.resolve.place_resolved import ResolvedPlace
from dateline.resolve.place_sites import WAYS, place_sites
from dateline.resolve.town_parts import parts_of_towns

__all__ = ["ResolvedPlace", "compatible", "contains", "distance_km", "nearest_town", "resolve_places"]

_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_HAS_BYNAMES = 100_000  # inhabitants
_PRECISION = {
    "country": PlacePrecision.COUNTRY,
    "admin1": PlacePrecision.ADMIN1,
    "district": PlacePrecision.DISTRICT,
    "city": PlacePrecision.CITY,
    "landmark": PlacePrecision.LANDMARK,
}


def resolve_places(
    raws: Sequence[RawPlace],
    *,
    text: str,
    places: Places,
    outlet_country: str | None = None,
    outlet: Sequence[Origin] = (),
    gazetteer: Gazetteer | None = None,
) -> list[ResolvedPlace]:
    """Return the places that a report names, in text order; phrases that name none are left out.

    ``text`` is the report's, ``outlet_country`` the ISO code of the outlet's home, ``outlet`` what its address names.
    The order of ``raws`` does not matter.
    """
    table = gazetteer or open_gazetteer()
    ordered = sorted(set(raws), key=lambda r: (r.span, r.rule, r.name, r.cue, r.kind))
    sites = [r for r in ordered if _is_site(r, places, table)]
    whole = {_shortened(r, text, places, table): r for r in reversed(ordered) if r not in set(sites)}
    names = _distinct(sorted(whole, key=lambda r: (r.span, r.rule, r.name, r.cue, r.kind)))
    names = [n for n in names if not any(s.kind in WAYS and s.span.covers(n.span) for s in sites)]
    evidence = read_evidence(names, text, places)
    home = outlet_country or told_home(text, places.local)
    cut = frozenset(n for n in names if whole[n] != n)
    resolved = _resolve_names(names, cut, evidence, places, table, home, outlet)
    placed = place_sites(_distinct(sites), resolved, text)
    found = [_with_whole(r, whole[r.raw]) for r in resolved]
    found.extend(ResolvedPlace(raw, place, None, 0.0) for raw, place in placed)
    return sorted(found, key=lambda r: (r.raw.span, r.raw.rule, r.raw.name, r.raw.cue, r.raw.kind))


def nearest_town(span: Span, resolved: Sequence[ResolvedPlace]) -> ResolvedPlace | None:
    """Return the town (else the district or division) named last before a span, else first after it.

    For sites and streets that no table holds: where nothing else is told, they lie in the town that the report
    speaks of there.
    """
    for precisions in ((PlacePrecision.CITY,), (PlacePrecision.DISTRICT, PlacePrecision.ADMIN1)):
        towns = [
            r
            for r in resolved
            if r.place.precision in precisions and r.place.lat is not None and r.raw.cue != "adjective"
        ]
        before = [r for r in towns if r.span.start < span.start]
        if before or towns:
            return before[-1] if before else towns[0]
    return None


def _shortened(raw: RawPlace, text: str, places: Places, table: Gazetteer) -> RawPlace:
    """Cut the name of a body down to the place that it begins with: "Lamar County Sheriff's" -> "Lamar County"."""
    if raw.kind != "organisation":
        return raw
    words = raw.name.split()
    for count in range(len(words), 0, -1):
        name = re.sub(r"['’]s$", "", " ".join(words[:count]))
        found = named(name, places, table)
        if found and (len(words) == 1 or found[0].is_own):
            start = raw.span.start
            as_written = re.compile(r"\s+".join(map(re.escape, name.split()))).match(text, start)
            end = as_written.end() if as_written else raw.span.end
            return replace(raw, name=name, kind="", span=Span(start, end))
    return replace(raw, kind="")


def _with_whole(resolved: ResolvedPlace, raw: RawPlace) -> ResolvedPlace:
    """Give a place back the phrase that it was cut from."""
    return resolved if raw == resolved.raw else replace(resolved, raw=raw, cut=resolved.raw.span)


def _distinct(raws: Iterable[RawPlace]) -> list[RawPlace]:
    """Return the names in text order, of those with one span only the first."""
    by_span: dict[Span, RawPlace] = {}
    for raw in raws:
        by_span.setdefault(raw.span, raw)
    return [by_span[span] for span in sorted(by_span)]


def _is_site(raw: RawPlace, places: Places, table: Gazetteer) -> bool:
    """Say whether a phrase is a site that no table holds by its whole name; "Palm Beach" is none."""
    is_kind = places.level_of_kind.get(raw.kind) == "landmark" and raw.name.lower().endswith(raw.kind)
    if raw.rule == "place.site.en.1" or not (is_kind or raw.rule == "place.site_name.en.1"):
        return raw.rule == "place.site.en.1"
    is_common = raw.name.split()[-1].islower()  # "a Brooklyn park" is none of Brooklyn Park
    return not any(c.is_own and not (is_common and c.kind == "city") for c in named(raw.name, places, table))


def _resolve_names(
    raws: Sequence[RawPlace],
    cut: frozenset[RawPlace],
    evidence: Evidence,
    places: Places,
    table: Gazetteer,
    home: str | None,
    outlet: Sequence[Origin],
) -> list[ResolvedPlace]:
    namings = _namings(raws, evidence, places, table)
    origins = namings_of(outlet) if speaks_of_home(namings, outlet) else ()
    answers = choose([*namings, *origins], home, _capitals(places, table))
    answers, published = answers[: len(namings)], [a[0] for a in answers[len(namings) :] if a is not None]
    main = _main_country(answers, home)
    sure = [
        a is not None and evidence.accepts(r, a[0], is_held=_is_held(n, a[0], answers))
        for r, n, a in zip(raws, namings, answers, strict=True)
    ]
    held = [a[0] for a, is_sure in zip(answers, sure, strict=True) if a is not None and is_sure]
    local = home or _served_country(raws, answers, evidence) or local_country([*held, *published], places.local)
    sure = at_home(raws, namings, answers, sure, local)
    tells_states = local in {h.country for h in places.local.homes}
    answers, sure, unlisted = read_at_home(
        raws, cut, namings, answers, sure, evidence, local if tells_states else None, published
    )
    own = [
        a[0] for r, a, is_sure in zip(raws, answers, sure, strict=True) if a is not None and is_sure and r not in cut
    ]
    ground = Ground.of(own)
    sure = [  # bodies are named after towns far away too: "Augusta Memorial", "Grand Theater"
        is_sure and (r not in cut or a is None or evidence.is_served(r) or ground.may_hold(a[0]))
        for r, a, is_sure in zip(raws, answers, sure, strict=True)
    ]
    found: list[ResolvedPlace] = []
    apart = stated_apart(raws, namings, answers, evidence)
    parts = unlisted_at_home(raws, namings, answers, sure) | unlisted
    parts |= _parts(raws, namings, answers, sure, evidence)
    for raw, naming, answer, is_sure in zip(raws, namings, answers, sure, strict=True):
        if (stated := apart.get(naming.key)) is not None and raw.cue != "adjective":
            found.append(ResolvedPlace(raw, stated, None, 0.0))
        elif raw in parts:
            found.append(ResolvedPlace(raw, parts[raw], None, round(answer[1], 4) if answer else 0.0))
        elif answer is not None and (is_sure or (raw not in cut and _fits(raw, naming, answer[0], evidence, ground))):
            found.append(ResolvedPlace(raw, place_of(answer[0], raw.name), answer[0].geonameid, round(answer[1], 4)))
        elif raw.kind == "capital" and raw.name.casefold().endswith("capital"):
            country = _capital_country(raw, places) or main
            found.extend(
                ResolvedPlace(raw, place_of(c, c.name), c.geonameid, 0.0)
                for c in (capital_candidates(country, places, table) if country else ())
            )
        elif not naming.candidates and (
            evidence.is_named_kind(raw) or (_outer(naming, answers) and evidence.may_be_unlisted(raw))
        ):
            found.append(_unlisted(raw, naming, answers, main, places, table))
    return found if not any(r.raw.rule == "place.caseless.en.1" for r in found) else _longest(found)


def _parts(
    raws: Sequence[RawPlace],
    namings: Sequence[Naming],
    answers: Sequence[tuple[Candidate, float] | None],
    sure: Sequence[bool],
    evidence: Evidence,
) -> dict[RawPlace, Place]:
    """Return the sure names that mean a part of a town (``town_parts``)."""
    wide = {"admin1", "country"}
    stated = {
        fold_name(r.name)
        for r, n in zip(raws, namings, strict=True)
        if any((outer := answers[k]) is not None and outer[0].kind in wide for k in n.containers)
    }
    held = {r: a[0] for r, a, is_sure in zip(raws, answers, sure, strict=True) if a is not None and is_sure}
    return parts_of_towns(held, stated, evidence)


def _fits(raw: RawPlace, naming: Naming, c: Candidate, evidence: Evidence, ground: Ground) -> bool:
    """Say whether a name without a sure sign of place is one because the report speaks of its surroundings."""
    if evidence.may_be_near(raw, c) and ground.holds(c):
        return True
    return evidence.may_be_alone(raw, c) and ground.owns(naming.candidates)


def _is_held(naming: Naming, c: Candidate, answers: Sequence[tuple[Candidate, float] | None]) -> bool:
    """Say whether a name's choice lies in what was chosen for a name around it."""
    return any((outer := answers[n]) is not None and is_inside(c, outer[0]) for n in naming.containers)


def _namings(raws: Sequence[RawPlace], evidence: Evidence, places: Places, table: Gazetteer) -> list[Naming]:
    namings = []
    for number, raw in enumerate(raws):
        found = _candidates(raw, places, table) if evidence.may_be_place(raw) else ()
        found = tuple(sorted(found, key=lambda c: (-size_score(c), c.geonameid or 0)))
        level = places.level_of_kind.get(raw.kind, "") if raw.kind else ""
        if level == "landmark":
            level = ""
        key = f"{fold_name(raw.name)}/{'adjective' if raw.cue == 'adjective' else ''}"
        namings.append(Naming(raw.span.start, key, found, level, evidence.containers[number]))
    return namings


def _candidates(raw: RawPlace, places: Places, table: Gazetteer) -> tuple[Candidate, ...]:
    if raw.rule == "place.adjective.en.1":
        return adjective_candidates(raw.name, places)
    if raw.rule == "place.state.en.1":
        return state_candidates(raw.name, places, table)
    if raw.rule == "place.capital.en.1":
        return ()
    found = bearers(raw.name, places, table)
    found = found or adjective_candidates(raw.name, places) or state_candidates(raw.name, places, table)
    return found or (named(f"{raw.name} County", places, table) if "-" in raw.name else ())


@lru_cache(maxsize=4)
def _capitals(places: Places, table: Gazetteer) -> frozenset[int]:
    found = (c for country in places.countries for c in capital_candidates(country.id, places, table))
    return frozenset(c.geonameid for c in found if c.geonameid is not None)


def _main_country(answers: Sequence[tuple[Candidate, float] | None], home: str | None) -> str | None:
    """Return the country that most names lie in, the outlet's where none does."""
    counts: dict[str, int] = {}
    for answer in answers:
        if answer is not None and answer[0].country is not None:
            counts[answer[0].country] = counts.get(answer[0].country, 0) + 1
    return max(counts, key=lambda code: (counts[code], code)) if counts else home


def _served_country(
    raws: Sequence[RawPlace], answers: Sequence[tuple[Candidate, float] | None], evidence: Evidence
) -> str | None:
    """Return the country of the large towns whose police and offices a report names, None for none or several."""
    found = {
        a[0].country
        for raw, a in zip(raws, answers, strict=True)
        if a is not None and evidence.is_served(raw) and a[0].kind == "city" and a[0].population >= _HAS_BYNAMES
    }
    return found.pop() if len(found) == 1 else None


def _capital_country(raw: RawPlace, places: Places) -> str | None:
    name = re.sub(r"(?:['’]s)?\s*capital$", "", raw.name, flags=re.IGNORECASE).casefold()
    entry = places.by_adjective.get(name) or next(iter(places.by_name.get(name, ())), None)
    return entry.id if isinstance(entry, Country) else entry.country if entry else None


def _outer(naming: Naming, answers: Sequence[tuple[Candidate, float] | None]) -> Candidate | None:
    """Return the first country, province or district that a name's words put around it."""
    return next((a[0] for n in naming.containers if (a := answers[n]) is not None and a[0].kind != "city"), None)


def _unlisted(
    raw: RawPlace,
    naming: Naming,
    answers: Sequence[tuple[Candidate, float] | None],
    main: str | None,
    places: Places,
    table: Gazetteer,
) -> ResolvedPlace:
    """Keep a name that no table holds but that its words call a town, a district or a province."""
    outer = _outer(naming, answers)
    country = outer.country if outer else main
    if country and (near := nearly_named(raw.name, frozenset({country}), table)):
        best = max(
            near, key=lambda c: (outer is not None and c.admin1 == outer.admin1, c.population, -(c.geonameid or 0))
        )
        return ResolvedPlace(raw, place_of(best, raw.name), best.geonameid, size_score(best))
    level = places.level_of_kind.get(raw.kind, "city")
    precision = _PRECISION[level]
    city = raw.name if precision is PlacePrecision.CITY else None
    admin1 = raw.name if precision is PlacePrecision.ADMIN1 else (outer.admin1 if outer else None)
    return ResolvedPlace(raw, Place(raw.name, city, admin1, country, None, None, precision), None, 0.0)


def _longest(found: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Of overlapping guesses in text without case, keep the longest."""
    kept: list[ResolvedPlace] = []
    for r in sorted(found, key=lambda r: (r.raw.span.start - r.raw.span.end, r.raw.span, r.raw.rule)):
        if r.raw.rule != "place.caseless.en.1" or not any(r.raw.span.overlaps(k.raw.span) for k in kept):
            kept.append(r)
    return kept


def place_of(c: Candidate, written: str) -> Place:
    """Return a candidate as the contract's place; ``written`` is the name as the report has it."""
    name = _news_name(c, written)
    city = name if c.kind == "city" else c.city
    admin1 = name if c.kind == "admin1" and c.geonameid is not None else c.admin1
    precision = PlacePrecision.CITY if c.kind == "admin1" and c.city else _PRECISION[c.kind]
    return Place(name, city, admin1, c.country, round(c.lat, 4), round(c.lon, 4), precision)


def _news_name(c: Candidate, written: str) -> str:
    """Return the name to show: ours or the gazetteer's own, else the spelling that the report uses.

    The gazetteer's own names of small towns are transliterations ("Khan Shaykhun") that no report writes.
    """
    own = plain_name(c.name)
    if (
        fold_name(own) == fold_name(written)
        and has_own_letters(own)
        and written.isascii()
        and written[:1].isupper()
        and not written.isupper()
    ):
        return written  # "Reyhanli", "Lodz": letters that the report does without
    if c.kind != "city" or c.is_own or fold_name(own) == fold_name(written):
        return own
    if written.islower() or "." in written or len(written) < 4:
        return own
    if c.country in _ENGLISH and c.population >= _HAS_BYNAMES:
        return own  # news does not write the old and pet names of large towns
    return written.title() if written.isupper() else written
