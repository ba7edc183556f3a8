"""Floors: figures that must not be lost again, in floors.json; they may be raised by a run, never lowered by one.

Those of the examples hold for the gold and reports whose hashes stand beside them. Those of a development set hold
for data of one fingerprint, whole or in a sample of one size; other data is measured without floors.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figures import Figure

FLOORS = Path(__file__).parent / "floors.json"
MARGIN = 1.0  # points a figure may fall, so that a mend elsewhere may cost one fact or two
FACTS = 3  # so many facts a figure may always lose; of few facts they weigh more than the margin
EXAMPLES = "examples"

Values = dict[str, dict[str, float]]  # by set and field


def raised(
    floors: Mapping[str, float], now: Mapping[str, float], margins: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the floors raised to a margin below the figures, down to a tenth of a point; none is lowered."""
    margins = margins or {}
    return dict(floors) | {
        name: max(floors.get(name, 0.0), math.floor(10 * max(value - margins.get(name, MARGIN), 0.0)) / 10)
        for name, value in now.items()
    }


def below(floors: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that lies below its floor or was not measured."""
    return [
        f"{name}: {now[name]:.1f}, floor {floor}" if name in now else f"{name}: not measured, floor {floor}"
        for name, floor in floors.items()
        if now.get(name, -1.0) < floor
    ]


def fingerprint(folder: Path) -> str:
    """Return the sha256 of the names and bytes of a set's rows."""
    together = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        body = path.read_bytes()
        together.update(f"{path.name} {len(body)}\n".encode())
        together.update(body)
    return together.hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """The floors that a run on one folder is held to; ``foreign`` tells of sets that have floors for other data."""

    values: Values = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)

    def below(self, figures: Iterable[Figure], *, is_whole: bool = True) -> list[str]:
        """Return a line for each figure below its floor and, where all measures ran, for each that is gone."""
        lines = []
        for name, now in by_set(figures).items():
            held = {f: floor for f, floor in self.values.get(name, {}).items() if is_whole or f in now}
            lines += [f"{name} {line}" for line in below(held, now)]
        return lines


def by_set(figures: Iterable[Figure]) -> Values:
    """Return the values of figures by set and field."""
    now: Values = {}
    for figure in figures:
        now.setdefault(figure.set, {})[figure.field] = figure.value
    return now


def read(path: Path = FLOORS) -> dict[str, Any]:
    """Return what floors.json holds."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return told


def written(held: Mapping[str, Any], path: Path = FLOORS) -> None:
    """Write floors.json."""
    path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def _run(sample: int | None) -> str:
    return f"sample {sample}" if sample else "all"


def of(bench: Path | None, sample: int | None, names: Iterable[str], told: Mapping[str, Any]) -> Held:
    """Return the floors, among those told, that these sets of a folder are held to."""
    held = Held()
    for name in sorted(set(names) - {EXAMPLES}):
        own = told.get("sets", {}).get(name)
        if own is None or bench is None:
            continue
        if own["data"] == fingerprint(bench / name.split()[0]):
            held.values[name] = own.get(_run(sample), {})
        else:
            held.foreign.append(f"{name}: the floors are of other data; measured without floors")
    return held


def lifted(bench: Path, sample: int | None, figures: Iterable[Figure], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what floors.json is to hold with the floors of these sets raised to a margin below the figures.

    A set whose floors are of other data loses them.
    """
    figures = [figure for figure in figures if figure.set != EXAMPLES]
    sets = dict(told.get("sets", {}))
    margins = {(f.set, f.field): max(MARGIN, 100 * FACTS / f.n if f.n else 100.0) for f in figures}
    for name, now in by_set(figures).items():
        data = fingerprint(bench / name.split()[0])
        own = sets.get(name, {})
        own = own if own.get("data") == data else {"data": data}
        run = _run(sample)
        of_fields = {field: margins[name, field] for field in now}
        sets[name] = own | {run: raised(own.get(run, {}), now, of_fields)}
    return {**told, "sets": dict(sorted(sets.items()))}
