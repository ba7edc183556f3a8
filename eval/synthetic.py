"""Made-up codings for measuring a ledger: as many as wanted, always the same, one after the other.

Nothing here is meant to be true. What counts for a measurement is kept near to real collections:

- **Towns** are the 400 largest of each of 56 countries, by the gazetteer, so that names are as rare and as ambiguous
  as they are; names of two words are left out, which the linking rule takes for a person's. The first country has a
  tenth of all incidents, and its first town three in ten of these, roughly as Iraq and Baghdad in the Global
  Terrorism Database: at a million incidents four a day in the first town, and eleven in its worst years, for half of
  a country's incidents fall in five years of the twenty beside its share of the other half. One incident in ten is
  told to the province only, one in twenty to the week or month only.
- **Words** are English ones as common as they are (``link.across.rarity``), in lower case, and one in seven a name of
  its own; **names** are rare words, and beyond these words that no list holds, each as likely as one over its rank.
  An incident has two people's names, one of them harmed and with an age, and a site's, of which its reports leave out
  three in ten; every tenth also has that of one of its province's three spokesmen of the year.
- **What is told** is near to Dateline's codings of the sets gva, gtd_texts and news_clusters (2026-11-23), which tell
  somewhat more: each incident has type, day and place, eight in ten a count of the killed, five a weapon, four a
  target by its name, the wounded, a doer, two somebody harmed.
- **Kinds** of act and weapons are as uneven: bombings and explosives, then armed assaults and firearms, then others.
- One incident in forty is told by several reports, which follow each other over days and disagree. Texts hold
  two sentences an incident and share few runs of words.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from math import exp, log
from random import Random

from dateline.codebook import load_codebook
from dateline.link.across.rarity import frequencies
from dateline.model import (
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
    Incident,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    PlacePrecision,
    Report,
    Span,
    Speaker,
    Statement,
    Toll,
    Value,
    Victim,
    content_id,
    highest_reported,
)
from dateline.resolve.gazetteer_build import ensure_table

FIRST_DAY, DAYS = date(2005, 1, 1), 20 * 365
WORST = 5 * 365  # days that have half of a country's incidents
MADE_BY = {"dateline": "0", "codebook": "attacks@1", "parser": "none@0"}
SEVERAL = 40  # one incident in so many is told by two to six reports
PROVINCE_ONLY = 0.1  # of incidents
QUOTED, SPOKESMEN = 0.1, 3  # incidents for which a spokesman of the province is named, of so many a year
LEFT_OUT = 0.3  # of an incident's names by each report
TOWNS = 400  # of each country
FILLER = 40
NAMES_BESIDE = 6  # of these, names of others: officials, agencies, quarters
ACTOR_NAMED = 0.4  # of incidents
NO_DAY = 1 / 20  # of incidents, half of them told to the week and half to the month
# Shares of the reports of an incident that tell a property.
TELLS = {"killed": 0.8, "weapon": 0.6, "target": 0.6, "wounded": 0.4, "victim": 0.25}
NAMES = (2_000, 500_000)  # ranks of words that are names
_POLICE = (Speaker("police", "police"),)
_SAID_OF_ACTORS = (Modality.CLAIMED, Modality.SUSPECTED, Modality.REPORTED, Modality.DENIED)
OUTLETS = tuple(f"Outlet {n}" for n in range(200))
_COUNTRIES = (
    "IQ AF PK SY YE SO NG IN PH CO TH LY EG UA ML CM KE BD TR NP LK DZ ID SD SS CD CF BF NE TD MZ ET IR IL LB SA "
    "RU FR GB US DE ES IT BE SE GR MX PE BR VE CL CN JP MM KH MY"
).split()
_FIRST_TYPES, _FIRST_WEAPONS = ("bombing", "armed_assault"), ("explosive", "firearm")
_SYLLABLES = "ba ko mi ra su te lo na di fe gu ha ji ka lu mo ne pa ri sa to vu wa ye zo".split()
_TOWNS = """
SELECT p.name, a.name, p.country, p.lat, p.lon FROM place p JOIN place a ON a.id = p.parent
WHERE p.kind = 'city' AND p.country = ? AND p.name NOT LIKE '% %' ORDER BY p.population DESC, p.id LIMIT ?
"""


def _weights(size: int, power: float = 1.0, beyond: float = 0.0) -> list[float]:
    """Return the running sums of ``1 / (rank + beyond) ** power``."""
    return list(accumulate((rank + beyond) ** -power for rank in range(1, size + 1)))


def _shares(sums: list[float]) -> Iterator[float]:
    yield from ((b - a) / sums[-1] for a, b in zip([0.0, *sums], sums, strict=False))


def _word(number: int) -> str:
    parts = []
    number += len(_SYLLABLES)  # at least two syllables
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts)


def _towns() -> Iterator[list[Place]]:
    """Yield the largest towns of each country."""
    with closing(sqlite3.connect(ensure_table())) as table:
        for country in _COUNTRIES:
            yield [
                Place(name, name, province, country, lat, lon, PlacePrecision.CITY)
                for name, province, _, lat, lon in table.execute(_TOWNS, (country, TOWNS))
            ]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the draws draw from, made once."""

    words: list[str]
    word_weights: list[float]
    places: list[Place]
    place_weights: list[float]
    of_country: dict[str, tuple[int, int]]  # the first and the last of its towns
    actors: list[str]
    actor_names: list[str]
    actor_weights: list[float]
    types: list[str]
    weapons: list[str]
    targets: list[str]

    @classmethod
    def made(cls) -> Tables:
        """Return the tables: words, towns, and the actors, types and weapons of the codebook, the commonest first."""
        book = load_codebook()
        places, weights = [], []
        of_country = {}
        for own, share in zip(_towns(), _shares(_weights(len(_COUNTRIES), beyond=2.0)), strict=True):
            of_country[own[0].country or ""] = (len(places), len(places) + len(own) - 1)
            places += own
            weights += [share * of_town for of_town in _shares(_weights(len(own), power=1.2))]
        actors = {actor.id: actor.name for actor in sorted(book.actors.entries, key=lambda one: one.id)}
        types = sorted((entry.id for entry in book.types), key=lambda one: _first(one, _FIRST_TYPES))
        weapons = sorted((entry.id for entry in book.weapons), key=lambda one: _first(one, _FIRST_WEAPONS))
        common = frequencies()
        return cls(
            list(common),
            list(accumulate(common.values())),
            places,
            list(accumulate(weights)),
            of_country,
            list(actors),
            list(actors.values()),
            _weights(len(actors), beyond=2.0),
            types,
            weapons,
            sorted(entry.id for entry in book.targets),
        )

    def place(self, draw: Random, country: str | None = None) -> Place:
        """Return a town, of a country where one is given."""
        if country is None:
            (place,) = draw.choices(self.places, cum_weights=self.place_weights)
            return place
        first, last = self.of_country[country]
        before = self.place_weights[first - 1] if first else 0.0
        at = bisect_right(self.place_weights, draw.uniform(before, self.place_weights[last]), first, last)
        return self.places[at]

    def name(self, draw: Random) -> str:
        """Return a name: a rare word, or one that is in no list."""
        least, most = NAMES
        rank = int(exp(draw.uniform(log(least), log(most))))
        return (self.words[rank] if rank < len(self.words) else _word(rank)).capitalize()

    def filler(self, draw: Random) -> list[str]:
        """Return what stands between the facts of a text: common words and names of others."""
        found = draw.choices(self.words, cum_weights=self.word_weights, k=FILLER)
        for at in draw.sample(range(FILLER), NAMES_BESIDE):
            found[at] = self.name(draw)
        return found

    def person(self, draw: Random) -> str:
        """Return a first and a last name."""
        return f"{self.name(draw)} {self.name(draw)}"


