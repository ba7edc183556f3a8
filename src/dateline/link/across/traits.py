"""What of a mention is compared with others: its values, the people it names, and its rarer words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - ``date`` is a field here
from itertools import pairwise
from typing import TypedDict

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
    content_id,
)
from dateline.text.split import split_sentences

LEAST_BITS = 6.6  # words rarer than one in a hundred thousand
LEAST_NAME_BITS = 10.0  # for both words of a name together: "police department" is none
LEAST_PROPER_BITS = 3.0  # names of large towns are among the common words
MOST_WORDS, MOST_PROPER, MOST_NAMES, MOST_HEAD, MOST_PEOPLE = 48, 48, 12, 12, 6
MOST_SUBJECT, LEAST_SUBJECT_BITS = 16, 3.0
MOST_AGES, MOST_TIMES, MOST_SITES = 6, 4, 6
LEAST_SITE_BITS = 1.5  # "hotel" and rarer; "house" and "city" tell no site
HEAD_CHARACTERS = 400  # headline and first sentences

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?|\d[\d,]*\d")
_NAME = re.compile(r"[A-Z][\w'’-]*[a-z][\w'’-]*(?:\s+(?:[A-Z]\.?\s+)?[A-Z][\w'’-]*[a-z][\w'’-]*)+")
_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|\b[Aa]ged? (\d{1,2})\b|, (\d{1,2}),|\((\d{1,2})\)")
_TIME = re.compile(r"\b(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s?([ap])\.?\s?m\b", re.IGNORECASE)
_OUTLET = re.compile(r"\A([^\n]{25,130}?) +(?:[-–—|]|:(?= News\b)) +[^\n]{2,90}(?=\n|\Z)")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a mention is compared.

    ``ordinal`` is its place among its report's incidents: 0 tells of the report's own subject. ``people`` are the
    persons whom statements name, in lower case; ``names`` two words in capitals that stand together anywhere in its
    passage, ``proper`` words that it writes with a capital only, ``words`` its other rarer words, ``head`` the rarer
    words of the report's beginning (first mention only), ``subject`` the words that its passage tells most often;
    each with its bits. ``ages`` and ``times`` are the years of age and the times of day (in minutes) that it tells.
    ``sites`` are words that tell the site from its town.
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
    proper: Mapping[str, float]
    words: Mapping[str, float]
    head: Mapping[str, float]
    subject: Mapping[str, float]
    ages: tuple[int, ...]
    times: tuple[int, ...]
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


def whole_report_traits(report: Report) -> Traits:
    """Return the traits of a report as a whole, for one in which no incident was coded: its words and names.

    A funeral, a trial or an appeal for witnesses still speaks of an incident, in the words of the reports before it.
    """
    return Traits(
        content_id("i", report.id, "whole"),
        report.id,
        report.published,
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
        **_wording(report, report.text, is_first=True),
    )


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
        types=tuple(sorted(incident.types)),
        weapons=tuple(sorted({s.value.type for s in own if s.property == "weapon" and isinstance(s.value, Kind)})),
        targets=tuple(sorted({s.value.type for s in own if s.property == "target" and isinstance(s.value, Kind)})),
        actors=tuple(sorted({v.actor for v in values if isinstance(v, Perpetrator) and v.actor})),
        date=incident.date,
        place=incident.place,
        killed=_counted(own, "killed"),
        wounded=_counted(own, "wounded"),
        people=tuple(sorted({name for s in everyone if (name := _person(s))})[:MOST_PEOPLE]),
        **_wording(report, passage, is_first=ordinal == 0),
        sites=_sites(incident.place, own),
    )


def _sites(place: Place | None, own: Iterable[Statement]) -> tuple[str, ...]:
    """Return the words of the site's name and of those of targets, in the singular, without those of its town."""
    told = [s.value.name for s in own if s.property == "target" and isinstance(s.value, Kind) and s.value.name]
    if place and place.precision in (PlacePrecision.LANDMARK, PlacePrecision.DISTRICT):
        told.insert(0, place.name)
    around = " ".join(filter(None, (place.city, place.admin1))) if place else ""
    of_town = {_singular(_plain(word)) for word in _WORD.findall(around)}
    words = {_plain(word) for name in told for word in _WORD.findall(name)}
    kept = {_singular(word): bits(word) for word in words if bits(word) >= LEAST_SITE_BITS}
    return tuple(_rarest({w: b for w, b in kept.items() if w not in of_town}, LEAST_SITE_BITS, MOST_SITES))


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
        "\n".join(s.text for s, own in zip(sentences, of_sentence, strict=True) if n in own or n == 0)
        for n in range(len(incidents))
    ]


