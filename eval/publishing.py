"""Measure publishing: time, size and memory of each format, from a ledger that is there.

Usage: python eval/publishing.py PLACE OUT [--format NAME ...] [--together] [--release]

PLACE is a path or a postgresql:// URL; every export is put on record in it. Each format is written by a process of
its own, so that the peak of memory is its own, unless ``--together`` writes all in one walk, or ``--release`` makes
a release of them. Prints a table in Markdown: seconds of the processor and of the clock, the most memory held, the
size of the files; then each writer's own seconds and bytes (what several formats ask of an incident counts for the
first that asks), and, on the way, the memory held after each 100,000 incidents.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from dateline.ledger.ledger import Ledger
from dateline.publish.formats import FORMATS, open_writer
from dateline.publish.publish import publish
from dateline.publish.published import Published
from dateline.publish.release import new_release
from dateline.publish.writing import Setting, Writer
from dateline.run.parent import end_with_parent

KB = 1024
TOLD_AFTER = 100_000  # incidents


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
    shares: dict[str, float]
    sizes: dict[str, float]


class Timed:
    """A format's writer, and the seconds of the processor that it takes."""

    def __init__(self, name: str, setting: Setting, shares: dict[str, float]) -> None:
        began = time.process_time()
        self._writer: Writer = open_writer(name, setting)
        self._name, self._shares = name, shares
        self._count(began)

    def _count(self, began: float) -> None:
        self._shares[self._name] = self._shares.get(self._name, 0.0) + time.process_time() - began

    def incident(self, one: Published) -> None:
        """Have an incident written."""
        began = time.process_time()
        self._writer.incident(one)
        self._count(began)

    def group(self, one: Published) -> None:
        """Have a coordinated attack written."""
        began = time.process_time()
        self._writer.group(one)
        self._count(began)

    def close(self) -> None:
        """Have the files finished."""
        began = time.process_time()
        self._writer.close()
        self._count(began)

    def drop(self) -> None:
        """Have the files let go of."""
        self._writer.drop()


def watching() -> Callable[[int], None]:
    """Return a watch that tells the memory held now and then."""
    done = 0

    def watch(number: int) -> None:
        nonlocal done
        if done // TOLD_AFTER < (done + number) // TOLD_AFTER:
            print(f"{done + number:,} incidents, {held_mb()} MB, {time.process_time():.0f} CPU s", file=sys.stderr)
        done += number

    return watch


def held_mb() -> int:
    """Return the memory held now (Linux), in megabytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // KB // KB


def measured(place: str, out: Path, formats: list[str], *, is_release: bool) -> Figures:
    """Write formats and return what it took."""
    shares: dict[str, float] = {}
    timed = partial(Timed, shares=shares)
    with Ledger(place) as ledger, patch("dateline.publish.publish.open_writer", timed):
        _ = ledger.book  # loaded before the clock starts
        wall, cpu = time.perf_counter(), time.process_time()
        if is_release:
            release = new_release(ledger, formats, out, author="eval/publishing.py", watch=watching())
            out, counts = release.folder, release.manifest["counts"]
            assert isinstance(counts, dict)
            incidents, statements = counts["incidents"], counts["statements"]
        else:
            made = publish(ledger, formats, out, author="eval/publishing.py", watch=watching())
            incidents, statements = made.incidents, made.statements
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KB
    sizes = {path.relative_to(out).parts[0]: 0.0 for path in out.rglob("*") if path.is_file()}
    for path in (path for path in out.rglob("*") if path.is_file()):
        sizes[path.relative_to(out).parts[0]] += path.stat().st_size / KB / KB
    named = ", ".join(formats) if len(formats) < len(FORMATS) else "all together"
    return Figures(named, incidents, statements, cpu, wall, peak, sum(sizes.values()), shares, sizes)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place")
    parser.add_argument("out", type=Path)
    parser.add_argument("--format", action="append", choices=list(FORMATS), help="given twice, each; else all")
    parser.add_argument("--together", action="store_true", help="write all in one walk")
    parser.add_argument("--release", action="store_true", help="make a release of all of them, below OUT")
    options = parser.parse_args()
    names = options.format or list(FORMATS)
    runs = [names] if options.together or options.release else [[name] for name in names]
    print("| format | incidents | statements | CPU s | s | peak MB | size MB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    context = multiprocessing.get_context("spawn")
    for formats in runs:
        with context.Pool(1, end_with_parent) as pool:
            out = options.out if options.release else options.out / "-".join(formats)[:60]
            one = pool.apply(measured, (options.place, out, formats), {"is_release": options.release})
        print(
            f"| {one.formats} | {one.incidents:,} | {one.statements:,} | {one.cpu_s:.1f} | {one.wall_s:.1f} "
            f"| {one.peak_mb} | {one.size_mb:.2f} |",
            flush=True,
        )
        print("  writers, CPU s:", ", ".join(f"{name} {share:.1f}" for name, share in one.shares.items()))
        print("  MB:", ", ".join(f"{name} {size:.2f}" for name, size in sorted(one.sizes.items())), flush=True)


if __name__ == "__main__":
    main()
