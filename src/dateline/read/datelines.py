"""Wire datelines: the place, day and agency with which agency copy opens.

The forms are those of agency style: ``KABUL, Afghanistan, June 7 (Wire) -``, ``KABUL (AP) --``,
``SAN SALVADOR, 19 APR 89 (ACAN-EFE) -- [TEXT]``, ``BAGHDAD, June 7, 2017 (Reuters) -``, ``LONDON —``.
A dateline stays in the report's text, because its place matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.model import Span
from dateline.read.dates import CalendarDay, last_day

_OPENING = re.compile(
    r"\s*(?P<lead>(?:\([^()\n]{1,40}\)|[^\n(]){1,120}?(?:\n[^\n]{0,60}?)?)(?P<dash>\s+--?\s|\s*[–—]\s?|\s*--+\s?|(?<=\)):\s)"
)
_SOURCE = re.compile(r"[\s,]*(?:\(([^()\n]{2,40})\)|/([A-Z][\w .&-]{1,30})/\.?)\s*$")
_COUNTRY = re.compile(r"\s*\([^()]{2,40}\)$")
_NO_DATE = re.compile(r"[\s,]*\bNO DATE\b\.?$", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[A-ZÀ-Þ0-9'’(‘`][\w'’.()/-]*$|^(?:of|the|and|de|la|al|el|of|on|upon)$")
_STATION = re.compile(r"([A-Z]{3,5} ?\([^()\n]{2,20}\)) (?=[A-Z]{3})")  # "KUTV (CBS) SALT LAKE CITY -"
_NO_PLACE = frozenset(
    {"FILE", "VIDEO", "WATCH", "UPDATE", "UPDATED", "EXCLUSIVE", "BREAKING", "PHOTOS", "PHOTO", "ANALYSIS"}
    | {"OPINION", "LIVE", "NEWS", "On", "In", "At", "By", "As", "For", "From", "After", "When", "Q", "A"}
)
_MOST_WORDS = 9
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline in a text: its span without the dash, the span of its place, its day and its agency."""

    span: Span
    place: Span | None
    day: CalendarDay | None
    source: str | None


def find_dateline(text: str, at: int = 0) -> Dateline | None:
    """Return the dateline that begins at an offset of a text (white space aside), or None."""
    opening = _OPENING.match(text, at)
    if not opening:
        return None
    start = opening.start("lead")
    lead = opening["lead"]
    found = _SOURCE.search(lead)
    source = (found[1] or found[2]) if found else None
    rest = (lead[: found.start()] if found else lead).rstrip(" ,.")
    undated = _NO_DATE.sub("", rest)
    dated = last_day(rest) if undated == rest else None
    place = (rest[: dated[1]] if dated else undated).rstrip(" ,.\n")
    if not _is_place(place, is_backed=bool(source or dated)):
        return None
    station = _STATION.match(place)
    source = source or (station[1] if station else None)
    where = Span(start + (station.end() if station else 0), start + len(place)) if place else None
    return Dateline(Span(start, opening.end("lead")), where, dated[0] if dated else None, source)


def _is_place(name: str, *, is_backed: bool) -> bool:
    """Say whether words can be a dateline's place; ``is_backed`` where a day or an agency stands by them."""
    if not name:
        return is_backed
    words = _COUNTRY.sub("", name).replace(",", " ").split()
    if not words or words[0] in _NO_PLACE or len(words) > _MOST_WORDS or name.count(",") >= _MOST_PARTS:
        return False
    if not all(_NAME_WORD.match(word) for word in words):
        return False
    city = name.split(",")[0].split("(")[0]
    is_capital = city.isupper() and len(city) > 2
    return is_capital or is_backed
