"""How two places relate: distance, containment, and whether they may be the same."""

from __future__ import annotations

import math

from dateline.model import Place, PlacePrecision
from dateline.resolve.place_names import fold_name, skeleton, without_article

EARTH_KM = 6371.0088
SAME_SPOT_KM = 5.0  # points of one town in two tables differ by less
_ORDER = {
    PlacePrecision.LANDMARK: 0,
    PlacePrecision.DISTRICT: 1,
    PlacePrecision.CITY: 2,
    PlacePrecision.ADMIN1: 3,
    PlacePrecision.COUNTRY: 4,
}


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in degrees, in km (haversine)."""
    a, b = math.radians(lat), math.radians(other_lat)
    across = math.sin(math.radians(other_lon - lon) / 2) ** 2
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * across
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def distance_km(a: Place, b: Place) -> float | None:
    """Return the distance of two places' points in km, or None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return kilometres(a.lat, a.lon, b.lat, b.lon)


def _same_name(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return False
    first, second = without_article(fold_name(a)), without_article(fold_name(b))
    return first == second or (len(first) > 5 and len(second) > 5 and skeleton(first) == skeleton(second))


def _same_country(a: Place, b: Place) -> bool:
    return a.country is not None and a.country == b.country


def _same_city(a: Place, b: Place) -> bool:
    if not (_same_name(a.city, b.city) and _same_country(a, b)):
        return False
    away = distance_km(a, b)
    return away is None or away <= 50 or _same_name(a.admin1, b.admin1)


def contains(outer: Place, inner: Place) -> bool:
    """Say whether one place holds the other: the country its towns, the town its landmarks.

    A place holds itself. A district holds a landmark only of its own name, as nothing tells more.
    """
    if outer.precision is PlacePrecision.COUNTRY:
        return _same_country(outer, inner)
    if _ORDER[outer.precision] < _ORDER[inner.precision]:
        return False
    if outer.precision is PlacePrecision.ADMIN1 and inner.precision is not PlacePrecision.ADMIN1:
        return _same_country(outer, inner) and (
            _same_name(outer.name, inner.admin1) or _same_name(outer.admin1, inner.admin1)
        )
    if outer.precision is PlacePrecision.CITY:
        return _same_city(outer, inner)
    return _is_same(outer, inner)


def _is_same(a: Place, b: Place) -> bool:
    if not _same_name(a.name, b.name) or a.country != b.country:
        return False
    away = distance_km(a, b)
    if a.city is not None and b.city is not None:
        return _same_city(a, b)
    return away is None or away <= 50 or a.precision is b.precision is PlacePrecision.ADMIN1


def compatible(a: Place, b: Place) -> bool:
    """Say whether two places may be one: the same, one within the other, or points within a few km.

    Points of provinces and countries are centres, so nearness counts only between towns and smaller places.
    """
    if contains(a, b) or contains(b, a) or _is_same(a, b):
        return True
    if max(_ORDER[a.precision], _ORDER[b.precision]) >= _ORDER[PlacePrecision.ADMIN1]:
        return False
    away = distance_km(a, b)
    return away is not None and away <= SAME_SPOT_KM