def _first(one: str, first: tuple[str, ...]) -> tuple[int, str]:
    return (first.index(one) if one in first else len(first), one)


@dataclass(frozen=True, slots=True)
class _Act:
    """What is told of one incident, the same in each report but for the counts, which rise."""

    day: date
    place: Place
    actor: Perpetrator
    kind: str
    weapon: str
    target: str
    killed: int
    wounded: int
    when: DateValue
    names: tuple[str, ...]  # of somebody harmed, of somebody else, of the site, of a spokesman
    age: int
    modality: Modality | None  # of what is said of the actor, whom most reports do not name

    @classmethod
    def drawn(cls, draw: Random, tables: Tables, near: _Act | None = None) -> _Act:
        """Return an act; one ``near`` another is of its country and of the week up to its day."""
        place = tables.place(draw, near.place.country if near else None)
        (n,) = draw.choices(range(len(tables.actors)), cum_weights=tables.actor_weights)
        actor = Perpetrator(tables.actors[n], tables.actor_names[n])
        (kind,) = draw.choices(tables.types, cum_weights=_weights(len(tables.types)))
        (weapon,) = draw.choices(tables.weapons, cum_weights=_weights(len(tables.weapons)))
        (target,) = draw.choices(tables.targets, cum_weights=_weights(len(tables.targets)))
        day = near.day - timedelta(draw.randrange(7)) if near else FIRST_DAY + timedelta(_drawn_day(draw, place))
        killed = min(300, int(draw.paretovariate(0.9)) - 1)
        names = (tables.person(draw), tables.person(draw), tables.name(draw), _spokesman(draw, tables, place, day))
        if draw.random() < PROVINCE_ONLY and place.admin1:
            place = replace(place, name=place.admin1, city=None, precision=PlacePrecision.ADMIN1)
        wounded, when = killed + draw.randrange(20), _when(day, draw.random())
        modality = draw.choice(_SAID_OF_ACTORS) if draw.random() < ACTOR_NAMED else None
        return cls(
            day, place, actor, kind, weapon, target, killed, wounded, when, names, draw.randint(1, 90), modality
        )

    def text(self, draw: Random, fill: list[str]) -> str:
        """Return two sentences; other words stand between the facts, else all texts would share runs of five."""
        people = [name if draw.random() >= LEFT_OUT else "" for name in self.names]
        people[0] = people[0] and f"{people[0]}, {self.age},"
        parts = iter([" ".join(fill[n : n + 4]) for n in range(0, FILLER, 4)])
        who = self.actor.name if self.modality else next(parts)
        told = (
            (next(parts).capitalize(), "in", self.place.name),
            (next(parts), people[0], "a", _in_words(self.kind)),
            (next(parts), "with", self.weapon),
            (next(parts), f"killed {self.killed} people"),
            (next(parts), people[1], f"and wounded {self.wounded}"),
            (next(parts), people[2], _said(self.day), f"{next(parts)}. Of", who),
            ("police said", next(parts), people[3], f"{next(parts)}. "),
        )
        return " ".join(word for words in told for word in words if word)

    def said(self, draw: Random, text: str) -> list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]]:
        """Return what a text states of it with the words that say it: six statements or so."""
        found: list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]] = [
            ("type", Code(self.kind), _in_words(self.kind), Modality.REPORTED, ()),
            ("date", self.when, _said(self.day), Modality.REPORTED, ()),
            ("place", self.place, self.place.name, Modality.REPORTED, ()),
        ]
        if self.modality:
            found.append(("perpetrator", self.actor, self.actor.name or "", self.modality, _POLICE))
        wounded = Toll(self.wounded, self.wounded)
        victim, _, site, _ = self.names
        told: list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]] = [
            ("killed", Toll(self.killed, self.killed), f"{self.killed} people", Modality.REPORTED, _POLICE),
            ("weapon", Kind(self.weapon, self.weapon), self.weapon, Modality.REPORTED, ()),
            ("target", Kind(self.target, site), site, Modality.REPORTED, ()),
            ("wounded", wounded, f"wounded {self.wounded}", Modality.REPORTED, _POLICE),
            ("victim", Victim(victim, None, "killed", "person"), victim, Modality.REPORTED, ()),
        ]
        return found + [one for one in told if one[2] in text and draw.random() < TELLS[one[0]]]


