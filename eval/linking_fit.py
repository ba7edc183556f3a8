"""Learn the weights of linking: a logistic regression on levels, drawn to what was held likely beforehand.

Newton's method on the penalised likelihood of the pairs of first mentions of half a. Two penalties: the square of a
weight's distance from its prior (0, but for ``PRIOR``), and of the steps between neighbouring levels of a scale. The
first keeps levels that the data hardly hold near what we would set by hand - these reports tell of shootings in one
country, so that they say little of actors, kinds of act and borders -, the second keeps scales smooth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from dateline.link.across.compare import COMPARISONS
from dateline.link.across.weigh import Weights

KEEP = -3.0
AS_GOOD = 0.002  # of F1
RIDGE, SMOOTH = 0.5, 8.0
# Set by hand where the data say little; log odds.
PRIOR: dict[str, dict[str, float]] = {
    "actor": {"not told by both": 0.0, "shared": 0.7, "different": -0.7},
    "date": {"further apart": -4.0, "8 to 30 days apart": -2.0},
    "place": {"different countries": -4.0, "different provinces": -2.5, "towns of one province far apart": -1.5},
    "site": {"a word of it in both": 1.2, "other words": -1.5},
    "standing": {
        "both their reports' subject": 0.0,
        "one told in passing": -1.0,
        "both told in passing": -1.0,
    },
    "target": {"not told by both": 0.0, "shared": 0.2, "different": -0.3},
    "type": {"not told by both": 0.0, "shared": 0.2, "different": -0.7},
    "weapon": {"not told by both": 0.0, "shared": 0.2, "different": -0.7},
}
UNTOLD = ("not told by both", "not named by both", "not of both reports' heads")  # speak neither for nor against
FIRM = 30.0  # the pull to a prior that is given, beside ``RIDGE`` for the others
SCALES = (
    "published",
    "names",
    "proper words",
    "share of proper words",
    "head",
    "subject",
    "share of subject",
    "words",
    "share of words",
)
_Array = npt.NDArray[np.float64]


def _design(found: npt.NDArray[np.intp]) -> _Array:
    sizes = [len(c.levels) for c in COMPARISONS]
    starts = np.cumsum([0, *sizes[:-1]])
    design = np.zeros((len(found), sum(sizes) + 1))
    design[:, -1] = 1.0
    for column, start in enumerate(starts):
        design[np.arange(len(found)), start + found[:, column]] = 1.0
    return design


def _penalty() -> tuple[_Array, _Array]:
    """Return the matrix and the centre of the quadratic penalty; the constant is free."""
    size = sum(len(c.levels) for c in COMPARISONS) + 1
    pull, centre, at = np.zeros((size, size)), np.zeros(size), 0
    for comparison in COMPARISONS:
        first = 1 if comparison.name == "head" else 0
        for n, level in enumerate(comparison.levels):
            prior = 0.0 if level in UNTOLD else PRIOR.get(comparison.name, {}).get(level)
            centre[at + n] = prior or 0.0
            pull[at + n, at + n] += FIRM if prior is not None else RIDGE
            if comparison.name in SCALES and n > first and _case(level) == _case(comparison.levels[n - 1]):
                a, b = at + n - 1, at + n
                pull[a, a] += SMOOTH
                pull[b, b] += SMOOTH
                pull[a, b] -= SMOOTH
                pull[b, a] -= SMOOTH
        at += len(comparison.levels)
    return pull, centre


def _case(level: str) -> str:
    """Return the case for which a level of a scale stands: what its name ends with."""
    return level.partition(", ")[2]


def regression(found: npt.NDArray[np.intp], same: npt.NDArray[np.bool_]) -> _Array:
    """Return the weights of all levels, the constant last."""
    design, (pull, centre) = _design(found), _penalty()
    told = same.astype(np.float64)
    weights = centre.copy()

    def loss(at: _Array) -> float:
        odds, off = design @ at, at - centre
        return float((np.logaddexp(0.0, odds) - told * odds).sum() + off @ pull @ off / 2)

    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (told - chance) - pull @ (weights - centre)
        bend = design.T @ (design * (chance * (1 - chance))[:, None]) + pull + 1e-6 * np.eye(len(pull))
        step = np.linalg.solve(bend, slope)
        while np.abs(step).max() >= 1e-6 and loss(weights + step) > loss(weights):
            step /= 2  # too far: the penalised likelihood has to grow
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _rule(weights: _Array, join: float) -> Weights:
    tables, at = [], 0
    for comparison in COMPARISONS:
        tables.append(np.round(weights[at : at + len(comparison.levels)], 2))
        at += len(comparison.levels)
    return Weights(f"{date.today().isoformat()}", round(float(weights[-1]), 2), join, KEEP, tuple(tables))


def fitted(
    sets: Sequence[tuple[Any, Any]], score: Callable[[Any, Any, Weights, str], float], half_of: Callable[[str], str]
) -> Weights:
    """Return weights learned on the halves a, with the threshold of the best pairwise F1 there.

    Each set's F1 counts by its reports: the smaller one has few incidents, one of which moves it by ten points.
    """
    reports = [len(told.half("a")) for told, _ in sets]
    found, same = zip(*(_examples(told, pairs, half_of) for told, pairs in sets), strict=True)
    weights = regression(np.concatenate(found), np.concatenate(same))
    print("learned on", ", ".join(f"{len(s)} pairs, {int(s.sum())} of them of one incident" for s in same))
    tried = []
    for join in np.arange(-2.5, 1.01, 0.25):
        rule = _rule(weights, float(join))
        scores = [score(told, pairs, rule, "a") for told, pairs in sets]
        tried.append((float(np.average(scores, weights=reports)), rule))
        print(f"  join at {join:+.2f}: F1", ", ".join(f"{one:.3f}" for one in scores))
    # The middle of the best stretch: a single best threshold is chance.
    smooth = [float(np.mean([score for score, _ in tried[max(n - 2, 0) : n + 3]])) for n in range(len(tried))]
    # Of those as good the highest: a half is a smaller world than the whole, which has more wrong pairs to fall for.
    return tried[max(n for n, score in enumerate(smooth) if score >= max(smooth) - AS_GOOD)][1]


def _examples(told: Any, pairs: Any, half_of: Callable[[str], str]) -> tuple[npt.NDArray[np.intp], Any]:
    """Return the levels of the pairs of first mentions of half a, and which of them are of one incident."""
    firsts = set(told.first.values())
    own = pairs.within([n for n in firsts if half_of(told.gold[told.report_of_mention[n]]) == "a"], len(told.traits))
    gold = np.array([told.gold[report] for report in told.report_of_mention])
    return own.levels, gold[own.first] == gold[own.second]


HEADER = """\
# What agreement between two mentions is worth: log odds (base e) of each level of each comparison.
# Editorial rule: the levels are those of link/across/compare.py; the sum with `prior` is the log odds that two
# mentions tell of one incident. Clusters join where the mean weight of the pairs between them reaches `join`; pairs
# below `keep` count as `keep`. Learned, not written: on the halves a of the development sets gva (US local news,
# 2013-17) and news_clusters (world news, few attacks), {day}, by `python eval/linking.py BENCH --fit FILE`, which
# does it again. Where these sets say little (actors, kinds of act, borders, far days) weights are drawn to values
# set by hand, named in eval/linking_fit.py.
# Source: own work. Licence: Apache-2.0, as the project.
"""


def written(path: Path, rule: Weights) -> None:
    """Write the weights as YAML."""
    told = {
        "version": rule.version,
        "prior": rule.prior,
        "join": rule.join,
        "keep": rule.keep,
        "weights": {
            c.name: {level: float(weight) for level, weight in zip(c.levels, table, strict=True)}
            for c, table in zip(COMPARISONS, rule.tables, strict=True)
        },
    }
    text = HEADER.format(day=date.today().isoformat()) + yaml.safe_dump(
        told, sort_keys=False, allow_unicode=True, width=110
    )
    path.write_text(text, encoding="utf-8")
