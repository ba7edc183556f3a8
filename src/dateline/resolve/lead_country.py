"""The country in which a report sets its story: for an act of which neither a place nor a country is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.codebook.words import country_name
from dateline.model import Place, PlacePrecision
from dateline.resolve.told import ToldPlace

_WITHIN = frozenset({"across", "at", "dateline", "in", "inside", "near", "on", "outside", "throughout", "within"})
# How much the words around a place tell of its country being the scene: "in Syria" more than "US jets".
_IN, _NAMED, _BESIDE = 1.5, 0.7, 0.2
_CLEAR = 2.0  # times the weight of the next country that the scene must have
_LEAST = 3.0  # two places in it, at least


def lead_country(places: Sequence[ToldPlace]) -> ToldPlace | None:
    """Return the country where a report is set, by the first words that name it, None where it may be another."""
    weight: defaultdict[str, float] = defaultdict(float)
    named: dict[str, list[ToldPlace]] = defaultdict(list)
    for told in sorted(places, key=lambda p: p.raw.span):
        country = told.value.country
        if country is None:
            continue
        weight[country] += _weight(told)
        named[country].append(told)
    ranked = sorted(weight, key=lambda c: -weight[c])
    if not ranked or weight[ranked[0]] < _LEAST:
        return None
    if len(ranked) > 1 and weight[ranked[0]] < _CLEAR * weight[ranked[1]]:
        return None
    told = min(named[ranked[0]], key=lambda p: (p.value.precision is not PlacePrecision.COUNTRY, p.raw.span))
    return ToldPlace(replace(told.raw, rule="place.scene.en.1"), _whole(told.value))


def _whole(place: Place) -> Place:
    """Return the country in which a place lies."""
    if place.precision is PlacePrecision.COUNTRY:
        return place
    name = country_name(place.country) if place.country else place.name
    return Place(name, None, None, place.country, None, None, PlacePrecision.COUNTRY)


def _weight(told: ToldPlace) -> float:
    if told.raw.cue in _WITHIN:
        return _IN
    return _BESIDE if told.raw.cue in {"adjective", "modifier", "'s", "from", "to", "by", "with", "about"} else _NAMED
