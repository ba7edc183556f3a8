"""What is seen of all incidents that fit: how many, of which countries, kinds and actors, when, where on a map."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dateline.ledger.held import PRECISIONS, UNTOLD, Held, Mask, Numbers, Sides, Sizes, Vocabulary, on_the_map
from dateline.model import PlacePrecision

COUNTRY = PRECISIONS.index(PlacePrecision.COUNTRY.value)
PROVINCE = PRECISIONS.index(PlacePrecision.ADMIN1.value)
CELLS = 12  # that the map's square is wide at zoom 0; at each further zoom twice as many: about 43 pixels a cell
DEEPEST = 14
_MOST_CELLS = 1_000_000  # of a part of the map that is looked at; some thousands fill a screen
_A_MONTH_EACH = 1_500  # days from which on a time line counts months
_A_WEEK_EACH = 200
_MONDAY = date(1, 1, 1).toordinal()
_FIRST = 2_000  # of a walk by size are found without sorting all
Part = tuple[Held, Mask]
Sized = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map's grid with what lies in it; ``lon`` and ``lat`` are the middle of its incidents.

    ``killed`` adds up the low counts. ``is_wide``: the places are whole provinces.
    """

    x: int
    y: int
    lon: float
    lat: float
    number: int
    killed: int
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """A part of the map in degrees, and the zoom that it is looked at with. West may lie behind east."""

    west: float
    south: float
    east: float
    north: float
    zoom: int


WORLD = Bounds(-180.0, -90.0, 180.0, 90.0, 2)


