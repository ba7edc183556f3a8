"""What of the ledger wants a person's look: counts that lie apart, and reports whose readings nobody has judged.

Both are derived and kept beside the other views, so that a queue is a walk along an index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, log2
from typing import cast

from sqlalchemy import Connection, delete, insert, select

from dateline.ledger.disputes import disputed
from dateline.ledger.listing import among
from dateline.ledger.rows import Row
from dateline.ledger.schema import report_open, statements
from dateline.ledger.sources import Known
from dateline.ledger.told import Told
from dateline.ledger.verdicts import REVIEWED, Verdict, chunks, in_force, on_statements, verdicts_on
from dateline.model import TOLL_PROPERTIES, Toll

_FIRST = "killed"  # what users of such ledgers are asked for first; other counts that differ weigh half
# How often a reading of a property was wrong on the example reports (`make eval`, 2026-11-23: 1 - precision): for
# statements that carry no confidence. The sum over a report is how many corrections another look at it can be
# expected to bring.
WRONG: Mapping[str, float] = {
    "date": 0.14,
    "perpetrator": 0.19,
    "place": 0.08,
    "suicide": 0.1,
    "target": 0.37,
    "type": 0.12,
    "weapon": 0.11,
    **dict.fromkeys(TOLL_PROPERTIES, 0.23),
}
_WRONG_ELSE = 0.19  # of all properties together


def dispute(known: Known) -> float | None:
    """Return how far counts of an incident lie apart, in doublings; None where none do or a person settled it.

    A property is settled where a person pinned it or judged every statement of it that another contradicts. A total
    over a group is the group's to dispute.
    """
    told = [one for one in known.told if one.share is None]
    judged = {sid for sid, v in on_statements(in_force(known.verdicts)).items() if v.is_human}
    by_id = {one.statement.id: one for one in told}
    found: list[float] = []
    for name, ids in disputed(told).items():
        if name in TOLL_PROPERTIES and name not in known.pins and not ids <= judged:
            apart = _apart([by_id[sid] for sid in ids])
            found.append(apart if name == _FIRST else apart / 2)
    return max(found, default=None)


def _apart(told: Iterable[Told]) -> float:
    sizes = [_size(one.statement.value) for one in told if isinstance(one.statement.value, Toll)]
    return round(log2((max(sizes) + 1) / (min(sizes) + 1)), 3)


def _size(toll: Toll) -> int:
    return toll.low if toll.low is not None else toll.high or 0


def chance_of_wrong(stated: Row) -> float:
    """Return how likely a statement is wrong: by its confidence, without one by how often its property was wrong."""
    confidence = cast("float | None", stated["confidence"])
    return WRONG.get(str(stated["property"]), _WRONG_ELSE) if confidence is None else 1 - confidence


def open_row(stated: Sequence[Row], settled: Collection[object] = ()) -> Row | None:
    """Return the row of ``report_open`` of a report with these statements, None where all of them are settled.

    Its doubt is that of the whole report, judged or not: its place in a queue stays while a person works on it.
    """
    undecided = sum(row["id"] not in settled for row in stated)
    if not undecided:
        return None
    return {
        "report": stated[0]["report"],
        "published": stated[0]["published"],
        "undecided": undecided,
        "doubt": round(fsum(map(chance_of_wrong, stated)), 3),
    }


def refresh_open(connection: Connection, report_ids: Iterable[str]) -> None:
    """Compute the rows of ``report_open`` of some reports anew."""
    columns = (
        statements.c.id,
        statements.c.report,
        statements.c.published,
        statements.c.property,
        statements.c.confidence,
    )
    for chunk in chunks(report_ids):
        connection.execute(delete(report_open).where(among(report_open.c.report, chunk)))
        stated: dict[str, list[Row]] = defaultdict(list)
        for row in connection.execute(select(*columns).where(among(statements.c.report, chunk))).mappings():
            stated[str(row["report"])].append({str(name): value for name, value in row.items()})
        ids = {str(row["id"]) for of_one in stated.values() for row in of_one}
        settled = _settled(in_force(verdicts_on(connection, {*ids, *chunk})))
        made = [open_row(of_one, settled) for report, of_one in sorted(stated.items()) if report not in settled]
        if rows := [row for row in made if row is not None]:
            connection.execute(insert(report_open), rows)


def _settled(standing: Sequence[Verdict]) -> set[str]:
    """Return the statements that a person judged, and the reports that a person called done."""
    judged = {sid for sid, verdict in on_statements(standing).items() if verdict.is_human}
    return judged | {v.subject for v in standing if v.kind == REVIEWED and v.is_human}
