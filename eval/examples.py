"""Score the hand-coded example reports: incidents and each property, held against floors.json.

Usage: python eval/examples.py [--errors] [--out FILE] [--raise] [--json FILE]

The floors are figures that must not be lost again; a test fails below one. --raise writes higher ones, never lower:
a floor is only lowered by hand, with the reason in the commit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import coded
from coded_sets import field_of, measured
from figures import Measured
from floors import below, raised, read, written
from gold import EXAMPLES, gold, reports
from incidents import ALL, INCIDENT, MAIN, Counts, Score, score, table
from linking_examples import linked

RECALL = (MAIN,)  # figures that are a recall; all others are an F1
LINKS = "links between reports"
KEPT = (INCIDENT, MAIN, ALL, "type", "date", "city", "toll", "toll_and_speaker", "perpetrator", LINKS)


def outputs() -> dict[str, dict[str, Any]]:
    """Return the contract document of each example report, coded alone, by the key gold uses."""
    named = reports()
    return dict(zip(named, coded(list(named.values())), strict=True))


def scored(documents: Mapping[str, Mapping[str, Any]] | None = None) -> Score:
    """Code the example reports, unless their documents are given, and score them and the links between them."""
    documents = documents or outputs()
    result = score(gold(), documents)
    result.figures[LINKS], result.wrong_links = linked(gold(), documents)
    return result


def fingerprint(folder: Path = EXAMPLES) -> dict[str, str]:
    """Return the sha256 of the gold and of the reports' names and bytes: floors hold for these alone."""
    together = hashlib.sha256()
    for path in sorted(path for path in (folder / "reports").rglob("*") if path.is_file()):
        body = path.read_bytes()
        together.update(f"{path.relative_to(folder).as_posix()} {len(body)}\n".encode())
        together.update(body)
    gold_bytes = (folder / "expected.yaml").read_bytes()
    return {"gold": hashlib.sha256(gold_bytes).hexdigest(), "reports": together.hexdigest()}


def kept(figures: Mapping[str, Counts]) -> dict[str, float]:
    """Return the figures that have floors, in percent."""
    return {name: 100 * (figures[name].recall if name in RECALL else figures[name].f1) for name in KEPT}


def floors_by_field(held: Mapping[str, Any]) -> dict[str, float]:
    """Return the floors under the fields of the harness; none where they are for another gold or other reports."""
    if {key: held.get(key) for key in ("gold", "reports")} != fingerprint():
        return {}
    return {field_of(name): floor for name, floor in held["floors"].items()}


def lifted(held: Mapping[str, Any], now: Mapping[str, float]) -> dict[str, Any]:
    """Return what floors.json is to hold with the floors of the examples raised."""
    return {**held, **fingerprint(), "floors": raised(held.get("floors", {}), now)}


def measure(documents: Mapping[str, Mapping[str, Any]]) -> Measured:
    """Return figures, misses and rules of the examples' contract documents."""
    texts = {name: report.text for name, report in reports().items()}
    return measured("examples", texts, gold(), documents, scored(documents))


def main() -> None:
    """Print the table, and what lies below a floor; exit 1 then, or where the floors are for other reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print each miss with what was wanted and found")
    parser.add_argument("--out", type=Path, help="write the contract documents to this file")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write higher floors, never lower")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures, misses and rules; hold no floors")
    options = parser.parse_args()
    documents = outputs()
    if options.json:
        options.json.write_text(json.dumps(measure(documents).to_json()), encoding="utf-8")
        return
    if options.out:
        lines = (json.dumps({"id": key, "output": value}, ensure_ascii=False) for key, value in documents.items())
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = scored(documents)
    if options.errors:
        for miss in result.misses:
            print(f"{miss.where}\t{miss.property}\twant {list(miss.wanted)}\tfound {list(miss.found)}")
        print("\n".join(result.wrong_links))
    print(table(result.figures))
    now, held = kept(result.figures), read()
    if options.lift:
        held = lifted(held, now)
        written(held)
    if held and {key: held[key] for key in ("gold", "reports")} != fingerprint():
        raise SystemExit("the floors were measured on another gold or other reports; --raise writes them anew")
    if lost := below(held.get("floors", {}), now):
        raise SystemExit("below the floor:\n" + "\n".join(lost))


if __name__ == "__main__":
    main()
