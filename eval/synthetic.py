"""Made-up codings for measuring a ledger: as many as wanted, always the same, one after the other.

Nothing here is meant to be true. What counts for a measurement is kept near to real collections: a few countries
have most incidents, words of the texts are as unevenly common as words are (rank times frequency is about
constant), one incident in twenty is told by several reports, which follow each other over days and disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
SEVERAL = 20  # one incident in so many is told by two to six reports
WORDS, FILLER = 30_000, 70
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


@dataclass(slots=True)
class _Story:
    """One incident as it is told by report after report."""

    number: int
    draw: Random
    tables: Tables

    def told(self) -> Iterator[Coding]:
        draw, tables = self.draw, self.tables
        (place,) = draw.choices(tables.places, cum_weights=tables.place_weights)
        (actor,) = draw.choices(tables.actors, cum_weights=tables.actor_weights)
        kind, weapon = draw.choice(tables.types), draw.choice(tables.weapons)
        day = FIRST_DAY + timedelta(draw.randrange(DAYS))
        killed = min(300, int(draw.paretovariate(0.9)) - 1)
        published = day + timedelta(draw.randrange(3))
        for _ in range(draw.randint(2, 6) if self.number % SEVERAL == 0 else 1):
            yield self._report(day, place, actor, kind, weapon, killed, published)
            killed += draw.randrange(3)
            published += timedelta(draw.randrange(4))

    def _report(
        self, day: date, place: Place, actor: str, kind: str, weapon: str, killed: int, published: date
    ) -> Coding:
        draw, tables = self.draw, self.tables
        wounded = killed + draw.randrange(20)
        fill = draw.choices(tables.words, cum_weights=tables.word_weights, k=FILLER)
        outlet = draw.choice(OUTLETS)
        # Common words between the facts, else texts would share more runs of five words than real ones do.
        first, second, third = " ".join(fill[:6]), " ".join(fill[6:10]), " ".join(fill[10:14])
        text = (
            f"{first.capitalize()} in {place.name}. A case of {kind} with {weapon}, {second}, killed {killed} people"
            f" {third} and wounded {wounded} {' '.join(fill[14:18])} on {day:%A} {' '.join(fill[18:21])}."
            f" Of {actor} police said {' '.join(fill[21:])}. By the staff of {outlet}."
        )
        report = Report.of(text, published, outlet=outlet, title=f"{place.name}: story {self.number}")
        about = content_id("i", report.id, 0)
        police = (Speaker("police", "police"),)
        when = DateValue(day, day, DatePrecision.DAY)
        said: list[tuple[str, Value, str, Modality, tuple[Speaker, ...]]] = [
            ("type", Code(kind), kind, Modality.REPORTED, ()),
            ("date", when, f"on {day:%A}", Modality.REPORTED, ()),
            ("place", place, place.name, Modality.REPORTED, ()),
            ("killed", Toll(killed, killed), f"{killed} people", Modality.REPORTED, police),
        ]
        if draw.random() < 0.4:
            modality = draw.choice((Modality.CLAIMED, Modality.SUSPECTED, Modality.REPORTED, Modality.DENIED))
            said.append(("perpetrator", Perpetrator(actor, actor), actor, modality, police))
        if draw.random() < 0.3:
            said.append(("weapon", Kind(weapon, weapon), weapon, Modality.REPORTED, ()))
        if draw.random() < 0.3:
            said.append(("wounded", Toll(wounded, wounded), f"wounded {wounded}", Modality.REPORTED, police))
        statements = tuple(
            Statement.of(about, name, value, _evidence(report, quote), f"{name}.made.1", modality=how, speakers=who)
            for name, value, quote, how, who in said
        )
        best = highest_reported(statements)
        incident = Incident(about, (kind,), Outcome.COMPLETED, False, when, place, None, best, (report.id,))
        return Coding((report,), (incident,), (), statements, (), made_by=MADE_BY)


def _evidence(report: Report, quote: str) -> Evidence:
    start = report.text.index(quote)
    return Evidence.of(report.id, report.text, Span(start, start + len(quote)))


def stories(first: int, last: int, tables: Tables | None = None) -> Iterator[list[Coding]]:
    """Yield the incidents from the ``first`` to before the ``last``, each as the codings of its reports."""
    tables = tables or Tables.made()
    for number in range(first, last):
        yield list(_Story(number, Random(number), tables).told())
