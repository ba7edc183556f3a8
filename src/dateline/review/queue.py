"""What wants a person's look, ranked by use: counts apart, pairs near the threshold, doubtful readings, tallies.

Each kind of task is a walk along an index, most useful first; a queue merges the walks. ``use`` lies between 0 and 1.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import exp
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, exists, false, func, select, true, tuple_

from dateline.codebook import Codebook
from dateline.ledger.filters import NOW, Filters
from dateline.ledger.linking import rule
from dateline.ledger.listing import among
from dateline.ledger.members import reports_of
from dateline.ledger.read import Incidents
from dateline.ledger.rows import INCIDENT
from dateline.ledger.samples import samples_of
from dateline.ledger.schema import incident_of, incident_view, mentions, report_open, statements, tallies
from dateline.ledger.schema import verdicts as table
from dateline.ledger.sight import Sight
from dateline.ledger.survey import Survey
from dateline.ledger.tallies import Checked, check_tallies
from dateline.ledger.verdicts import REVIEWED, Verdict, chunks, in_force, on_statements, verdict_of, verdicts_on
from dateline.ledger.views import batches
from dateline.ledger.why import Candidate, candidates
from dateline.review.blind import waiting_for

TOLLS, PAIR, REPORT, TALLY, SECOND, AGAIN = "tolls", "pair", "report", "tally", "second", "again"
KINDS = (TOLLS, PAIR, REPORT, TALLY, SECOND, AGAIN)
# How useful a task of a kind can be at most. Disagreeing counts come first, since nobody but a person can weigh them.
_AT_MOST = {TOLLS: 1.0, SECOND: 0.95, PAIR: 0.9, AGAIN: 0.85, REPORT: 0.8, TALLY: 0.6}
_DOUBT = 4.0  # corrections to be expected of a report whose use is 1 - 1/e of the most
_LOOKED_AT = 60  # tallies, pairs and flags that one page looks through: each costs a query
_BATCH = 100
_AHEAD = 20  # reports that are read beyond what is asked for: each takes a look at what it tells of
COUNTED = 10_000  # reports and disputes that wait are counted up to here
_FEW = 1_500  # incidents that fit: looking these up takes as long as walking past a million others


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to look at. ``subject`` is an incident (tolls), report, tally or statement; of a pair, a mention.

    ``sample`` is the one that a report to be coded again is of; nothing of its incidents may then be shown.

    ``weight`` is what it was ranked by within its kind: doublings between counts, log odds, corrections expected.
    """

    kind: str
    use: float
    subject: str
    incidents: tuple[str, ...]
    weight: float = 0.0
    report: str | None = None
    undecided: int = 0
    pair: Candidate | None = None
    tally: Checked | None = None
    verdict: Verdict | None = None
    sample: str | None = None

    @property
    def key(self) -> str:
        """A name of the task that stays the same as long as it is there."""
        beside = self.pair.second if self.pair else self.sample
        return f"{self.kind}:{self.subject}" + (f":{beside}" if beside else "")


def tasks(
    connection: Connection,
    book: Codebook,
    filters: Filters | None = None,
    *,
    kinds: Iterable[str] = KINDS,
    limit: int,
    author: str | None = None,
    without: Container[str] = (),
    survey: Survey | None = None,
) -> list[Task]:
    """Return the most useful tasks about incidents that fit, at most ``limit``.

    ``survey`` knows which fit, if it is given, where it is done with reading the ledger and can tell.

    ``author`` is for whom, where reports wait to be coded again; ``without`` are incidents and reports, as others
    have them open, whose tasks are left out.
    """
    fits = _Fitting(connection, book, filters, without, survey)
    walks: dict[str, Callable[[], Iterator[Task]]] = {
        TOLLS: lambda: _tolls(connection, fits),
        PAIR: lambda: _pairs(connection),
        REPORT: lambda: _reports(connection, fits),
        TALLY: lambda: _tallies(connection, book),
        SECOND: lambda: _second(connection),
        AGAIN: lambda: _again(connection, author),
    }
    streams = [fits.kept(walks[kind](), is_fitting=kind in (TOLLS, REPORT)) for kind in dict.fromkeys(kinds)]
    return list(islice(heapq.merge(*streams, key=_rank), limit))


