"""Two codings of one report: what the first coder made of what was read, and what the second did, unseen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from dateline.codebook.words import labels
from dateline.ledger import rows
from dateline.ledger.blind import blind_of, done_by
from dateline.ledger.codings import coding_rows_of_some
from dateline.ledger.samples import Sample
from dateline.ledger.telling import put_right
from dateline.ledger.verdicts import (
    ADD,
    REVIEWED,
    SETTLE,
    Verdict,
    in_force,
    on_statements,
    statement_added,
    verdicts_on,
)
from dateline.ledger.views import batches
from dateline.model import Code, Coding, DateValue, Flag, Kind, Perpetrator, Place, Report, Statement, Toll, Victim
from dateline.review.sheet import ORDER

FIRST, SECOND, OTHER = "first", "second", "other"
CHOICES = (FIRST, SECOND, OTHER)
_AT_ONCE = 100  # reports
_RANKS = {name: number for number, name in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Unit:
    """One property of one incident of a report, as two people coded it. None told is a coding, too.

    ``is_unsure``: one of them left a statement of it to somebody else. ``settled`` is the verdict of a reviewer.
    """

    report: str
    published: date
    mention: str
    name: str
    first: tuple[Statement, ...]
    second: tuple[Statement, ...]
    is_unsure: bool = False
    settled: Verdict | None = None

    @property
    def agrees(self) -> bool:
        """Whether both say the same: values, and how they are put forward."""
        return said_of(self.first) == said_of(self.second)

    @property
    def is_open(self) -> bool:
        """Whether a reviewer is to settle it."""
        return not self.agrees and self.settled is None

    @property
    def choice(self) -> str | None:
        """Which coding the reviewer chose, None where none did."""
        return str(json.loads(self.settled.value or "{}").get("chose")) if self.settled else None

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "property": self.name,
            "first": [one.to_json() for one in self.first],
            "second": [one.to_json() for one in self.second],
            "agrees": self.agrees,
            "unsure": self.is_unsure,
            "open": self.is_open,
            "settled": self.settled.to_json() if self.settled else None,
        }


@dataclass(frozen=True, slots=True)
class Twice:
    """A report of a sample that two people coded, each without seeing the other.

    ``firsts`` are those who judged it at the desk, ``moment`` when both were done: what the first coding was then.
    ``names`` are the labels of its incidents on the page ("A").
    """

    sample: str
    report: Report
    firsts: tuple[str, ...]
    second: str
    moment: datetime
    units: tuple[Unit, ...]
    names: Mapping[str, str]

    @property
    def open_count(self) -> int:
        """How many units a reviewer is to settle."""
        return sum(unit.is_open for unit in self.units)

    def to_json(self) -> dict[str, object]:
        """Return it for programs, without its units."""
        return {
            "report": self.report.id,
            "published": self.report.published.isoformat(),
            "firsts": list(self.firsts),
            "second": self.second,
            "coded": self.moment.isoformat(),
            "units": len(self.units),
            "open": self.open_count,
        }


def said(statement: Statement) -> tuple[object, ...]:
    """Return what of a statement two codings are held against one another by: its value and how it is put.

    Of a target or weapon the code counts and not the name, of a place its name and country, of a name no case.
    """
    return (*_said(statement), statement.modality.value)


def said_of(statements: Iterable[Statement]) -> frozenset[tuple[object, ...]]:
    """Return what statements of one unit say, each once."""
    return frozenset(map(said, statements))


def _said(statement: Statement) -> tuple[object, ...]:
    match statement.value:
        case Code(code):
            return (code,)
        case Flag(flag):
            return (flag,)
        case Toll(low, high):
            return (low, high)
        case DateValue(earliest, latest):
            return (earliest, latest)
        case Place(name=name, country=country):
            return (name.casefold(), country)
        case Kind(type=code, name=name):
            return (code, (name or "").casefold()) if statement.property == "assailant" else (code,)
        case Perpetrator(actor, name):
            return (actor or (name or "").casefold(),)
        case Victim(name=name, description=description, status=status):
            return ((name or description or "").casefold(), status)


def units_of(coding: Coding, first: Sequence[Verdict], second: Sequence[Verdict], sample: Sample) -> Iterator[Unit]:
    """Yield all that either coder, or the reading, says anything of, in the order of the page; none is settled."""
    ours, unsure = _coded(coding.statements, first)
    theirs, left = _coded(() if sample.from_scratch else coding.statements, second)
    read = {(s.about, s.property) for s in coding.statements}
    places = {mention: number for number, mention in enumerate(_mentions(coding))}
    (report,) = coding.reports
    for mention, name in sorted(
        {*read, *ours, *theirs}, key=lambda u: (places[u[0]], _RANKS.get(u[1], len(_RANKS)), u[1])
    ):
        key = (mention, name)
        is_unsure = key in unsure or key in left
        yield Unit(report.id, report.published, mention, name, ours.get(key, ()), theirs.get(key, ()), is_unsure)


def _mentions(coding: Coding) -> list[str]:
    return [*(one.id for one in coding.incidents), *(one.id for one in coding.groups)]


_Units = dict[tuple[str, str], tuple[Statement, ...]]


def _coded(statements: Iterable[Statement], verdicts: Sequence[Verdict]) -> tuple[_Units, set[tuple[str, str]]]:
    """Return the statements by unit that decisions leave, put right and added, and the units left unsure."""
    standing = in_force(verdicts)
    counting = on_statements(standing)
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    unsure: set[tuple[str, str]] = set()
    for statement in statements:
        key, verdict = (statement.about, statement.property), counting.get(statement.id)
        if verdict is not None and verdict.kind == "reject":
            continue
        if verdict is not None and verdict.kind == "unsure":
            unsure.add(key)
        if verdict is not None and verdict.kind == "correct":
            found[key].append(put_right(statement, verdict.value, verdict.telling))
        else:
            found[key].append(statement)
    for verdict in standing:
        if verdict.kind == ADD:
            added = statement_added(verdict)
            found[added.about, added.property].append(added)
    return {key: tuple(own) for key, own in found.items()}, unsure


def twice_coded(connection: Connection, sample: Sample, report: str | None = None) -> Iterator[Twice]:
    """Yield the reports of a sample that both coders have done, in the order of the seed's draw; or one of them."""
    again = sorted((key, decided) for key, decided in blind_of(connection, sample.id, report).items())
    finished = [(rid, author, decided) for (rid, author), decided in again if done_by(decided)]
    for some in batches(finished, _AT_ONCE):
        stored = coding_rows_of_some(connection, [rid for rid, _, _ in some])
        codings = {rid: rows.coding_of(tables, {}) for rid, tables in stored.items()}
        ids = {rid: _judged_in(coding) for rid, coding in codings.items()}
        by_subject: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts_on(connection, {one for own in ids.values() for one in own}):
            by_subject[verdict.subject].append(verdict)
        for rid, author, decided in some:
            judged = [v for one in ids[rid] for v in by_subject.get(one, ()) if v.other is None]
            if made := twice_of(sample, codings[rid], author, decided, judged):
                yield made


