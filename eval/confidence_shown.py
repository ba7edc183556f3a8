"""How well probabilities keep what they say: Brier score, calibration error, and the reliability diagram."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dateline.link.confidence import Levels

_Array = npt.NDArray[np.float64]
BINS = 10
FEWEST = 30  # statements of a point in the diagram
MARKS = ("<!-- figures: made by eval/confidence_fit.py -->", "<!-- end of figures -->")
CLOSE = ("modern", "examples")  # sets of whole reports coded by hand in all properties


def brier(right: _Array, chance: _Array) -> float:
    """Return the mean squared distance of the probabilities from what came true; 0 is perfect."""
    return float(np.mean((right - chance) ** 2)) if len(right) else float("nan")


def bins_of(right: _Array, chance: _Array) -> list[tuple[float, float, int]]:
    """Return mean probability, share right and number of each tenth of the probabilities that has any."""
    which = np.minimum((chance * BINS).astype(int), BINS - 1)
    return [
        (float(chance[which == n].mean()), float(right[which == n].mean()), int((which == n).sum()))
        for n in range(BINS)
        if (which == n).any()
    ]


def calibration_error(right: _Array, chance: _Array) -> float:
    """Return the mean distance of probability and share right over tenths, each by its number (ECE)."""
    return sum(number * abs(told - true) for told, true, number in bins_of(right, chance)) / max(len(right), 1)


def ranked(right: _Array, chance: _Array) -> float:
    """Return how often a right statement has a higher probability than a wrong one (area under the ROC curve)."""
    order = np.argsort(chance, kind="stable")
    _, at, number = np.unique(chance[order], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(number) - (number - 1) / 2)[at]
    good = right[order] == 1
    wins, pairs = ranks[good].sum() - good.sum() * (good.sum() + 1) / 2, good.sum() * (~good).sum()
    return float(wins / pairs) if pairs else float("nan")


def figures_line(name: str, right: _Array, chance: _Array, share: _Array) -> str:
    """Return a line of the table."""
    return (
        f"| {name} | {len(right)} | {100 * right.mean():.1f} % | {100 * chance.mean():.1f} % |"
        f" {brier(right, chance):.3f} | {brier(right, share):.3f} | {100 * calibration_error(right, chance):.1f} |"
        f" {100 * ranked(right, chance):.1f} |"
    )


def figures_table(
    right: _Array,
    chance: _Array,
    share: _Array,
    sets: npt.NDArray[np.str_],
    levels: Sequence[Levels],
    names: Sequence[str],
) -> str:
    """Return a Markdown table: a line for all, for each set, and for each property with enough statements."""
    prop = np.array([own["property"] for own in levels])
    groups = [("all", np.ones(len(right), bool)), *((f"set {name}", sets == name) for name in names)]
    groups += [("hand-coded reports", np.isin(sets, CLOSE))]
    groups += [(str(name), prop == name) for name in np.unique(prop) if (prop == name).sum() >= FEWEST]
    lines = [
        "| statements | number | right | mean confidence | Brier | Brier of the property's share | ECE | AUC |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, of in ((name, of) for name, of in groups if of.any()):
        lines.append(figures_line(name, right[of], chance[of], share[of]))
    return "\n".join(lines)


def replaced(page: str, shown: str) -> str:
    """Return a page with its figures replaced; raises ValueError where the marks are missing."""
    before, _, rest = page.partition(MARKS[0])
    _, mark, after = rest.partition(MARKS[1])
    if not mark:
        raise ValueError(f"the page lacks {MARKS[0]} and {MARKS[1]}")
    return f"{before}{MARKS[0]}\n{shown}\n{MARKS[1]}{after}"


def reliability(right: _Array, chance: _Array, sets: npt.NDArray[np.str_], path: Path) -> None:
    """Draw what share of the statements told with a probability is right, as SVG, the same for the same data."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "dateline", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot

    figure, (upper, lower) = pyplot.subplots(
        2, 1, figsize=(5.2, 6.2), height_ratios=(3, 1), sharex=True, layout="constrained"
    )
    upper.plot((0, 1), (0, 1), color="#999", linewidth=1, linestyle="--", label="as told")
    groups = (
        ("all development sets", np.ones(len(right), bool), "#1f4e79"),
        ("hand-coded reports", np.isin(sets, CLOSE), "#c55a11"),
    )
    for name, of, colour in groups:
        points = [point for point in bins_of(right[of], chance[of]) if point[2] >= FEWEST]
        upper.plot([p[0] for p in points], [p[1] for p in points], marker="o", color=colour, label=name)
    upper.set(ylabel="share that is right", ylim=(0, 1), xlim=(0, 1))
    upper.legend(frameon=False, loc="upper left")
    lower.hist(chance, bins=BINS, range=(0, 1), color="#1f4e79", rwidth=0.9)
    lower.set(xlabel="confidence of the statement", ylabel="statements")
    for axis in (upper, lower):
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
