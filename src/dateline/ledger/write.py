"""Adds codings to the ledger: a report whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, Table, func, insert, or_, select

from dateline.codebook import Codebook, load_codebook
from dateline.ledger import linking, rows, schema, views
from dateline.ledger.engine import reading, writing
from dateline.model import Coding, Report, Statement

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the moment; the ledger's only look at a clock, and it enters no id."""
    return datetime.now(UTC)


class LedgerWriter:
    """Adds codings to a ledger.

    ``book`` is the coding scheme that derived tables are computed by, ours by default; ``clock`` gives the time
    of recording in UTC.
    """

    def __init__(self, engine: Engine, *, book: Codebook | None = None, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._book = book or load_codebook()
        self._clock = clock

    def knows(self, report: Report) -> bool:
        """Say whether the report, or the same text by the same outlet, is in the ledger."""
        with reading(self._engine) as connection:
            return same_report(connection, report) is not None

    def add(self, coding: Coding, recorded: datetime | None = None) -> tuple[str, ...]:
        """Add the reports of a coding with all that they tell, each in one transaction; return the new ones' ids.

        A report that the ledger holds already (or the same text by the same outlet) adds nothing. What was set
        aside is not kept. ``recorded`` is the time of recording, else the clock's; a time before the last one
        recorded is put forward to that one, so that what was known at a moment stays as it was.
        Raises EvidenceError for a quote that is not the exact words of its report, ValueError for an id that is
        not its content's hash, and LedgerError where the database fails; nothing of that report is kept then.
        """
        added = []
        for part in by_report(coding):
            check(part)
            with writing(self._engine) as connection:
                moment = not_before_the_last(connection, recorded or self._clock())
                if insert_coding(connection, part, moment, self._book):
                    added.append(part.reports[0].id)
        return tuple(added)

    def add_all(self, codings: Iterable[Coding], recorded: datetime | None = None) -> int:
        """Add many codings in one transaction, all or none; return the number of new reports."""
        number = 0
        with writing(self._engine) as connection:
            moment = not_before_the_last(connection, recorded or self._clock())
            for part in (part for coding in codings for part in by_report(coding)):
                check(part)
                number += insert_coding(connection, part, moment, self._book)
        return number

    def rebuild_views(self) -> None:
        """Compute every derived table anew from the source tables; the result is what was there before."""
        with writing(self._engine) as connection:
            views.rebuild(connection, self._book)


def by_report(coding: Coding) -> Iterator[Coding]:
    """Yield a coding for each report of a coding of many, in its order; what was set aside is left out.

    Raises ValueError where something belongs to none of the coding's reports, or to several.
    """
    ids = {report.id for report in coding.reports}
    home = {incident.id: report for incident in coding.incidents for report in incident.reports}
    home |= {group.id: home[member] for group in coding.groups for member in group.incidents if member in home}
    home |= {s.about: s.evidence.report for s in coding.statements if s.about not in home}
    mentioned = [i.id for i in coding.incidents] + [g.id for g in coding.groups]
    stray = [name for name in mentioned if home.get(name) not in ids]
    stray += [s.id for s in coding.statements if home[s.about] != s.evidence.report or s.about not in mentioned]
    stray += [t.rule for t in coding.tallies if t.evidence.report not in ids]
    stray += [i.id for i in coding.incidents if len(i.reports) != 1]
    if stray:
        raise ValueError(f"coding: {', '.join(sorted(stray)[:5])} cannot be told to be of one of its reports")
    for report in coding.reports:
        yield Coding(
            (report,),
            tuple(i for i in coding.incidents if home[i.id] == report.id),
            tuple(g for g in coding.groups if home[g.id] == report.id),
            tuple(s for s in coding.statements if s.evidence.report == report.id),
            tuple(t for t in coding.tallies if t.evidence.report == report.id),
            made_by=coding.made_by,
        )


def check(coding: Coding) -> None:
    """Raise EvidenceError or ValueError unless every quote and every id of a coding is what it has to be."""
    coding.check()
    for report in coding.reports:
        same = Report.of(report.text, report.published, outlet=report.outlet)
        if (report.id, report.sha256) != (same.id, same.sha256):
            raise ValueError(f"report {report.id}: its id or sha256 is not the hash of its text, outlet and day")
    for s in coding.statements:
        if s.id != statement_id(s):
            raise ValueError(f"report {s.evidence.report}: statement {s.id} is not the hash of what it says")


def statement_id(s: Statement) -> str:
    """Return the id that a statement has to have."""
    same = Statement.of(
        s.about,
        s.property,
        s.value,
        s.evidence,
        s.rule,
        modality=s.modality,
        speakers=s.speakers,
        channel=s.channel,
    )
    return same.id


def same_report(connection: Connection, report: Report) -> str | None:
    """Return the id of the report in the ledger that is the same, or None."""
    table = schema.reports
    same_text = (table.c.sha256 == report.sha256) & (func.coalesce(table.c.outlet, "") == (report.outlet or ""))
    found: str | None = connection.scalar(select(table.c.id).where(or_(table.c.id == report.id, same_text)))
    return found


def insert_coding(connection: Connection, coding: Coding, recorded: datetime, book: Codebook) -> bool:
    """Insert one report's coding and bring the views up to date; say whether it was new.

    ``recorded`` must not lie before the last moment recorded (``not_before_the_last``) in a ledger that was read.
    """
    (report,) = coding.reports
    if same_report(connection, report) is not None:
        return False
    run = rows.run_row(coding.made_by)
    if connection.scalar(select(schema.runs.c.id).where(schema.runs.c.id == run["id"])) is None:
        connection.execute(insert(schema.runs), run)
    tables = rows.coding_rows(coding, recorded)
    for table in (schema.reports, schema.mentions, schema.statements, schema.tallies):
        if tables[table.name]:
            connection.execute(insert(table), tables[table.name])
    views.take_in(connection, tables, linking.told_by(coding), book)
    return True


def not_before_the_last(connection: Connection, recorded: datetime) -> datetime:
    """Return the moment, put forward to the last one recorded: clocks differ, and what was known must stay."""
    return max(recorded, last_recorded(connection) or recorded)


def after_other_verdicts(connection: Connection, recorded: datetime) -> datetime:
    """Return the moment, put forward where need be so that it is later than that of every other decision.

    The later verdict counts, and an undo comes after what it reverses: two may not share a moment, not even where
    this machine's clock is behind that of another.
    """
    moment = not_before_the_last(connection, recorded)
    last = max(filter(None, map(_last(connection), _DECIDED)), default=None)
    return moment if last is None or last < moment else last + timedelta(microseconds=1)


def last_recorded(connection: Connection) -> datetime | None:
    """Return the last moment at which anything was recorded, or None for an empty ledger."""
    return max(filter(None, map(_last(connection), (schema.reports, *_DECIDED))), default=None)


_DECIDED = (schema.verdicts, schema.samples, schema.blind_verdicts)


def _last(connection: Connection) -> Callable[[Table], datetime | None]:
    return lambda table: connection.scalar(select(func.max(table.c.recorded)))
