"""The ledger's statements, incidents and reports as Arrow tables, for pandas, polars, DuckDB and other readers.

A stream holds the rows of a few hundred reports or incidents at a time; a table holds all of them. Needs the
extra ``analysis`` (pyarrow), which is loaded when a table is asked for and not before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Select, Table, select, tuple_

from dateline.codebook import Codebook
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.listed import Listed
from dateline.ledger.members import incidents_of, members_of
from dateline.ledger.read import Incidents
from dateline.ledger.rows import date_columns, place_columns
from dateline.ledger.schema import mentions, report_family, reports, statements, verdicts
from dateline.ledger.verdicts import Verdict, chunks, in_force, on_statements, verdicts_on
from dateline.ledger.views import batches

if TYPE_CHECKING:
    import pyarrow

_Row = Mapping[str, object]
_Query = TypeVar("_Query", bound=Select[Any])
_AT_ONCE = 500  # reports or incidents a record batch

# Column -> Arrow type as DuckDB and pandas would call it; ``_field`` gives the Arrow type.
_WHEN_AND_WHERE = {
    "earliest": "date",
    "latest": "date",
    "date_precision": "string",
    "place": "string",
    "city": "string",
    "admin1": "string",
    "country": "string",
    "lat": "double",
    "lon": "double",
    "place_precision": "string",
}
STATEMENTS = {
    "id": "string",
    "incident": "string",  # the incident (or group) that its mention tells of
    "mention": "string",  # what it is about: its report's incident or group
    "report": "string",
    "ordinal": "int",  # its place among its report's statements
    "published": "date",
    "outlet": "string",
    "family": "string",  # of its report's text: copies of one text share it
    "property": "string",
    "value": "string",  # JSON, the contract's form: the whole of it
    "low": "int",  # of a count; null: open downwards
    "high": "int",  # of a count; null: open upwards
    "is_part": "bool",  # of a count: some of the people of a wider one
    "code": "string",
    "actor": "string",
    "name": "string",
    **_WHEN_AND_WHERE,
    "modality": "string",
    "speaker": "string",  # the innermost, who said it first; null: the report itself
    "speaker_kind": "string",
    "speakers": "speakers",  # all, from the innermost outwards
    "channel": "string",
    "start": "int",  # in code points of the report's text
    "end": "int",
    "quote": "string",
    "rule": "string",
    "confidence": "double",  # how likely it is right, by the coder that made it; null: nobody weighed it
    "verdict": "string",  # accept, correct, reject: the one in force
    "corrected": "string",  # JSON: the value that a person put in place of ``value``
    "recorded": "moment",
}
INCIDENTS = {
    "incident": "string",
    "kind": "string",
    "group": "string",
    "day": "date",  # latest, else earliest, else first_published
    "types": "strings",
    "outcome": "string",
    "suicide": "bool",
    **_WHEN_AND_WHERE,
    "killed_low": "int",  # by the rule ``latest``
    "killed_high": "int",
    "wounded_low": "int",
    "wounded_high": "int",
    "actors": "actors",
    "report_count": "int",
    "families": "int",
    "first_published": "date",
    "last_published": "date",
}
REPORTS = {
    "id": "string",
    "published": "date",
    "outlet": "string",
    "title": "string",
    "url": "string",
    "language": "string",
    "sha256": "string",
    "text": "string",
    "family": "string",
    "replaces": "string",  # the earlier version of it in the ledger
    "recorded": "moment",
}
COLUMNS = {"statements": STATEMENTS, "incidents": INCIDENTS, "reports": REPORTS}


class MissingAnalysisError(ImportError):
    """pyarrow is not installed; the message says how to install it."""


def schema_of(table: str) -> pyarrow.Schema:
    """Return the Arrow schema of ``statements``, ``incidents`` or ``reports``; raises ValueError for another name."""
    arrow = _pyarrow()
    if table not in COLUMNS:
        raise ValueError(f"{table!r} is no table; there are {', '.join(COLUMNS)}")
    word = arrow.string()
    types = {
        "string": word,
        "strings": arrow.list_(word),
        "int": arrow.int32(),
        "bool": arrow.bool_(),
        "double": arrow.float64(),
        "date": arrow.date32(),
        "moment": arrow.timestamp("us", tz="UTC"),
        "speakers": arrow.list_(arrow.struct([("name", word), ("kind", word)])),
        "actors": arrow.list_(arrow.struct([("actor", word), ("modality", word), ("name", word)])),
    }
    return arrow.schema([(name, types[kind]) for name, kind in COLUMNS[table].items()])


def stream(
    table: str,
    reading: Callable[[], AbstractContextManager[Connection]],
    book: Codebook,
    filters: Filters | None = None,
    as_of: AsOf = NOW,
) -> pyarrow.RecordBatchReader:
    """Return a reader of ``statements``, ``incidents`` or ``reports`` that sees one state of the ledger to its end.

    It can be read once; the connection is let go when it is at its end or no longer used. ``filters`` are those
    of incidents: statements about them, and reports that tell of them.
    """
    arrow, schema = _pyarrow(), schema_of(table)
    rows = {"statements": _statements, "incidents": _incidents, "reports": _reports}[table]

    def record_batches() -> Iterator[pyarrow.RecordBatch]:
        with reading() as connection:
            for some in rows(connection, book, filters, as_of):
                yield arrow.RecordBatch.from_pylist(cast("list[dict[str, object]]", some), schema=schema)

    return arrow.RecordBatchReader.from_batches(schema, record_batches())


def _pyarrow() -> ModuleType:
    try:
        return import_module("pyarrow")
    except ModuleNotFoundError as error:
        raise MissingAnalysisError("Arrow tables need pyarrow: pip install 'dateline[analysis]'") from error


# ---- incidents --------------------------------------------------------------------------------------------


def _incidents(
    connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf
) -> Iterator[Sequence[_Row]]:
    found = Incidents(connection, filters or Filters(), book, as_of)
    for some in batches(found.page(), _AT_ONCE):
        yield [_incident(one) for one in some]


def _incident(one: Listed) -> _Row:
    killed, wounded = one.killed or (None, None), one.wounded or (None, None)
    return {
        "incident": one.incident,
        "kind": one.kind,
        "group": one.group,
        "day": one.day,
        "types": list(one.types),
        "outcome": one.outcome.value if one.outcome else None,
        "suicide": one.suicide,
        **date_columns(one.when),
        **place_columns(one.place),
        "killed_low": killed[0],
        "killed_high": killed[1],
        "wounded_low": wounded[0],
        "wounded_high": wounded[1],
        "actors": [who.to_json() for who in one.actors],
        "report_count": one.report_count,
        "families": one.families,
        "first_published": one.first,
        "last_published": one.last,
    }


# ---- reports ----------------------------------------------------------------------------------------------


def _reports(
    connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf
) -> Iterator[Sequence[_Row]]:
    columns = (*(reports.c[name] for name in REPORTS if name in reports.c), report_family.c.family)
    query = select(*columns, report_family.c.replaces).join(report_family, report_family.c.report == reports.c.id)
    for ids in _report_ids(connection, book, filters, as_of):
        found = connection.execute(query.where(reports.c.id.in_(ids))).mappings()
        yield sorted((dict(row) for row in found), key=lambda row: (row["published"], row["id"]))


def _report_ids(connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf) -> Iterator[list[str]]:
    """Yield the ids of reports known as of the moment, a few hundred at a time, by publication, then id."""
    key = (reports.c.published, reports.c.id)
    query = _known(select(*key).order_by(*key).limit(_AT_ONCE), as_of)
    if filters is not None:
        telling = sorted(_telling(connection, book, filters, as_of))
        yield from ([report for _, report in some] for some in batches(telling, _AT_ONCE))
        return
    found = connection.execute(query).all()
    while found:
        yield [report for _, report in found]
        found = connection.execute(query.where(tuple_(*key) > tuple_(*found[-1]))).all()


def _telling(connection: Connection, book: Codebook, filters: Filters, as_of: AsOf) -> set[tuple[date, str]]:
    """Return day and id of the reports that tell of the incidents that fit."""
    found: set[tuple[date, str]] = set()
    query = select(reports.c.published, reports.c.id).join(mentions, mentions.c.report == reports.c.id)
    for told_by in _told_by(connection, book, filters, as_of):
        for chunk in chunks(told_by):
            rows = connection.execute(_known(query.where(mentions.c.id.in_(chunk)), as_of))
            found |= {(day, report) for day, report in rows}
    return found


def _told_by(connection: Connection, book: Codebook, filters: Filters, as_of: AsOf) -> Iterator[dict[str, str]]:
    """Yield, some hundred incidents that fit at a time, mention -> incident."""
    for ids in batches(Incidents(connection, filters, book, as_of).ids(), _AT_ONCE):
        members = members_of(connection, ids, as_of)
        yield {mention: incident for incident, of_one in members.items() for mention in of_one}


def _known(query: _Query, as_of: AsOf, table: Table = reports) -> _Query:
    """Return the query for what was published and recorded by the moment."""
    if as_of.published is not None:
        query = query.where(table.c.published <= as_of.published)
    if as_of.recorded is not None:
        query = query.where(table.c.recorded <= as_of.recorded)
    return query


# ---- statements -------------------------------------------------------------------------------------------


def _statements(
    connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf
) -> Iterator[Sequence[_Row]]:
    has_verdicts = connection.execute(select(verdicts.c.id).limit(1)).first() is not None
    for condition in _parts(connection, book, filters, as_of):
        columns = [c for c in statements.c if c.name not in {"run", "speakers"}]
        query = (
            select(*columns, statements.c.speakers, reports.c.outlet, report_family.c.family)
            .join(reports, reports.c.id == statements.c.report)
            .join(report_family, report_family.c.report == statements.c.report)
        )
        rows = [dict(row) for row in connection.execute(_known(query.where(condition), as_of, statements)).mappings()]
        rows.sort(key=lambda row: (row["published"], row["report"], row["ordinal"]))
        deciding = _deciding(connection, rows, as_of) if has_verdicts else {}
        incidents = incidents_of(connection, {str(row["about"]) for row in rows}, as_of)
        yield [_statement(row, incidents, deciding) for row in rows]


def _parts(
    connection: Connection, book: Codebook, filters: Filters | None, as_of: AsOf
) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that together give all statements, or those about the incidents that fit."""
    if filters is None:
        yield from (statements.c.report.in_(ids) for ids in _report_ids(connection, book, None, as_of))
        return
    for told_by in _told_by(connection, book, filters, as_of):
        yield from (statements.c.about.in_(chunk) for chunk in chunks(told_by))


def _deciding(connection: Connection, rows: Iterable[_Row], as_of: AsOf) -> dict[str, Verdict]:
    ids = {str(row["id"]) for row in rows}
    return on_statements(in_force(verdicts_on(connection, ids, as_of.recorded)))


def _statement(row: dict[str, object], incidents: Mapping[str, str], deciding: Mapping[str, Verdict]) -> _Row:
    speakers = json.loads(str(row["speakers"]))
    verdict = deciding.get(str(row["id"]))
    first = speakers[0] if speakers else {"name": None, "kind": None}
    return {
        **row,
        "incident": incidents[str(row["about"])],
        "mention": row["about"],
        "speaker": first["name"],
        "speaker_kind": first["kind"],
        "speakers": speakers,
        "verdict": verdict.kind if verdict else None,
        "corrected": verdict.value if verdict else None,
    }
