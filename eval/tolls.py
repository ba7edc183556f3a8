"""Measure counts of killed and injured people on one-paragraph incident texts, and all counts on coded reports.

Usage: python eval/tolls.py [FOLDER] [--errors N]

One-paragraph texts hold gold totals of killed and injured; a text's figure is its largest whole count. One set
counts dead attackers in its totals, the other does not. Coded reports are scored on (property, low, high) over
the whole report, before any linking: recall with the parts of wider counts, precision without.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import bench
from dateline.codebook import Codebook, load_codebook
from dateline.extract.raw import RawToll
from dateline.extract.report_tolls import find_report_tolls
from dateline.model import TOLL_PROPERTIES
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

Row = dict[str, Any]


def tolls_of(texts: Iterable[str], codebook: Codebook) -> Iterator[list[RawToll]]:
    """Yield all tolls of each text."""
    for text in texts:
        sentences = list(parse_sentences(split_sentences(text)))
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


def _counts(tolls: list[RawToll], *, with_attackers: bool) -> dict[str, int]:
    kinds = {"n_killed": "killed", "n_injured": "wounded"}
    return {field: total(tolls, harm, with_attackers=with_attackers) for field, harm in kinds.items()}


def paragraphs(rows: list[Row], fields: ModuleType, codebook: Codebook, errors: int, *, with_attackers: bool) -> None:
    """Print the accuracy of killed and injured, zero and non-zero golds apart."""
    found = dict(zip((r["id"] for r in rows), tolls_of((r["text"] for r in rows), codebook), strict=True))
    gold = {r["id"]: r["gold"] for r in rows}
    said = {i: _counts(tolls, with_attackers=with_attackers) for i, tolls in found.items()}
    for field in ("n_killed", "n_injured"):
        figures = fields.count_errors(gold, said, field)
        print(field, {k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()})
    both = [i for i in gold if all(gold[i].get(f) is not None for f in said[i])]
    right = sum(all(float(gold[i][f]) == said[i][f] for f in said[i]) for i in both)
    print(f"both right: {right} of {len(both)}")
    wrong = [
        r for r in rows if r["id"] in both and any(float(r["gold"][f]) != said[r["id"]][f] for f in said[r["id"]])
    ]
    for row in wrong[:errors]:
        print("\n", row["id"], {f: (row["gold"][f], n) for f, n in said[row["id"]].items()}, row["text"])
        for t in found[row["id"]]:
            print(
                "    ",
                t.property,
                t.low,
                t.high,
                repr(t.span.of(row["text"])),
                t.rule,
                "part" if t.is_part else "",
            )


def _gold_tolls(row: Row, *, subsets: bool) -> list[tuple[str, int | None, int | None, str]]:
    return [
        (name, c["low"], c["high"], c["quote"])
        for g in row["incidents"]
        for name in TOLL_PROPERTIES
        for c in g.get(name) or []
        if subsets or not c.get("subset")
    ]


def reports(docs: list[Row], golds: list[Row], codebook: Codebook, errors: int) -> None:
    """Print recall of (property, low, high), subsets included, and precision over what is no part."""
    by_id = {g["id"]: g for g in golds}
    hit = wanted = right = said = 0
    for doc, tolls in zip(docs, tolls_of((d["text"] for d in docs), codebook), strict=True):
        gold = _gold_tolls(by_id[doc["id"]], subsets=True)
        have = {(t.property, t.low, t.high) for t in tolls}
        missed = [g for g in gold if g[:3] not in have]
        whole = [t for t in tolls if not t.is_part]
        wrong = [t for t in whole if (t.property, t.low, t.high) not in {g[:3] for g in gold}]
        hit, wanted = hit + len(gold) - len(missed), wanted + len(gold)
        right, said = right + len(whole) - len(wrong), said + len(whole)
        if errors:
            for g in missed:
                print(f"MISSED {doc['id']} {g}")
            for t in wrong:
                print(f"WRONG  {doc['id']} {t.property} {t.low} {t.high} {t.span.of(doc['text'])!r} {t.rule}")
    print(f"recall {hit} of {wanted} ({100 * hit / max(1, wanted):.1f} %)")
    print(f"precision of wholes {right} of {said} ({100 * right / max(1, said):.1f} %)")


def main() -> None:
    """Run all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--errors", type=int, default=0, help="how many wrong texts to print of each set")
    options = parser.parse_args()
    folder = bench.folder(options.folder)
    codebook, fields = load_codebook(), bench.scorer(folder, "fields")
    for name, with_attackers in (("gtd_texts", True), ("rand_incidents", False)):
        print(name)
        rows = list(bench.rows(folder / name / "dev.jsonl"))
        paragraphs(rows, fields, codebook, options.errors, with_attackers=with_attackers)
    print("modern")
    docs, golds = (list(bench.rows(folder / "modern" / f"{kind}.jsonl")) for kind in ("docs", "gold"))
    reports(docs, golds, codebook, options.errors)


if __name__ == "__main__":
    main()
