"""Where sites lie: the town that the words put around "an ice cream shop", or the one in the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision
from dateline.resolve.place_resolved import ResolvedPlace

_SMALL = (
    r"(?:the|an?|its|in|of|north\w*|south\w*|east\w*|west\w*|central|downtown|capital|city|town|village|province|[a-z]+-[a-z]+|"
    r"port|border|coastal|seaside|market|mining|[A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,2}(?=\s+[a-z])|suburb|outskirts|district|area|restive|on|near|outside|at|around|neighbou?rhood|rural|busy|diplomatic)"
)
_LEADS_TO = re.compile(
    r"^(?:\s+of\s+(?:an?|the|its)(?:\s+[\w-]+){1,3}?)?(?:\s*,)?\s+"
    r"(?:in|at|near|outside|of|on|inside|north of|south of|east of|west of)\s+"
    rf"(?:{_SMALL}[,\s]+)*$|^,\s+(?:{_SMALL}[,\s]+)*$"
)
_AND = re.compile(r"^(?:,|\s+(?:and|or|,)|,\s+(?:and|or))\s+(?:(?:on|at|in|a|an|the|another|near|of)\s+)*$")
MISSIONS = frozenset({"consulate", "embassy", "high commission", "mission"})  # named after whom they speak for
WAYS = frozenset(
    "alley avenue boulevard court drive expressway freeway highway interstate lane parkway road street terrace "
    "way".split()
)
_REACH = 110  # characters between a site and its town


def place_sites(
    sites: Sequence[RawPlace], resolved: Sequence[ResolvedPlace], text: str
) -> list[tuple[RawPlace, Place]]:
    """Return every site with its place; its town is None where the words name none.

    ``resolved`` are the report's other places; ``sites`` in text order.
    """
    found: dict[RawPlace, Place] = {}
    for number in range(len(sites) - 1, -1, -1):
        site = sites[number]
        inside = _inside_name(site, resolved)
        around = _after(site, resolved, text) or _before(site, resolved, text)
        holder = (inside if inside and inside.city else around) or inside
        if holder is None and number + 1 < len(sites):
            following = sites[number + 1]
            is_joined = following.sentence == site.sentence and _AND.match(text[site.span.end : following.span.start])
            holder = found[following] if is_joined and site.span.end <= following.span.start else None
        found[site] = _placed(site, holder, _country_beside(site, resolved))
    return [(site, found[site]) for site in sites]


def _placed(site: RawPlace, holder: Place | None, country: str | None) -> Place:
    if holder is None:
        return Place(site.name, None, None, country, None, None, PlacePrecision.LANDMARK)
    return Place(
        site.name, holder.city, holder.admin1, holder.country, holder.lat, holder.lon, PlacePrecision.LANDMARK
    )


def _inside_name(site: RawPlace, resolved: Sequence[ResolvedPlace]) -> Place | None:
    """Return the town in a site's own name: "Kabul airport"; streets are named after towns far away."""
    if site.kind in WAYS or site.kind in MISSIONS:
        return None
    inside = [
        r for r in resolved if site.span.covers(r.raw.span) and r.raw.span != site.span and r.raw.cue != "adjective"
    ]
    return inside[-1].place if inside else None


def _country_beside(site: RawPlace, resolved: Sequence[ResolvedPlace]) -> str | None:
    """Return the country of an adjective in or right before a site: "the Iranian parliament"."""
    if site.kind in MISSIONS:
        return None
    for r in resolved:
        if r.raw.cue == "adjective" and (site.span.covers(r.raw.span) or 0 <= site.span.start - r.raw.span.end <= 1):
            return r.place.country
    return None


def _after(site: RawPlace, resolved: Sequence[ResolvedPlace], text: str) -> Place | None:
    for r in resolved:
        away = r.raw.span.start - site.span.end
        if (
            r.raw.sentence == site.sentence
            and 0 <= away <= _REACH
            and _LEADS_TO.match(text[site.span.end : r.raw.span.start])
        ):
            if r.raw.cue in {"adjective", "modifier"} and r.place.precision is PlacePrecision.COUNTRY:
                continue  # "the Yemeni port of Mokha", "the U.S. border city of El Paso"
            return r.place
    return None


def _before(site: RawPlace, resolved: Sequence[ResolvedPlace], text: str) -> Place | None:
    """Return the town right before a site: "Kabul's main mosque", "in Kabul at a mosque"."""
    for r in reversed(resolved):
        between = text[r.raw.span.end : site.span.start]
        if r.raw.sentence != site.sentence or r.raw.span.end > site.span.start or r.raw.cue == "adjective":
            continue
        if re.match(
            r"^['’]s\s+(?:[\w-]+\s+){0,3}$|^,?\s+(?:at|outside|near|inside|on)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}$",
            between,
        ):
            return r.place
    return None
