"""The section ``places``: countries, regions, landmarks, kinds of place, and words beside names.

Coordinates are degrees, WGS 84. Countries are ISO 3166-1 alpha-2 codes (and XK).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from dateline.codebook.entry import Entry

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Names = Annotated[tuple[str, ...], Field(min_length=1)]
Level = Literal["country", "admin1", "district", "city", "landmark"]

_NO_PLURAL = ("ese", "sh", "ch", "ss", "men", "man")


class Country(Entry):
    """A country: its code, names (ours first), adjectives and words for its people, and its centre."""

    id: CountryCode
    names: Names
    adjectives: tuple[str, ...] = ()
    lat: Latitude
    lon: Longitude
    capital: str | None = None


class Region(Entry):
    """A region that is neither a town nor a plain province; ``country`` is None where it crosses borders."""

    id: str
    names: Names
    adjectives: tuple[str, ...] = ()
    country: CountryCode | None = None
    admin1: str | None = None
    lat: Latitude
    lon: Longitude
    precision: Literal["admin1", "district"] = "admin1"


class Landmark(Entry):
    """A well-known site or quarter; ``city`` is None outside towns."""

    id: str
    names: Names
    city: str | None = None
    country: CountryCode
    lat: Latitude
    lon: Longitude
    precision: Literal["landmark", "district"] = "landmark"


class CityName(Entry):
    """How we write a town's name, and other spellings that find the same town."""

    country: CountryCode
    name: str
    also: tuple[str, ...] = ()


class State(Entry):
    """A state or province with its abbreviations, written exactly so, and its centre where that must be told.

    ``city`` names the town that is all of it, if one is.
    """

    country: CountryCode
    name: str
    short: tuple[str, ...] = ()
    lat: Latitude | None = None
    lon: Longitude | None = None
    city: str | None = None


class Outlet(Entry):
    """The town where news outlets are at home, in a state or province that is its gazetteer's.

    ``signs`` are call signs of stations as written, ``hosts`` their names on the web, lower case, without the ending.
    """

    country: CountryCode
    state: str
    town: str
    signs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Kinds(Entry):
    """Generic nouns for places by the precision of what they name; singular, lower case."""

    admin1: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    landmark: tuple[str, ...] = ()


class HomeWords(Entry):
    """Words by which local news tells its country without naming it; lower case."""

    country: CountryCode
    words: Names


class Local(Entry):
    """Words of local news after a town's name: its offices, people, parts, institutions and outlets; lower case.

    ``homes`` are words of one country's local news wherever they stand, ``addresses`` what stands beside a town in
    the address of a page ("thedaytonnews.com/local-news").
    """

    offices: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    homes: tuple[HomeWords, ...] = ()
    addresses: frozenset[str] = frozenset()


def plural(noun: str) -> str:
    """Return the plural of an English noun by rule: "embassies", "churches", "parks"."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|sh|ch|x)$", noun) else "s")


class Places(Entry):
    """The section ``places``."""

    countries: tuple[Country, ...] = ()
    regions: tuple[Region, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    cities: tuple[CityName, ...] = ()
    states: tuple[State, ...] = ()
    kinds: Kinds = Kinds()
    local: Local = Local()
    outlets: tuple[Outlet, ...] = ()
    titles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Hash by size: the section keys caches, and hashing a thousand entries at each look-up would cost more."""
        return hash((len(self.countries), len(self.regions), len(self.landmarks), len(self.cities)))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The generic nouns, singular and plural, in lower case."""
        return frozenset(self.level_of_kind)

    @cached_property
    def site_nouns(self) -> frozenset[str]:
        """The generic nouns for sites, singular and plural, in lower case."""
        return frozenset(noun for noun, level in self.level_of_kind.items() if level == "landmark")

    @cached_property
    def by_name(self) -> dict[str, tuple[Country | Region | Landmark, ...]]:
        """Every name of a country, region or landmark in lower case, with its bearers."""
        found: dict[str, tuple[Country | Region | Landmark, ...]] = {}
        listed: tuple[Country | Region | Landmark, ...] = (*self.countries, *self.regions, *self.landmarks)
        for entry in listed:
            for name in entry.names:
                key = name.casefold()
                if entry not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), entry)
        return found

    @cached_property
    def by_adjective(self) -> dict[str, Country | Region]:
        """Every adjective and word for a people in lower case, plurals too, with what it belongs to."""
        found: dict[str, Country | Region] = {}
        listed: tuple[Country | Region, ...] = (*self.regions, *self.countries)
        for entry in listed:
            for word in entry.adjectives:
                found[word.casefold()] = entry
                if not word.endswith(_NO_PLURAL):
                    found[word.casefold() + "s"] = entry
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Names and adjectives together, in lower case."""
        return frozenset(self.by_name) | frozenset(self.by_adjective)

    @cached_property
    def by_code(self) -> dict[str, Country]:
        """Countries by their code."""
        return {country.id: country for country in self.countries}

    @cached_property
    def level_of_kind(self) -> dict[str, Level]:
        """The precision of every generic noun, singular and plural, in lower case."""
        found: dict[str, Level] = {}
        for level, nouns in self._nouns():
            for noun in nouns:
                found.setdefault(noun, level)
                found.setdefault(plural(noun), level)
        return found

    def _nouns(self) -> Iterator[tuple[Level, tuple[str, ...]]]:
        yield "admin1", self.kinds.admin1
        yield "district", self.kinds.district
        yield "city", self.kinds.city
        yield "landmark", self.kinds.landmark

    @cached_property
    def singular_of_kind(self) -> dict[str, str]:
        """The singular of every generic noun, itself for singulars."""
        nouns = [noun for _, listed in self._nouns() for noun in listed]
        return {plural(noun): noun for noun in nouns} | {noun: noun for noun in nouns}

    @cached_property
    def state_of_short(self) -> dict[str, tuple[State, ...]]:
        """States by their abbreviations, as written."""
        found: dict[str, tuple[State, ...]] = {}
        for state in self.states:
            for short in state.short:
                found[short] = (*found.get(short, ()), state)
        return found

    @cached_property
    def outlet_of_name(self) -> dict[str, Outlet]:
        """Where an outlet is at home, by its call sign or name on the web, in lower case."""
        return {name.lower(): outlet for outlet in self.outlets for name in (*outlet.signs, *outlet.hosts)}

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Titles of people, as written."""
        return frozenset(self.titles)

    @cached_property
    def organisation_words(self) -> frozenset[str]:
        """Last words of the names of bodies, as written."""
        return frozenset(self.organisations)
