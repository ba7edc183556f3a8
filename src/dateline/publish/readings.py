"""What other standards ask of an incident, answered from its values: one day, actors, a sentence, citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateline.codebook import Codebook
from dateline.codebook.actors import slug
from dateline.codebook.words import MONTHS, date_words, day_words, place_words
from dateline.ledger.reader import ReportHead
from dateline.model import DatePrecision, Kind, Modality, Outcome, Toll
from dateline.publish.crosswalk import Country, countries
from dateline.publish.facts import bounds_words
from dateline.publish.published import Published, Said

# Formats are given one incident after the other, so what one of them has read of it is at hand for the next.

_ORDER = (Modality.REPORTED, Modality.CLAIMED, Modality.SUSPECTED, Modality.DENIED)
_MONTH = 31  # days
_NOT_DONE = (Outcome.THREATENED, Outcome.PLANNED)


@dataclass(frozen=True, slots=True)
class Days:
    """When an incident was, for a standard with one day: the day (the midpoint of a range), and the range.

    ``is_year_only`` says that no month is known.
    """

    day: date
    first: date
    last: date
    is_year_only: bool

    @property
    def length(self) -> int:
        """The number of days of the range."""
        return (self.last - self.first).days + 1


@lru_cache(maxsize=1)
def days_of(one: Published) -> Days:
    """Return the days of an incident; where no date is told, the year of its first report."""
    told = one.incident.date
    first = (told.earliest or told.latest) if told else None
    last = (told.latest or told.earliest) if told else None
    if first is None or last is None:
        year = one.incident.first.year
        return Days(one.incident.first, date(year, 1, 1), one.incident.first, True)
    width = (last - first).days
    middle = first + timedelta(days=width // 2)
    is_over_years = first.year != last.year and width >= _MONTH  # nearer than that, the midpoint tells the month
    is_year = told is not None and told.precision is DatePrecision.YEAR
    return Days(middle, first, last, is_year or is_over_years)


@dataclass(frozen=True, slots=True)
class ActorReading:
    """An actor with all the ways in which reports put it forward."""

    actor: str | None
    name: str
    modalities: frozenset[str]

    @property
    def is_held(self) -> bool:
        """Say whether anybody puts it forward, and not only a denial."""
        return bool(self.modalities - {Modality.DENIED})

    @property
    def is_uncertain(self) -> bool:
        """Say whether it is suspected only, or denied by somebody."""
        return Modality.DENIED in self.modalities or not self.modalities & {Modality.REPORTED, Modality.CLAIMED}


@lru_cache(maxsize=1)
def actors_of(one: Published, book: Codebook) -> Sequence[ActorReading]:
    """Return the actors, those reported first, then claiming, suspected, denying."""
    found: dict[str, tuple[str | None, str, set[str]]] = {}
    for who in one.incident.actors:
        if not (who.actor or who.name):
            continue
        name = actor_name(who.actor, who.name, book)
        found.setdefault(who.actor or name, (who.actor, name, set()))[2].add(who.modality)
    made = [ActorReading(actor, name, frozenset(how)) for actor, name, how in found.values()]
    return tuple(sorted(made, key=lambda a: (min(_ORDER.index(Modality(m)) for m in a.modalities), a.name)))


def actor_name(actor: str | None, name: str | None, book: Codebook) -> str:
    """Return an actor's name in the codebook, else as told."""
    listed = book.actors.by_id.get(actor or "")
    return listed.name if listed else name or actor or ""


def actor_kind(actor: str | None, book: Codebook) -> str | None:
    """Return an actor's kind in the codebook; of a state's force that of the force; None for one not listed."""
    if actor is None:
        return None
    if listed := book.actors.by_id.get(actor):
        return listed.kind
    forces = sorted(book.actors.forces, key=lambda f: -len(f.suffix))
    return next((f.kind for f in forces if f.suffix and actor.endswith(f"-{f.suffix}")), None)


def actor_country(actor: str | None, book: Codebook) -> Country | None:
    """Return the country of a state's force or side, by the codebook or by the id that names it; else None."""
    if actor is None:
        return None
    listed = book.actors.by_id.get(actor)
    if listed is not None:
        return countries().get(listed.countries[0]) if len(listed.countries) == 1 else None
    begun = [c for c in countries().values() if actor == slug(c.name) or actor.startswith(f"{slug(c.name)}-")]
    return max(begun, key=lambda c: len(c.name), default=None)


def country_of(one: Published) -> Country | None:
    """Return the incident's country."""
    return countries().get(one.incident.place.country or "") if one.incident.place else None