def _spokesman(draw: Random, tables: Tables, place: Place, day: date) -> str:
    """Return a name that other incidents of the province and year have too, or none."""
    if draw.random() >= QUOTED:
        return ""
    return tables.person(Random(f"{place.country} {place.admin1} {day.year} {draw.randrange(SPOKESMEN)}"))


def _in_words(kind: str) -> str:
    return kind.replace("_", " ")


def _said(day: date) -> str:
    return f"on {day.day} {day:%B %Y}"


def _told(draw: Random, tables: Tables, acts: list[_Act], published: date, number: int) -> Coding:
    """Return what a report of one or several incidents tells."""
    texts = [act.text(draw, tables.filler(draw)) for act in acts]
    outlet = draw.choice(OUTLETS)
    text = "".join(texts).rstrip()
    report = Report.of(text, published, outlet=outlet, title=f"{acts[0].place.name}: story {number}")
    incidents: list[Incident] = []
    statements: list[Statement] = []
    start = 0
    for n, (act, part) in enumerate(zip(acts, texts, strict=True)):
        about = content_id("i", report.id, n)
        own = [
            Statement.of(
                about, name, value, _evidence(report, quote, start), f"{name}.made.1", modality=how, speakers=who
            )
            for name, value, quote, how, who in act.said(draw, part)
        ]
        best = highest_reported(own)
        outcome = Outcome.COMPLETED
        incidents.append(Incident(about, (act.kind,), outcome, False, act.when, act.place, None, best, (report.id,)))
        statements += own
        start += len(part)
    return Coding((report,), tuple(incidents), (), tuple(statements), (), made_by=MADE_BY)


