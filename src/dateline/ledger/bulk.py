"""Adds very many codings: thousands of reports a transaction, with the result that adding one by one has.

What ``write`` asks the database for each report is asked here for a batch. Linking is put off till all are in: then
each incident's row is worked out at most once for every portion that is linked, where linking batch by batch works
out again and again those that each batch adds to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from dateline.codebook import Codebook
from dateline.ledger import changes, family, linking, placing, rows, schema, views, wanting
from dateline.ledger.copying import insert_rows
from dateline.ledger.engine import writing
from dateline.ledger.profile import MentionOf, profile
from dateline.ledger.recluster import recluster
from dateline.ledger.rows import Row
from dateline.ledger.schema import mentions, reports, verdicts
from dateline.ledger.sources import Known
from dateline.ledger.told import Told
from dateline.ledger.verdicts import chunks
from dateline.ledger.write import after_other_verdicts, by_report, check, last_recorded, not_before_the_last
from dateline.model import Coding, content_id

REPORTS_A_BATCH = 5_000
MENTIONS_AT_ONCE = 250_000  # at least
MEMORY_A_MENTION = 10_000  # bytes that linking takes at its end, by a million made-up ones (2026-11-23)
_TICK = timedelta(microseconds=1)  # no two verdicts share a moment
_UNSET = datetime.min.replace(tzinfo=UTC)
# A loader's own memory and log; its commits may wait for the disk together, for a load can be run again.
_SQLITE_LOADS = ("cache_size = -1000000", "synchronous = NORMAL", "wal_autocheckpoint = 200000")
_SQLITE_AGAIN = ("cache_size = -2000", "synchronous = FULL", "wal_autocheckpoint = 1000")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report's rows and the bands of its text: all that needs no database, so that other processes can make it.

    ``views`` and ``terms`` are the rows of its incidents where nothing else tells of them; empty where it has groups.
    ``traits`` are what of its incidents is compared with others.
    """

    tables: dict[str, list[Row]]
    bands: tuple[str, ...]
    run: Row
    views: list[Row]
    terms: list[Row]
    traits: list[linking.Told]

    @property
    def report(self) -> Row:
        """The report's row."""
        return self.tables["reports"][0]

    def record(self, moment: datetime) -> None:
        """Set the time of recording."""
        for row in (row for of_table in self.tables.values() for row in of_table):
            row["recorded"] = moment
        for row in self.views:
            row["first_recorded"] = row["last_recorded"] = moment


Recorded = tuple[Prepared, datetime]


def prepared(coding: Coding, book: Codebook) -> Iterator[Prepared]:
    """Yield the rows of each report of a coding; raises as ``LedgerWriter.add`` does."""
    for part in by_report(coding):
        check(part)
        named = family.bands(family.shingles(part.reports[0].text))
        made = [] if part.groups else list(_views(part, book))
        yield Prepared(
            rows.coding_rows(part, _UNSET),
            tuple(sorted(set(named))),
            rows.run_row(part.made_by),
            [view for view, _ in made],
            [term for _, terms in made for term in terms],
            linking.told_by(part),
        )


