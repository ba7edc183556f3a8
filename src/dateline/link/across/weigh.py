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
    OTHER_DAY,
    OTHER_PLACE,
    SURE,
)
from dateline.link.across.packed import Rows
from dateline.link.across.sides import Pairs, Positions, Side

Weight = npt.NDArray[np.float32]
_AT_ONCE = 5_000  # what is compared at once stays in the cache
HELD = 1.0  # how far below the threshold a pair is held for which only wording speaks
_MARGIN = 0.01  # sums in another order, and rounding, change less
# Pairs are compared in stages, cheap comparisons and those that part most first; after each, pairs are left that can
# no longer reach ``keep``. Measured on pairs of a ledger of made-up incidents (eval/ledger.py, 2026-11-23).
STAGES = (
    ("date", "published", "standing", "time of day", "place", "site"),
    ("type", "weapon", "target", "actor", "people", "ages", "killed", "wounded"),
    ("proper words", "share of proper words"),
    ("town", "names"),
    ("words", "share of words"),
    ("head",),
    ("subject", "share of subject"),
)
_PLACE_OF = {comparison.name: at for at, comparison in enumerate(COMPARISONS)}


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

    def of_pairs(self, pairs: Pairs) -> Weight:
        """Return the weight of each pair; for one that cannot reach ``keep`` just some weight below it."""
        weight = np.full(len(pairs), min(self.keep, self.join) - HELD, np.float32)
        open_ = np.arange(len(pairs))
        found = np.zeros((len(COMPARISONS), len(pairs)), np.intp)
        most = np.full(len(pairs), self.prior + sum(float(table.max()) for table in self.tables))
        for stage in STAGES:
            for name in stage:
                at = _PLACE_OF[name]
                found[at] = COMPARISONS[at].of(pairs)
                most += (self.tables[at] - self.tables[at].max())[found[at]]
            (still,) = np.nonzero(most >= self.keep - _MARGIN)
            if len(still) < len(open_):
                open_, found, most, pairs = open_[still], found[:, still], most[still], pairs.only(still)
        weight[open_] = self.of(found.T)
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


def weigh(rows: Rows, first: Positions, second: Positions, rule: Weights) -> Weight:
    """Return the weight of each pair of rows; below ``rule.keep``, all are alike."""
    return weigh_between(rows, first, rows, second, rule)


def weigh_between(ours: Rows, first: Positions, theirs: Rows, second: Positions, rule: Weights) -> Weight:
    """Return the weight of each pair of one of our rows and one of theirs; below ``rule.keep``, all are alike."""
    found = [np.empty(0, np.float32)]
    for at in range(0, len(first), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        found.append(rule.of_pairs(Pairs(Side(ours, first[part]), Side(theirs, second[part]))))
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
