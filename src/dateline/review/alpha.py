"""Krippendorff's alpha: how far coders agree beyond chance, for any distance between values, with its uncertainty.

After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section D: any number of coders, values
missing, any metric. The interval is by bootstrap over clusters of units (here reports), since what one coder does in
one report hangs together. The package ``krippendorff`` computes the same figure and the tests hold ours against it;
it takes memory for units x values x values, which sets of names have thousands of, and knows no clusters.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
_SHARE = 0.95
_SEED = 2011  # of the bootstrap: the same data give the same interval
V = TypeVar("V", bound=Hashable)
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha with the bounds of its 95% interval, and the number of units that more than one coder gave a value.

    ``alpha`` is None where nothing can be told of it: no such unit, or all values alike. The bounds are None where
    the units are of fewer than two clusters.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int


def nominal(a: object, b: object) -> float:
    """Distance of codes: the same or another one."""
    return float(a != b)


def interval(a: float, b: float) -> float:
    """Distance of numbers whose differences mean the same everywhere, squared: days."""
    return float((a - b) ** 2)


def ratio(a: float | None, b: float | None) -> float:
    """Distance of counts by their ratio, squared: between 0 and 1; a count against none told is as far as can be."""
    if a is None or b is None:
        return float(a is not b)
    return ((a - b) / (a + b)) ** 2 if a + b else 0.0


def masi(a: frozenset[object], b: frozenset[object]) -> float:
    """Distance of sets after Passonneau (2006): 1 - Jaccard's index x how far one is part of the other.

    The factor is 1 for the same set, 2/3 for a part, 1/3 where each holds something of its own, 0 for nothing shared.
    Of sets with one member each it is the nominal distance.
    """
    if a == b:
        return 0.0
    shared = a & b
    if not shared:
        return 1.0
    return 1 - len(shared) / len(a | b) * (2 / 3 if a <= b or b <= a else 1 / 3)


def reliability(
    units: Iterable[tuple[str, Sequence[V]]], distance: Callable[[V, V], float], *, resamples: int = RESAMPLES
) -> Reliability:
    """Return alpha of units, each the cluster that it is of and the values that coders gave it, in any order."""
    pairable = [(cluster, sorted(values, key=_key)) for cluster, values in units if len(values) > 1]
    pairable.sort(key=lambda unit: (unit[0], [_key(value) for value in unit[1]]))
    if not pairable:
        return Reliability(None, None, None, 0)
    values = sorted({value for _, own in pairable for value in own}, key=_key)
    place = {value: number for number, value in enumerate(values)}
    apart = np.array([[distance(a, b) for b in values] for a in values], dtype=np.float64)
    clusters = {name: number for number, name in enumerate(dict.fromkeys(cluster for cluster, _ in pairable))}
    counts = np.zeros((len(clusters), len(values)))
    observed = np.zeros(len(clusters))
    for cluster, own in pairable:
        at = [place[value] for value in own]
        np.add.at(counts[clusters[cluster]], at, 1)
        observed[clusters[cluster]] += apart[np.ix_(at, at)].sum() / (len(at) - 1)
    whole = _alphas(np.ones((1, len(clusters))), counts, observed, apart)
    found = None if np.isnan(whole[0]) else float(whole[0])
    if found is None or len(clusters) < 2:
        return Reliability(found, None, None, len(pairable))
    drawn = np.random.default_rng(_SEED).multinomial(
        len(clusters), np.full(len(clusters), 1 / len(clusters)), size=resamples
    )
    again = _alphas(drawn.astype(np.float64), counts, observed, apart)
    again = again[~np.isnan(again)]
    if not len(again):
        return Reliability(found, None, None, len(pairable))
    low, high = np.quantile(again, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
    return Reliability(found, float(low), float(high), len(pairable))


def _alphas(drawn: _Floats, counts: _Floats, observed: _Floats, apart: _Floats) -> _Floats:
    """Return alpha for each draw of clusters (how often each is in it); NaN where no two values differ."""
    n_c = drawn @ counts
    expected = np.einsum("bv,bv->b", n_c @ apart, n_c)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas = 1 - (n_c.sum(axis=1) - 1) * (drawn @ observed) / expected
    return np.where(expected > 0, alphas, np.nan)


def _key(value: object) -> str:
    """Return what values are sorted by, so that nothing hangs on the order of sets or of coders."""
    if isinstance(value, frozenset):
        return repr(sorted(map(_key, value)))
    if isinstance(value, tuple):
        return repr(tuple(map(_key, value)))
    return repr(value.isoformat() if isinstance(value, date) else value)