def _without_outlet(text: str) -> str:
    """Return a text without the outlet that a headline ends with ("... - KXYZ Channel 2 - News, Weather, Sports")."""
    return _OUTLET.sub(r"\1", text, count=1)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


class _Wording(TypedDict):
    names: Mapping[str, float]
    proper: Mapping[str, float]
    words: Mapping[str, float]
    head: Mapping[str, float]
    subject: Mapping[str, float]
    ages: tuple[int, ...]
    times: tuple[int, ...]


def _wording(report: Report, passage: str, *, is_first: bool) -> _Wording:
    """Return what a passage is worded with: those fields of ``Traits``."""
    passage = _without_outlet(passage)
    found = _WORD.findall(passage)
    small = {_plain(word) for word in found if not word[0].isupper()}
    proper = {_plain(word) for word in found} - small
    head = map(_plain, _WORD.findall(_without_outlet(report.text[:HEAD_CHARACTERS]))) if is_first else ()
    return {
        "names": _rarest(_names(passage), LEAST_NAME_BITS, MOST_NAMES),
        "proper": _rarest(_with_bits(proper), LEAST_PROPER_BITS, MOST_PROPER),
        "words": _rarest(_with_bits(small), LEAST_BITS, MOST_WORDS),
        "head": _rarest(_with_bits(head), LEAST_BITS, MOST_HEAD),
        "subject": _subject(found),
        "ages": _first(MOST_AGES, (int(next(filter(None, told))) for told in _AGE.findall(passage))),
        "times": _first(MOST_TIMES, (_minutes(*told) for told in _TIME.findall(passage))),
    }


def _subject(found: Iterable[str]) -> dict[str, float]:
    """Return the words that a passage is about: those that it tells most often, each by what it is worth.

    The rarest words of a long text are incidental, and the frame of a page tells each of its own once.
    """
    number = Counter(word for word in map(_plain, found) if not word[0].isdigit())
    told = {word: bits(word) for word in number if bits(word) >= LEAST_SUBJECT_BITS}
    return {word: told[word] for word in sorted(told, key=lambda w: (-told[w] * number[w], w))[:MOST_SUBJECT]}


def _minutes(hour: str, minute: str, half: str) -> int:
    return 60 * (int(hour) % 12 + (12 if half in "pP" else 0)) + int(minute or 0)


def _first(most: int, found: Iterable[int]) -> tuple[int, ...]:
    """Return the first different numbers, sorted."""
    return tuple(sorted(list(dict.fromkeys(found))[:most]))


def _with_bits(words: Iterable[str]) -> dict[str, float]:
    return {word: bits(word) for word in set(words)}


def _names(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for run in _NAME.findall(text):
        told = [_plain(word) for word in run.split()]
        told = [word for word in told if len(word) > 2 or not word.endswith(".")]
        for first, second in pairwise(told):
            found[f"{first} {second}"] = bits(first) + bits(second)
    return found


def rarest_word(name: str) -> tuple[str, float]:
    """Return the rarest word of a name as texts' words are written here, with its bits."""
    found = _with_bits(map(_plain, _WORD.findall(name))) or {_plain(name): 0.0}
    return max(found.items(), key=lambda item: (item[1], item[0]))


def _rarest(found: Mapping[str, float], least: float, most: int) -> dict[str, float]:
    """Return the rarest, each with its bits; of equally rare ones the first by letter."""
    kept = sorted((item for item in found.items() if item[1] >= least), key=lambda item: (-item[1], item[0]))
    return dict(kept[:most])
