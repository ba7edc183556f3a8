"""Run measures, each in a process of its own and two at most at a time, and gather what they found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import codings
from figures import Figure, Judged, Measured, Miss
from floors import EXAMPLES

HERE = Path(__file__).parent
# Measures with the sets that they tell of. Those of one lane share codings and run one after the other; the lanes
# that take longest stand first.
Lanes = Sequence[Mapping[str, Sequence[str]]]
LANES: Lanes = (
    {"gva": ["gva"], "linking": ["gva", "news_clusters"], "counting": ["gva"]},
    {"polnear": ["polnear"]},
    {"paragraphs": ["rand_incidents", "gtd_texts", "case21_types"], "tolls": ["rand_incidents", "gtd_texts"]},
    {"timex": ["timex_te3", "timex_wikiwars"]},
    {"geo": ["geo trnews", "geo gwn", "geo lgl", "geo geovirus"]},
    {"muc4": ["muc4"]},
    {"modern": ["modern"], "wikievents": ["wikievents"]},
    {EXAMPLES: [EXAMPLES]},
)
JUDGING = {"gva", "paragraphs", "modern", EXAMPLES}  # measures that judge rules
AT_A_TIME = 2
TOLD = 12  # lines of a measure that failed


@dataclass(slots=True)
class Gathered:
    """What all measures found, why some failed, and how many seconds each took."""

    figures: list[Figure] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    rules: list[Judged] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, found: Measured, sets: Sequence[str] | None) -> None:
        """Add what a measure found of some sets, or of all."""
        for own, told in ((self.figures, found.figures), (self.misses, found.misses), (self.rules, found.rules)):
            own.extend(one for one in told if sets is None or one.set in sets)  # type: ignore[attr-defined]


def chosen(only: str | None, lanes: Lanes = LANES) -> list[list[str]]:
    """Return the measures of each lane: all, the one of this name, or those that tell of the set of this name.

    Raises SystemExit where there is neither a measure nor a set of the name.
    """
    picked = [
        [name for name, sets in lane.items() if only is None or only == name or _names(only, sets)] for lane in lanes
    ]
    if not any(picked):
        known = sorted({name for lane in lanes for name in (*lane, *(s for sets in lane.values() for s in sets))})
        raise SystemExit(f"no measure or set {only!r}; there are: {', '.join(known)}")
    return [lane for lane in picked if lane]


def _names(only: str, sets: Sequence[str]) -> bool:
    return any(only in (name, name.split()[0]) for name in sets)


def gathered(
    bench: Path | None,
    only: str | None = None,
    sample: int | None = None,
    *,
    judging: bool = False,
    lanes: Lanes = LANES,
) -> Gathered:
    """Run the chosen measures, or those of them that judge rules; without a folder only the examples.

    A measure that fails stops no other.
    """
    names = [[name for name in lane if not judging or name in JUDGING] for lane in chosen(only, lanes)]
    if bench is None:
        names = [[name for name in lane if name == EXAMPLES] for lane in names]
    if not any(names):
        lacks = "judges no rules" if bench else "needs the folder of the development sets: python eval BENCH"
        raise SystemExit(f"{only} {lacks}")
    result = Gathered()
    is_measure = any(only in lane for lane in lanes)
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(AT_A_TIME) as pool:
        for lane in pool.map(lambda own: [_run(name, bench, sample, Path(place)) for name in own], names):
            for name, told, seconds in lane:
                result.seconds[name] = seconds
                if isinstance(told, str):
                    result.failed[name] = told
                    continue
                sets = sorted({f.set for f in told.figures if only is None or is_measure or _names(only, [f.set])})
                result.add(told, sets)
    return result


def _run(name: str, bench: Path | None, sample: int | None, place: Path) -> tuple[str, Measured | str, float]:
    """Return what one measure found, or the last lines of its complaint."""
    out = place / f"{name}.json"
    command = [sys.executable, str(HERE / f"{name}.py"), "--json", str(out)]
    if name != EXAMPLES:
        command += [str(bench), *(["--sample", str(sample)] if sample else [])]
    environment = {codings.ENVIRONMENT: str(place / "codings")} | os.environ
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    print(f"{name}: {seconds:.0f} s{', failed' if done.returncode else ''}", file=sys.stderr, flush=True)
    if done.returncode or not out.exists():
        lines = (done.stderr or done.stdout).strip().splitlines()
        return name, "\n".join([f"ended with {done.returncode}", *lines[-TOLD:]]), seconds
    return name, Measured.of(json.loads(out.read_text(encoding="utf-8"))), seconds