class Sight:
    """All incidents that fit, or (``latest``) only so many of them, the latest.

    ``in_motion`` are those that reports told of before and after the moment asked for: they are seen as known now.
    ``is_final`` is not so while the ledger is being read: the same question soon has a better answer.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        words: Vocabulary,
        *,
        latest: int | None = None,
        in_motion: int = 0,
        is_final: bool = True,
    ) -> None:
        self._parts = [(held, fits) for held, fits in parts if fits.any()]
        self._words = words
        self.latest = latest
        self.in_motion = in_motion
        self.is_final = is_final

    @cached_property
    def _rows(self) -> list[tuple[Held, NDArray[np.intp]]]:
        """The rows that fit: taking these is ten times faster than choosing by a mask."""
        return [(held, np.flatnonzero(fits)) for held, fits in self._parts]

    @cached_property
    def total(self) -> int:
        """How many are seen."""
        return sum(len(rows) for _, rows in self._rows)

    def newest(self, most: int) -> list[str]:
        """Return the latest of them, at most so many, in the order of a list by day."""
        return _newest(self._rows, most)

    def among(self, incidents: Collection[str]) -> set[str]:
        """Return those of some incidents that are seen."""
        found: set[str] = set()
        for held, fits in self._parts:
            rows = held.numbers_of(incidents)
            found |= {name.decode() for name in held.ids[rows[fits[rows]]].tolist()}
        return found

    def most_disputed(self) -> Iterator[Sized]:
        """Yield the incidents whose counts lie apart, and how far, the furthest first."""
        yield from self._by_size(lambda held: held.dispute)

    def most_doubtful(self) -> Iterator[Sized]:
        """Yield the incidents of reports that are not done, with the doubt of the most doubtful, by that."""
        yield from self._by_size(lambda held: held.doubt)

    def _by_size(self, column: Callable[[Held], Sizes]) -> Iterator[Sized]:
        """Yield incidents with their size, the largest first; of one size the larger id first."""
        yield from heapq.merge(*(_largest(held, fits, column(held)) for held, fits in self._parts), reverse=True)

    @cached_property
    def countries(self) -> Counter[str]:
        """How many are in each country."""
        return _told_of(self._words.names, self._counted(lambda held: held.country, len(self._words.names)))

    @cached_property
    def types(self) -> Counter[str]:
        """How many are of each type; one may be of several."""
        times = self._counted(lambda held: held.types, len(self._words.types))
        return _of_sets(times, self._words.sides_of_types())

    @cached_property
    def actors(self) -> Counter[str]:
        """How many each actor is said to have done, or not."""
        return _of_sets(self._sets_of_actors, self._words.sides_of_actors(0))

    @cached_property
    def modalities(self) -> Counter[str]:
        """How many have somebody named in each way."""
        return _of_sets(self._sets_of_actors, self._words.sides_of_actors(1))

    @cached_property
    def _sets_of_actors(self) -> NDArray[np.intp]:
        """How many have each set of actors."""
        return self._counted(lambda held: held.actors, len(self._words.actors))

    def _counted(self, column: Callable[[Held], Numbers], size: int) -> NDArray[np.intp]:
        """Return how many have each number, of as many as there are or more."""
        found = np.zeros(size, np.intp)
        for held, rows in self._rows:
            times = np.bincount(column(held)[rows] + 1)[1:]  # behind those that are untold
            longer, shorter = (found, times) if len(found) > len(times) else (times, found)
            longer[: len(shorter)] += shorter
            found = longer
        return found

    # ---- time ----------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[str, tuple[tuple[date, int], ...]]:
        """How many are of each day, week or month, as is said first, in order; those without any are left out."""
        every = [held.day[rows] for held, rows in self._rows]
        if not every:
            return "day", ()
        day = np.concatenate(every)
        first, last = int(day.min()), int(day.max())
        of_day = np.bincount(day - first)
        days = np.arange(first, last + 1)
        if last - first > _A_MONTH_EACH:
            months = _dates(days).astype("datetime64[M]").astype(np.int32)
            times = np.bincount(months - months[0], weights=of_day)
            starts = (np.arange(len(times)) + months[0]).astype("datetime64[M]").astype("datetime64[D]")
            return "month", _told(starts, times)
        step = 7 if last - first > _A_WEEK_EACH else 1
        begun = first - (first - _MONDAY) % step
        times = np.bincount((days - begun) // step, weights=of_day)
        return "week" if step > 1 else "day", _told(_dates(np.arange(len(times)) * step + begun), times)

    # ---- the map -------------------------------------------------------------------------------------------

    @cached_property
    def only_country(self) -> Counter[str]:
        """How many are told to a country only, by country."""
        found: Counter[str] = Counter()
        for held, fits in self._parts:
            told = held.country[np.flatnonzero(fits & (held.precision == COUNTRY) & (held.country != UNTOLD))]
            times = np.bincount(told) if len(told) else np.empty(0, np.intp)
            found.update({self._words.names[number]: int(times[number]) for number in np.flatnonzero(times)})
        return found

    @cached_property
    def nowhere(self) -> int:
        """How many the map cannot show: their place is not told, or nobody knows where it is."""
        return self.total - sum(int(shown.sum()) for _, shown in self._on_map) - self.only_country.total()

    @cached_property
    def _on_map(self) -> list[Part]:
        """Those that the map shows somewhere."""
        return [(held, fits & _placed(held)) for held, fits in self._parts]

    @cached_property
    def world(self) -> tuple[Cell, ...]:
        """The cells of the whole map as it looks from afar."""
        return tuple(self.cells(WORLD))

    def cells(self, bounds: Bounds) -> Iterator[Cell]:
        """Yield the cells of the map's grid that have incidents in a part of it, by where they lie."""
        grid = _Grid(bounds)
        size = grid.width * grid.height
        number, x, y, killed = (np.zeros(2 * size, np.float64) for _ in range(4))
        for held, is_shown in self._on_map:
            shown = np.flatnonzero(is_shown)
            cell, is_in = grid.cell(held.x[shown], held.y[shown])
            if not is_in.all():
                within = np.flatnonzero(is_in)
                cell, shown = cell[within], shown[within]
            cell = cell + size * (held.precision[shown] != PROVINCE)  # behind all provinces
            number += np.bincount(cell, minlength=2 * size)
            x += np.bincount(cell, weights=grid.offset(held.x[shown]), minlength=2 * size)
            y += np.bincount(cell, weights=held.y[shown], minlength=2 * size)
            killed += np.bincount(cell, weights=np.maximum(held.killed[shown], 0), minlength=2 * size)
        filled = np.flatnonzero(number)
        row, column = np.divmod(filled % size, grid.width)
        times = number[filled]
        lon, lat = _degrees(grid.left / grid.number + x[filled] / times, y[filled] / times)
        columns = ((grid.left + column) % grid.number, grid.top + row, lon, lat)
        told = (*columns, times.astype(np.intp), killed[filled].astype(np.intp), filled < size)
        yield from map(Cell, *(one.tolist() for one in told))

    def in_cell(self, zoom: int, x: int, y: int, *, is_wide: bool, most: int) -> tuple[list[str], int]:
        """Return the latest incidents of a cell, at most so many, and how many there are."""
        across = CELLS << zoom
        found: list[tuple[Held, NDArray[np.intp]]] = []
        for held, is_shown in self._on_map:
            shown = np.flatnonzero(is_shown & ((held.precision == PROVINCE) == is_wide))
            is_in = _cell_of(held.x[shown], across) == x
            is_in &= _cell_of(held.y[shown], across) == y
            found.append((held, shown[is_in]))
        return _newest(found, most), sum(len(rows) for _, rows in found)