class _Fitting:
    """Which tasks are about incidents that fit filters.

    ``few`` holds the incidents where they are few: then a walk looks up what there is of them, which is shorter than
    walking past all others. None where they are many, or nothing is asked. Where they are many, ``conditions`` tell
    rows of the view that fit, so that a walk passes the others in the database. With ``sight`` neither is needed: all
    that fit are in memory.
    """

    def __init__(
        self,
        connection: Connection,
        book: Codebook,
        filters: Filters | None,
        without: Container[str] = (),
        survey: Survey | None = None,
    ) -> None:
        self._without = without
        is_asked = filters is not None and filters != Filters()
        self.sight = survey.whole(connection, filters) if survey and filters and is_asked else None
        is_walked = is_asked and self.sight is None
        self._asked = Incidents(connection, filters or Filters(), book, NOW) if is_walked else None
        is_few = self._asked is not None and self._asked.count() <= _FEW
        self.few = frozenset(self._asked.ids()) if self._asked is not None and is_few else None
        self.conditions = self._asked.conditions() if self._asked is not None and not is_few else []

    def kept(self, found: Iterator[Task], *, is_fitting: bool = False) -> Iterator[Task]:
        """Yield the tasks that have an incident which fits, as all of them may, and are not left out."""
        found = (task for task in found if not any(one in self._without for one in _open_as(task)))
        if is_fitting or (self._asked is None and self.sight is None):
            yield from found
            return
        for batch in batches(found, _BATCH):
            fit = self._among({incident for task in batch for incident in task.incidents})
            yield from (task for task in batch if fit & set(task.incidents))

    def _among(self, ids: set[str]) -> set[str]:
        if self.sight is not None:
            return self.sight.among(ids)
        if self.few is not None:
            return ids & self.few
        return self._asked.among(ids) if self._asked is not None else ids


def _open_as(task: Task) -> tuple[str, ...]:
    """Return the subjects under which somebody has a task open."""
    if task.kind in (TOLLS, PAIR):
        return task.incidents
    return (task.report or task.subject,) if task.sample is None else (f"{task.sample}:{task.subject}",)


def _rank(task: Task) -> tuple[float, str]:
    return -task.use, task.key


def _use(kind: str, part: float) -> float:
    return round(_AT_MOST[kind] * part, 4)


def _tolls(connection: Connection, fits: _Fitting) -> Iterator[Task]:
    if fits.sight is not None:
        yield from (_toll(incident, dispute) for dispute, incident in fits.sight.most_disputed())
        return
    query = select(incident_view.c.incident, incident_view.c.dispute).where(incident_view.c.dispute.is_not(None))
    query = query.order_by(incident_view.c.dispute.desc(), incident_view.c.incident.desc())
    rows: Iterable[Row[Any]] = _walked(connection, query.where(*fits.conditions))
    if fits.few is not None:
        rows = _looked_up(connection, query, incident_view.c.incident, fits.few)
        rows = sorted(rows, key=lambda row: (row.dispute, row.incident), reverse=True)
    for row in rows:
        yield _toll(row.incident, row.dispute)


def _toll(incident: str, dispute: float) -> Task:
    return Task(TOLLS, _use(TOLLS, 1 - 2.0**-dispute), incident, (incident,), weight=dispute)


def _pairs(connection: Connection) -> Iterator[Task]:
    join = rule().join
    for found in candidates(connection, _LOOKED_AT):
        odds = exp(-abs(found.weight - join))
        told = tuple(dict.fromkeys((found.first_incident, found.second_incident)))
        yield Task(PAIR, _use(PAIR, 4 * odds / (1 + odds) ** 2), found.first, told, weight=found.weight, pair=found)


