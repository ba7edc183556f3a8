"""What agreement is worth: weights of levels, learned on development data and kept in ``weights.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import yaml

from dateline.link.across.compare import COMPARISONS, levels
from dateline.link.across.packed import Rows

Weight = npt.NDArray[np.float32]
_AT_ONCE = 50_000


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
        """Return the weight of each pair from its levels."""
        total = np.full(len(found), self.prior)
        for column, table in enumerate(self.tables):
            total += table[found[:, column]]
        # Rounded, so that the same pair has the same weight however many are weighed at once.
        return np.round(total, 3).astype(np.float32)

    def evidence(self, found: npt.NDArray[np.intp]) -> Iterator[tuple[str, str, float]]:
        """Yield for one pair's levels each comparison, its level in words, and its weight."""
        for comparison, level, table in zip(COMPARISONS, found, self.tables, strict=True):
            yield comparison.name, comparison.levels[level], float(table[level])


def weigh(rows: Rows, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp], rule: Weights) -> Weight:
    """Return the weight of each pair of rows."""
    found = [np.empty(0, np.float32)]
    for at in range(0, len(first), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        found.append(rule.of(levels(rows[first[part]], rows[second[part]])))
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