def _views(part: Coding, book: Codebook) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the derived rows of each incident of a report that stands alone."""
    (report,) = part.reports
    for incident in part.incidents:
        mention = MentionOf(
            incident.id,
            rows.INCIDENT,
            report.id,
            report.published,
            report.id,
            incident.types,
            incident.outcome,
            incident.suicide,
            incident.date,
            incident.place,
        )
        told = [
            Told(s, report.published, report.outlet, report.id)
            for s in {s.id: s for s in part.statements if s.about == incident.id}.values()
        ]
        made = profile(incident.id, [mention], told, book)
        yield views.view_row(made, Known([mention], told, _UNSET, _UNSET)), views.term_rows(made)


def add_many(
    engine: Engine,
    found: Iterable[Prepared],
    book: Codebook,
    clock: Callable[[], datetime],
    *,
    batch: int = REPORTS_A_BATCH,
    at_once: int | None = None,
    tell: Callable[[str, int], object] = lambda _step, _left: None,
) -> int:
    """Add reports, ``batch`` of them a transaction, then link, ``at_once`` mentions a transaction; count the new.

    Unless told otherwise, as many are linked at once as half of the machine's memory holds: portions cost more.
    Interrupted, it keeps what is done; run again, it adds the other reports and links what is to be linked yet (as
    adding any other report does). ``tell`` is given each step, ``add`` or ``link``, with the reports added so far or
    the mentions left.
    """
    number = 0
    with loading(engine):
        for some in views.batches(found, batch):
            with writing(engine) as connection:
                moment = not_before_the_last(connection, clock())
                number += put_in(connection, [(one, moment) for one in some], book)
            tell("add", number)
        left = 1
        while left:
            with writing(engine) as connection:
                left = link_due(connection, book, at_once or _mentions_at_once())
            tell("link", left)
    return number


def _mentions_at_once() -> int:
    """Return how many mentions are linked at once, where a machine tells its memory."""
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return MENTIONS_AT_ONCE
    return max(MENTIONS_AT_ONCE, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2 // MEMORY_A_MENTION)


def link_due(connection: Connection, book: Codebook, most: int | None = None) -> int:
    """Link mentions whose linking was put off, and bring the views up to date; return how many are left."""
    seeds = linking.link_due_ones(connection, most)
    if seeds:
        views.refresh(connection, recluster(connection, seeds, are_judged=False), book, _last(connection))
    return linking.due(connection)


def _last(connection: Connection) -> datetime:
    """Return the last moment recorded in a ledger that holds something."""
    moment = last_recorded(connection)
    assert moment is not None
    return moment


@contextmanager
def loading(engine: Engine) -> Iterator[None]:
    """Give SQLite the memory and the log that a load wants, for as long as it takes."""
    _set_sqlite(engine, _SQLITE_LOADS)
    try:
        yield
    finally:
        _set_sqlite(engine, _SQLITE_AGAIN)


def _set_sqlite(engine: Engine, settings: Sequence[str]) -> None:
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        for setting in settings:
            raw.cursor().execute(f"PRAGMA {setting}")
    finally:
        raw.close()


def put_in(connection: Connection, some: Sequence[Recorded], book: Codebook) -> int:
    """Add reports, and their incidents as though nothing else told of them; return how many were new.

    Linking them is put off: ``link_due``.
    """
    new = _new_ones(connection, some)
    insert_rows(connection, schema.runs, _missing_runs(connection, new))
    for table in (schema.reports, schema.mentions, schema.statements, schema.tallies):
        insert_rows(connection, table, [row for one in new for row in one.tables[table.name]])
    near, moved = placing.place(connection, [(one.report, one.bands) for one in new])
    views.index_texts(connection, [one.report for one in new])
    told = [str(row["id"]) for one in new for row in one.tables["mentions"]]
    insert_rows(
        connection, schema.incident_of, [{"mention": mention, "incident": mention} for mention in sorted(told)]
    )
    wanted = [wanting.open_row(one.tables["statements"]) for one in new]
    insert_rows(connection, schema.report_open, [row for row in wanted if row is not None])
    linking.put_off(connection, [told_of for one in new for told_of in one.traits])
    alone = [one for one in new if one.views and str(one.report["id"]) not in near]
    insert_rows(connection, schema.incident_view, [row for one in alone for row in one.views])
    insert_rows(connection, schema.incident_term, [row for one in alone for row in one.terms])
    done = {str(row["incident"]) for one in alone for row in one.views}
    changes.tell(connection, done)
    others = {*told, *views.incidents_told_by(connection, moved)} - done
    if others:
        views.refresh(connection, others, book, _last(connection))
    return len(new)


def _missing_runs(connection: Connection, new: list[Prepared]) -> list[Row]:
    runs = {str(one.run["id"]): one.run for one in new}
    held = set(connection.scalars(select(schema.runs.c.id).where(schema.runs.c.id.in_(runs))))
    return [run for name, run in sorted(runs.items()) if name not in held]


def _new_ones(connection: Connection, some: Sequence[Recorded]) -> list[Prepared]:
    """Return the reports that are neither in the ledger nor earlier in the batch, with their times of recording."""
    ids = {str(one.report["id"]) for one, _ in some}
    hashes = {str(one.report["sha256"]) for one, _ in some}
    held: set[object] = set()
    for chunk in chunks(ids):
        held |= set(connection.scalars(select(reports.c.id).where(reports.c.id.in_(chunk))))
    texts: set[tuple[str, str]] = set()
    outlet = func.coalesce(reports.c.outlet, "")
    for chunk in chunks(hashes):
        query = select(reports.c.sha256, outlet).where(reports.c.sha256.in_(chunk))
        texts |= {(sha, of) for sha, of in connection.execute(query)}
    new = []
    for one, moment in some:
        same_text = (str(one.report["sha256"]), str(one.report["outlet"] or ""))
        if one.report["id"] not in held and same_text not in texts:
            one.record(moment)
            new.append(one)
            held.add(one.report["id"])
            texts.add(same_text)
    return new


# ---- verdicts ---------------------------------------------------------------------------------------------


def judge_many(
    engine: Engine,
    pairs: Iterable[tuple[str, str, str]],
    author: str,
    book: Codebook,
    clock: Callable[[], datetime],
    *,
    is_human: bool = False,
    reason: str | None = None,
    batch: int = REPORTS_A_BATCH,
) -> int:
    """Record pair verdicts (kind, mention, mention), ``batch`` of them a transaction; return how many were new.

    They are verdicts as ``Judging.pair`` makes the first of its kind on a pair: what an author said already is
    not said again. Raises ValueError for a mention that is not in the ledger.
    """
    number = 0
    for some in views.batches(pairs, batch):
        with writing(engine) as connection:
            made = [_verdict(kind, a, b, author, is_human=is_human, reason=reason) for kind, a, b in some]
            number += _judge(connection, made, after_other_verdicts(connection, clock()), book)
    return number


def _verdict(kind: str, subject: str, other: str, author: str, *, is_human: bool, reason: str | None) -> Row:
    content = (kind, subject, other, None, None, reason, author, is_human, None)
    return {
        "id": content_id("v", *content, 0),
        "kind": kind,
        "subject": subject,
        "other": other,
        "property": None,
        "value": None,
        "reason": reason,
        "author": author,
        "is_human": is_human,
        "reverses": None,
        "telling": None,
        "batch": None,
    }


def _judge(connection: Connection, made: list[Row], moment: datetime, book: Codebook) -> int:
    by_id = {str(row["id"]): row for row in made}
    for chunk in chunks(by_id):
        for held in connection.scalars(select(verdicts.c.id).where(verdicts.c.id.in_(chunk))):
            del by_id[held]
    named = {str(row[side]) for row in by_id.values() for side in ("subject", "other")}
    known: set[str] = set()
    for chunk in chunks(named):
        known |= set(connection.scalars(select(mentions.c.id).where(mentions.c.id.in_(chunk))))
    if missing := sorted(named - known):
        raise ValueError(f"no mention {missing[0]} in this ledger; add its report first")
    new = [{**row, "recorded": moment + n * _TICK} for n, row in enumerate(by_id.values())]
    insert_rows(connection, verdicts, new)
    last = moment + len(new) * _TICK
    views.refresh(connection, recluster(connection, named), book, last)
    return len(by_id)