def _reports(
    connection: Connection, fits: _Fitting, *, behind: Row[Any] | None = None, before: Row[Any] | None = None
) -> Iterator[Task]:
    """Reports that are not done, the most doubtful first; ``before`` one: from there up.

    ``behind`` and ``before`` are asked of the database alone.
    """
    key = (report_open.c.doubt, report_open.c.report)
    query = select(report_open).order_by(key[0].desc(), key[1].desc())
    if behind is not None:
        query = query.where(tuple_(*key) < tuple_(behind.doubt, behind.report))
    if before is not None:
        query = select(report_open).where(tuple_(*key) > tuple_(before.doubt, before.report)).order_by(*key)
    rows: Iterable[Row[Any]]
    if fits.sight is not None:
        rows = _seen(connection, fits.sight)
    elif fits.few is not None:
        found = _looked_up(connection, query, report_open.c.report, reports_of(connection, fits.few))
        rows = sorted(found, key=lambda row: (row.doubt, row.report), reverse=before is None)
    else:
        rows = _walked(connection, query.where(*_telling_of(fits)))
    for batch in batches(rows, _AHEAD):
        told_by = _incidents_of_reports(connection, [row.report for row in batch])
        for row in batch:
            use = _use(REPORT, 1 - exp(-row.doubt / _DOUBT))
            told = told_by.get(row.report, ())
            yield Task(REPORT, use, row.report, told, weight=row.doubt, report=row.report, undecided=row.undecided)


def _seen(connection: Connection, sight: Sight) -> Iterator[Row[Any]]:
    """Yield the rows of the reports of incidents that are seen, the most doubtful first.

    Incidents come by the most doubtful report of theirs; a report waits till no incident to come can have one before.
    """
    query = select(report_open).distinct().join(mentions, mentions.c.report == report_open.c.report)
    query = query.join(incident_of, incident_of.c.mention == mentions.c.id)
    waiting: dict[str, Row[Any]] = {}
    told: set[str] = set()
    for batch in batches(sight.most_doubtful(), _AHEAD * 2):
        ids = [incident for _, incident in batch]
        for row in connection.execute(query.where(among(incident_of.c.incident, ids))):
            if row.report not in told:
                waiting[row.report] = row
        least, _ = batch[-1]
        ready = [row for row in _by_doubt(waiting) if row.doubt > least]
        for row in ready:
            del waiting[row.report]
        told |= {row.report for row in ready}
        yield from ready
    yield from _by_doubt(waiting)


def _by_doubt(rows: Mapping[str, Row[Any]]) -> list[Row[Any]]:
    return sorted(rows.values(), key=lambda row: (row.doubt, row.report), reverse=True)


