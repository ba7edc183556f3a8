"""Tables in the columns of another standard, as its crosswalk lists them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from dateline.publish.crosswalk import Crosswalk
from dateline.publish.tables import Cell
from dateline.publish.text_table import written


class StandardTable:
    """One file. A row holds a cell for each column that the crosswalk says is filled, and no other."""

    def __init__(self, path: Path, crosswalk: Crosswalk, *, bom: bool = False, delimiter: str = ",") -> None:
        names = [column.name for column in crosswalk.columns]
        self._in_order = itemgetter(*names)
        self._filled = {column.name for column in crosswalk.columns if column.fills is not None}
        self._others: dict[str, Cell] = {c.name: c.empty for c in crosswalk.columns if c.fills is None}
        self._file = path.open("w", encoding="utf-8-sig" if bom else "utf-8", errors="backslashreplace", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)
        self._writer.writerow(names)

    def add(self, cells: Mapping[str, Cell]) -> None:
        """Write a row; raises ValueError where cells are missing or are of no filled column."""
        if cells.keys() != self._filled:
            differing = sorted(cells.keys() ^ self._filled)
            raise ValueError(f"{self._file.name}: columns {', '.join(differing)} and the crosswalk do not agree")
        self._writer.writerow(written(self._in_order({**self._others, **cells})))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
