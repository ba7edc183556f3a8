"""Rows for the tests of linking, made by hypothesis or by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from dateline.link.across.packed import Rows, pack
from dateline.link.across.traits import Traits
from dateline.model import DatePrecision, DateValue, Place, PlacePrecision, content_id

DAY = date(2017, 6, 7)
WORDS = {f"word{n}": 7.0 + n % 7 for n in range(60)}
NAMES = {f"name{n} last{n}": 20.0 for n in range(12)}
PROPER = {f"Proper{n}".lower(): 8.0 + n % 5 for n in range(60)}


def place(name: str, lat: float = 35.0, country: str = "IR") -> Place:
    return Place(name, name, f"{name} Province", country, lat, 51.0, PlacePrecision.CITY)


def day(of: date) -> DateValue:
    return DateValue(of, of, DatePrecision.DAY)


def traits(number: int, **values: object) -> Traits:
    """Return the traits of a mention of a report of its own, about which nothing is told but what is given."""
    plain = Traits(
        content_id("i", number),
        content_id("r", number),
        DAY,
        0,
        types=(),
        weapons=(),
        targets=(),
        actors=(),
        date=None,
        place=None,
        killed=None,
        wounded=None,
        people=(),
        names={},
        proper={},
        words={},
        head={},
        subject={},
        ages=(),
        times=(),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def _some(of: dict[str, float], most: int) -> st.SearchStrategy[dict[str, float]]:
    return st.lists(st.sampled_from(sorted(of)), max_size=most, unique=True).map(lambda k: {w: of[w] for w in k})


_COUNTS = st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda two: (min(two), max(two)))
_DAYS = st.integers(-40, 40).map(lambda n: DAY + timedelta(n))
_KINDS = st.lists(st.sampled_from(["bombing", "clash", "airstrike"]), max_size=2, unique=True).map(tuple)
_PLACES = st.none() | st.builds(place, st.sampled_from(["Tehran", "Qom", "Hamilton"]), st.sampled_from([35.0, 36.0]))
MENTIONS = st.fixed_dictionaries(
    {
        "published": _DAYS,
        "ordinal": st.integers(0, 2),
        "types": _KINDS,
        "actors": _KINDS,
        "date": st.none() | _DAYS.map(day),
        "place": _PLACES,
        "killed": _COUNTS,
        "wounded": _COUNTS,
        "people": st.lists(st.sampled_from(["ann lee", "bob lee", "eve roe"]), max_size=2, unique=True).map(tuple),
        "names": _some(NAMES, 6),
        "proper": _some(PROPER, 12),
        "words": _some(WORDS, 12),
        "head": _some(WORDS, 8),
        "subject": _some(PROPER | WORDS, 8),
        "ages": st.lists(st.integers(1, 99), max_size=4, unique=True).map(lambda n: tuple(sorted(n))),
        "times": st.lists(st.integers(0, 1439), max_size=2, unique=True).map(lambda n: tuple(sorted(n))),
    }
)


def rows_of(told: list[dict[str, object]]) -> Rows:
    """Return the rows of mentions, each of a report of its own."""
    return pack([traits(n, **one) for n, one in enumerate(told)])
