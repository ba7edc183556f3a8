"""The section of places: it must agree with itself and with the gazetteer."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dateline.codebook.book import load_codebook
from dateline.codebook.places import Country, plural

PLACES = load_codebook().places


def test_countries_have_one_entry_each() -> None:
    codes = [c.id for c in PLACES.countries]
    assert len(codes) == len(set(codes)) >= 230


def test_names_of_countries_are_not_shared() -> None:
    shared = {k for k, v in PLACES.by_name.items() if sum(isinstance(e, Country) for e in v) > 1}
    assert shared == set()


def test_entries_name_known_countries() -> None:
    listed = [e.country for e in (*PLACES.landmarks, *PLACES.cities, *PLACES.states)]
    listed += [r.country for r in PLACES.regions if r.country]
    assert set(listed) <= set(PLACES.by_code)


def test_ids_are_unique() -> None:
    ids = [e.id for e in (*PLACES.regions, *PLACES.landmarks)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Iranian", "IR"),
        ("iranians", "IR"),
        ("Afghan", "AF"),
        ("Filipinos", "PH"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("British", "GB"),
        ("Congolese", "CD"),
        ("South Sudanese", "SS"),
    ],
)
def test_adjectives(word: str, code: str) -> None:
    assert PLACES.by_adjective[word.casefold()].id == code


@pytest.mark.parametrize(
    ("noun", "many"), [("embassy", "embassies"), ("church", "churches"), ("park", "parks"), ("highway", "highways")]
)
def test_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_kinds_have_one_level_and_a_singular() -> None:
    assert PLACES.level_of_kind["mosques"] == "landmark"
    assert PLACES.level_of_kind["province"] == "admin1"
    assert PLACES.singular_of_kind["police stations"] == "police station"


def test_a_country_code_must_be_two_capitals() -> None:
    with pytest.raises(ValidationError):
        Country(id="gbr", names=("Britain",), lat=54, lon=-2)
