"""CSV: one row an incident, one row a statement, one row a coordinated attack; whole, all that an import needs."""

from __future__ import annotations

from dateline.publish.published import Published
from dateline.publish.tables import GROUPS, INCIDENTS, STATEMENTS, group_cells, incident_cells, statement_cells
from dateline.publish.text_table import TextTable
from dateline.publish.whole import write_source_tables
from dateline.publish.writing import Setting, Writer


class CsvWriter:
    """Writes the three tables, and with ``whole`` the folder ``ledger`` with the source tables."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        folder, how = setting.folder, {"bom": setting.bom, "hxl": setting.hxl}
        self._incidents = TextTable(folder / "incidents.csv", INCIDENTS, **how)
        self._statements = TextTable(folder / "statements.csv", STATEMENTS, **how)
        self._groups = TextTable(folder / "groups.csv", GROUPS, **how)

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
        self.drop()
        if self._setting.whole:
            write_source_tables(self._setting.connection, self._setting.folder / "ledger")

    def drop(self) -> None:
        """Let go of the files."""
        for table in (self._incidents, self._statements, self._groups):
            table.close()


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return CsvWriter(setting)
