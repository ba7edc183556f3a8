#!/usr/bin/env python3
"""Make the outline of the world's land that the map of a published web site is drawn on.

Usage: make_world_outline.py LAND_110M_JSON

The file is ``land-110m.json`` of the npm package world-atlas 2.0.2 (ISC; Natural Earth 4.1, public domain), as
TopoJSON. The outline is an SVG path in degrees: x is 180 + longitude, y is 90 - latitude, one decimal.

Writes src/dateline/publish/templates/land.svg.path.
"""

from __future__ import annotations

import json
import sys
from itertools import accumulate, pairwise
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/dateline/publish/templates/land.svg.path"
_Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[_Point]]:
    """Return the lines of a quantized TopoJSON, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(p[0] for p in arc), accumulate(p[1] for p in arc)
        found.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    return found


def ring(numbers: list[int], arcs: list[list[_Point]]) -> list[_Point]:
    """Return a closed line made of arcs; a negative number is an arc backwards."""
    points: list[_Point] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points


def unwrapped(points: list[_Point]) -> list[list[_Point]]:
    """Return a ring without jumps over the antimeridian, and its copy one turn on where it leaves the map."""
    turned, turn = [points[0]], 0
    for (before, _), (x, y) in pairwise(points):
        turn += -360 if x - before > 180 else 360 if x - before < -180 else 0
        turned.append((x + turn, y))
    if turn:  # once around the pole
        turned += [(turned[-1][0], -90.0), (turned[0][0], -90.0)]
    low, high = min(x for x, _ in turned), max(x for x, _ in turned)
    if low >= -180.1 and high <= 180.1:
        return [turned]
    return [turned, [(x + (360 if low < -180 else -360), y) for x, y in turned]]


def path_of(points: list[_Point]) -> str:
    """Return a closed line as a part of an SVG path; nothing for one smaller than a dot."""
    rounded = [(round(180 + x, 1), round(90 - y, 1)) for x, y in points]
    kept = [p for n, p in enumerate(rounded) if n == 0 or p != rounded[n - 1]]
    if len(kept) < 4:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def main(source: Path) -> None:
    """Write the path."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    (land,) = topology["objects"]["land"]["geometries"]
    rings = [part for polygon in land["arcs"] for part in polygon]
    TARGET.parent.mkdir(exist_ok=True)
    paths = (path_of(line) for part in rings for line in unwrapped(ring(part, arcs)))
    TARGET.write_text("".join(paths) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
