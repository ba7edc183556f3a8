"""Score the hand-coded reports of 2016-20: incidents and each property.

Usage: python eval/modern.py [BENCH] [--sample N] [--errors FIELD] [--json FILE] [--out FILE]
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench import coded, folder, report_of, rows
from coded_sets import measured
from figures import Measured, asked, sampled, tell
from incidents import Score, score, table

Row = dict[str, Any]


def scored(bench: Path, sample: int | None = None) -> tuple[list[Row], dict[str, str], dict[str, Row], Score]:
    """Code the reports; return gold, texts and contract documents by id, and the score."""
    docs = sampled(list(rows(bench / "modern" / "docs.jsonl")), sample)
    chosen = {doc["id"] for doc in docs}
    gold = [row for row in rows(bench / "modern" / "gold.jsonl") if row["id"] in chosen]
    reports = {doc["id"]: report_of(doc, doc["published"]) for doc in docs}
    outputs = dict(zip(reports, coded(list(reports.values())), strict=True))
    return gold, {key: report.text for key, report in reports.items()}, outputs, score(gold, outputs)


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of all fields."""
    gold, texts, outputs, result = scored(bench, sample)
    return measured("modern", texts, gold, outputs, result)


def main() -> None:
    """Print a table of precision, recall and F1 beside what every measure tells."""
    parser = asked(__doc__)
    parser.add_argument("--out", type=Path, help="write the contract documents to this file")
    options = parser.parse_args()
    gold, texts, outputs, result = scored(folder(options.bench), options.sample)
    if options.out:
        lines = (json.dumps({"id": key, "output": value}, ensure_ascii=False) for key, value in outputs.items())
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tell(measured("modern", texts, gold, outputs, result), options)
    print(table(result.figures))


if __name__ == "__main__":
    main()
