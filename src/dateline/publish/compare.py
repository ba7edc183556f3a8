"""Holds rows of another database against our incidents: what agrees, what differs, what either lacks.

Rows are linked by the rule by which reports are; nothing of them is kept. A row is read as published on its last day,
for how much later a database came out tells nothing of the act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.codebook.words import date_words
from dateline.ledger import linking
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.members import incidents_of
from dateline.ledger.read import Incidents
from dateline.ledger.sources import Known, known_of
from dateline.ledger.told import Told
from dateline.ledger.views import batches
from dateline.model import Coding, DateValue, Perpetrator, Place, SetAside, Toll
from dateline.publish.facts import bounds_words
from dateline.publish.readings import actor_name

AGREES, DIFFERS, THEIRS, OURS = "agrees", "differs", "only theirs", "only ours"
_NEAR_KM = 25.0  # UCDP's own "near": where_prec 2
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One property of a linked pair: what they say, what we hold, and whether it agrees."""

    name: str
    result: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row with the incident that it is linked to (None: we lack it), the log odds, and the properties compared."""

    row: str
    incident: str | None
    weight: float | None
    values: tuple[Compared, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the match for programs."""
        values = {v.name: {"result": v.result, "theirs": v.theirs, "ours": v.ours} for v in self.values}
        return {"row": self.row, "incident": self.incident, "weight": self.weight, "values": values}


@dataclass(slots=True)
class Comparison:
    """What came of it: matches row by row, the rows set aside, and of ours what no row was linked to.

    ``lacking`` are incidents of ours in the days and countries of the file.
    """

    matches: list[Match] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return for each property how often it agrees, differs, or only one side tells it."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: {AGREES: 0, DIFFERS: 0, THEIRS: 0, OURS: 0})
        for match in self.matches:
            for value in match.values:
                found[value.name][value.result] += 1
        return dict(found)

    def to_json(self) -> dict[str, object]:
        """Return all of it for programs."""
        linked = [m for m in self.matches if m.incident]
        return {
            "rows": len(self.matches),
            "linked": len(linked),
            "incidents_linked": len({m.incident for m in linked}),
            "properties": self.counts(),
            "matches": [m.to_json() for m in self.matches],
            "only_ours": self.lacking,
            "set_aside": [one.to_json() for one in self.set_aside],
        }


def compare(
    connection: Connection,
    book: Codebook,
    rows: Iterable[Coding | SetAside],
    filters: Filters | None = None,
    as_of: AsOf = NOW,
) -> Comparison:
    """Hold rows against the incidents of a ledger that fit the filters."""
    made = Comparison()
    covered = _Coverage()
    for batch in batches(rows):
        codings = [row for row in batch if isinstance(row, Coding)]
        made.set_aside += [row for row in batch if isinstance(row, SetAside)]
        fitting = _linked(connection, codings, book, filters or Filters(), as_of)
        known = known_of(connection, {incident for incident, _ in fitting.values()}, as_of)
        for coding in codings:
            covered.take_in(coding)
            (told,), title = coding.incidents, coding.reports[0].title or coding.reports[0].id
            incident, weight = fitting.get(told.id, (None, None))
            values = _values(coding, known[incident], book) if incident else ()
            made.matches.append(Match(title, incident, weight, tuple(values)))
    linked = {match.incident for match in made.matches}
    made.lacking = [one for one in covered.incidents(connection, book, filters, as_of) if one not in linked]
    return made


def _linked(
    connection: Connection, codings: Sequence[Coding], book: Codebook, filters: Filters, as_of: AsOf
) -> Mapping[str, tuple[str, float]]:
    """Return for each row's mention the incident to which it weighs most on average, if that is enough to join."""
    told = [one for coding in codings for one in linking.told_by(coding)]
    links = linking.links_with_kept(connection, told)
    of_mention = incidents_of(connection, {ours for _, ours, _ in links}, as_of)
    near: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for theirs, ours, weight in links:
        near[theirs][of_mention[ours]][ours] = weight
    fitting = _fitting(connection, {i for of_row in near.values() for i in of_row}, book, filters, as_of)
    rule = linking.rule()
    found: dict[str, tuple[str, float]] = {}
    for theirs, of_row in near.items():
        weighed = [
            (sum(w - rule.keep for w in of_one.values()) / fitting[incident] + rule.keep, incident)
            for incident, of_one in of_row.items()
            if incident in fitting
        ]
        good = sorted((-weight, incident) for weight, incident in weighed if weight >= rule.join)
        if good:
            found[theirs] = (good[0][1], round(-good[0][0], 3))
    return found


def _fitting(
    connection: Connection, incidents: set[str], book: Codebook, filters: Filters, as_of: AsOf
) -> Mapping[str, int]:
    """Return of those incidents that fit how many mentions tell of them."""
    kept = {one.incident for one in Incidents(connection, filters, book, as_of).of_ids(incidents)}
    return {incident: len(known.mentions) for incident, known in known_of(connection, kept, as_of).items()}


