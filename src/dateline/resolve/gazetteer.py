"""Look-ups in the gazetteer: a name in, its bearers out.

Towns and divisions come from GeoNames (CC BY 4.0, see gazetteer_build); countries, regions and landmarks come
from the coding scheme and are looked up there.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.resolve.gazetteer_build import ensure_table
from dateline.resolve.place_names import fold_name, without_article

_QUERY = """
SELECT p.id, p.kind, p.name, p.country, p.parent, a.name, p.lat, p.lon, p.population, n.own
FROM name n JOIN place p ON p.id = n.id LEFT JOIN place a ON a.id = p.parent
WHERE n.key = ? ORDER BY p.population DESC, p.id
"""
_ALIKE = _QUERY.replace("n.own", "0").replace("FROM name n", "FROM alike n").replace("n.key", "n.skeleton")
_KEPT = 50_000  # answers kept in memory


@dataclass(frozen=True, slots=True)
class Candidate:
    """One bearer of a name.

    ``kind`` is "city", "admin1", "district", or one that the coding scheme gives ("country", "landmark").
    ``admin1`` is the name of its first-level division, ``parent`` that division's GeoNames id. ``is_own`` is
    False where the look-up found it by an alternate name.
    """

    geonameid: int | None
    kind: str
    name: str
    country: str | None
    parent: int | None
    admin1: str | None
    lat: float
    lon: float
    population: int
    is_own: bool = True
    city: str | None = None


class Gazetteer:
    """A read-only table of places."""

    def __init__(self, path: Path) -> None:
        """Open the table; raises sqlite3.OperationalError where there is none."""
        self._table = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def look_up(self, name: str) -> tuple[Candidate, ...]:
        """Return the towns and divisions of a name, the most populous first; () for none.

        "Al-Qaim" also finds "Qaim", and "Qaim" finds "Al Qa'im" in countries where names have the article.
        """
        key = fold_name(name)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self._find(key) or self._find(without_article(key))
        return self._known[key]

    def look_alike(self, skeleton: str) -> tuple[Candidate, ...]:
        """Return the towns of the Arab and Persian world with these consonants (``place_names.skeleton``)."""
        rows = self._table.execute(_ALIKE, (skeleton,)).fetchall()
        return tuple(_candidate(row) for row in rows)

    def _find(self, key: str) -> tuple[Candidate, ...]:
        rows = self._table.execute(_QUERY, (key,)).fetchall()
        return tuple(_candidate(row) for row in rows)


def _candidate(row: tuple[int, str, str, str, int | None, str | None, float, float, int, int]) -> Candidate:
    number, kind, name, country, parent, admin1, lat, lon, people, own = row
    division = name if kind == "admin1" else admin1
    return Candidate(number, kind, name, country, parent, division, lat, lon, people, bool(own))


@cache
def _opened(path: Path, process: int) -> Gazetteer:  # noqa: ARG001 - a connection must not cross a fork
    return Gazetteer(path)


def open_gazetteer() -> Gazetteer:
    """Return this process's gazetteer, building its table first where there is none."""
    return _opened(_table_path(), os.getpid())


@cache
def _table_path() -> Path:
    return ensure_table()
