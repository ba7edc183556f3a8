"""Score the hand-coded reports of 2016-20: incidents and each property.

Usage: python eval/modern.py [BENCH] [--errors] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench import coded, folder, report_of, rows
from incidents import score, table


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
    result = score(gold, outputs)
    if options.errors:
        for miss in result.misses:
            print(f"{miss.where}\t{miss.property}\twant {list(miss.wanted)}\tfound {list(miss.found)}")
    print(table(result.figures))


if __name__ == "__main__":
    main()
