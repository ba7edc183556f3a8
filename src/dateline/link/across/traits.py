"""What of a mention is compared with others: its values, the people it names, and its rarer words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - ``date`` is a field here
from itertools import pairwise

from dateline.link.across.rarity import bits
from dateline.model import (
    Coding,
    DateValue,
    Incident,
    Kind,
    Perpetrator,
    Place,
    PlacePrecision,
    Report,
    Statement,
    Toll,
    Victim,
)
from dateline.text.split import split_sentences

LEAST_BITS = 6.6  # words rarer than one in a hundred thousand
LEAST_NAME_BITS = 10.0  # for both words of a name together: "police department" is none
MOST_WORDS, MOST_NAMES, MOST_HEAD, MOST_PEOPLE = 48, 24, 16, 8
MOST_SITES = 6
LEAST_SITE_BITS = 1.5  # "hotel" and rarer; "house" and "city" tell no site
HEAD_CHARACTERS = 400  # headline and first sentences

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?|\d[\d,]*\d")
_NAME = re.compile(r"[A-Z][\w'’-]*[a-z][\w'’-]*(?:\s+(?:[A-Z]\.?\s+)?[A-Z][\w'’-]*[a-z][\w'’-]*)+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a mention is compared.

    ``ordinal`` is its place among its report's incidents: 0 tells of the report's own subject. ``people`` are the
    persons whom statements name, in lower case; ``names`` two words in capitals that stand together anywhere in its
    passage, ``head`` the rarer words of the report's beginning (first mention only), ``words`` those of the passage;
    each with its bits. ``sites`` are the words that tell the site from the rest of its town.
    """

    mention: str
    report: str
    published: Day
    ordinal: int
    types: tuple[str, ...]
    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    actors: tuple[str, ...]
    date: DateValue | None
    place: Place | None
    killed: tuple[int, int] | None
    wounded: tuple[int, int] | None
    people: tuple[str, ...]
    names: Mapping[str, float]
    head: Mapping[str, float]
    words: Mapping[str, float]
    sites: tuple[str, ...] = ()

    @property
    def day(self) -> Day:
        """The day of the incident, as far as it is told, else that of the report."""
        when = self.date
        return (when.latest or when.earliest or self.published) if when else self.published


def traits_of(coding: Coding) -> Iterator[Traits]:
    """Yield the traits of each incident of a coding of one report, in the coding's order."""
    (report,) = coding.reports
    about: dict[str, list[Statement]] = defaultdict(list)
    for statement in coding.statements:
        about[statement.about].append(statement)
    passages = _passages(report, coding.incidents, about)
    for ordinal, incident in enumerate(coding.incidents):
        yield _traits(report, ordinal, incident, about, passages[ordinal])


def _traits(
    report: Report, ordinal: int, incident: Incident, about: Mapping[str, Sequence[Statement]], passage: str
) -> Traits:
    own = about.get(incident.id, ())
    values = [s.value for s in own]
    everyone = [*own, *about.get(incident.group or "", ())]
    return Traits(
        incident.id,
        report.id,
        report.published,
        ordinal,
        tuple(sorted(incident.types)),
        tuple(sorted({s.value.type for s in own if s.property == "weapon" and isinstance(s.value, Kind)})),
        tuple(sorted({s.value.type for s in own if s.property == "target" and isinstance(s.value, Kind)})),
        tuple(sorted({v.actor for v in values if isinstance(v, Perpetrator) and v.actor})),
        incident.date,
        incident.place,
        _counted(own, "killed"),
        _counted(own, "wounded"),
        tuple(sorted({name for s in everyone if (name := _person(s))})[:MOST_PEOPLE]),
        _rarest(_names(passage), LEAST_NAME_BITS, MOST_NAMES),
        _rarest(_words(report.text[:HEAD_CHARACTERS]), LEAST_BITS, MOST_HEAD) if ordinal == 0 else {},
        _rarest(_words(passage), LEAST_BITS, MOST_WORDS),
        _sites(incident.place, own),
    )


def _sites(place: Place | None, own: Iterable[Statement]) -> tuple[str, ...]:
    """Return the words of the site's name and of those of targets, in the singular, without those of its town."""
    told = [s.value.name for s in own if s.property == "target" and isinstance(s.value, Kind) and s.value.name]
    around = " ".join(filter(None, (place.city, place.admin1))) if place else ""
    if place and place.precision in (PlacePrecision.LANDMARK, PlacePrecision.DISTRICT):
        told.insert(0, place.name)
    named = {_singular(word) for name in told for word in _words(name) if bits(word) >= LEAST_SITE_BITS}
    return tuple(
        sorted(named - {_singular(word) for word in _words(around)}, key=lambda w: (-bits(w), w))[:MOST_SITES]
    )


def _singular(word: str) -> str:
    return word.removesuffix("es") if word.endswith(("ches", "shes")) else word.removesuffix("s")


def _counted(own: Iterable[Statement], name: str) -> tuple[int, int] | None:
    """Return the lowest and the highest whole count told."""
    tolls = [s.value for s in own if s.property == name and isinstance(s.value, Toll) and not s.value.part]
    sizes = [t.low if t.low is not None else t.high or 0 for t in tolls]
    return (min(sizes), max(sizes)) if sizes else None


def _person(statement: Statement) -> str | None:
    """Return the first and last name of a person whom a statement names."""
    value = statement.value
    name = value.name if isinstance(value, Victim) or (isinstance(value, Perpetrator) and not value.actor) else None
    told = [_plain(word) for word in _WORD.findall(name or "")]
    told = [word for word in told if len(word) > 1 and word not in _SUFFIXES]
    return f"{told[0]} {told[-1]}" if len(told) > 1 else None


# ---- words ------------------------------------------------------------------------------------------------


def _passages(
    report: Report, incidents: Sequence[Incident], about: Mapping[str, Sequence[Statement]]
) -> Sequence[str]:
    """Return each incident's words: the sentences that tell of it; for the first also those that tell of none."""
    if len(incidents) < 2:
        return [report.text] * len(incidents)
    sentences = split_sentences(report.text)
    of_sentence: list[set[int]] = [set() for _ in sentences]
    for ordinal, incident in enumerate(incidents):
        for statement in (*about.get(incident.id, ()), *about.get(incident.group or "", ())):
            at = statement.evidence
            for number, sentence in enumerate(sentences):
                if sentence.span.start < at.end and at.start < sentence.span.end:
                    of_sentence[number].add(ordinal)
    return [
        "\n".join(s.text for s, own in zip(sentences, of_sentence, strict=True) if n in own or (n == 0 and not own))
        for n in range(len(incidents))
    ]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


def _words(text: str) -> dict[str, float]:
    return {word: bits(word) for word in {_plain(found) for found in _WORD.findall(text)}}


def _names(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for run in _NAME.findall(text):
        told = [_plain(word) for word in run.split()]
        told = [word for word in told if len(word) > 2 or not word.endswith(".")]
        for first, second in pairwise(told):
            found[f"{first} {second}"] = bits(first) + bits(second)
    return found


def _rarest(found: Mapping[str, float], least: float, most: int) -> dict[str, float]:
    """Return the rarest, each with its bits; of equally rare ones the first by letter."""
    kept = sorted((item for item in found.items() if item[1] >= least), key=lambda item: (-item[1], item[0]))
    return dict(kept[:most])
