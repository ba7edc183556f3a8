"""A whole copy of a ledger as CSV, and back: what was read and decided, cell for cell, the same dump again.

The cells hold what ``dateline ledger dump`` prints, a table each; nothing that can be computed is among them.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from dateline.ledger.dump import dump
from dateline.publish.text_table import defused, undefused

# Table -> the key under which a line of a dump holds its rows.
TABLES = (
    "reports",
    "incidents",
    "groups",
    "statements",
    "tallies",
    "verdicts",
    "samples",
    "blind_verdicts",
    "releases",
)
_NULL, _JSON = "", "json:"
_FIRST = "n"  # the line of the dump that the row is of: what ties the rows of one report together
_BESIDE = ("contract", "made_by", "set_aside")


_Row = tuple[int, dict[str, object]]


def write_source_tables(connection: Connection, folder: Path) -> None:
    """Write the tables below a folder; holds a few hundred reports at a time."""
    folder.mkdir()
    tables: dict[str, _Growing] = {name: _Growing(folder / f"{name}.csv") for name in (*TABLES, "lines")}
    try:
        for number, line in enumerate(dump(connection)):
            document = json.loads(line)
            tables["lines"].add(number, {key: document.get(key) for key in _BESIDE})
            for name in TABLES:
                for row in document.get(name, ()):
                    tables[name].add(number, row)
    finally:
        for table in tables.values():
            table.close()


class _Growing:
    """A CSV file whose columns are the keys of its first row; every row of a table has the same."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        self._writer = csv.writer(self._file)
        self._columns: list[str] | None = None

    def add(self, number: int, row: Mapping[str, object]) -> None:
        if self._columns is None:
            self._columns = sorted(row)
            self._writer.writerow([_FIRST, *self._columns])
        if sorted(row) != self._columns:
            raise ValueError(f"{self._file.name}: a row has {sorted(row)}, the first had {self._columns}")
        self._writer.writerow([number, *(_cell(row[name]) for name in self._columns)])

    def close(self) -> None:
        self._file.close()


def _cell(value: object) -> str:
    """Return a cell: text as it is, all else as JSON behind a mark, nothing for null; text like those is marked."""
    if value is None:
        return _NULL
    if isinstance(value, str) and value and not value.startswith(_JSON) and value.isprintable():
        return defused(value)
    return _JSON + json.dumps(value)


def _value(cell: str) -> object:
    if cell == _NULL:
        return None
    return json.loads(cell.removeprefix(_JSON)) if cell.startswith(_JSON) else undefused(cell)


def lines_of(folder: Path) -> Iterator[str]:
    """Yield the lines of the dump that the tables below a folder were made of, for ``Ledger.load``.

    Raises ValueError, naming the file, where one is not what was written.
    """
    csv.field_size_limit(sys.maxsize)
    readers = {name: _rows(folder / f"{name}.csv") for name in (*TABLES, "lines")}
    ahead: dict[str, _Row | None] = {name: next(rows, None) for name, rows in readers.items()}
    while (head := ahead["lines"]) is not None:
        number, document = head
        ahead["lines"] = next(readers["lines"], None)
        told: dict[str, list[dict[str, object]]] = defaultdict(list)
        for name in TABLES:
            while (row := ahead[name]) is not None and row[0] == number:
                told[name].append(row[1])
                ahead[name] = next(readers[name], None)
        yield json.dumps({key: value for key, value in document.items() if value is not None} | told)
    stray = [name for name, row in ahead.items() if row is not None]
    if stray:
        raise ValueError(f"{folder / stray[0]}.csv: rows of no line of lines.csv; give the folder as it was written")


def _rows(path: Path) -> Iterator[_Row]:
    if not path.is_file():
        raise ValueError(f"{path} is not there; give the folder `ledger` of a whole copy")
    with path.open(encoding="utf-8", newline="") as file:
        reader: Iterable[list[str]] = csv.reader(file)
        head = next(iter(reader), [])
        for row in reader:
            if len(row) != len(head):
                raise ValueError(f"{path}: a row has {len(row)} cells, the head {len(head)}")
            cells = cast("dict[str, object]", {k: _value(v) for k, v in zip(head[1:], row[1:], strict=True)})
            yield int(row[0]), cells
