"""Reads reports back from the ledger with all that they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, Table, select, tuple_

from dateline.ledger import schema
from dateline.ledger.engine import fetched
from dateline.ledger.listing import among
from dateline.ledger.rows import OF_STATEMENT, Row

_AT_ONCE = 200  # reports
_PARTS = (schema.mentions, schema.statements, schema.tallies, schema.report_family)
_CODED = (schema.mentions, schema.statements, schema.tallies)
_TOLD = {schema.statements: (*OF_STATEMENT, "ordinal")}


def stored_codings(connection: Connection) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of each report, by table, in order of publication, then id."""
    key = (schema.reports.c.published, schema.reports.c.id)
    query = select(schema.reports).order_by(*key).limit(_AT_ONCE)
    found = fetched(connection, query)
    while found:
        ids = [str(report["id"]) for report in found]
        parts = {table.name: _by_report(connection, table, ids) for table in _PARTS}
        for report in found:
            own = {name: of_report.get(str(report["id"]), []) for name, of_report in parts.items()}
            yield {"reports": [report], **own}
        last = found[-1]
        found = fetched(connection, query.where(tuple_(*key) > tuple_(last["published"], last["id"])))


def codings_told(connection: Connection, reports: Iterable[str]) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of some reports in their order, by table, as far as ``rows.coding_of`` reads them."""
    ids = iter(reports)
    while batch := list(islice(ids, _AT_ONCE)):
        query = select(schema.reports).where(among(schema.reports.c.id, batch))
        heads = {str(report["id"]): report for report in fetched(connection, query)}
        parts = {table.name: _by_report(connection, table, batch, _TOLD.get(table)) for table in _CODED}
        for name in batch:
            yield {"reports": [heads[name]], **{table: of_report.get(name, []) for table, of_report in parts.items()}}


def coding_rows_of(connection: Connection, report: str) -> dict[str, list[Row]]:
    """Return the rows of one report, by table."""
    return coding_rows_of_some(connection, [report])[report]


def coding_rows_of_some(connection: Connection, ids: list[str]) -> dict[str, dict[str, list[Row]]]:
    """Return the rows of some reports, a few hundred at most, by report and table."""
    found = fetched(connection, select(schema.reports).where(among(schema.reports.c.id, ids)))
    heads = {str(report["id"]): report for report in found}
    parts = {table.name: _by_report(connection, table, ids) for table in _PARTS}
    return {
        report: {
            "reports": [heads[report]] if report in heads else [],
            **{name: of_report.get(report, []) for name, of_report in parts.items()},
        }
        for report in ids
    }


def _by_report(
    connection: Connection, table: Table, ids: list[str], columns: Sequence[str] | None = None
) -> dict[str, list[Row]]:
    """Return the rows of each report; ``columns`` are those that are wanted, else all."""
    found: dict[str, list[Row]] = defaultdict(list)
    query = select(table) if columns is None else select(*(table.c[name] for name in columns))
    for row in fetched(connection, query.where(among(table.c.report, ids))):
        found[str(row["report"])].append(row)
    return found
