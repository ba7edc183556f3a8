"""Parquet: the tables of the CSV with types, what each column means in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

import pyarrow
import pyarrow.parquet

from dateline.publish.published import Published
from dateline.publish.tables import GROUPS, INCIDENTS, STATEMENTS, Column, StatementRow, statement_rows
from dateline.publish.writing import Setting, Writer

_T = TypeVar("_T")
_AT_ONCE = 5000  # rows a group: what DuckDB and pandas skip by
_TYPES = {
    "text": pyarrow.string(),
    "int": pyarrow.int32(),
    "float": pyarrow.float64(),
    "flag": pyarrow.bool_(),
    "date": pyarrow.date32(),
}


class _Table(Generic[_T]):
    """One file, written some thousand rows at a time."""

    def __init__(self, path: Path, columns: Sequence[Column[_T]]) -> None:
        self._columns = columns
        self._schema = pyarrow.schema(
            [pyarrow.field(c.name, _TYPES[c.kind], metadata={"means": c.means, "hxl": c.hxl}) for c in columns]
        )
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[_T] = []

    def add(self, row: _T) -> None:
        self._rows.append(row)
        if len(self._rows) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        arrays = [[column.cell(row) for row in self._rows] for column in self._columns]
        batch = pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(cells, type=field.type) for cells, field in zip(arrays, self._schema, strict=True)],
            schema=self._schema,
        )
        self._writer.write_batch(batch)
        self._rows.clear()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


class ParquetWriter:
    """Writes the three tables."""

    def __init__(self, setting: Setting) -> None:
        self._incidents: _Table[Published] = _Table(setting.folder / "incidents.parquet", INCIDENTS)
        self._statements: _Table[StatementRow] = _Table(setting.folder / "statements.parquet", STATEMENTS)
        self._groups: _Table[Published] = _Table(setting.folder / "groups.parquet", GROUPS)

    def incident(self, one: Published) -> None:
        """Write an incident's row, and the rows of its statements."""
        self._incidents.add(one)
        self._state(one)

    def group(self, one: Published) -> None:
        """Write a coordinated attack's row, and the rows of its own statements."""
        self._groups.add(one)
        self._state(one)

    def _state(self, one: Published) -> None:
        for row in statement_rows(one):
            self._statements.add(row)

    def close(self) -> None:
        """Finish the files."""
        for table in (self._incidents, self._statements, self._groups):
            table.close()

    def drop(self) -> None:
        """Let go of the files."""
        self.close()


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return ParquetWriter(setting)