def _telling_of(fits: _Fitting) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that a report tells of an incident that fits, where many do: asked report by report."""
    if fits.conditions:
        told = select(true()).join_from(mentions, incident_of, incident_of.c.mention == mentions.c.id)
        told = told.join(incident_view, incident_view.c.incident == incident_of.c.incident)
        told = told.where(mentions.c.report == report_open.c.report, *fits.conditions).limit(1)
        yield func.coalesce(told.scalar_subquery(), false())


def _looked_up(
    connection: Connection, query: Select[Any], column: Column[str], ids: Iterable[str]
) -> Iterator[Row[Any]]:
    """Yield the rows of a query whose column holds one of few ids, in no order."""
    for chunk in chunks(ids):
        yield from connection.execute(query.where(among(column, chunk)).order_by(None))


def _incidents_of_reports(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for chunk in chunks(ids):
        query = select(mentions.c.report, incident_of.c.incident)
        query = query.join(incident_of, incident_of.c.mention == mentions.c.id)
        query = query.where(among(mentions.c.report, chunk), mentions.c.kind == INCIDENT)
        for report, incident in connection.execute(query):
            found[report] = (*found.get(report, ()), incident)
    return found


def _tallies(connection: Connection, book: Codebook) -> Iterator[Task]:
    """Tallies of the latest reports that the ledger does not agree with and nobody has seen to their end."""
    undo = table.alias()
    is_undone = exists().where(undo.c.reverses == table.c.id)
    is_seen = exists().where(table.c.subject == tallies.c.id, table.c.kind == REVIEWED, ~is_undone)
    query = select(tallies.c.id).where(~is_seen).order_by(tallies.c.recorded.desc(), tallies.c.id).limit(_LOOKED_AT)
    ids = list(connection.scalars(query))
    seen = {v.subject for v in in_force(verdicts_on(connection, ids)) if v.kind == REVIEWED}  # an undone undo
    found = []
    for checked in check_tallies(connection, book, ids=ids):
        if checked.result != "agrees" and checked.id not in seen:
            use = _use(TALLY, 1 - 1 / (1 + abs(len(checked.units) - checked.tally.count)))
            found.append(Task(TALLY, use, checked.id, checked.incidents, report=checked.report, tally=checked))
    yield from sorted(found, key=_rank)


def _second(connection: Connection) -> Iterator[Task]:
    """Whatever somebody flagged, or was unsure of and nobody has decided since, the latest first."""
    query = select(table).where(table.c.kind.in_(("flag", "unsure")), table.c.other.is_(None))
    query = query.order_by(table.c.recorded.desc()).limit(_LOOKED_AT)
    listed = [verdict_of(dict(row)) for row in connection.execute(query).mappings()]
    standing = in_force(verdicts_on(connection, {v.subject for v in listed}))
    counting = {verdict.id for verdict in on_statements(standing).values()}
    wanted = {v.id for v in standing if v.kind == "flag"} | counting
    for number, verdict in enumerate(v for v in listed if v.id in wanted):
        about = select(statements.c.report, incident_of.c.incident)
        about = about.join(incident_of, incident_of.c.mention == statements.c.about)
        row = connection.execute(about.where(statements.c.id == verdict.subject)).first()
        report, told = (row.report, (row.incident,)) if row else (verdict.subject, ())
        use = _use(SECOND, 1 - number / (2 * _LOOKED_AT))
        yield Task(SECOND, use, verdict.subject, told, report=report, verdict=verdict)


def _again(connection: Connection, author: str | None) -> Iterator[Task]:
    """Reports of samples that wait for this second coder, in the order of the draw."""
    if author is None:
        return
    number = 0
    for sample in samples_of(connection):
        waiting = waiting_for(connection, sample, author, _LOOKED_AT)
        told_by = _incidents_of_reports(connection, waiting)
        for report in waiting:
            use = _use(AGAIN, 1 - min(number, 9_000) / 10_000)
            yield Task(AGAIN, use, report, told_by.get(report, ()), report=report, sample=sample.id)
            number += 1


def open_reports(connection: Connection) -> int:
    """Return how many reports have statements that nobody has judged; more than ``COUNTED`` are not told apart."""
    return _counted(connection, select(report_open.c.report))


def open_disputes(connection: Connection) -> int:
    """Return how many incidents have counts that lie apart and nobody has judged, in the same way."""
    return _counted(connection, select(incident_view.c.incident).where(incident_view.c.dispute.is_not(None)))


def _counted(connection: Connection, query: Select[tuple[str]]) -> int:
    found = connection.scalar(select(func.count()).select_from(query.limit(COUNTED + 1).subquery()))
    return int(found or 0)


def reports_beside(
    connection: Connection,
    book: Codebook,
    report: str,
    filters: Filters | None = None,
    without: Container[str] = (),
) -> tuple[str | None, str | None]:
    """Return the reports before and behind one in the queue of reports; of one that is done, None and the first."""
    row = connection.execute(select(report_open).where(report_open.c.report == report)).first()
    fits = _Fitting(connection, book, filters, without)
    if row is None:
        first = next((one for one in _kept_ids(fits, _reports(connection, fits)) if one != report), None)
        return None, first
    behind = next(_kept_ids(fits, _reports(connection, fits, behind=row)), None)
    before = next(_kept_ids(fits, _reports(connection, fits, before=row)), None)
    return before, behind


def _kept_ids(fits: _Fitting, found: Iterator[Task]) -> Iterator[str | None]:
    return (task.report for task in fits.kept(found, is_fitting=True))


def _walked(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """Yield the rows of a query as they are asked for, so that only the first page is read of a long index."""
    yield from connection.execute(query.execution_options(yield_per=_AHEAD))
