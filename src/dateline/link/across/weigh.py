"""What agreement is worth: weights of levels, learned on development data and kept in ``weights.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import yaml

from dateline.link.across.compare import (
    AGREEING,
    COMPARISONS,
    FACTS,
    OTHER_DAY,
    OTHER_PLACE,
    SURE,
    WORDING,
    levels,
)
from dateline.link.across.packed import Rows, taken

Weight = npt.NDArray[np.float32]
_AT_ONCE = 5_000  # rows of the pairs compared at once stay in the cache
HELD = 1.0  # how far below the threshold a pair is held for which only wording speaks


@dataclass(frozen=True, slots=True)
class Weights:
    """The linking rule's numbers, all log odds to base e.

    ``prior`` is the weight of a pair before anything of it is known. Two clusters join where the mean weight of the
    pairs between them is at least ``join``; a pair below ``keep``, or never compared, counts as ``keep``.
    """

    version: str
    prior: float
    join: float
    keep: float
    tables: tuple[npt.NDArray[np.float64], ...]

    def of(self, found: npt.NDArray[np.intp]) -> Weight:
        """Return the weight of each pair from its levels; below the threshold where only wording speaks for it."""
        total = np.full(len(found), self.prior)
        for column, table in enumerate(self.tables):
            total += table[found[:, column]]
        held = np.minimum(total, self.join - HELD)
        # Rounded, so that the same pair has the same weight however many are weighed at once.
        return np.round(np.where(may_join(found), total, held), 3).astype(np.float32)

    def of_pairs(self, a: Rows, b: Rows) -> Weight:
        """Return the weight of each pair of rows; for one that cannot reach ``keep`` just some weight below it.

        Words are compared only where the facts leave it open: that takes most of the time.
        """
        facts = levels(a, b, FACTS)
        total = np.full(len(a), self.prior)
        for table, column in zip(self.tables, facts.T, strict=False):
            total += table[column]
        most = sum(float(table.max()) for table in self.tables[len(FACTS) :])
        (open_,) = np.nonzero(total + most >= self.keep)
        found = np.concatenate((facts[open_], levels(a[open_], b[open_], WORDING)), axis=1)
        weight = np.full(len(a), min(self.keep, self.join) - HELD, np.float32)
        weight[open_] = self.of(found)
        return weight

    def evidence(self, found: npt.NDArray[np.intp]) -> Iterator[tuple[str, str, float]]:
        """Yield for one pair's levels each comparison, its level in words, and its weight."""
        total = self.prior
        for comparison, level, table in zip(COMPARISONS, found, self.tables, strict=True):
            total += float(table[level])
            yield comparison.name, comparison.levels[level], float(table[level])
        (settled,) = self.of(found[None])
        if settled < round(total, 3) - 0.01:
            yield "held", "the facts do not agree, and wording never decides", float(settled) - total


def _is_in(found: npt.NDArray[np.intp], chosen: Mapping[str, frozenset[str]]) -> npt.NDArray[np.bool_]:
    """Return for each pair whether it is on one of the chosen levels."""
    is_in = np.zeros(len(found), np.bool_)
    for column, comparison in enumerate(COMPARISONS):
        if comparison.name in chosen:
            is_in |= np.array([level in chosen[comparison.name] for level in comparison.levels])[found[:, column]]
    return is_in


def may_join(found: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Return whether the facts and names of each pair, by its levels, let it be of one incident."""
    elsewhere = _is_in(found, OTHER_DAY) & _is_in(found, OTHER_PLACE) & ~_is_in(found, SURE)
    return _is_in(found, AGREEING) & ~elsewhere


def weigh(rows: Rows, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp], rule: Weights) -> Weight:
    """Return the weight of each pair of rows; below ``rule.keep``, all are alike."""
    found = [np.empty(0, np.float32)]
    for at in range(0, len(first), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        found.append(rule.of_pairs(taken(rows, first[part]), taken(rows, second[part])))
    return np.concatenate(found)


def weights_from(told: Mapping[str, object]) -> Weights:
    """Return the weights that YAML tells; raises ValueError for a comparison or level that is missing or unknown."""
    given = told["weights"]
    if not isinstance(given, Mapping):
        raise ValueError("weights: a mapping from comparisons to levels is needed")  # noqa: TRY004 - bad data
    unknown = sorted(set(given) - {comparison.name for comparison in COMPARISONS})
    if unknown:
        raise ValueError(f"weights: there is no comparison {unknown[0]!r}")
    tables = []
    for comparison in COMPARISONS:
        own = given.get(comparison.name)
        if not isinstance(own, Mapping) or set(own) != set(comparison.levels):
            raise ValueError(f"weights: {comparison.name} needs the levels {', '.join(comparison.levels)}")
        tables.append(np.array([float(own[level]) for level in comparison.levels]))
    numbers = {name: float(str(told[name])) for name in ("prior", "join", "keep")}
    return Weights(str(told["version"]), numbers["prior"], numbers["join"], numbers["keep"], tuple(tables))


@cache
def load_weights() -> Weights:
    """Return the weights that Dateline links by."""
    text = resources.files("dateline.link.across").joinpath("weights.yaml").read_text(encoding="utf-8")
    return weights_from(yaml.safe_load(text))
