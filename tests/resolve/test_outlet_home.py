"""What the address of a report tells of where its outlet is at home."""

from __future__ import annotations

from datetime import date

import pytest

import dateline
from dateline.codebook import load_codebook
from dateline.model import Report
from dateline.resolve.gazetteer import open_gazetteer
from dateline.resolve.outlet_home import home_town, namings_of, origins, speaks_of_home
from dateline.resolve.place_candidates import named
from dateline.resolve.place_choice import Naming

PLACES = load_codebook().places
DAY = date(2019, 5, 6)
COUNTY = "Deputies were called to a farm in Madison County on Sunday. A man was shot, the sheriff's office said."
NO_TOWN = "Two clerks were hurt in a shooting outside a bakery on Sunday, police said."


def _origins(url: str | None, text: str = "A clerk was shot on Sunday."):
    return origins(Report.of(text, DAY, url=url), PLACES, open_gazetteer())


def _place(text: str, url: str | None):
    told = dateline.code(text, published=DAY, url=url)
    return told.incidents[0].place


@pytest.mark.parametrize(
    ("url", "town", "state"),
    [
        ("https://www.denverledger.com/crime/2019/a-shooting", "Denver", "Colorado"),
        ("https://komonews.com/news/local/a-shooting", "Seattle", "Washington"),
        ("https://www.komoactionnews4.com/a-shooting", "Seattle", "Washington"),
        ("https://chicago.example.com/2019/05/a-shooting", "Chicago", "Illinois"),
        ("https://www.example.com/news/chicago/a-shooting", "Chicago", "Illinois"),
        ("https://web.archive.org/web/20190506000000/https://komonews.com/a-shooting", "Seattle", "Washington"),
        ("https://www.palmspringspost.com/a-shooting", "Palm Springs", "California"),
    ],
)
def test_an_address_tells_the_town(url: str, town: str, state: str) -> None:
    found = _origins(url)[0].candidates[0]
    assert (found.name, found.admin1) == (town, state)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://www.example.com/news/local/crime/a-shooting",
        "https://www.news.com/world/story/a-shooting",
        "https://www.who.int/news/a-report",
        "http://[::1/news/chicago/a",
        "https://www.parisgazette.fr/news/a",
    ],
)
def test_an_address_without_a_town_of_local_news_tells_none(url: str | None) -> None:
    assert _origins(url) == ()


def test_a_station_signs_its_dateline() -> None:
    assert home_town(_origins(None, "SPRINGFIELD (KOMO) - A clerk was shot.")) is not None
    assert _origins(None, "GENEVA (WHO) - A clerk was shot.") == ()


def test_a_county_is_that_of_the_outlets_state() -> None:
    at_home, anywhere = _place(COUNTY, "https://www.kifi.com/news/a-shooting"), _place(COUNTY, None)
    assert at_home is not None and at_home.admin1 == "Idaho"
    assert anywhere is None or anywhere.admin1 != "Idaho"


def test_a_crime_without_a_town_is_in_the_outlets() -> None:
    told = dateline.code(NO_TOWN, published=DAY, url="https://komonews.com/news/a-shooting")
    stated = next(s for s in told.statements if s.rule == "place.outlet.en.1")
    assert told.incidents[0].place is not None
    assert told.incidents[0].place.city == "Seattle"
    assert stated.evidence.quote == "shooting"


@pytest.mark.parametrize("url", [None, "https://www.example.com/news/a-shooting"])
def test_a_crime_without_a_town_or_an_outlet_has_none(url: str | None) -> None:
    place = _place(NO_TOWN, url)
    assert place is None or place.city is None


def test_a_town_told_beats_the_outlets() -> None:
    place = _place("Two clerks were wounded in a shooting in Tacoma on Sunday.", "https://komonews.com/news/a")
    assert place is not None
    assert place.city == "Tacoma"


def test_news_of_the_world_is_not_of_the_outlets_town() -> None:
    table, found = open_gazetteer(), _origins("https://www.denverledger.com/world/a")
    texts = [Naming(at, name, named(name, PLACES, table)[:1], "") for at, name in enumerate(["France", "Kenya"])]
    assert speaks_of_home(texts[:1], found)
    assert not speaks_of_home(texts, found)
    assert not speaks_of_home(texts[:1], ())
    assert len(namings_of(found)) == 1
