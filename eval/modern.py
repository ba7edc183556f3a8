"""Score the hand-coded reports of 2016-20: incidents and each property.

Usage: python eval/modern.py [BENCH] [--errors] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench import coded, folder, report_of, rows, scorer


def main() -> None:
    """Code the reports, score them and print a table of precision, recall and F1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--errors", action="store_true", help="print each miss with what was wanted and found")
    parser.add_argument("--out", type=Path, help="write the contract documents to this file")
    options = parser.parse_args()
    bench = folder(options.bench)
    docs = list(rows(bench / "modern" / "docs.jsonl"))
    gold = list(rows(bench / "modern" / "gold.jsonl"))
    outputs = dict(zip((d["id"] for d in docs), coded([report_of(d, d["published"]) for d in docs]), strict=True))
    if options.out:
        lines = (json.dumps({"id": key, "output": value}, ensure_ascii=False) for key, value in outputs.items())
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    figures, errors = scorer(bench, "modern").score(gold, outputs)
    if options.errors:
        for where, name, want, found in errors:
            print(f"{where}\t{name}\twant {want}\tfound {found}")
    print(f"{'':24} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6} {'found':>6}")
    for name, f in figures.items():
        row = (100 * f["p"], 100 * f["r"], 100 * f["f1"])
        print(f"{name:24} {row[0]:6.1f} {row[1]:6.1f} {row[2]:6.1f} {f['gold']:6} {f['found']:6}")


if __name__ == "__main__":
    main()