def _drawn_day(draw: Random, place: Place) -> int:
    """Return a day's number; every other time it lies in the country's worst years."""
    if draw.random() < 0.5:
        return draw.randrange(DAYS)
    first = _COUNTRIES.index(place.country or "") * 3 * 365 % (DAYS - WORST)
    return first + draw.randrange(WORST)


def _when(day: date, share: float) -> DateValue:
    """Return the day; of one incident in twenty no more than the week or, as often, the month."""
    if share < NO_DAY / 2:
        first = day.replace(day=1)
        return DateValue(first, (first + timedelta(31)).replace(day=1) - timedelta(1), DatePrecision.MONTH)
    if share < NO_DAY:
        return DateValue(day - timedelta(6), day, DatePrecision.WEEK)
    return DateValue(day, day, DatePrecision.DAY)


def _evidence(report: Report, quote: str, after: int) -> Evidence:
    start = report.text.index(quote, after)
    return Evidence.of(report.id, report.text, Span(start, start + len(quote)))


def stories(first: int, last: int, tables: Tables | None = None) -> Iterator[list[Coding]]:
    """Yield incidents from number ``first`` to before ``last`` (multiples of four), as the codings of their reports.

    Of four incidents one has reports of its own, and three are told by one report, a survey of a country's week.
    """
    tables = tables or Tables.made()
    for number in range(first, last, 4):
        draw = Random(number)
        act = _Act.drawn(draw, tables)
        published = act.day + timedelta(draw.randrange(3))
        told = []
        for _ in range(draw.randint(2, 6) if number % SEVERAL == 0 else 1):
            told.append(_told(draw, tables, [act], published, number))
            more = draw.randrange(3)
            act = replace(act, killed=act.killed + more, wounded=act.wounded + more)
            published += timedelta(draw.randrange(4))
        yield told
        newest = _Act.drawn(draw, tables)
        survey = [newest, *(_Act.drawn(draw, tables, newest) for _ in range(2))]
        yield [_told(draw, tables, survey, max(one.day for one in survey) + timedelta(1), number)]
