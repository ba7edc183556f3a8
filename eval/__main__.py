"""Measure Dateline: on the example reports, then on the coded sets of a folder, if one is named.

Usage: python eval [BENCH] [--only SET] [--sample N] [--json FILE]     figures beside floors, aims and others' figures
       python eval BENCH --only SET --errors FIELD [--limit N] [--out FILE]    the worst misses, for reading
       python eval BENCH --by-rule [--out FILE]                        each rule's own precision, harmful ones first
       python eval BENCH --raise                                       lift the floors to the figures, never lower

BENCH may stand in DATELINE_BENCH too. ``--sample N`` takes N documents of each set, always the same. The run fails
below a floor (``floors.json``), and where a measure failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import examples
import floors
from bench import folder
from coded_sets import field_of
from figures import LIMIT, as_markdown
from gather import Gathered, gathered
from shown import rule_table, rules, table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python eval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", nargs="?", type=Path, default=os.environ.get("DATELINE_BENCH"))
    parser.add_argument("--only", metavar="SET", help="only this set, or this measure")
    parser.add_argument("--sample", type=int, metavar="N", help="N documents of each set, chosen by their ids")
    parser.add_argument("--errors", metavar="FIELD", help="write the worst misses of a field, in Markdown")
    parser.add_argument("--limit", type=int, default=LIMIT, help=f"so many misses ({LIMIT})")
    parser.add_argument("--by-rule", action="store_true", help="write the precision of each rule")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there what --errors or --by-rule give")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and rules to this file")
    parser.add_argument("--raise", dest="lift", action="store_true", help="raise the floors, never lower them")
    return parser.parse_args()


def _told(text: str, out: Path | None) -> None:
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


def _as_json(found: Gathered) -> str:
    told = {
        "figures": [asdict(figure) for figure in found.figures],
        "rules": [asdict(rule) for rule in rules(found.rules)],
        "failed": found.failed,
        "seconds": found.seconds,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _lifted(bench: Path | None, sample: int | None, found: Gathered, told: dict[str, Any]) -> dict[str, Any]:
    """Return what floors.json is to hold after a run."""
    now = floors.by_set(found.figures).get(floors.EXAMPLES)
    if now:
        told = examples.lifted(told, {name: now[field_of(name)] for name in examples.KEPT})
    return floors.lifted(bench, sample, found.figures, told) if bench else told


def main() -> int:
    """Run the measures and tell what was asked; return 1 if one failed or a figure lies below its floor."""
    options = _options()
    if options.bench:
        folder(str(options.bench))  # which says so if there is none
    found = gathered(options.bench, options.only, options.sample, judging=options.by_rule)
    if options.json:
        options.json.write_text(_as_json(found), encoding="utf-8")
    if options.errors:
        _told(as_markdown(found.misses, options.errors, options.limit), options.out)
    elif options.by_rule:
        _told(rule_table(rules(found.rules)), options.out)
    told = floors.read()
    if options.lift:
        told = _lifted(options.bench, options.sample, found, told)
        floors.written(told)
    held = floors.of(options.bench, options.sample, {f.set for f in found.figures}, told)
    held.values[floors.EXAMPLES] = examples.floors_by_field(told)
    if not (options.errors or options.by_rule):
        print(table(found.figures, held.values))
    for line in held.foreign:
        print(line, file=sys.stderr)
    lost = held.below(found.figures, is_whole=options.only is None and not options.by_rule)
    for name, why in found.failed.items():
        print(f"{name} failed: {why}", file=sys.stderr)
    if lost:
        print("below the floor:", *lost, sep="\n", file=sys.stderr)
    return bool(lost or found.failed)


if __name__ == "__main__":
    sys.exit(main())
