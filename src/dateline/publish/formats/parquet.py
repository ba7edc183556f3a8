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
_AT_ONCE = 5000  # rows a group: what DuckDB and pandas skip by
_TYPES = {
    "text": pyarrow.string(),
    "int": pyarrow.int32(),
    "float": pyarrow.float64(),
    "flag": pyarrow.bool_(),
    "date": pyarrow.date32(),
}


class _Table:
    """One file, written some thousand rows at a time."""

    def __init__(self, path: Path, columns: Sequence[Column[_T]]) -> None:
        self._schema = pyarrow.schema(
            [pyarrow.field(c.name, _TYPES[c.kind], metadata={"means": c.means, "hxl": c.hxl}) for c in columns]
        )
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Cells] = []

    def add(self, *rows: Cells) -> None:
        self._rows += rows
        if len(self._rows) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True)
        batch = pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(cells, type=field.type) for cells, field in zip(columns, self._schema, strict=True)],
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
