"""Where a report's outlet is at home, by its address and call sign: "chicago.example.com/detroit-news/", "(WXYZ)".

Local news leaves out what its readers know: its town and state. What the address tells of them is one more naming of
a place, which stands before those of the text: it helps to choose among namesakes, and places a crime of which local
news names no town at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from dateline.codebook.places import Outlet, Places
from dateline.model import Place, PlacePrecision, Report
from dateline.model.address import archived_address, host_of
from dateline.resolve.gazetteer import Candidate, Gazetteer
from dateline.resolve.place_candidates import bearers
from dateline.resolve.place_choice import OUTLET, Naming
from dateline.resolve.place_names import fold_name

_HEAD = 600  # characters of a report in which it tells its station
_SIGNED = re.compile(
    r"\(([KW][A-Z]{2,3})(?:-?(?:TV|AM|FM))?\)|\b([KW][A-Z]{2,3})(?:-TV|\.com)?\b(?=[^\n]{0,60}\bNews\b)"
)
_COUNTRY = 2  # letters of an ending that is a country's; outlets of the countries with local words here have others
_OF_NO_COUNTRY = frozenset({"co", "fm", "io", "me", "tv", "us"})
_SHORTEST = 4  # letters of a town's name in an address
_BEFORE = 0  # where the outlet's naming stands among those of the text
_ABROAD = 2  # other countries that make a report news of the world
_CLEARLY = 5  # times as many inhabitants as the next town of the name
_FEWEST_PEOPLE = 5_000  # inhabitants of a town that an outlet is named after


@dataclass(frozen=True, slots=True)
class Origin:
    """What an outlet's address or call sign names: the bearers of a name, one where the outlet is known."""

    key: str
    candidates: tuple[Candidate, ...]


def origins(report: Report, places: Places, table: Gazetteer) -> tuple[Origin, ...]:
    """Return the places that a report's outlet tells of, the surest first; () where it tells of none."""
    countries = frozenset(home.country for home in places.local.homes)
    known = [places.outlet_of_name[name] for name in _names(report, places) if name in places.outlet_of_name]
    found = [_of_outlet(outlet, places, table) for outlet in known]
    found += filter(None, (_named(words, countries, places, table) for words in _words_of(report.url)))
    return tuple({origin.key: origin for origin in found}.values())


def namings_of(found: Sequence[Origin]) -> list[Naming]:
    """Return what an outlet tells as namings, which stand before the text."""
    return [Naming(_BEFORE, f"{OUTLET}{origin.key}", origin.candidates, "") for origin in found]


def home_town(found: Sequence[Origin]) -> Place | None:
    """Return the town that an outlet is at home in, None where its name has several bearers, or is a state's."""
    for origin in found:
        towns = [c for c in origin.candidates if c.kind == "city"]
        if towns and (len(towns) == 1 or towns[0].population >= _CLEARLY * towns[1].population):
            at = towns[0]
            lat, lon = round(at.lat, 4), round(at.lon, 4)
            return Place(at.name, at.name, at.admin1, at.country, lat, lon, PlacePrecision.CITY)
    return None


def speaks_of_home(namings: Sequence[Naming], found: Sequence[Origin]) -> bool:
    """Say whether a report may be local news of its outlet's country: it names no two others."""
    own = {c.country for origin in found for c in origin.candidates}
    abroad = {
        n.candidates[0].country for n in namings if n.candidates and all(c.kind == "country" for c in n.candidates)
    }
    return bool(own) and len(abroad - own) < _ABROAD


def _names(report: Report, places: Places) -> Iterator[str]:
    """Yield the names in lower case that an outlet may be known by: its host's, its call sign."""
    for label in _labels(report.url)[:1]:
        yield from _beginnings(label, places.local.addresses)
    for sign in _SIGNED.finditer(report.text[:_HEAD]):
        yield (sign.group(1) or sign.group(2)).lower()


def _beginnings(label: str, words: frozenset[str]) -> list[str]:
    """Return a host's name, then what is left without what follows a call sign: "wxyzactionnews5", "wxyz"."""
    found = [label]
    while True:
        core = found[-1]
        cut = core.rstrip("-0123456789")
        if cut == core:
            cut = min((core.removesuffix(w) for w in words if core.endswith(w) and core != w), key=len, default=core)
        if cut in {core, ""}:
            return found
        found.append(cut)


def _labels(url: str | None) -> Sequence[str]:
    """Return the parts of an address's host but its ending, the registered name first; () for one of a country."""
    host = host_of(url)
    labels = host.lower().split(".") if host else []
    ending = labels.pop() if labels else ""
    if len(ending) == _COUNTRY and ending not in _OF_NO_COUNTRY:
        return []
    return labels[::-1]


def _words_of(url: str | None) -> Iterator[str]:
    """Yield the parts of an address that may hold a town: those of its host, then its folders."""
    yield from _labels(url)
    if url and _labels(url):
        folders = urlsplit(archived_address(url)).path.split("/")[1:-1]
        yield from (f.lower() for f in folders if re.fullmatch(r"[A-Za-z-]+", f))


def _of_outlet(outlet: Outlet, places: Places, table: Gazetteer) -> Origin:
    found = [
        c
        for c in bearers(outlet.town, places, table)
        if c.kind == "city" and c.country == outlet.country and c.admin1 == outlet.state
    ]
    return Origin(f"{fold_name(outlet.town)}/{outlet.state}", tuple(found[:1]))


def _named(words: str, countries: frozenset[str], places: Places, table: Gazetteer) -> Origin | None:
    """Return the longest name of a town or state that a part of an address is made of, with words beside it."""
    for core in sorted(_cores(words, places.local.addresses), key=lambda c: (-len(c), c)):
        for name in _spaced(core):
            found = tuple(c for c in bearers(name, places, table) if _is_home(c, countries))
            if found:
                return Origin(f"{fold_name(name)}/", found)
    return None


def _is_home(c: Candidate, countries: frozenset[str]) -> bool:
    is_town = c.kind == "city" and c.is_own and c.population >= _FEWEST_PEOPLE
    return c.country in countries and (is_town or c.kind in {"admin1", "district"})


@lru_cache(maxsize=2_000)
def _cores(label: str, words: frozenset[str]) -> frozenset[str]:
    """Return what is left of a part of an address without the words that outlets put beside a town's name."""
    found, waiting = set[str](), {label.strip("-0123456789")}
    while waiting:
        core = waiting.pop()
        if len(core) < _SHORTEST or core in words:
            continue
        found.add(core)
        ends = {core.removeprefix(w) for w in words if core.startswith(w)}
        ends |= {core.removesuffix(w) for w in words if core.endswith(w)}
        waiting |= {e.strip("-0123456789") for e in ends} - found
    return frozenset(found)


def _spaced(core: str) -> Iterator[str]:
    """Yield the names that letters without spaces may stand for: "palmbeach" as "palm beach"."""
    yield core.replace("-", " ")
    if "-" not in core:
        yield from (f"{core[:at]} {core[at:]}" for at in range(3, len(core) - 2))
