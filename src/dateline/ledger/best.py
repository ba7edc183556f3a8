"""Best values: one number chosen among all that are told, by a named rule. A view, never stored as truth.

Every rule treats some statements alike, whatever it chooses: a count of some of the people of a wider count
(``part``) gives no whole; what is denied, suspected, threatened, planned, foiled or predicted is not put
forward; a total over a group of incidents is the group's, not an incident's; what a person rejected carries no
value. Each of these is set aside with that reason. The result depends on the set of statements only, never on
their order, and copies of one wire text (one text family) speak with one voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dateline.codebook import Codebook
from dateline.ledger.best_databases import acled, gtd, ucdp
from dateline.ledger.counts import (
    Count,
    Grounds,
    Rule,
    counts_of,
    highest,
    latest,
    latest_official,
    lowest,
    majority,
    not_put_forward,
    order,
    spread,
)
from dateline.ledger.told import Told
from dateline.model import BestValue, Toll

DEFAULT_RULE = "latest"
PINNED = "pinned"
_ZERO_WHERE_UNTOLD = ("acled", "ucdp")  # rules that give a number where nothing is told of the property


@dataclass(frozen=True, slots=True)
class BestOf:
    """A chosen count: its bounds, its rule, the statements that it rests on, those set aside and why.

    ``point`` is the one number that a database with one column writes; None under rules that give bounds. All
    three are None where no statement carries a value. ``rests_on`` holds statement ids, ``set_aside`` pairs of
    a statement id and a reason; together they are all statements of the property. ``pinned`` is the id of the
    verdict by which a person set the value. ``name`` is the property: killed, wounded, ...
    """

    name: str
    rule: str
    low: int | None
    high: int | None
    point: int | None = None
    includes_attackers: bool = False
    rests_on: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    pinned: str | None = None

    @property
    def is_known(self) -> bool:
        """Say whether there is a value."""
        return self.low is not None or self.high is not None

    @property
    def value(self) -> BestValue | None:
        """The contract's form, or None where there is no value."""
        return BestValue(self.low, self.high, self.rule) if self.is_known else None

    def to_json(self) -> dict[str, object]:
        """Return the contract's form with its grounds."""
        return {
            "low": self.low,
            "high": self.high,
            "point": self.point,
            "includes_attackers": self.includes_attackers,
            "rule": self.rule,
            "pinned": self.pinned,
            "rests_on": list(self.rests_on),
            "set_aside": [{"statement": sid, "why": why} for sid, why in self.set_aside],
        }


@dataclass(frozen=True, slots=True)
class Pin:
    """A count that a person set for a property of an incident: a verdict of kind ``pin``."""

    verdict: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class InOrder:
    """All statements of an incident in the order of ``counts.order``, and so those of each property."""

    told: Sequence[Told]
    by_property: Mapping[str, Sequence[Told]]

    @classmethod
    def of(cls, told: Iterable[Told]) -> InOrder:
        """Put statements in order."""
        ordered = sorted(told, key=order)
        by_property: dict[str, list[Told]] = {}
        for one in ordered:
            by_property.setdefault(one.statement.property, []).append(one)
        return cls(ordered, by_property)


def best(
    told: Iterable[Told],
    property: str,  # noqa: A002 - the contract's word
    rule: str,
    book: Codebook,
    pin: Pin | None = None,
) -> BestOf:
    """Choose a count (``killed``, ``wounded``, ...) of an incident or a group by a named rule.

    ``told`` are all statements of the incident, of every property, and those of its group marked by ``share``.
    A pin of a person stands before every rule. Raises ValueError for an unknown rule, naming the known ones.
    """
    return best_of_ordered(InOrder.of(told), property, rule, book, pin)


def best_of_ordered(
    ordered: InOrder,
    property: str,  # noqa: A002 - the contract's word
    rule: str,
    book: Codebook,
    pin: Pin | None = None,
) -> BestOf:
    """Choose as ``best`` does among statements that are in order already."""
    chosen_by = rule_named(rule)
    own = [t for t in ordered.by_property.get(property, ()) if isinstance(t.statement.value, Toll)]
    if not own and pin is None and rule not in _ZERO_WHERE_UNTOLD:
        return BestOf(property, rule, None, None)
    aside = {t.statement.id: why for t in own if (why := not_put_forward(t))}
    counts = counts_of(own, property)
    if pin is not None:
        return _pinned(property, pin, counts, aside)
    choice = chosen_by(Grounds(property, counts, ordered.told, aside, book))
    rests_on = tuple(dict.fromkeys([*(count.id for count in choice.rests_on), *choice.beside]))
    reasons = {**aside, **choice.set_aside}
    inclusive = any(count.toll.includes_attackers for count in choice.rests_on)
    return BestOf(
        property,
        rule,
        choice.low,
        choice.high,
        choice.point,
        inclusive if choice.includes_attackers is None else choice.includes_attackers,
        rests_on,
        tuple((sid, why) for sid, why in sorted(reasons.items()) if sid not in rests_on),
    )


def rule_named(rule: str) -> Rule:
    """Return a rule by its name; raises ValueError, naming the known ones, for another."""
    if rule not in RULES:
        raise ValueError(f"no rule {rule!r} for best values; the rules are {', '.join(RULES)}")
    return RULES[rule]


def _pinned(name: str, pin: Pin, counts: Sequence[Count], aside: Mapping[str, str]) -> BestOf:
    same = tuple(c.id for c in counts if (c.toll.low, c.toll.high) == (pin.low, pin.high))
    others = {c.id: "a person pinned another value" for c in counts if c.id not in same}
    reasons = tuple(sorted({**aside, **others}.items()))
    point = pin.low if pin.low == pin.high else None
    return BestOf(name, PINNED, pin.low, pin.high, point, False, same, reasons, pin.verdict)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "latest": latest,
        "latest-official": latest_official,
        "lowest": lowest,
        "highest": highest,
        "majority": majority,
        "range": spread,
        "gtd": gtd,
        "acled": acled,
        "ucdp": ucdp,
    }
)
"""The named rules for best values, by name."""
