"""How far two coders agree, field by field: alpha with its interval, and the share of units coded the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model import TOLL_PROPERTIES, DateValue, Statement, Toll
from dateline.review.alpha import Reliability, interval, masi, nominal, ratio, reliability
from dateline.review.second import Twice, Unit, said, said_of
from dateline.review.sheet import ORDER

NOMINAL, INTERVAL, RATIO, MASI = "nominal", "interval", "ratio", "masi"
SAID_BY = "said by"  # a field of its own: whom a value is credited to, where both have the value
# What is compared of each field, and how; ``docs/second-coding.md`` tells why.
MEASURES = {
    **dict.fromkeys(ORDER, MASI),
    **dict.fromkeys(TOLL_PROPERTIES, RATIO),
    "date": INTERVAL,
    "suicide": NOMINAL,
    SAID_BY: MASI,
}
_DISTANCES: dict[str, Callable[..., float]] = {NOMINAL: nominal, INTERVAL: interval, RATIO: ratio, MASI: masi}


@dataclass(frozen=True, slots=True)
class Field:
    """Agreement on one field.

    ``units`` are those that both coded (none told is a coding), ``same`` those coded alike, ``one_only`` those of
    which only one coder tells anything. ``reliability`` rests on units where both have a value that its measure can
    take.
    """

    name: str
    measure: str
    units: int
    same: int
    one_only: int
    reliability: Reliability

    @property
    def share(self) -> float | None:
        """The share of units coded the same, None where there are none."""
        return self.same / self.units if self.units else None

    def to_json(self) -> dict[str, object]:
        """Return the field for programs, rounded to what its digits can bear."""
        found = self.reliability
        return {
            "field": self.name,
            "measure": self.measure,
            "units": self.units,
            "same": self.same,
            "one_only": self.one_only,
            "agreement": _rounded(self.share),
            "alpha": _rounded(found.alpha),
            "alpha_low": _rounded(found.low),
            "alpha_high": _rounded(found.high),
            "alpha_units": found.units,
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on all fields over reports that two people coded."""

    reports: int
    coders: tuple[str, ...]
    unsure: int
    fields: tuple[Field, ...]

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "reports": self.reports,
            "coders": list(self.coders),
            "unsure": self.unsure,
            "fields": [field.to_json() for field in self.fields],
        }


def agreement_of(coded: Iterable[Twice]) -> Agreement:
    """Return the agreement of the two codings of reports; units that one coder left as unsure are only counted."""
    pairs = list(coded)
    by_field: dict[str, list[Unit]] = defaultdict(list)
    unsure = 0
    for unit in (unit for pair in pairs for unit in pair.units):
        if unit.is_unsure:
            unsure += 1
        else:
            by_field[unit.name].append(unit)
    told = [_field(name, by_field[name]) for name in ORDER if name in by_field]
    if speakers := list(_speakers(unit for units in by_field.values() for unit in units)):
        told.append(_speaker_field(speakers))
    coders = sorted({name for pair in pairs for name in (*pair.firsts, pair.second)})
    return Agreement(len(pairs), tuple(coders), unsure, tuple(told))


def _field(name: str, units: Sequence[Unit]) -> Field:
    measure = MEASURES[name]
    value = _values(name)
    coded = [(unit.report, [value(unit, unit.first), value(unit, unit.second)]) for unit in units]
    if measure == INTERVAL:
        coded = [(report, [one for one in both if one is not None]) for report, both in coded]
    found = reliability(coded, _DISTANCES[measure])
    same = sum(unit.agrees for unit in units)
    one_only = sum(bool(unit.first) != bool(unit.second) for unit in units)
    return Field(name, measure, len(units), same, one_only, found)


def _values(name: str) -> Callable[[Unit, Sequence[Statement]], Hashable]:
    """Return what of one coding of a unit its measure compares."""
    if name in TOLL_PROPERTIES:
        return lambda _, statements: count_in(statements)
    if name == "date":
        return lambda unit, statements: days_before(unit.published, statements)
    return lambda _, statements: said_of(statements)


def count_in(statements: Sequence[Statement]) -> int | None:
    """Return the count that a coding puts forward: the highest whole one, by its low bound; None where none is."""
    tolls = [s.value for s in statements if isinstance(s.value, Toll)]
    whole = [toll for toll in tolls if not toll.part] or tolls
    sizes = [toll.low if toll.low is not None else toll.high or 0 for toll in whole]
    return max(sizes, default=None)


def days_before(published: date, statements: Sequence[Statement]) -> float | None:
    """Return how many days before publication the day is that a coding tells; None where none is bounded.

    The most exact date, by its middle. Days of the calendar would not do: acts lie years apart, and beside that any
    two codings of one act agree.
    """
    dates = [s.value for s in statements if isinstance(s.value, DateValue) and s.value.days]
    if not dates:
        return None
    best = min(dates, key=lambda d: (d.days or 0, d.earliest or date.min))
    assert best.earliest is not None  # it has days
    assert best.latest is not None
    return published.toordinal() - (best.earliest.toordinal() + best.latest.toordinal()) / 2


_Speakers = tuple[str, frozenset[str], frozenset[str]]


def _speakers(units: Iterable[Unit]) -> Iterable[_Speakers]:
    """Yield who is credited by either coder with each value that both have, with the report."""
    for unit in units:
        for value in sorted(said_of(unit.first) & said_of(unit.second), key=repr):
            yield unit.report, _credited(unit.first, value), _credited(unit.second, value)


def _credited(statements: Iterable[Statement], value: tuple[object, ...]) -> frozenset[str]:
    return frozenset(who.name.casefold() for s in statements if said(s) == value for who in s.speakers)


def _speaker_field(told: Sequence[_Speakers]) -> Field:
    found = reliability([(report, [first, second]) for report, first, second in told], masi)
    same = sum(first == second for _, first, second in told)
    one_only = sum(bool(first) != bool(second) for _, first, second in told)
    return Field(SAID_BY, MASI, len(told), same, one_only, found)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
