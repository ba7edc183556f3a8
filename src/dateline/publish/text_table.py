"""CSV as spreadsheets and programs read it: one head, an optional row of tags, no cell that runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from dateline.publish.tables import Cell, Column

_T = TypeVar("_T")
# What makes a spreadsheet run a cell (OWASP, "CSV injection"), and the sign that it is text.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT_SIGN = "'"


def defused(words: str) -> str:
    """Return words that no spreadsheet runs as a formula; ``undefused`` gives back what they were."""
    return TEXT_SIGN + words if words.startswith((*RUNS, TEXT_SIGN)) else words


def undefused(words: str) -> str:
    """Return the words that ``defused`` was given."""
    return words[1:] if words.startswith(TEXT_SIGN) else words


def written(cell: Cell) -> str:
    """Return a cell as text: true and false as in JSON, days as in ISO 8601, nothing for what is not told."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return defused(cell)
        case date():
            return cell.isoformat()
        case int() | float():
            return str(cell)


class TextTable(Generic[_T]):
    """One CSV file, written row by row. UTF-8, lines ended as RFC 4180 has it, so that every program agrees."""

    def __init__(self, path: Path, columns: Sequence[Column[_T]], *, bom: bool = False, hxl: bool = False) -> None:
        self._columns = columns
        encoding = "utf-8-sig" if bom else "utf-8"
        self._file = path.open("w", encoding=encoding, errors="backslashreplace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in columns])
        if hxl:
            self._writer.writerow([column.hxl for column in columns])

    def add(self, row: _T) -> None:
        """Write a row."""
        self._writer.writerow([written(column.cell(row)) for column in self._columns])

    def add_all(self, rows: Iterable[_T]) -> None:
        """Write rows."""
        for row in rows:
            self.add(row)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
