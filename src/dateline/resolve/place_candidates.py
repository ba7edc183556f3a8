"""What a name may stand for: bearers from the coding scheme and from the gazetteer."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from dateline.codebook.places import CityName, Country, Landmark, Places, Region
from dateline.resolve.gazetteer import Candidate, Gazetteer
from dateline.resolve.place_names import fold_name, skeleton

_COUNTRY_PEOPLE = 30_000_000  # stands for "as well known as a country"
_REGION_PEOPLE = 3_000_000
_LANDMARK_PEOPLE = 500_000
_PARTS = re.compile(
    r"^(?:(?:north|south|east|west|central|northern|southern|eastern|western|downtown|uptown|midtown|suburban|greater|inner|upper|lower|mid|"
    r"north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|south-?west(?:ern)?|metro|metropolitan|old)\s+|"
    r"(?:the\s+)?(?:city|town|village|borough|state|province|district|county|township|municipality)\s+of\s+)+",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\s+(?P<kind>\S+)$")


@lru_cache(maxsize=8)
def _spellings(places: Places) -> dict[str, tuple[CityName, ...]]:
    """Our names of towns by every spelling's key."""
    found: dict[str, tuple[CityName, ...]] = {}
    for city in places.cities:
        for key in sorted({fold_name(n) for n in (city.name, *city.also)}):
            found[key] = (*found.get(key, ()), city)
    return found


def _of_scheme(entry: Country | Region | Landmark) -> Candidate:
    name = entry.names[0]
    if isinstance(entry, Country):
        return Candidate(None, "country", name, entry.id, None, None, entry.lat, entry.lon, _COUNTRY_PEOPLE)
    if isinstance(entry, Region):
        return Candidate(
            None,
            entry.precision,
            name,
            entry.country,
            None,
            entry.admin1 or name,
            entry.lat,
            entry.lon,
            _REGION_PEOPLE,
        )
    return Candidate(
        None,
        entry.precision,
        name,
        entry.country,
        None,
        None,
        entry.lat,
        entry.lon,
        _LANDMARK_PEOPLE,
        city=entry.city,
    )


def country_candidate(code: str, places: Places) -> Candidate | None:
    """Return a country of the coding scheme by its code."""
    entry = places.by_code.get(code)
    return _of_scheme(entry) if entry else None


def adjective_candidates(name: str, places: Places) -> tuple[Candidate, ...]:
    """Return what an adjective or the word for a people belongs to: "Iranian" -> Iran."""
    entry = places.by_adjective.get(name.replace("’", "'").casefold())
    return (_of_scheme(entry),) if entry else ()


def state_candidates(short: str, places: Places, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the states that an abbreviation stands for: "Mich." -> Michigan."""
    states = places.state_of_short.get(short, ())
    return tuple(
        replace(c, city=s.city)
        for s in states
        for c in named(s.name, places, gazetteer)
        if c.kind == "admin1" and c.country == s.country and (s.city is None or c.name == s.name)
    )


def capital_candidates(code: str, places: Places, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the capital of a country, by its code."""
    country = places.by_code.get(code)
    if country is None or country.capital is None:
        return ()
    found = [c for c in named(country.capital, places, gazetteer) if c.country == code and c.kind == "city"]
    return tuple(found[:1])


def named(name: str, places: Places, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return every bearer of a name, those of the coding scheme first; () for none."""
    return _named(name.replace("’", "'"), places, gazetteer)


@lru_cache(maxsize=20_000)
def _named(name: str, places: Places, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    key, plain = fold_name(name), name.casefold().removeprefix("the ")
    entries = () if name.islower() and _is_acronym(plain, places) else places.by_name.get(plain, ())
    found = [_of_scheme(entry) for entry in entries]
    regions = {c.admin1 for c in found if c.kind == "admin1"}
    spelled = _spellings(places).get(key, ())
    for city in spelled:
        for other in (city.name, *city.also):
            found.extend(c for c in gazetteer.look_up(other) if c.country == city.country)
    listed = [c for c in gazetteer.look_up(name) if not (c.kind == "admin1" and c.admin1 in regions)]
    if any(isinstance(entry, Region) and entry.country is None for entry in entries):
        listed = []  # the Middle East, not the quarter of a town that is called after it
    found.extend(listed)
    unique = {(c.geonameid, c.kind, c.name, c.country): c for c in reversed(found)}
    return tuple(_renamed(c, places) for c in reversed(unique.values()))


def _is_acronym(key: str, places: Places) -> bool:
    """Say whether a name of the coding scheme is written in capitals only: "CAR" is none of "car"."""
    return any(n.isupper() and n.casefold() == key for entry in places.by_name.get(key, ()) for n in entry.names)


def _renamed(candidate: Candidate, places: Places) -> Candidate:
    """Give a town the name that the coding scheme writes for it."""
    if candidate.kind == "admin1":
        return _centred(candidate, places)
    if candidate.kind != "city":
        return candidate
    for city in _spellings(places).get(fold_name(candidate.name), ()):
        if city.country == candidate.country:
            return replace(candidate, name=city.name, is_own=True)
    return candidate


def _centred(candidate: Candidate, places: Places) -> Candidate:
    """Give a large division the centre that the coding scheme tells."""
    for state in places.states:
        if (
            state.name == candidate.name
            and state.country == candidate.country
            and state.lat is not None
            and state.lon is not None
        ):
            return replace(candidate, lat=state.lat, lon=state.lon)
    return candidate


def bearers(name: str, places: Places, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the bearers of a name, or of what is left without "Northern", "the city of", "Province"."""
    if found := named(name, places, gazetteer):
        return found
    bare = _PARTS.sub("", name)
    if bare != name and bare and (found := named(bare, places, gazetteer)):
        return found
    last = _LAST_WORD.search(bare)
    noun = last.group("kind") if last else ""
    is_wide = places.level_of_kind.get(noun.lower(), "landmark") != "landmark"  # no town lies in "Fountain Park"
    if last and is_wide and noun not in places.organisation_words:
        return named(bare[: last.start()], places, gazetteer)
    return ()


def nearly_named(name: str, countries: frozenset[str], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return towns of some countries whose name has the same consonants; for spellings that no table has."""
    key = fold_name(name)
    if len(key) < 6:
        return ()
    return tuple(c for c in gazetteer.look_alike(skeleton(key)) if c.country in countries)