class _Grid:
    """The cells of a part of the map; the grid lies still, whatever part of it is looked at."""

    def __init__(self, bounds: Bounds) -> None:
        zoom = min(max(bounds.zoom, 0), DEEPEST)
        self.number = CELLS << zoom
        west, east = bounds.west, bounds.east + (360 if bounds.east < bounds.west else 0)
        is_round = east - west >= 360
        self.left = 0 if is_round else int(np.floor((west + 180) / 360 * self.number))
        right = self.number - 1 if is_round else int(np.floor((east + 180) / 360 * self.number))
        self.top, bottom = (self._row(lat) for lat in (bounds.north, bounds.south))
        self.width = min(right - self.left + 1, self.number)
        self.height = max(bottom - self.top + 1, 1)
        if self.width * self.height > _MOST_CELLS:
            raise ValueError(f"{self.width:,} by {self.height:,} cells are more than a screen shows; zoom out")

    def _row(self, lat: float) -> int:
        y = float(on_the_map([0.0], [lat])[1][0])
        return min(max(int(np.floor(y * self.number)), 0), self.number - 1)

    def offset(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far east of the part's west a place lies, as a part of the way round."""
        east: NDArray[np.float32] = x - np.float32(self.left / self.number)
        if self.left:
            east[east < 0] += 1
        return east

    def cell(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[NDArray[np.int32], Mask]:
        """Return the cells of places, and which of these lie in the part."""
        column = _cell_of(x, self.number) - self.left
        if self.left:
            column[column < 0] += self.number
        row = _cell_of(y, self.number) - self.top
        return row * self.width + column, (column < self.width) & (row >= 0) & (row < self.height)


def _cell_of(places: NDArray[np.float32], across: int) -> Numbers:
    """Return the column or row of places in a grid; none lies below 0, so that cutting off is rounding down."""
    return np.minimum((places * np.float32(across)).astype(np.int32), across - 1)


def _newest(parts: Iterable[tuple[Held, NDArray[np.intp]]], most: int) -> list[str]:
    """Return the incidents of the latest days among some rows, in order of their ids, of each part."""
    found: list[tuple[int, bytes]] = []
    for held, rows in parts:
        day, some = held.day[rows], rows
        if len(rows) > most:  # sorting a few of a million is all that is wanted
            least = np.partition(day, len(day) - most)[len(day) - most]
            some = rows[np.flatnonzero(day >= least)]
        latest = some[np.argsort(held.day[some], kind="stable")[-most:]]
        found += [(int(held.day[row]), bytes(held.ids[row])) for row in latest]
    return [name.decode() for _, name in sorted(found, reverse=True)[:most]]


def _largest(held: Held, fits: Mask, sizes: Sizes) -> Iterator[Sized]:
    """Yield the rows that have a size, the largest first; of one size the larger id first."""
    rows = np.flatnonzero(fits & (sizes >= 0))
    while len(rows):
        size = sizes[rows]
        least = np.partition(size, len(rows) - _FIRST)[len(rows) - _FIRST] if len(rows) > _FIRST else 0.0
        first = rows[size >= least]
        in_order = first[np.argsort(sizes[first], kind="stable")][::-1]  # rows stand in the order of their ids
        for row in in_order.tolist():
            yield float(sizes[row]), held.ids[row].decode()
        rows = rows[size < least]


def _placed(held: Held) -> Mask:
    found: Mask = np.isfinite(held.x) & (held.precision != COUNTRY)
    return found


def _degrees(x: Sizes, y: Sizes) -> tuple[Sizes, Sizes]:
    lat: Sizes = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    return np.round((x * 360) % 360 - 180, 4), np.round(lat, 4)


def _of_sets(times: NDArray[np.intp], sides: Sides) -> Counter[str]:
    """Return how many have each name, from how many have each set of names."""
    names, sets, named = sides
    return _told_of(names, np.bincount(named, weights=times[sets], minlength=len(names)))


def _told_of(names: Sequence[str], times: NDArray[np.intp] | NDArray[np.float64]) -> Counter[str]:
    return Counter({names[number]: int(times[number]) for number in map(int, np.flatnonzero(times))})


def _dates(ordinals: NDArray[np.int_]) -> NDArray[np.datetime64]:
    return (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")


def _told(starts: NDArray[np.datetime64], times: NDArray[np.int_]) -> tuple[tuple[date, int], ...]:
    return tuple((starts[n].item(), int(times[n])) for n in np.flatnonzero(times))
