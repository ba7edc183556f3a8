"""Measure publishing: time, size and memory of each format, from a ledger that is there.

Usage: python eval/publishing.py PLACE OUT [--format NAME ...] [--together]

PLACE is a path or a postgresql:// URL; every export is put on record in it. Each format is written by a process of
its own, so that the peak of memory is its own, unless ``--together`` writes all in one walk. Prints a table in
Markdown: seconds of the processor and of the clock, the most memory held, and the size of the files.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from dateline.ledger.ledger import Ledger
from dateline.publish.formats import FORMATS
from dateline.publish.publish import publish
from dateline.run.parent import end_with_parent

KB = 1024


@dataclass(frozen=True, slots=True)
class Figures:
    """What one export took. Memory is that of the process with all libraries loaded."""

    formats: str
    incidents: int
    statements: int
    cpu_s: float
    wall_s: float
    peak_mb: int
    size_mb: float


def measured(place: str, out: Path, formats: list[str]) -> Figures:
    """Write formats and return what it took."""
    with Ledger(place) as ledger:
        _ = ledger.book  # loaded before the clock starts
        wall, cpu = time.perf_counter(), time.process_time()
        made = publish(ledger, formats, out, author="eval/publishing.py")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KB
    size = sum((out / name).stat().st_size for name in made.files) / KB / KB
    named = ", ".join(formats) if len(formats) < len(FORMATS) else "all together"
    return Figures(named, made.incidents, made.statements, cpu, wall, peak, size)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place")
    parser.add_argument("out", type=Path)
    parser.add_argument("--format", action="append", choices=list(FORMATS), help="given twice, each; else all")
    parser.add_argument("--together", action="store_true", help="write all in one walk")
    options = parser.parse_args()
    names = options.format or list(FORMATS)
    runs = [names] if options.together else [[name] for name in names]
    print("| format | incidents | statements | CPU s | s | peak MB | size MB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    context = multiprocessing.get_context("spawn")
    for formats in runs:
        with context.Pool(1, end_with_parent) as pool:
            one = pool.apply(measured, (options.place, options.out / "-".join(formats)[:60], formats))
        print(
            f"| {one.formats} | {one.incidents:,} | {one.statements:,} | {one.cpu_s:.1f} | {one.wall_s:.1f} "
            f"| {one.peak_mb} | {one.size_mb:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
