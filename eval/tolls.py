"""Measure counts of killed and injured people on one-paragraph incident texts, and on hand-coded reports.

Usage: python eval/tolls.py paragraphs ROWS.jsonl --fields fields.py [--errors N]
       python eval/tolls.py reports DOCS.jsonl GOLD.jsonl [--errors N]

ROWS: {"id", "text", "gold": {"n_killed", "n_injured"}} a line, where gold totals count the dead attackers too,
unless ``--victims-only`` is given.
DOCS and GOLD: reports and their incidents coded by hand, in the project's form. ``fields.py`` is the scorer
of incident fields (functions ``count_errors``), loaded from its path.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.codebook import Codebook, load_codebook
from dateline.extract.raw import RawToll
from dateline.extract.report_tolls import find_report_tolls
from dateline.model import TOLL_PROPERTIES
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

Row = dict[str, Any]


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


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
    return _size(most) + (0 if most.includes_attackers else attackers)


def _counts(tolls: list[RawToll], *, with_attackers: bool) -> dict[str, int]:
    kinds = {"n_killed": "killed", "n_injured": "wounded"}
    return {field: total(tolls, harm, with_attackers=with_attackers) for field, harm in kinds.items()}


def paragraphs(rows: list[Row], fields: Any, codebook: Codebook, errors: int, *, with_attackers: bool) -> None:
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


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("fields", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str] | None = None) -> int:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("paragraphs", "reports"))
    parser.add_argument("rows", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--fields", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="how many wrong rows to print")
    parser.add_argument("--victims-only", action="store_true", help="gold totals leave the attackers out")
    options = parser.parse_args(arguments)
    codebook = load_codebook()
    if options.kind == "paragraphs":
        if options.fields is None:
            parser.error("paragraphs needs --fields PATH of the scorer")
        paragraphs(
            _rows(options.rows),
            _load(options.fields),
            codebook,
            options.errors,
            with_attackers=not options.victims_only,
        )
    else:
        if options.gold is None:
            parser.error("reports needs DOCS and GOLD")
        reports(_rows(options.rows), _rows(options.gold), codebook, options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