def is_attempted(one: Published) -> bool:
    """Say whether the act was at least attempted: what was only threatened or planned is in no database of events."""
    return one.incident.outcome not in _NOT_DONE


@lru_cache(maxsize=4)
def kinds_of(one: Published, name: str) -> Sequence[tuple[str, str | None]]:
    """Return the different weapons or targets: type and the longest name told of that type, in order of telling."""
    found: dict[str, str | None] = {}
    for _, value in one.values(name):
        if isinstance(value, Kind):
            known = found.setdefault(value.type, value.name)
            if value.name and len(value.name) > len(known or ""):
                found[value.type] = value.name
    return tuple(found.items())


def names_of(one: Published, name: str) -> list[str]:
    """Return what reports call the weapons or targets, each once."""
    told = (value.name for _, value in one.values(name) if isinstance(value, Kind) and value.name)
    return list(dict.fromkeys(told))


def word_in(told: str | None, words: Mapping[str, object]) -> str | None:
    """Return the longest of the words that a name holds as words, in singular or plural; None where it holds none."""
    if not told:
        return None
    spaced = f" {' '.join(told.casefold().replace('-', ' ').split())} "
    fitting = [w for w in words if any(f" {form} " in spaced for form in _forms(w.replace("-", " ")))]
    return max(fitting, key=len, default=None)


def _forms(word: str) -> Iterator[str]:
    yield word
    yield f"{word}s"
    if word.endswith("man"):
        yield f"{word[:-3]}men"
    if word.endswith(("ch", "sh", "s")):
        yield f"{word}es"


def range_words(first: date, last: date) -> str:
    """Return a range as GTD writes it: "June 5-7, 2017"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.day}-{last.day}, {first.year}"
    ends = [
        f"{MONTHS[d.month - 1]} {d.day}" + (f", {d.year}" if first.year != last.year else "") for d in (first, last)
    ]
    return f"{ends[0]} - {ends[1]}" + (f", {first.year}" if first.year == last.year else "")


@lru_cache(maxsize=4)
def narrative(one: Published, book: Codebook, rule: str) -> str:
    """Return an incident in one sentence made of its values, no word of a report in it but names."""
    labels = {entry.id: entry.label for entry in book.types}
    what = " and ".join(labels.get(code, code) for code in one.incident.types) or "incident"
    when = date_words(one.incident.date) if one.incident.date else "day not told"
    told = f"{when}: {'suicide ' if one.incident.suicide else ''}{what}"
    if one.incident.outcome not in (None, Outcome.COMPLETED):
        told += f" ({one.incident.outcome})"
    if one.incident.place:
        told += f" in {place_words(one.incident.place)}"
    parts = [told]
    for name in ("killed", "wounded"):
        chosen = one.best(name, rule)
        if chosen and chosen.value:
            parts.append(f"{bounds_words(chosen.low, chosen.high)} {name}")
    for actor in actors_of(one, book):
        parts.append(f"{actor.name} ({', '.join(sorted(actor.modalities))})")
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:]


def citation(report: ReportHead) -> str:
    """Return a report as a citation: title, outlet, day, link."""
    title = f"“{report.title}”, " if report.title else ""
    link = f", {report.url}" if report.url else ""
    return f"{title}{report.outlet or 'outlet not told'}, {day_words(report.published)}{link}"


def other_counts(one: Published, names: Sequence[str], chosen: Mapping[str, int | None]) -> Iterator[str]:
    """Yield the counts that differ from the number written, with who says it, outlet and day."""
    seen: set[tuple[str, int | None, int | None, str]] = set()
    for name in names:
        for said, value in one.values(name):
            if not isinstance(value, Toll) or value.part or (value.low, value.high) == (chosen.get(name),) * 2:
                continue
            key = (name, value.low, value.high, said.told.voice)
            if key not in seen:
                seen.add(key)
                yield f"{name} {bounds_words(value.low, value.high)} ({credited(said)})"


def credited(said: Said) -> str:
    """Return who says a value: speaker, outlet, day, and the modality where it is not plainly reported."""
    speaker = said.statement.speakers[0].name if said.statement.speakers else ""
    how = said.statement.modality.value if said.statement.modality is not Modality.REPORTED else ""
    return ", ".join(filter(None, (how, speaker, said.told.outlet, said.told.published.isoformat())))


def number_of(incident: str) -> int:
    """Return an incident's id as a number: the first 48 bits of its hash, exact in JSON and in spreadsheets."""
    return int(incident[1:13], 16)
