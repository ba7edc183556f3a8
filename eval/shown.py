"""What was gathered as tables for people: figures beside floors, aims and others' figures; rules by their harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from figures import Figure, Judged

AIMS = Path(__file__).parent / "aims.yaml"


@cache
def aims() -> dict[str, dict[str, dict[str, Any]]]:
    """Return aim, baseline and published figure by set and field; each may be missing."""
    told: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(AIMS.read_text(encoding="utf-8"))
    return told


def _columns(rows: Sequence[Sequence[str]], left: int) -> str:
    """Return rows as aligned columns, so many of the first and the last to the left."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    last = len(widths) - 1
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n < left or n == last else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def table(figures: Sequence[Figure], floors: Mapping[str, Mapping[str, float]]) -> str:
    """Return a line a figure: set, field, figure, n, floor, aim, trivial baseline, best published."""
    rows = [["set", "field", "figure", "of", "floor", "aim", "baseline", "best published"]]
    sets = list(dict.fromkeys(figure.set for figure in figures))
    for figure in sorted(figures, key=lambda one: sets.index(one.set)):
        held = aims().get(figure.set, {}).get(figure.field, {})
        floor = floors.get(figure.set, {}).get(figure.field)
        rows.append(
            [
                figure.set,
                figure.field,
                _number(figure.value),
                str(figure.n),
                _number(floor),
                _number(held.get("aim"))
                + ("" if "aim" not in held else " +" if figure.value >= held["aim"] else " -"),
                _number(held.get("baseline")),
                held.get("published", ""),
            ]
        )
    return _columns(rows, 2)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule did with one property over some sets."""

    rule: str
    property: str
    right: int
    wrong: int
    stray: int
    not_judged: int
    harm: int  # how many more of its statements were wrong or stray than right
    precision: float | None  # share of the judged that was right, 0 to 1; None where none was judged
    sets: dict[str, tuple[int, int]]  # right and wrong or stray, where any was judged


def rules(told: Iterable[Judged]) -> list[Rule]:
    """Return all rules, the most harmful first."""
    by_rule: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in told:
        by_rule[one.rule, one.property].append(one)
    made = [_rule(rule, prop, of) for (rule, prop), of in by_rule.items()]
    return sorted(made, key=lambda one: (-one.harm, one.rule, one.property))


def _rule(rule: str, prop: str, of: Sequence[Judged]) -> Rule:
    right, wrong, stray = (sum(getattr(one, name) for one in of) for name in ("right", "wrong", "stray"))
    judged = right + wrong + stray
    return Rule(
        rule,
        prop,
        right,
        wrong,
        stray,
        sum(one.not_judged for one in of),
        wrong + stray - right,
        round(right / judged, 3) if judged else None,
        {one.set: (one.right, one.wrong + one.stray) for one in of if one.right + one.wrong + one.stray},
    )


def rule_table(told: Sequence[Rule]) -> str:
    """Return a line a rule and property: counts, precision, and right/wrong by set."""
    rows = [["rule", "property", "harm", "right", "wrong", "stray", "not judged", "precision", "right/wrong by set"]]
    for one in told:
        counts = (one.harm, one.right, one.wrong, one.stray, one.not_judged)
        precision = "" if one.precision is None else f"{100 * one.precision:.0f}"
        sets = ", ".join(f"{name} {right}/{wrong}" for name, (right, wrong) in sorted(one.sets.items()))
        rows.append([one.rule, one.property, *map(str, counts), precision, sets])
    return _columns(rows, 2)
