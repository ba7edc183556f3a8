"""Parquet: the tables of the CSV with types, what each column means in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow
import pyarrow.parquet

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
from dateline.publish.writing import Setting, Writer

_T = TypeVar("_T")
_AT_ONCE = 5000  # rows held as Python's values, of which each takes some ten times the room
_GROUP = (
    50_000  # rows a group, by which DuckDB and pandas skip; what is noted of each group stays in memory to the end
)
_TYPES = {
    "text": pyarrow.string(),
    "int": pyarrow.int32(),
    "float": pyarrow.float64(),
    "flag": pyarrow.bool_(),
    "date": pyarrow.date32(),
}


class _Table:
    """One file: rows become columns some thousand at a time, and many of those a group of rows in the file."""

    def __init__(self, path: Path, columns: Sequence[Column[_T]]) -> None:
        self._schema = pyarrow.schema(
            [pyarrow.field(c.name, _TYPES[c.kind], metadata={"means": c.means, "hxl": c.hxl}) for c in columns]
        )
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Cells] = []
        self._batches: list[pyarrow.RecordBatch] = []

    def add(self, *rows: Cells) -> None:
        self._rows += rows
        if len(self._rows) >= _AT_ONCE:
            self._lay_out()

    def _lay_out(self) -> None:
        columns = zip(*self._rows, strict=True)
        batch = pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(cells, type=field.type) for cells, field in zip(columns, self._schema, strict=True)],
            schema=self._schema,
        )
        self._batches.append(batch)
        self._rows.clear()
        if sum(one.num_rows for one in self._batches) >= _GROUP:
            self._write()

    def _write(self) -> None:
        group = pyarrow.Table.from_batches(self._batches, schema=self._schema)
        self._writer.write_table(group, row_group_size=group.num_rows)
        self._batches.clear()

    def close(self) -> None:
        if self._rows:
            self._lay_out()
        if self._batches:
            self._write()
        self._writer.close()


class ParquetWriter:
    """Writes the three tables."""

    def __init__(self, setting: Setting) -> None:
        self._incidents = _Table(setting.folder / "incidents.parquet", INCIDENTS)
        self._statements = _Table(setting.folder / "statements.parquet", STATEMENTS)
        self._groups = _Table(setting.folder / "groups.parquet", GROUPS)

    def incident(self, one: Published) -> None:
        """Write an incident's row, and the rows of its statements."""
        self._incidents.add(incident_cells(one))
        self._statements.add(*statement_cells(one))

    def group(self, one: Published) -> None:
        """Write a coordinated attack's row, and the rows of its own statements."""
        self._groups.add(group_cells(one))
        self._statements.add(*statement_cells(one))

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
