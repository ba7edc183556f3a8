"""Very many incidents by column, so that all that fit can be counted in milliseconds, whatever is asked.

A row of the view takes microseconds to look up, and a million of them seconds; here a condition is one comparison of
an array. What is held is what counts, maps and time lines need: no text, no names of people.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import takewhile
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, func, select, type_coerce

from dateline.ledger.columns import canonical, escaped, unescaped
from dateline.ledger.filters import WIDEST_DAYS, Filters
from dateline.ledger.listed import Listed
from dateline.ledger.listing import among
from dateline.ledger.rows import INCIDENT
from dateline.ledger.schema import incident_of, mentions, report_open
from dateline.ledger.schema import incident_view as view
from dateline.model import PlacePrecision

Numbers = NDArray[np.int32]
Sizes = NDArray[np.float64]
Mask = NDArray[np.bool_]
UNTOLD = -1  # in every column of numbers
PRECISIONS = tuple(one.value for one in PlacePrecision)
NORTHMOST = 85.05  # degrees; the map's square ends there
_CHUNK = 20_000
_COLUMNS = (
    view.c.incident,
    view.c.day,
    func.coalesce(view.c.earliest, view.c.day).label("begun"),
    view.c.first_published,
    view.c.last_published,
    view.c.killed_low,
    view.c.wounded_low,
    view.c.country,
    # Texts as they are stored: each different one is made what it was once, and not each of a million.
    *(type_coerce(view.c[name], String).label(name) for name in ("place", "city", "admin1")),
    view.c.place_precision,
    view.c.lon,
    view.c.lat,
    type_coerce(view.c.types, String).label("types"),
    type_coerce(view.c.actors, String).label("actors"),
    view.c.dispute,
)
# Incidents with each report that tells of them and is not done.
_DOUBTS = (
    select(incident_of.c.incident, report_open.c.doubt)
    .join_from(report_open, mentions, mentions.c.report == report_open.c.report)
    .join(incident_of, incident_of.c.mention == mentions.c.id)
)
_Row = Sequence[object]
By = tuple[tuple[str | None, str], ...]  # who is said to have done it, and how that is put
_T = TypeVar("_T")
Sides = tuple[list[str], NDArray[np.intp], NDArray[np.intp]]  # names; numbers of sets, and of the name in each


class Vocabulary:
    """The words of columns as numbers: names, and sets of types and of actors, each set once."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.types: list[tuple[str, ...]] = []
        self.actors: list[By] = []
        self._name_numbers: dict[object, int] = {None: UNTOLD}
        self._type_numbers: dict[object, int] = {}
        self._actor_numbers: dict[object, int] = {}
        self._sets: dict[By, int] = {}
        self._sides: dict[tuple[str, int], Sides] = {}

    def name(self, word: object) -> int:
        """Return the number of a name."""
        found = self._name_numbers.get(word)
        if found is None:
            found = self._name_numbers[word] = len(self.names)
            self.names.append(unescaped(str(word)))
        return found

    def set_of_types(self, told: object) -> int:
        """Return the number of a set of types, told as the view tells it."""
        found = self._type_numbers.get(told)
        if found is None:
            found = self._type_numbers[told] = len(self.types)
            self.types.append(tuple(json.loads(unescaped(str(told)))))
        return found

    def set_of_actors(self, told: object) -> int:
        """Return the number of a set of actors, told as the view tells it; their names in reports are left out."""
        found = self._actor_numbers.get(told)
        if found is None:
            by = tuple(sorted({(who["actor"], who["modality"]) for who in json.loads(unescaped(str(told)))}, key=str))
            found = self._sets.get(by)
            if found is None:
                found = self._sets[by] = len(self.actors)
                self.actors.append(by)
            self._actor_numbers[told] = found
        return found

    def sides_of_types(self) -> Sides:
        """Return the types of all sets of types, each once a set."""
        return self._sides_of("type", self.types)

    def sides_of_actors(self, side: int) -> Sides:
        """Return the actors (0) of all sets of actors, or how these are put (1), each once a set."""
        return self._sides_of(("actor", "modality")[side], self.actors, lambda who: who[side])

    def _sides_of(self, what: str, sets: Sequence[Iterable[_T]], name_of: Callable[[_T], str | None] = str) -> Sides:
        key = (what, len(sets))  # sets are only added
        if key not in self._sides:
            told = {(n, name) for n, one in enumerate(sets) for name in map(name_of, one) if name is not None}
            names = sorted({name for _, name in told})
            number = {name: n for n, name in enumerate(names)}
            pairs = np.array(sorted((n, number[name]) for n, name in told), np.intp).reshape(-1, 2)
            self._sides = {one: found for one, found in self._sides.items() if one[0] != what}
            self._sides[key] = names, pairs[:, 0], pairs[:, 1]
        return self._sides[key]

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of those names that occur."""
        told = map(escaped, words)
        return [self._name_numbers[word] for word in told if word in self._name_numbers]


@dataclass(frozen=True, slots=True)
class Held:
    """Incidents in the order of their ids, a column an array; days are ordinals, names numbers of a vocabulary.

    ``x`` and ``y`` are where the map's square (Web Mercator) has it, from 0 to 1; not a number where it is nowhere.
    ``dispute`` is how far its counts lie apart, ``doubt`` that of the most doubtful report of it that is not done.
    """

    ids: NDArray[np.bytes_]
    day: Numbers
    begun: Numbers
    first: Numbers
    last: Numbers
    killed: Numbers
    wounded: Numbers
    country: Numbers
    place: Numbers
    city: Numbers
    admin1: Numbers
    precision: Numbers
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    types: Numbers
    actors: Numbers
    dispute: Sizes
    doubt: Sizes

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, rows: NDArray[np.intp] | Mask) -> Held:
        """Return some of the rows."""
        return Held(*(getattr(self, column.name)[rows] for column in fields(self)))

    def numbers_of(self, incidents: Iterable[str]) -> NDArray[np.intp]:
        """Return the rows of those incidents that are held."""
        rows, is_held = self.looked_up(_ids(incidents))
        return rows[is_held]

    def looked_up(self, wanted: NDArray[np.bytes_]) -> tuple[NDArray[np.intp], Mask]:
        """Return for each incident the row that it has if it is held, and whether it is."""
        if not len(self.ids) or not len(wanted):
            return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
        rows = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return rows, self.ids[rows] == wanted

    def set_doubt(self, told: Sequence[tuple[str, float]]) -> None:
        """Set how doubtful the reports of incidents are, from incidents each with a report of theirs."""
        rows, is_held = self.looked_up(_ids(incident for incident, _ in told))
        doubt = np.fromiter((doubt for _, doubt in told), np.float64, len(told))
        np.maximum.at(self.doubt, rows[is_held], doubt[is_held])

    def fitting(self, asked: Filters, words: Vocabulary) -> Mask:
        """Return which incidents fit the conditions that ``answers`` names, but for words of texts."""
        fits = np.ones(len(self), np.bool_)
        if asked.since:
            fits &= self.day >= asked.since.toordinal()
        if asked.until:
            fits &= self.day <= (asked.until + timedelta(WIDEST_DAYS)).toordinal()
            fits &= self.begun <= asked.until.toordinal()
        if asked.country:
            fits &= _is_one_of(self.country, words.numbers(asked.country))
        for spellings in asked.place_spellings:
            named = words.numbers(spellings)
            fits &= np.logical_or.reduce([_is_one_of(names, named) for names in (self.place, self.city, self.admin1)])
        if asked.min_killed is not None:
            fits &= self.killed >= asked.min_killed
        if asked.min_wounded is not None:
            fits &= self.wounded >= asked.min_wounded
        if asked.type:
            fits &= _having(words.sides_of_types(), asked.type, len(words.types))[self.types]
        if asked.actor or asked.modality:
            fits &= _saying(asked, words)[self.actors]
        return fits


def answers(asked: Filters) -> bool:
    """Say whether what is held answers these filters: all but those on people, weapons and targets.

    Words of texts are answered by ``tellings``, where the text index names the reports.
    """
    return not (asked.person or asked.weapon or asked.target)


def _ids(names: Iterable[str]) -> NDArray[np.bytes_]:
    return np.array([name.encode() for name in names], dtype=np.bytes_)


def _having(sides: Sides, wanted: Iterable[str], number: int) -> Mask:
    """Return which of so many sets have one of the names that are wanted."""
    names, sets, named = sides
    found = np.zeros(number, np.bool_)
    found[sets[np.isin(named, [n for n, name in enumerate(names) if name in wanted])]] = True
    return found


def _saying(asked: Filters, words: Vocabulary) -> Mask:
    """Return which sets of actors have the one asked for, put the way that is asked for."""
    found = np.ones(len(words.actors), np.bool_)
    for side, wanted in enumerate((asked.actor, asked.modality)):
        if wanted is not None:
            found &= _having(words.sides_of_actors(side), (wanted,), len(words.actors))
    if asked.actor and asked.modality:  # of one and the same
        for number in np.flatnonzero(found).tolist():
            found[number] = (asked.actor, asked.modality) in words.actors[number]
    return found


def _is_one_of(column: Numbers, wanted: Sequence[int]) -> Mask:
    found = np.zeros(len(column), np.bool_)
    for number in wanted:
        found |= column == number
    return found


# ---- reading ------------------------------------------------------------------------------------------------


def read_held(connection: Connection, words: Vocabulary, is_wanted: Callable[[], bool] = lambda: True) -> Held:
    """Return all incidents of a ledger; stops early where they are ``is_wanted`` no more."""
    query = select(*_COLUMNS).where(view.c.kind == INCIDENT).execution_options(yield_per=_CHUNK)
    parts: list[Held] = []
    for rows in connection.execute(query).partitions():
        parts.append(_held(rows, words))
        if not is_wanted():
            return joined(parts)
    found = joined(parts)
    doubts = connection.execute(_DOUBTS.execution_options(yield_per=_CHUNK)).partitions()
    for told in takewhile(lambda _: is_wanted(), doubts):
        found.set_doubt([(incident, doubt) for incident, doubt in told])
    return found


def rows_held(connection: Connection, incidents: Sequence[str], words: Vocabulary) -> Held:
    """Return some incidents, a few hundred; those that are there."""
    query = select(*_COLUMNS).where(view.c.kind == INCIDENT, among(view.c.incident, incidents))
    found = joined([_held(connection.execute(query).all(), words)])
    told = connection.execute(_DOUBTS.where(among(incident_of.c.incident, incidents)))
    found.set_doubt([(incident, doubt) for incident, doubt in told])
    return found


def held_of(listed: Iterable[Listed], words: Vocabulary) -> Held:
    """Return incidents that a list told; not what is open of them."""
    return joined([_held(list(map(_row, listed)), words)])


def joined(parts: Sequence[Held]) -> Held:
    """Return incidents together, in the order of their ids; none may be in two parts."""
    if not parts:
        return _held([], Vocabulary())
    whole = Held(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Held)))
    return whole.where(np.argsort(whole.ids, kind="stable"))


def _row(one: Listed) -> _Row:
    place = one.place
    return (
        one.incident,
        one.day,
        (one.when.earliest if one.when else None) or one.day,
        one.first,
        one.last,
        one.killed[0] if one.killed else None,
        one.wounded[0] if one.wounded else None,
        place.country if place else None,
        escaped(place.name) if place else None,
        escaped(place.city) if place and place.city else None,
        escaped(place.admin1) if place and place.admin1 else None,
        place.precision.value if place else None,
        place.lon if place else None,
        place.lat if place else None,
        escaped(canonical(list(one.types))),
        escaped(canonical([who.to_json() for who in one.actors])),
        None,
    )


def _held(rows: Sequence[_Row], words: Vocabulary) -> Held:
    told: list[Sequence[object]] = [*zip(*rows, strict=True)] if rows else [()] * len(_COLUMNS)
    ids, day, begun, first, last, killed, wounded, country, place, city, admin1, precision, lon, lat, *of_sets = told
    types, by, apart = of_sets
    precisions: dict[object, int] = {None: UNTOLD} | {one: n for n, one in enumerate(PRECISIONS)}
    x, y = on_the_map(lon, lat)
    return Held(
        ids=_ids(map(str, ids)),
        day=_numbers(day, _ordinal),
        begun=_numbers(begun, _ordinal),
        first=_numbers(first, _ordinal),
        last=_numbers(last, _ordinal),
        killed=_numbers(killed, _count),
        wounded=_numbers(wounded, _count),
        country=_numbers(country, words.name),
        place=_numbers(place, words.name),
        city=_numbers(city, words.name),
        admin1=_numbers(admin1, words.name),
        precision=_numbers(precision, precisions.__getitem__),
        x=x,
        y=y,
        types=_numbers(types, words.set_of_types),
        actors=_numbers(by, words.set_of_actors),
        dispute=np.fromiter((UNTOLD if one is None else cast("float", one) for one in apart), np.float64, len(apart)),
        doubt=np.full(len(ids), UNTOLD, np.float64),
    )


def _numbers(column: Sequence[object], number: Callable[[object], int]) -> Numbers:
    return np.fromiter(map(number, column), np.int32, len(column))


def _ordinal(day: object) -> int:
    return cast("date", day).toordinal()


def _count(number: object) -> int:
    return UNTOLD if number is None else cast("int", number)


def on_the_map(lon: Sequence[object], lat: Sequence[object]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return where degrees lie on the map's square; None lies nowhere."""
    degrees = np.array([lon, lat], dtype=np.float64)  # None is no number
    x = (degrees[0] + 180) / 360
    slope = np.radians(np.clip(degrees[1], -NORTHMOST, NORTHMOST))
    y = (1 - np.arcsinh(np.tan(slope)) / np.pi) / 2
    return x.astype(np.float32), y.astype(np.float32)
