"""Holds samples and what second coders decided against what they must be, for ``verify``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Column, Connection, select

from dateline.ledger import schema
from dateline.ledger.blind import blind_id
from dateline.ledger.engine import fetched
from dateline.ledger.faults import Fault
from dateline.ledger.rows import Row
from dateline.ledger.samples import sample_id
from dateline.ledger.verdicts import chunks


def second_coding_faults(connection: Connection) -> Iterator[Fault]:
    """Yield what is wrong with samples and with what second coders decided: hashes and references."""
    in_sample: dict[str, set[str]] = {}
    for row in fetched(connection, select(schema.samples)):
        name = str(row["id"])
        in_sample[name] = set(json.loads(str(row["reports"])))
        if sample_id(row) != name:
            yield Fault("samples", name, "its id is not the hash of what was drawn")
        for missing in sorted(in_sample[name] - _known(connection, schema.reports.c.id, in_sample[name])):
            yield Fault("samples", name, f"report {missing} is not there")
    yield from _decision_faults(connection, in_sample)


def _decision_faults(connection: Connection, in_sample: dict[str, set[str]]) -> Iterator[Fault]:
    decided = fetched(connection, select(schema.blind_verdicts).order_by(schema.blind_verdicts.c.id))
    alike = Counter(_said(row) for row in decided)
    ids = {str(row["id"]) for row in decided}
    of_report = {report: {report} | _parts(connection, report) for report in {str(row["report"]) for row in decided}}
    for row in decided:
        name, report = str(row["id"]), str(row["report"])
        if name not in {blind_id(str(row["sample"]), report, row, n) for n in range(alike[_said(row)])}:
            yield Fault("blind_verdicts", name, "its id is not the hash of what it says")
        if report not in in_sample.get(str(row["sample"]), ()):
            yield Fault("blind_verdicts", name, f"report {report} is not in sample {row['sample']}")
        if str(row["subject"]) not in of_report[report]:
            yield Fault("blind_verdicts", name, f"subject {row['subject']} is nothing of report {report}")
        if row["reverses"] is not None and str(row["reverses"]) not in ids:
            yield Fault("blind_verdicts", name, f"reverses {row['reverses']} is not there")


def _said(row: Row) -> tuple[object, ...]:
    return tuple(value for name, value in sorted(row.items()) if name not in ("id", "batch", "recorded"))


def _parts(connection: Connection, report: str) -> set[str]:
    """Return the ids of all that stands in a report and can be decided on."""
    found: set[str] = set()
    for table in (schema.statements, schema.mentions, schema.tallies):
        found |= set(connection.scalars(select(table.c.id).where(table.c.report == report)))
    return found


def _known(connection: Connection, column: Column[str], ids: set[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(ids):
        found |= set(connection.scalars(select(column).where(column.in_(chunk))))
    return found
