"""Made-up codings for measuring a ledger: as many as wanted, always the same, one after the other.

Nothing here is meant to be true. What counts for a measurement is kept near to real collections: a few countries
have most incidents, words of the texts are as unevenly common as words are (rank times frequency is about
constant), one incident in forty is told by several reports, which follow each other over days and disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from dateline.codebook import load_codebook
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
    content_id,
    highest_reported,
)

FIRST_DAY, DAYS = date(2005, 1, 1), 20 * 365
MADE_BY = {"dateline": "0", "codebook": "attacks@1", "parser": "none@0"}
SEVERAL = 40  # one incident in so many is told by two to six reports
WORDS, FILLER = 30_000, 36
_POLICE = (Speaker("police", "police"),)
OUTLETS = tuple(f"Outlet {n}" for n in range(200))
_COUNTRIES = (
    "IQ AF PK SY YE SO NG IN PH CO TH LY EG UA ML CM KE BD TR NP LK DZ ID SD SS CD CF BF NE TD MZ ET IR IL LB SA "
    "RU FR GB US DE ES IT BE SE GR MX PE BR VE CL CN JP MM KH MY"
).split()
_SYLLABLES = "ba ko mi ra su te lo na di fe gu ha ji ka lu mo ne pa ri sa to vu wa ye zo".split()


def _harmonic(size: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, size + 1)))


def _word(number: int) -> str:
    parts = []
    number += len(_SYLLABLES)  # at least two syllables
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Tables:
    """What the draws draw from, made once."""

    words: list[str]
    word_weights: list[float]
    places: list[Place]
    place_weights: list[float]
    actors: list[str]
    actor_weights: list[float]
    types: list[str]
    weapons: list[str]

    @classmethod
    def made(cls) -> Tables:
        """Return the tables: 40 towns in each of 56 countries, the actors, types and weapons of the codebook."""
        book = load_codebook()
        places = [
            Place(
                name := _word(5_000 + 40 * c + t).title(),
                name,
                f"{_word(900 + 8 * c + t % 8).title()} Province",
                country,
                round(-40 + (c * 37 % 100) + t / 20, 3),
                round(-120 + (c * 53 % 240) + t / 15, 3),
                PlacePrecision.CITY,
            )
            for t in range(40)
            for c, country in enumerate(_COUNTRIES)
        ]
        actors = sorted(actor.id for actor in book.actors.entries)
        types = sorted(entry.id for entry in book.types)
        weapons = sorted(entry.id for entry in book.weapons)
        words = [_word(n) for n in range(WORDS)]
        return cls(
            words, _harmonic(WORDS), places, _harmonic(len(places)), actors, _harmonic(len(actors)), types, weapons
        )


@dataclass(frozen=True, slots=True)
class _Act:
    """What is told of one incident, the same in each report but for the counts, which rise."""

    day: date
    place: Place
    actor: str
    kind: str
    weapon: str
    killed: int
    wounded: int
    when: DateValue

    @classmethod
    def drawn(cls, draw: Random, tables: Tables) -> _Act:
        (place,) = draw.choices(tables.places, cum_weights=tables.place_weights)
        (actor,) = draw.choices(tables.actors, cum_weights=tables.actor_weights)
        day = FIRST_DAY + timedelta(draw.randrange(DAYS))
        killed = min(300, int(draw.paretovariate(0.9)) - 1)
        kind, weapon = draw.choice(tables.types), draw.choice(tables.weapons)
        return cls(day, place, actor, kind, weapon, killed, killed + draw.randrange(20), _when(day, draw.random()))

    def text(self, fill: list[str]) -> str:
        """Return two sentences; other words stand between the facts, else all texts would share runs of five."""
        first, second, third, fourth = (" ".join(fill[n : n + 5]) for n in range(0, 20, 5))
        return (
            f"{first.capitalize()} in {self.place.name}. A case of {self.kind} with {self.weapon}, {second}, killed"
            f" {self.killed} people {third} and wounded {self.wounded} {fourth} on {self.day:%d %B %Y} {fill[20]}."
            f" Of {self.actor} police said {' '.join(fill[21:])}. "
        )

    def said(self, draw: Random) -> list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]]:
        """Return what is stated with the words that say it: five statements or so."""
        found: list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]] = [
            ("type", Code(self.kind), self.kind, Modality.REPORTED, ()),
            ("date", self.when, f"on {self.day:%d %B %Y}", Modality.REPORTED, ()),
            ("place", self.place, self.place.name, Modality.REPORTED, ()),
            ("killed", Toll(self.killed, self.killed), f"{self.killed} people", Modality.REPORTED, _POLICE),
        ]
        if draw.random() < 0.4:
            modality = draw.choice((Modality.CLAIMED, Modality.SUSPECTED, Modality.REPORTED, Modality.DENIED))
            found.append(("perpetrator", Perpetrator(self.actor, self.actor), self.actor, modality, _POLICE))
        if draw.random() < 0.3:
            found.append(("weapon", Kind(self.weapon, self.weapon), self.weapon, Modality.REPORTED, ()))
        if draw.random() < 0.3:
            wounded = Toll(self.wounded, self.wounded)
            found.append(("wounded", wounded, f"wounded {self.wounded}", Modality.REPORTED, _POLICE))
        return found


def _told(draw: Random, tables: Tables, acts: list[_Act], published: date, number: int) -> Coding:
    """Return what a report of one or several incidents tells."""
    texts = [act.text(draw.choices(tables.words, cum_weights=tables.word_weights, k=FILLER)) for act in acts]
    outlet = draw.choice(OUTLETS)
    text = f"{''.join(texts)}By the staff of {outlet}."
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
            for name, value, quote, how, who in act.said(draw)
        ]
        best = highest_reported(own)
        outcome = Outcome.COMPLETED
        incidents.append(Incident(about, (act.kind,), outcome, False, act.when, act.place, None, best, (report.id,)))
        statements += own
        start += len(part)
    return Coding((report,), tuple(incidents), (), tuple(statements), (), made_by=MADE_BY)


def _when(day: date, share: float) -> DateValue:
    """Return the day; of one incident in eight no more than the week or, as often, the month."""
    if share < 1 / 16:
        first = day.replace(day=1)
        return DateValue(first, (first + timedelta(31)).replace(day=1) - timedelta(1), DatePrecision.MONTH)
    if share < 1 / 8:
        return DateValue(day - timedelta(6), day, DatePrecision.WEEK)
    return DateValue(day, day, DatePrecision.DAY)


def _evidence(report: Report, quote: str, after: int) -> Evidence:
    start = report.text.index(quote, after)
    return Evidence.of(report.id, report.text, Span(start, start + len(quote)))


def stories(first: int, last: int, tables: Tables | None = None) -> Iterator[list[Coding]]:
    """Yield incidents from number ``first`` to before ``last`` (multiples of four), as the codings of their reports.

    Of four incidents one has reports of its own, and three are told by one report, a survey of them.
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
        survey = [_Act.drawn(draw, tables) for _ in range(3)]
        yield [_told(draw, tables, survey, max(one.day for one in survey) + timedelta(1), number)]
