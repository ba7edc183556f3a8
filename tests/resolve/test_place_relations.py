"""Distance, containment and compatibility of places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Place, PlacePrecision
from dateline.resolve.place_relations import compatible, contains, distance_km

NAMES = st.sampled_from(["Tehran", "Herat", "Kandahar", "Gaza City", "Old Market", "Al-Qaim", "Qaim"])


@st.composite
def places(draw: st.DrawFn) -> Place:
    precision = draw(st.sampled_from(list(PlacePrecision)))
    name = draw(NAMES)
    city = draw(st.none() | NAMES) if precision in (PlacePrecision.LANDMARK, PlacePrecision.DISTRICT) else None
    has_point = draw(st.booleans())
    return Place(
        name=name,
        city=name if precision is PlacePrecision.CITY else city,
        admin1=None if precision is PlacePrecision.COUNTRY else draw(st.none() | NAMES),
        country=draw(st.sampled_from(["IR", "AF", None])),
        lat=draw(st.sampled_from([34.0, 34.01, 35.0])) if has_point else None,
        lon=51.0 if has_point else None,
        precision=precision,
    )


@given(places(), places())
def test_compatible_is_symmetric(a: Place, b: Place) -> None:
    assert compatible(a, b) == compatible(b, a)


@given(places(), places())
def test_contains_implies_compatible(a: Place, b: Place) -> None:
    if contains(a, b):
        assert compatible(a, b)


@given(places())
def test_a_place_with_a_country_contains_itself(place: Place) -> None:
    if place.country is not None:
        assert contains(place, place)
        assert compatible(place, place)


@given(places(), places())
def test_distance_is_symmetric_and_needs_both_points(a: Place, b: Place) -> None:
    away, back = distance_km(a, b), distance_km(b, a)
    if a.lat is None or b.lat is None:
        assert away is back is None
    else:
        assert away == pytest.approx(back)


def place(name: str, precision: str, **kept: object) -> Place:
    whole: dict[str, object] = {"city": None, "admin1": None, "country": "AF", "lat": None, "lon": None, **kept}
    return Place(name=name, precision=PlacePrecision(precision), **whole)  # type: ignore[arg-type]


KABUL = place("Kabul", "city", city="Kabul", admin1="Kabul", lat=34.53, lon=69.17)
HERAT = place("Herat", "city", city="Herat", admin1="Herat", lat=34.35, lon=62.2)
HERAT_PROVINCE = place("Herat", "admin1", admin1="Herat", lat=34.3, lon=62.2)
AFGHANISTAN = place("Afghanistan", "country", lat=33.0, lon=65.0)
EMBASSY = place("Indian embassy", "landmark", city="Kabul", admin1="Kabul", lat=34.53, lon=69.17)
MOSQUE = place("Blue Mosque", "landmark", city="Kabul", admin1="Kabul", lat=34.53, lon=69.17)


@pytest.mark.parametrize(
    ("outer", "inner", "wanted"),
    [
        (AFGHANISTAN, KABUL, True),
        (KABUL, AFGHANISTAN, False),
        (HERAT_PROVINCE, HERAT, True),
        (HERAT, HERAT_PROVINCE, False),
        (HERAT_PROVINCE, KABUL, False),
        (KABUL, EMBASSY, True),
        (HERAT, EMBASSY, False),
        (EMBASSY, MOSQUE, False),
        (AFGHANISTAN, place("Quetta", "city", city="Quetta", country="PK"), False),
    ],
)
def test_contains(outer: Place, inner: Place, wanted: bool) -> None:
    assert contains(outer, inner) is wanted


def test_distance_of_kabul_and_herat() -> None:
    assert distance_km(KABUL, HERAT) == pytest.approx(640, abs=15)


def test_spellings_of_one_town_are_compatible() -> None:
    a = place("Khan Sheikhoun", "city", city="Khan Sheikhoun", country="SY")
    b = place("Khan Shaykhun", "city", city="Khan Shaykhun", country="SY")
    assert compatible(a, b)


def test_towns_of_one_name_far_apart_are_not_compatible() -> None:
    a = place("Hyderabad", "city", city="Hyderabad", admin1="Sindh", country="PK", lat=25.4, lon=68.4)
    b = place("Hyderabad", "city", city="Hyderabad", admin1="Telangana", country="IN", lat=17.4, lon=78.5)
    assert not compatible(a, b)


def test_neighbouring_provinces_are_not_compatible_however_near_their_points() -> None:
    a = place("Logar", "admin1", admin1="Logar", lat=34.0, lon=69.0)
    b = place("Wardak", "admin1", admin1="Wardak", lat=34.01, lon=69.0)
    assert not compatible(a, b)
