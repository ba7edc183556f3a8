"""The whole ledger as text, always the same for the same content, and back.

One JSON document of the contract a line: first a line a report (in order of publication, then id) with all that
it tells, exactly as ``dateline code --format jsonl`` printed it, and with ``family`` and ``replaces`` beside;
then a line a decision (a verdict, a sample drawn for second coding, what a second coder decided), in the order in
which they were given; then a line a release. Times of recording are left out, so that ledgers of the same content are
the same text whenever and in whatever order it was added;
``with_times`` puts them in.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import cast

from sqlalchemy import Connection, Table, insert, select

from dateline.codebook import Codebook
from dateline.ledger import bulk, rows, schema, views
from dateline.ledger.codings import stored_codings
from dateline.ledger.contract import coding_from
from dateline.ledger.engine import LedgerError, fetched
from dateline.ledger.rows import Row
from dateline.ledger.write import last_recorded, not_before_the_last

_TICK = timedelta(microseconds=1)


def dump(connection: Connection, *, with_times: bool = False) -> Iterator[str]:
    """Yield the ledger's lines, without line ends; holds a few hundred reports at a time."""
    made_by = {str(r["id"]): json.loads(str(r["made_by"])) for r in fetched(connection, select(schema.runs))}
    for tables in stored_codings(connection):
        (report,) = tables["reports"]
        (versions,) = tables["report_family"]
        document = rows.coding_of(tables, made_by[str(report["run"])]).to_json()
        (told,) = cast("list[dict[str, object]]", document["reports"])
        told |= {"family": versions["family"], "replaces": versions["replaces"]}
        yield _line(document | _time(report, with_times=with_times))
    # Second codings are held against what was decided by then, so the one order of all decisions is kept.
    decided = heapq.merge(*(_in_order(connection, table) for table in _DECIDED), key=_moment)
    for kind, row in chain(decided, _in_order(connection, schema.releases)):
        kept = {name: value for name, value in row.items() if name != "recorded"}
        yield _line({"contract": 1, kind: [kept]} | _time(row, with_times=with_times))


_DECIDED = (schema.verdicts, schema.samples, schema.blind_verdicts)


def _moment(one: tuple[str, Row]) -> datetime:
    return cast("datetime", one[1]["recorded"])


def _in_order(connection: Connection, table: Table) -> Iterator[tuple[str, Row]]:
    for row in fetched(connection, select(table).order_by(table.c.recorded, table.c.id)):
        yield table.name, row


def _line(document: Mapping[str, object]) -> str:
    # Half a surrogate pair, which JSON input can hold, is no UTF-8; its escape is.
    words = json.dumps(document, ensure_ascii=False)
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _time(row: Row, *, with_times: bool) -> dict[str, object]:
    return {"recorded": cast("datetime", row["recorded"]).isoformat(timespec="microseconds")} if with_times else {}


# ---- back -------------------------------------------------------------------------------------------------


def load(connection: Connection, lines: Iterable[str], now: datetime, book: Codebook) -> int:
    """Add what ``dump`` (or ``dateline code --format jsonl``) printed; return the number of new reports.

    What the ledger holds already is left as it is. Times of recording are taken over where the ledger is empty;
    into another they cannot be put, for what was known at a moment must not change: LedgerError.
    Raises LedgerError, naming the line, for what is no dump; the caller's transaction then keeps nothing.
    """
    new, tick = 0, not_before_the_last(connection, now)
    was_empty = last_recorded(connection) is None
    ahead: list[bulk.Recorded] = []
    has_verdicts = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            if document.get("contract") != 1:
                raise ValueError(f"it is of contract {document.get('contract')!r}, not 1")  # noqa: TRY301
            if "recorded" in document and not was_empty:
                raise ValueError("it has times of recording; load them into an empty ledger")  # noqa: TRY301
            tick = datetime.fromisoformat(document["recorded"]) if "recorded" in document else tick + _TICK
            ahead += [(one, tick) for one in bulk.prepared(coding_from(document), book)]
            if ahead and (len(ahead) >= bulk.REPORTS_A_BATCH or not document.get("reports")):
                new += bulk.put_in(connection, ahead, book)
                ahead = []
            for table in (*_DECIDED, schema.releases):
                has_verdicts |= _insert_missing(connection, table, document.get(table.name, []), tick)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LedgerError(f"line {number}: {_said(error)}; give what `dateline ledger dump` printed") from error
    new += bulk.put_in(connection, ahead, book)
    if has_verdicts:
        views.rebuild(connection, book)
    else:
        bulk.link_due(connection, book)
    return new


def _said(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _insert_missing(connection: Connection, table: Table, told: list[Row], recorded: datetime) -> bool:
    is_new = False
    for row in told:
        if connection.scalar(select(table.c.id).where(table.c.id == row["id"])) is None:
            connection.execute(insert(table), {**row, "recorded": recorded})
            is_new = True
    return is_new
