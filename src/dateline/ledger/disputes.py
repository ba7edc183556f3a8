"""Where statements of one incident cannot all be true: the disagreements that are shown and never settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from dateline.ledger.counts import not_put_forward
from dateline.ledger.told import Told
from dateline.model import Code, DateValue, Flag, Kind, Modality, Perpetrator, Place, Toll, Value, Victim

_ASSERTED = (Modality.REPORTED, Modality.CLAIMED)


def disputed(told: Iterable[Told]) -> dict[str, frozenset[str]]:
    """Return for each property the ids of the statements that another one contradicts.

    Counts contradict each other where no number fits both (parts and totals of a group are left out), dates where
    no day does, places where town, province or country differ, perpetrators where two are put forward or one is
    both claimed and denied, flags where they differ. What a person rejected contradicts nothing.
    """
    by_property: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if not one.refused:
            by_property[one.statement.property].append(one)
    several = sorted((name, statements) for name, statements in by_property.items() if len(statements) > 1)
    found = {name: _contradicted(statements) for name, statements in several}
    return {name: ids for name, ids in found.items() if ids}


def _contradicted(told: Sequence[Told]) -> frozenset[str]:
    ids: set[str] = set()
    for one, other in combinations(told, 2):
        if _contradict(one, other):
            ids |= {one.statement.id, other.statement.id}
    return frozenset(ids)


def _contradict(one: Told, other: Told) -> bool:
    if (one.share is None) != (other.share is None):
        return False
    mine, theirs = one.statement, other.statement
    asserted = mine.modality in _ASSERTED and theirs.modality in _ASSERTED
    match mine.value, theirs.value:
        case Toll() as a, Toll() as b:
            return not_put_forward(one) is None and not_put_forward(other) is None and not _fit(a, b)
        case Perpetrator() as a, Perpetrator() as b:
            return _rivals(a, b, mine.modality, theirs.modality)
        case a, b:
            return asserted and _differ(a, b)
    return False


def _fit(a: Toll, b: Toll) -> bool:
    floor = max(a.low or 0, b.low or 0)
    ceilings = [high for high in (a.high, b.high) if high is not None]
    return not ceilings or floor <= min(ceilings)


def _rivals(a: Perpetrator, b: Perpetrator, how: Modality, other: Modality) -> bool:
    known = (a.actor or a.name, b.actor or b.name)
    if how in _ASSERTED and other in _ASSERTED:
        return bool(a.actor and b.actor and a.actor != b.actor)
    return known[0] is not None and known[0] == known[1] and {how, other} <= {*_ASSERTED, Modality.DENIED}


def _differ(a: Value, b: Value) -> bool:
    match a, b:
        case DateValue() as x, DateValue() as y:
            return not x.overlaps(y)
        case Place() as x, Place() as y:
            pairs = ((x.country, y.country), (x.admin1, y.admin1), (x.city, y.city))
            return any(p and q and p != q for p, q in pairs)
        case Flag() as x, Flag() as y:
            return x.flag != y.flag
        case (Code() | Kind() | Victim(), _):
            return False
    return False
