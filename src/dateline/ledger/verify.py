"""Holds every row of a ledger against what it must be, and names each fault."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Table, func, select

from dateline.ledger import linking, rows, schema
from dateline.ledger.accounts import account_log
from dateline.ledger.codings import stored_codings
from dateline.ledger.engine import fetched
from dateline.ledger.faults import Fault as Fault
from dateline.ledger.rows import Row
from dateline.ledger.verify_samples import second_coding_faults
from dateline.ledger.write import statement_id
from dateline.model import EvidenceError, Report, content_id

_Ids = Mapping[str, str]


def verify(connection: Connection) -> Iterator[Fault]:
    """Yield every fault of the ledger: quotes, hashes, references, the guards, and views that lag behind.

    Reads all rows, a few hundred reports at a time.
    """
    yield from _guards(connection)
    runs = {str(run["id"]): str(run["made_by"]) for run in fetched(connection, select(schema.runs))}
    for run, made_by in runs.items():
        if rows.run_id(json.loads(made_by)) != run:
            yield Fault("runs", run, "its id is not the hash of made_by")
    for tables in stored_codings(connection):
        yield from _report_faults(tables, runs)
    yield from _strays(connection)
    yield from _verdict_faults(connection)
    yield from second_coding_faults(connection)
    yield from _view_faults(connection)


def guards(dialect: str, table: str) -> tuple[str, ...]:
    """Return the names of the triggers by which an engine (sqlite, postgresql) guards a source table.

    On SQLite ``replace`` is one of them, for INSERT OR REPLACE deletes rows without a word to other triggers.
    """
    kinds = ("update", "delete", "replace") if dialect == "sqlite" else ("change", "truncate")
    return tuple(f"{table}_no_{kind}" for kind in kinds)


def _guards(connection: Connection) -> Iterator[Fault]:
    """The triggers that refuse changes must all be there."""
    is_sqlite = connection.dialect.name == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
    )
    found = set(connection.exec_driver_sql(query).scalars())
    for table in (*schema.SOURCE_TABLES, account_log):
        for name in guards(connection.dialect.name, table.name):
            if name not in found:
                yield Fault(table.name, "*", f"trigger {name} is gone or off: rows could be changed")


def _report_faults(tables: Mapping[str, list[Row]], runs: _Ids) -> Iterator[Fault]:
    (row,) = tables["reports"]
    rid = str(row["id"])
    try:
        report = rows.report_of(row)
        same = Report.of(report.text, report.published, outlet=report.outlet)
    except (ValueError, TypeError) as error:
        yield Fault("reports", rid, f"it cannot be read: {error}")
        return
    if report.sha256 != same.sha256:
        yield Fault("reports", rid, "sha256 is not the hash of its text")
    elif rid != same.id:
        yield Fault("reports", rid, "its id is not the hash of its text, outlet and day")
    if rows.seal(tables) != row["seal"]:
        yield Fault("reports", rid, "its rows are not those that were sealed: one was changed, added or removed")
    if row["run"] not in runs:
        yield Fault("reports", rid, f"run {row['run']} is not there")
    if not tables["report_family"]:
        yield Fault("reports", rid, "it has no text family; run `dateline ledger rebuild`")
    yield from _mention_faults(tables["mentions"])
    yield from _statement_faults(tables, report, runs)
    yield from _tally_faults(tables, report, runs)


def _mention_faults(mentions: list[Row]) -> Iterator[Fault]:
    kinds = {str(m["id"]): str(m["kind"]) for m in mentions}
    for mention in mentions:
        mid, group = str(mention["id"]), mention["group_id"]
        if group is not None and kinds.get(str(group)) != rows.GROUP:
            yield Fault("mentions", mid, f"group {group} is not a group of its report")
        for member in json.loads(str(mention["members"] or "[]")):
            if kinds.get(member) != rows.INCIDENT:
                yield Fault("mentions", mid, f"member {member} is not an incident of its report")


def _statement_faults(tables: Mapping[str, list[Row]], report: Report, runs: _Ids) -> Iterator[Fault]:
    mentions = {str(m["id"]) for m in tables["mentions"]}
    for row in tables["statements"]:
        sid = str(row["id"])
        try:
            statement = rows.statement_of(row)
            statement.evidence.check(report.text)
            again = rows.statement_row(statement, "", _EPOCH, ordinal=0, published=report.published)
        except EvidenceError as error:
            yield Fault("statements", sid, str(error))
            continue
        except (ValueError, KeyError, TypeError) as error:
            yield Fault("statements", sid, f"it cannot be read: {error}")
            continue
        if statement_id(statement) != sid:
            yield Fault("statements", sid, "its id is not the hash of what it says")
        if differing := [n for n in again if n not in _OF_RUN and again[n] != row[n]]:
            yield Fault("statements", sid, f"columns {', '.join(differing)} are not what its value says")
        if statement.about not in mentions:
            yield Fault("statements", sid, f"it is about {statement.about}, no mention of its report")
        if row["run"] not in runs:
            yield Fault("statements", sid, f"run {row['run']} is not there")


_OF_RUN = {"run", "recorded", "ordinal"}  # what a statement does not say itself
_EPOCH = datetime.fromtimestamp(0, UTC)


def _tally_faults(tables: Mapping[str, list[Row]], report: Report, runs: _Ids) -> Iterator[Fault]:
    mentions = {str(m["id"]) for m in tables["mentions"]}
    for row in tables["tallies"]:
        tid = str(row["id"])
        try:
            tally = rows.tally_of(row)
            tally.evidence.check(report.text)
        except EvidenceError as error:
            yield Fault("tallies", tid, str(error))
            continue
        except (ValueError, KeyError, TypeError) as error:
            yield Fault("tallies", tid, f"it cannot be read: {error}")
            continue
        if rows.tally_id(tally, int(str(row["ordinal"]))) != tid:
            yield Fault("tallies", tid, "its id is not the hash of what it says")
        if strays := sorted(set(tally.matches) - mentions):
            yield Fault("tallies", tid, f"it matches {', '.join(strays)}, no mention of its report")
        if row["run"] not in runs:
            yield Fault("tallies", tid, f"run {row['run']} is not there")


def _missing(
    connection: Connection, table: Table, column: Column[str], target: Column[str]
) -> Iterator[tuple[str, str]]:
    """Yield id and reference of the rows whose reference names nothing."""
    own = table.c.id if "id" in table.c else column
    found = target.table.alias("found")
    query = select(own, column).where(
        column.is_not(None), ~select(found).where(found.c[target.name] == column).exists()
    )
    for rid, reference in connection.execute(query.order_by(own)):
        yield str(rid), str(reference)


def _strays(connection: Connection) -> Iterator[Fault]:
    """Rows of reports that are not there, which the walk over reports does not meet."""
    for table in (schema.mentions, schema.statements, schema.tallies):
        for rid, report in _missing(connection, table, table.c.report, schema.reports.c.id):
            yield Fault(table.name, rid, f"report {report} is not there")


def _verdict_faults(connection: Connection) -> Iterator[Fault]:
    table = schema.verdicts
    known = (schema.mentions, schema.statements, schema.verdicts, schema.reports, schema.tallies)
    rows_of_all = fetched(connection, select(table).order_by(table.c.recorded, table.c.id))
    alike = Counter(_content(row) for row in rows_of_all)
    for row in rows_of_all:
        vid, content = str(row["id"]), _content(row)
        # The same may be decided again after it was undone: the id also counts how often it was before.
        if vid not in {content_id("v", *content, n) for n in range(alike[content])}:
            yield Fault("verdicts", vid, "its id is not the hash of what it says")
        for name in ("subject", "other", "reverses"):
            reference = row[name]
            if reference is not None and not any(
                connection.scalar(select(func.count()).where(other.c.id == reference)) for other in known
            ):
                yield Fault("verdicts", vid, f"{name} {reference} is not there")


_DECIDED = ("kind", "subject", "other", "property", "value", "reason", "author", "is_human", "reverses")


def _content(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _DECIDED) + ((row["telling"],) if row["telling"] is not None else ())


def _view_faults(connection: Connection) -> Iterator[Fault]:
    """Views that do not know a mention or an incident, or know one that is none."""
    lag = "it lags behind; run `dateline ledger rebuild`"
    mention, incident = schema.incident_of.c.mention, schema.incident_of.c.incident
    for rid, _ in _missing(connection, schema.mentions, schema.mentions.c.id, mention):
        yield Fault("incident_of", rid, f"the mention has no incident: {lag}")
    for rid, _ in _missing(connection, schema.incident_of, mention, schema.mentions.c.id):
        yield Fault("incident_of", rid, f"there is no such mention: {lag}")
    for _, reference in _missing(connection, schema.incident_of, incident, schema.incident_view.c.incident):
        yield Fault("incident_view", reference, f"the incident has no row: {lag}")
    if number := linking.due(connection):
        yield Fault("link_due", "*", f"a load was broken off: {number} mentions are not linked yet: {lag}")
    for rid, _ in _missing(connection, schema.incident_view, schema.incident_view.c.incident, incident):
        yield Fault("incident_view", rid, f"no mention tells of it: {lag}")
