"""Where a report sets its story: its towns, the likeliest scene first, by the words around their names.

"Memphis police", a dateline and "in Memphis" tell where the story is; "Augusta Memorial Hospital", "a Flint man" and
the name of the station tell little of it. These towns serve the main incident alone, and only where its own words
leave the town open or vague.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dateline.codebook.places import Local, Places
from dateline.model import PlacePrecision
from dateline.resolve.home import station_tail
from dateline.resolve.scene_places import is_for_wounded
from dateline.resolve.told import ToldPlace, ToldTown
from dateline.text.sentence import Sentence

_EARLY = 3  # sentences whose towns count double
_NOT_TOWNS = frozenset({"from", "adjective", "to"})
_WITHIN = frozenset({"in", "at", "inside", "into", "within", "across", "throughout", "on"})
APPROXIMATE = frozenset({"near", "outside", "around", "off", "toward", "towards"})
"""Locative words that put something beside a town."""
# How much the words around a town's name tell of its being the scene; set on half of the local news reports.
_OFFICE, _DATELINE, _IN, _BESIDE = 2.0, 2.5, 1.5, 0.7
_MODIFIER, _PEOPLE, _BARE, _INSTITUTION, _OUTLET = 1.0, 0.6, 0.3, 0.2, 0.05
_LEAST = 2 * _OUTLET  # a town that only a publisher is named after is not told
_BY_NAME = frozenset({"", "'s"})  # "Moscow denied it", "Ankara's troops": a capital so named is its government


def lead_towns(
    places: Sequence[ToldPlace], sentences: Sequence[Sentence], text: str, book: Places
) -> tuple[ToldTown, ...]:
    """Return the towns of a report with the weight of their being its scene, the heaviest first.

    Where the words tell hardly of any, the county whose sheriff or deputies the report tells of comes before them: an
    act outside all towns is theirs.
    """
    ranked = _ranked([p for p in places if p.value.city is not None], sentences, text, book)
    areas = _ranked([p for p in places if p.value.city is None], sentences, text, book)
    if areas and areas[0].weight >= _OFFICE and (not ranked or ranked[0].weight < _MODIFIER):
        return (*areas, *ranked)
    return ranked


def _ranked(
    places: Sequence[ToldPlace], sentences: Sequence[Sentence], text: str, book: Places
) -> tuple[ToldTown, ...]:
    """Return the towns, or the counties outside all towns, by the weight of their being the scene."""
    early = {s.index for s in sentences[:_EARLY]}
    parsed = {s.index: s for s in sentences if s.is_parsed}
    capitals = {c.capital for c in book.countries}
    tail = station_tail(text, book.local)
    weight: defaultdict[tuple[str | None, str | None, str | None], float] = defaultdict(float)
    first: dict[tuple[str | None, str | None, str | None], ToldPlace] = {}
    for told in sorted(places, key=lambda p: p.raw.span):
        place = told.value
        if place.precision not in (PlacePrecision.CITY, PlacePrecision.DISTRICT):
            continue
        if told.raw.cue in _NOT_TOWNS:
            continue
        key = (place.city or place.name, place.admin1, place.country)
        is_aside = tail[0] <= told.raw.span.start < tail[1] or (
            told.raw.name in capitals and (told.raw.cue in _BY_NAME or _acts(told, parsed))
        )
        one = _OUTLET if is_aside else town_weight(told, text, book.local)
        weight[key] += one * (2 if told.raw.sentence in early or told.raw.cue == "dateline" else 1)
        first.setdefault(key, told)
    towns = [ToldTown(first[key], weight[key]) for key in first if weight[key] > _LEAST]
    return tuple(sorted(towns, key=lambda t: (-t.weight, t.told.raw.span)))


def _acts(told: ToldPlace, parsed: Mapping[int, Sentence]) -> bool:
    """Say whether a name is told as somebody who does something: "Meanwhile, Vienna has denied it"."""
    sentence, token = parsed.get(told.raw.sentence), told.raw.token
    return sentence is not None and token is not None and sentence.tokens[token].dep == "nsubj"


def town_weight(told: ToldPlace, text: str, local: Local) -> float:
    """Return how much one naming of a town tells of its being the scene."""
    raw = told.raw
    after = text[raw.span.end : raw.span.end + 40]
    if _starts(local.offices).match(after):
        return _OFFICE
    if raw.cue == "dateline":
        return _DATELINE
    if _starts(local.outlets).match(after):
        return _OUTLET
    is_named_after = after[1:2].isupper() and _starts(local.institutions).match(after)
    if is_named_after or _is_cut(raw.name, local) or is_for_wounded(text[: raw.span.start], after):
        return _INSTITUTION
    if raw.cue in _WITHIN or raw.cue == ",":
        return _IN
    if raw.cue in APPROXIMATE or " " in raw.cue:
        return _BESIDE
    if _starts(local.people).match(after):
        return _PEOPLE
    return _MODIFIER if raw.cue in {"modifier", "'s"} else _BARE


def _is_cut(name: str, local: Local) -> bool:
    """Say whether a phrase goes on as an institution's name after the town: "Augusta Memorial"."""
    return bool({w.lower() for w in name.split()[1:]} & local.institutions)


@lru_cache(maxsize=32)
def _starts(words: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for a paragraph that goes on with one of some words, or never where there are none."""
    listed = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"
    return re.compile(rf"(?!\s*\n\s*\n)\s+(?:(?:county|city|metro)\s+)?(?:{listed})\b", re.IGNORECASE)
