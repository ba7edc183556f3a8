"""What a measure returns: figures and misses as data, which ``python eval`` gathers and a measure alone prints.

A measure is a module of this folder with a function ``measure(bench, sample) -> Measured``: ``bench`` is the folder
of the development sets, ``sample`` a number of documents of each set (``sampled`` chooses them) or None for all.
``MEASURES`` in ``harness.py`` lists the measures. Figures are percent. A field is named as its aim is in ``aims.yaml``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import folder


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one field of one set: ``value`` in percent, ``n`` how many gold values or documents it rests on."""

    set: str
    field: str
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class Miss:
    """One wrong answer: where, what was wanted and found, the words of the text, and the rules that found it.

    ``harm`` says how bad it is against others of its field: how many values are wrong, or how far off.
    """

    set: str
    document: str
    field: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    passage: str
    rules: tuple[str, ...] = ()
    harm: float = 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """How many statements of one rule were right, wrong, or of a kind that the set's gold does not tell of."""

    set: str
    rule: str
    right: int
    wrong: int
    not_judged: int


@dataclass(slots=True)
class Measured:
    """All that a measure found out."""

    figures: list[Figure] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    rules: list[Judged] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON knows it; ``Measured.of`` reads it back."""
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Measured:
        """Read what ``to_json`` wrote."""
        lists = {"wanted", "found", "rules"}
        return cls(
            [Figure(**row) for row in told["figures"]],
            [Miss(**{k: tuple(v) if k in lists else v for k, v in row.items()}) for row in told["misses"]],
            [Judged(**row) for row in told["rules"]],
        )


Row = dict[str, Any]
Measure = Callable[[Path, int | None], Measured]


def sampled(rows: Sequence[Row], sample: int | None, key: str = "id") -> list[Row]:
    """Return so many rows, chosen by a hash of their ids alone and in their order; all where ``sample`` is None."""
    if sample is None or sample >= len(rows):
        return list(rows)

    def chance(row: Row) -> str:
        return hashlib.sha256(str(row[key]).encode()).hexdigest()

    last = sorted(map(chance, rows))[sample - 1]
    return [row for row in rows if chance(row) <= last]


def passage(text: str, start: int, end: int, around: int = 160) -> str:
    """Return the words about a span, on one line, the span itself in brackets."""
    before, words, after = text[max(0, start - around) : start], text[start:end], text[end : end + around]
    return " ".join(f"{before}[{words}]{after}".split())


def alone(measure: Measure, doc: str | None) -> None:
    """Run one measure as a script: print its figures, or write all that it found out as JSON."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--sample", type=int, metavar="N", help="N documents of each set, chosen by their ids")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures, misses and rules to this file")
    options = parser.parse_args()
    found = measure(folder(options.bench), options.sample)
    if options.json:
        options.json.write_text(json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for figure in found.figures:
        print(f"{figure.set:16} {figure.field:32} {figure.value:6.1f}  of {figure.n}")