class _Coverage:
    """The days and countries of the rows: outside them that we have more says nothing."""

    def __init__(self) -> None:
        self._first, self._last = date.max, date.min
        self._countries: set[str] = set()

    def take_in(self, coding: Coding) -> None:
        (told,) = coding.incidents
        if told.date and told.date.earliest and told.date.latest:
            self._first = min(self._first, told.date.earliest)
            self._last = max(self._last, told.date.latest)
        if told.place and told.place.country:
            self._countries.add(told.place.country)

    def incidents(
        self, connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf
    ) -> Iterator[str]:
        if self._first > self._last:
            return
        within = Filters(since=self._first, until=self._last, country=tuple(sorted(self._countries)))
        own = set(Incidents(connection, filters, book, as_of).ids()) if filters else None
        for one in Incidents(connection, within, book, as_of).ids():
            if own is None or one in own:
                yield one


# ---- property by property -------------------------------------------------------------------------------------


def _values(coding: Coding, known: Known, book: Codebook) -> Iterator[Compared]:
    (told,) = coding.incidents
    stated = [one for one in known.told if not one.refused and one.share is None]
    for value in (
        _dates(told.date, stated),
        _places(told.place, stated),
        _killed(coding, stated),
        _actors(coding, stated, book),
    ):
        if value.theirs or value.ours:
            yield value


def _compared(name: str, theirs: str, ours: str, *, is_same: bool) -> Compared:
    if not theirs or not ours:
        return Compared(name, OURS if ours else THEIRS, theirs, ours)
    return Compared(name, AGREES if is_same else DIFFERS, theirs, ours)


def _dates(theirs: DateValue | None, stated: Sequence[Told]) -> Compared:
    ours = [v for one in stated if isinstance(v := one.statement.value, DateValue)]
    words = "; ".join(dict.fromkeys(map(date_words, ours)))
    is_same = theirs is not None and any(theirs.overlaps(value) for value in ours)
    return _compared("date", date_words(theirs) if theirs else "", words, is_same=is_same)


def _places(theirs: Place | None, stated: Sequence[Told]) -> Compared:
    ours = [v for one in stated if isinstance(v := one.statement.value, Place)]
    words = "; ".join(dict.fromkeys(place.name for place in ours))
    is_same = theirs is not None and any(_near(theirs, place) for place in ours)
    return _compared("place", theirs.name if theirs else "", words, is_same=is_same)


def _near(a: Place, b: Place) -> bool:
    """Say whether two places may be one: the same town or point near by, or one within the other."""
    if a.country and b.country and a.country != b.country:
        return False
    if a.city and b.city and a.city.casefold() == b.city.casefold():
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return a.name.casefold() == b.name.casefold()
    return kilometres((a.lat, a.lon), (b.lat, b.lon)) <= _NEAR_KM


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude) along the earth."""
    (lat1, lon1), (lat2, lon2) = ((radians(x), radians(y)) for x, y in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _killed(coding: Coding, stated: Sequence[Told]) -> Compared:
    theirs = [s.value for s in coding.statements if s.property == "killed" and isinstance(s.value, Toll)]
    ours = [
        v
        for one in stated
        if one.statement.property == "killed" and isinstance(v := one.statement.value, Toll) and not v.part
    ]
    whole = [toll for toll in theirs if not toll.part]
    # "At least 20" fits every number above; it speaks only where no whole number is told.
    closed = [toll for toll in ours if toll.low is not None and toll.high is not None]
    is_same = any(_fit(whole[0], toll) for toll in closed or ours) if whole else False
    words = [", ".join(dict.fromkeys(bounds_words(toll.low, toll.high) for toll in some)) for some in (whole, ours)]
    return _compared("killed", words[0], words[1], is_same=is_same)


def _fit(a: Toll, b: Toll) -> bool:
    floor = max(a.low or 0, b.low or 0)
    ceilings = [high for high in (a.high, b.high) if high is not None]
    return not ceilings or floor <= min(ceilings)


def _actors(coding: Coding, stated: Sequence[Told], book: Codebook) -> Compared:
    theirs = _named([s.value for s in coding.statements if isinstance(s.value, Perpetrator)], book)
    ours = _named([v for one in stated if isinstance(v := one.statement.value, Perpetrator)], book)
    is_same = bool({name.casefold() for name in theirs} & {name.casefold() for name in ours})
    return _compared("perpetrator", "; ".join(theirs), "; ".join(ours), is_same=is_same)


def _named(values: Iterable[Perpetrator], book: Codebook) -> list[str]:
    names = (actor_name(value.actor, value.name, book) for value in values)
    return list(dict.fromkeys(name for name in names if name))
