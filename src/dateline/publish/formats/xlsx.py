"""XLSX: a workbook for people who live in spreadsheets, with a first sheet that says what the others hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from dateline.publish.published import Published
from dateline.publish.tables import (
    GROUPS,
    INCIDENTS,
    STATEMENTS,
    Cells,
    Column,
    group_cells,
    incident_cells,
    statement_cells,
)
from dateline.publish.text_table import RUNS
from dateline.publish.writing import Setting, Writer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_T = TypeVar("_T")
MOST_ROWS = 1_048_576  # of a sheet, the head among them (Excel specifications and limits)
MOST_CHARACTERS = 32_767  # of a cell


class _Sheet:
    """A table on as many sheets as it needs."""

    def __init__(self, book: openpyxl.Workbook, title: str, columns: Sequence[Column[_T]], *, hxl: bool) -> None:
        self._book, self._title, self._columns, self._hxl = book, title, columns, hxl
        self._number = 0
        self._sheet: Worksheet = self._next()

    def _next(self) -> Worksheet:
        self._number += 1
        self._sheet = self._book.create_sheet(self._title + (f" {self._number}" if self._number > 1 else ""))
        self._sheet.freeze_panes = "B3" if self._hxl else "B2"
        head = [WriteOnlyCell(self._sheet, column.name) for column in self._columns]
        for cell in head:
            cell.font = Font(bold=True)
        self._sheet.append(head)
        self._rows = 1
        if self._hxl:
            self._sheet.append([column.hxl or None for column in self._columns])
            self._rows += 1
        return self._sheet

    def add(self, *rows: Cells) -> None:
        for row in rows:
            if self._rows >= MOST_ROWS:
                self._next()
            self._sheet.append([self._cell(cell) if isinstance(cell, str) else cell for cell in row])
            self._rows += 1

    def _cell(self, value: str) -> object:
        words = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_CHARACTERS]
        if not words.startswith(RUNS):
            return words
        cell = WriteOnlyCell(self._sheet, words)
        cell.data_type = "s"  # text, whatever it begins with; the prefix keeps it so when it is edited
        cell.quotePrefix = True
        return cell


class XlsxWriter:
    """Writes the workbook; rows go to a file of openpyxl's as they come."""

    def __init__(self, setting: Setting) -> None:
        self._path = setting.folder / "incidents.xlsx"
        self._book = openpyxl.Workbook(write_only=True)
        about = self._book.create_sheet("about")
        for row in _about(setting):
            about.append(row)
        self._incidents = _Sheet(self._book, "incidents", INCIDENTS, hxl=setting.hxl)
        self._statements = _Sheet(self._book, "statements", STATEMENTS, hxl=setting.hxl)
        self._groups = _Sheet(self._book, "groups", GROUPS, hxl=setting.hxl)

    def incident(self, one: Published) -> None:
        """Write an incident's row, and the rows of its statements."""
        self._incidents.add(incident_cells(one))
        self._statements.add(*statement_cells(one))

    def group(self, one: Published) -> None:
        """Write a coordinated attack's row, and the rows of its own statements."""
        self._groups.add(group_cells(one))
        self._statements.add(*statement_cells(one))

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._path)

    def drop(self) -> None:
        """Let go of the sheets, which are files of their own until the workbook is written."""
        self._book.close()


def _about(setting: Setting) -> Iterable[list[str]]:
    yield [setting.title]
    yield [f"Counts are by the rule {setting.asked.rule}. What they rest on is on the sheet of statements."]
    yield []
    yield ["sheet", "column", "what it holds", "HXL tag"]
    for title, columns in (("incidents", INCIDENTS), ("groups", GROUPS)):
        yield from ([title, column.name, column.means, column.hxl] for column in columns)
    yield from (["statements", column.name, column.means, column.hxl] for column in STATEMENTS)


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return XlsxWriter(setting)
