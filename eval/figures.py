"""What a measure returns: figures and misses as data, which ``python eval`` gathers and a measure alone prints.

A measure is a module of this folder with a function ``measure(bench, sample) -> Measured``: ``bench`` is the folder
of the development sets, ``sample`` a number of documents of each set (``sampled`` chooses them) or None for all.
Its last lines are ``if __name__ == "__main__": alone(measure, __doc__)``, and ``LANES`` in ``gather.py`` names it.
Figures are percent. A field is named as its aim is in ``aims.yaml``.
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
    """One figure of one field of one set: ``value`` in percent, ``n`` the gold values or documents it rests on."""

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
    """How many statements of one rule were right, wrong, of an incident that gold lacks (stray), or not judged."""

    set: str
    rule: str
    property: str
    right: int
    wrong: int
    stray: int
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


LIMIT = 40  # misses shown
Row = dict[str, Any]
Measure = Callable[[Path, int | None], Measured]


def sampled(rows: Sequence[Row], sample: int | None, key: str = "id") -> list[Row]:
    """Return so many rows, chosen by a hash of their ids alone and in their order; all where ``sample`` is None."""
    if sample is None or sample >= len(rows):
        return list(rows)

    last = sorted(_chance(row[key]) for row in rows)[sample - 1]
    return [row for row in rows if _chance(row[key]) <= last]


def _chance(key: object) -> str:
    """Return what stands for chance and stays the same from run to run."""
    return hashlib.sha256(str(key).encode()).hexdigest()


def passage(text: str, start: int, end: int, around: int = 200) -> str:
    """Return the words about a span, on one line, the span itself in brackets."""
    before, words, after = text[max(0, start - around) : start], text[start:end], text[end : end + around]
    return " ".join(f"{before}[{words}]{after}".split())


def asked(doc: str | None, *, has_misses: bool = True) -> argparse.ArgumentParser:
    """Return a parser of what every measure can be asked, without what asks for misses where it tells of none."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--sample", type=int, metavar="N", help="N documents of each set, chosen by their ids")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures, misses and rules to this file")
    if has_misses:
        parser.add_argument("--errors", metavar="FIELD", help="print the worst misses of a field, in Markdown")
        parser.add_argument("--limit", type=int, default=LIMIT, help="so many misses")
    return parser


def tell(found: Measured, options: argparse.Namespace) -> None:
    """Do with what a measure found as its command line says."""
    if options.json:
        options.json.write_text(json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if getattr(options, "errors", None):
        print(as_markdown(found.misses, options.errors, options.limit))
    for figure in found.figures:
        print(f"{figure.set:16} {figure.field:36} {figure.value:6.1f}  of {figure.n}")


def alone(measure: Measure, doc: str | None) -> None:
    """Run one measure as a script: print its figures, or the misses of a field, or write all that it found out."""
    options = asked(doc).parse_args()
    tell(measure(folder(options.bench), options.sample), options)


def as_markdown(misses: Sequence[Miss], field: str, limit: int) -> str:
    """Return the worst misses of a field for reading, and how often what was taken for what.

    Raises SystemExit with the fields that have misses if this one has none.
    """
    of_field = sorted((m for m in misses if m.field == field), key=lambda m: (-m.harm, _chance(m.document)))
    if not of_field:
        raise SystemExit(f"no misses of {field!r}; there are of: {', '.join(sorted({m.field for m in misses}))}")
    lines = [f"# {field}: {min(limit, len(of_field))} of {len(of_field)} misses", ""]
    for n, miss in enumerate(of_field[:limit], 1):
        lines += [f"## {n}. {miss.set} {miss.document}", ""]
        lines += [
            f"- wanted: {'; '.join(miss.wanted) or 'nothing'}",
            f"- found: {'; '.join(miss.found) or 'nothing'}",
        ]
        lines += [f"- rules: {', '.join(miss.rules)}"] if miss.rules else []
        lines += ["", *(f"> {part}\n>" for part in miss.passage.splitlines()), ""]
    return "\n".join(lines)