def _judged_in(coding: Coding) -> list[str]:
    """Return the ids of all in a report that verdicts of its coders are on."""
    return [coding.reports[0].id, *_mentions(coding), *(s.id for s in coding.statements)]


def twice_of(
    sample: Sample, coding: Coding, author: str, decided: Sequence[Verdict], judged: Sequence[Verdict]
) -> Twice | None:
    """Return both codings of a report, None while nobody but the second coder has called it reviewed.

    ``decided`` is all that the second coder recorded, ``judged`` all verdicts on the report and what is in it.
    """
    (report,) = coding.reports
    done = done_by(decided)
    if done is None:
        return None
    standing = in_force(judged)
    reviewed = [
        v for v in standing if v.kind == REVIEWED and v.subject == report.id and v.is_human and v.author != author
    ]
    if not reviewed:
        return None
    moment = max(reviewed[0].recorded, done.recorded)
    first = [v for v in judged if v.recorded <= moment and v.author != author]
    settled = _settled(standing, sample.id)
    units = tuple(
        replace(unit, settled=settled.get((unit.mention, unit.name)))
        for unit in units_of(coding, first, decided, sample)
    )
    firsts = tuple(sorted({v.author for v in first if v.is_human}))
    names = labels(coding)
    return Twice(sample.id, report, firsts, author, moment, units, {m: names.get(m, m) for m in _mentions(coding)})


def _settled(standing: Iterable[Verdict], sample: str) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts by which units of a sample were settled, the last of each."""
    return {
        (v.subject, str(v.property)): v
        for v in standing
        if v.kind == SETTLE and json.loads(v.value or "{}").get("sample") == sample
    }
