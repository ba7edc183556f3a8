"""Measure counts of killed and injured people on one-paragraph incident texts.

Usage: python eval/tolls.py [BENCH] [--sample N] [--errors FIELD] [--json FILE]

The texts hold gold totals of killed and injured; a text's figure is its largest whole count, as found in the words
before any linking. One set counts dead attackers in its totals, the other does not. Most totals are zero, so the
figures are of those that are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bench
from dateline.codebook import Codebook, load_codebook
from dateline.extract.raw import RawToll
from dateline.extract.report_tolls import find_report_tolls
from dateline.text.split import split_sentences
from figures import Figure, Measured, Miss, alone, sampled
from parses import parsed

Row = dict[str, Any]
WITH_ATTACKERS = {"gtd_texts": True, "rand_incidents": False}
FIELDS = {"n_killed": ("killed", "killed"), "n_injured": ("injured", "wounded")}  # field, and the harm of a toll


def tolls_of(texts: Iterable[str], codebook: Codebook) -> Iterator[list[RawToll]]:
    """Yield all tolls of each text."""
    for text in texts:
        sentences = list(parsed(split_sentences(text)))
        yield [t for per_sentence in find_report_tolls(sentences, codebook) for t in per_sentence]


def _size(toll: RawToll) -> int:
    """A single figure for a count: what a coder who must enter one number writes."""
    if toll.low is not None and toll.high is None and toll.rule.endswith("more.en.1"):
        return toll.low - 1  # "more than 16": these coders enter 16
    return toll.low if toll.low is not None else toll.high or 0


def total(tolls: list[RawToll], harm: str, *, with_attackers: bool) -> int:
    """The largest whole count of a harm in a text about one incident, with the attackers who came to it if asked."""
    whole = [t for t in tolls if not t.is_part]
    people = [t for t in whole if t.property == harm]
    attackers = max((_size(t) for t in whole if t.property == f"attackers_{harm}"), default=0)
    attackers = attackers if with_attackers else 0
    most = max(people, key=_size, default=None)
    if most is None:
        return attackers
    if most.includes_attackers:
        inside = max((_size(t) for t in whole if t.property == f"attackers_{harm}"), default=0)
        return _size(most) - (0 if with_attackers else inside)
    return _size(most) + attackers


def _misses(name: str, row: Row, tolls: list[RawToll], said: dict[str, int]) -> Iterator[Miss]:
    for field, (shown, harm) in FIELDS.items():
        wanted = row["gold"].get(field)
        if wanted is None or float(wanted) == said[field]:
            continue
        own = [t for t in tolls if t.property.endswith(harm)]
        words = [
            f"{t.property} {t.low}..{t.high}{' part' if t.is_part else ''} {t.span.of(row['text'])!r}" for t in own
        ]
        found = (f"{said[field]}: {'; '.join(words)}",)
        off = abs(float(wanted) - said[field])
        rules = tuple(sorted({t.rule for t in own}))
        yield Miss(name, row["id"], shown, (str(wanted),), found, row["text"], rules, off)


def measure(folder: Path, sample: int | None = None) -> Measured:
    """Return the share of totals that are right, of those that are not zero and of all."""
    codebook, fields, result = load_codebook(), bench.scorer(folder, "fields"), Measured()
    for name, with_attackers in WITH_ATTACKERS.items():
        rows = sampled(list(bench.rows(folder / name / "dev.jsonl")), sample)
        tolls = list(tolls_of((r["text"] for r in rows), codebook))
        said = {
            row["id"]: {f: total(own, harm, with_attackers=with_attackers) for f, (_, harm) in FIELDS.items()}
            for row, own in zip(rows, tolls, strict=True)
        }
        gold = {row["id"]: row["gold"] for row in rows}
        for field, (shown, _) in FIELDS.items():
            known = [float(row[field]) for row in gold.values() if row.get(field) is not None]
            scores = fields.count_errors(gold, said, field)
            told = sum(value > 0 for value in known)
            if told:
                result.figures.append(Figure(name, f"{shown}, non-zero", 100 * scores["acc_nonzero"], told))
            result.figures.append(Figure(name, shown, 100 * scores["acc"], len(known)))
        for row, own in zip(rows, tolls, strict=True):
            result.misses += _misses(name, row, own, said[row["id"]])
    return result


if __name__ == "__main__":
    alone(measure, __doc__)
