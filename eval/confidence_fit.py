"""Learn how likely statements are right, and draw how well the probabilities keep what they say.

Usage: python eval/confidence_fit.py [BENCH] [--check]

Statements of the hand-coded reports and examples are judged as ``judge.py`` says, those of local news and of short
texts by the official records that go with them. A logistic regression with a quadratic penalty learns a weight for
each level of each trait (``link/confidence.py``); of sets of more than EVEN statements each counts less, so that the
largest does not drown the others. Writes src/dateline/link/confidence.yaml, docs/pictures/confidence.svg and the
figures in docs/confidence.md, which are of five folds that share no document and no incident, and of each hand-coded
set by what the others taught; ``--check`` only prints these. Run it again whenever rules have changed much. With kept
parses and codings (``parses.py``, ``codings.py``) it takes two minutes.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

import floors
import gva
import judge
import paragraphs
from bench import folder, rows
from codings import code_all, codings
from confidence_shown import CLOSE, figures_line, figures_table, reliability, replaced
from dateline.link.confidence import Levels, levels_of
from dateline.model import Coding
from gold import gold, reports

TOP = Path(__file__).resolve().parents[1]
WEIGHTS = TOP / "src" / "dateline" / "link" / "confidence.yaml"
PAGE, PICTURE = TOP / "docs" / "confidence.md", TOP / "docs" / "pictures" / "confidence.svg"
SETS = ("modern", "examples", "gva", "rand_incidents", "gtd_texts")
EVEN = 1_000  # statements of a set, up to which each counts in full
FEWEST = 15  # judged statements that a level needs to have a weight of its own
LESS = 0.75  # the power by which they count less: 1 would give all sets the same say
RIDGE = {"rule": 16.0, "family": 16.0}  # the pull of a weight to 0; of the other traits OTHERS
OTHERS = 8.0  # strong, and chosen with LESS by the hand-coded sets, each held against what the other sets taught
FOLDS = 5
_Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """Statements with a verdict: the levels of each, whether it is right, its set, and the fold of its document."""

    levels: Sequence[Levels]
    right: _Array
    sets: npt.NDArray[np.str_]
    fold: npt.NDArray[np.intp]

    def weights(self) -> _Array:
        """Return how much each statement counts."""
        number = Counter(self.sets.tolist())
        return np.array([min(1.0, (EVEN / number[name]) ** LESS) for name in self.sets.tolist()])


def told(bench: Path) -> Iterator[tuple[str, str, Coding, Mapping[str, judge.Verdict]]]:
    """Yield set, document, coding and verdicts of each coded report."""
    docs = [row | {"date": row["published"]} for row in rows(bench / "modern" / "docs.jsonl")]
    by_id = {row["id"]: row for row in rows(bench / "modern" / "gold.jsonl")}
    for row, coding in zip(docs, codings(docs), strict=True):
        yield "modern", row["id"], coding, judge.verdicts(by_id[row["id"]], coding.to_json())
    named = reports()
    for row, coding in zip(gold(), code_all([named[row["id"]] for row in gold()]), strict=True):
        yield "examples", row["id"], coding, judge.verdicts(row, coding.to_json())
    data = list(rows(bench / "gva" / "dev.jsonl"))
    for row, coding in zip(data, codings(data), strict=True):
        yield "gva", row["incident_id"], coding, gva.verdicts(row, coding.to_json())
    for name in paragraphs.SETS:
        texts = paragraphs.dated(name, list(rows(bench / name / "dev.jsonl")))
        for row, coding in zip(texts, codings(texts), strict=True):
            yield name, row["id"], coding, paragraphs.verdicts(row["gold"], coding.to_json())


def judged(bench: Path) -> Judged:
    """Return all statements on which there is a verdict."""
    levels, right, sets, fold = [], [], [], []
    for name, document, coding, verdicts in told(bench):
        number = int(hashlib.sha256(str(document).encode()).hexdigest(), 16) % FOLDS
        for statement, own in zip(coding.statements, levels_of(coding), strict=True):
            if (verdict := verdicts[statement.id]) is not judge.Verdict.OPEN:
                levels.append(own)
                right.append(float(verdict is judge.Verdict.RIGHT))
                sets.append(name)
                fold.append(number)
    return Judged(levels, np.array(right), np.array(sets), np.array(fold))


# ---- the regression ---------------------------------------------------------------------------------------


Column = tuple[str, str]  # a trait and a level


def columns_of(levels: Sequence[Levels]) -> list[Column]:
    """Return the levels that are frequent enough to have a weight, in order."""
    number = Counter((trait, level) for own in levels for trait, level in own.items())
    return sorted(column for column, count in number.items() if count >= FEWEST)


def _design(levels: Sequence[Levels], columns: Sequence[Column]) -> _Array:
    at = {column: n for n, column in enumerate(columns)}
    design = np.zeros((len(levels), len(columns) + 1))
    design[:, -1] = 1.0
    for row, own in enumerate(levels):
        for column in own.items():
            if column in at:
                design[row, at[column]] = 1.0
    return design


def regression(levels: Sequence[Levels], right: _Array, counts: _Array, columns: Sequence[Column]) -> _Array:
    """Return the weights of the columns, the constant last, by Newton's method on the penalised likelihood."""
    design = _design(levels, columns)
    pull = np.array([*(RIDGE.get(trait, OTHERS) for trait, _ in columns), 0.0])
    weights = np.zeros(len(pull))
    for _ in range(50):
        chance = _chance(design @ weights)
        slope = design.T @ (counts * (right - chance)) - pull * weights
        bend = design.T @ (design * (counts * chance * (1 - chance))[:, None]) + np.diag(pull + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _chance(odds: _Array) -> _Array:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def learned_without(data: Judged, test: npt.NDArray[np.bool_]) -> tuple[_Array, _Array]:
    """Return each tested statement's probability, and the share right of its property, learned on the others."""
    counts, prop = data.weights(), np.array([own["property"] for own in data.levels])
    learn = np.flatnonzero(~test)
    known = [data.levels[n] for n in learn]
    columns = columns_of(known)
    weights = regression(known, data.right[learn], counts[learn], columns)
    chance = _chance(_design([data.levels[n] for n in np.flatnonzero(test)], columns) @ weights)
    share = np.empty(len(chance))
    for name in np.unique(prop[test]):
        same = learn[prop[learn] == name]
        right = np.average(data.right[same], weights=counts[same]) if len(same) else data.right[learn].mean()
        share[prop[test] == name] = right
    return chance, share


def across_folds(data: Judged) -> tuple[_Array, _Array]:
    """Return for each statement the probability, and the share right of its property, learned without its fold."""
    chance, share = np.zeros(len(data.right)), np.zeros(len(data.right))
    for fold in range(FOLDS):
        test = data.fold == fold
        chance[test], share[test] = learned_without(data, test)
    return chance, share


def across_sets(data: Judged, names: Sequence[str]) -> Iterator[str]:
    """Yield a line of figures for each of these sets, and for all of them, learned on the other sets only."""
    every = np.zeros((2, len(data.right)))
    for name in names:
        test = data.sets == name
        every[:, test] = learned_without(data, test)
        yield figures_line(f"set {name}, of which nothing was learned", data.right[test], *every[:, test])
    of = np.isin(data.sets, names)
    yield figures_line("both", data.right[of], *every[:, of])


# ---- what is written --------------------------------------------------------------------------------------

HEADER = """\
# How likely a statement is right: log odds (base e) of each level of each trait of it, see link/confidence.py.
# Editorial rule: the levels are those of link/confidence.py; the sum with `prior` is the log odds that the statement
# is right. A level that is not here weighs nothing. Learned, not written, on {day}, from {number} judged
# statements of development sets: {sets}.
# Of these only counts went in: no text, name or number of them is here. The data, by their fingerprints:
{prints}
# To learn it anew: `python eval/confidence_fit.py BENCH`; docs/confidence.md tells how good it is.
# Source: own work. Licence: Apache-2.0, as the project.
"""


def write_weights(bench: Path, data: Judged) -> None:
    """Learn from all statements and write the weights."""
    columns = columns_of(data.levels)
    weights = np.round(regression(data.levels, data.right, data.weights(), columns), 2)
    by_trait: dict[str, dict[str, float]] = {}
    for (trait, level), weight in zip(columns, weights[:-1], strict=True):
        if weight:
            by_trait.setdefault(trait, {})[level] = float(weight)
    document: dict[str, Any] = {
        "version": date.today().isoformat(),
        "prior": float(weights[-1]),
        "weights": {trait: by_trait[trait] for trait in sorted(by_trait)},
    }
    number = Counter(data.sets.tolist())
    prints = "\n".join(f"#   {name} {floors.fingerprint(bench / name)}" for name in SETS if name != floors.EXAMPLES)
    header = HEADER.format(
        day=document["version"],
        number=len(data.right),
        sets=", ".join(f"{name} {number[name]}" for name in SETS),
        prints=prints,
    )
    body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    WEIGHTS.write_text(header + body, encoding="utf-8")


def main() -> None:
    """Learn, measure across folds, and write all three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--check", action="store_true", help="print the figures and write nothing")
    options = parser.parse_args()
    bench = folder(options.bench)
    data = judged(bench)
    chance, share = across_folds(data)
    table = figures_table(data.right, chance, share, data.sets, data.levels, SETS)
    shown = "\n".join((table, *across_sets(data, CLOSE)))
    print(shown)
    if not options.check:
        write_weights(bench, data)
        reliability(data.right, chance, data.sets, PICTURE)
        PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), shown), encoding="utf-8")


if __name__ == "__main__":
    main()
