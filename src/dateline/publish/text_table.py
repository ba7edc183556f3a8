"""CSV as spreadsheets and programs read it: one head, an optional row of tags, no cell that runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from dateline.publish.tables import Cell, Cells, Column

_T = TypeVar("_T")
# What makes a spreadsheet run a cell (OWASP, "CSV injection"), and the sign that it is text.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT_SIGN = "'"
_SIGNS = frozenset((*RUNS, TEXT_SIGN))


def defused(words: str) -> str:
    """Return words that no spreadsheet runs as a formula; ``undefused`` gives back what they were."""
    return TEXT_SIGN + words if words[:1] in _SIGNS else words


def undefused(words: str) -> str:
    """Return the words that ``defused`` was given."""
    return words[1:] if words.startswith(TEXT_SIGN) else words


def written(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells as ``csv`` is to write them: true and false as in JSON, words so that none runs.

    The rest it writes as wanted: days as in ISO 8601, nothing for what is not told.
    """
    return [
        cell if cell is None
        else (TEXT_SIGN + cell if cell[:1] in _SIGNS else cell) if isinstance(cell, str)  # as ``defused`` does
        else cell if cell.__class__ is not bool
        else "true" if cell else "false"
        for cell in cells
    ]  # fmt: skip


class TextTable:
    """One CSV file, written row by row. UTF-8, lines ended as RFC 4180 has it, so that every program agrees."""

    def __init__(self, path: Path, columns: Sequence[Column[_T]], *, bom: bool = False, hxl: bool = False) -> None:
        encoding = "utf-8-sig" if bom else "utf-8"
        self._file = path.open("w", encoding=encoding, errors="backslashreplace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in columns])
        if hxl:
            self._writer.writerow([column.hxl for column in columns])

    def add(self, *rows: Cells) -> None:
        """Write rows, with a cell for each column."""
        self._writer.writerows(map(written, rows))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
