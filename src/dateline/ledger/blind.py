"""What second coders decide of a report of a sample, unseen by others: recorded apart, so that it changes no view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, insert, select

from dateline.codebook import Codebook
from dateline.ledger.judging import Judging
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.samples import Sample
from dateline.ledger.schema import mentions, statements
from dateline.ledger.schema_samples import blind_verdicts as table
from dateline.ledger.telling import Telling
from dateline.ledger.touched import Touched
from dateline.ledger.verdicts import ADD, NOTE_KINDS, REVIEWED, STATEMENT_KINDS, UNDO, Verdict, in_force
from dateline.model import content_id

BLIND_KINDS = (*STATEMENT_KINDS, ADD, *NOTE_KINDS, UNDO)
_SAID = ("kind", "subject", "property", "value", "telling", "reason", "author", "reverses")


def blind_of(
    connection: Connection, sample: str, report: str | None = None, recorded: datetime | None = None
) -> dict[tuple[str, str], list[Verdict]]:
    """Return what second coders recorded in a sample, undone decisions and undos too, by report and author."""
    query = select(table).where(table.c.sample == sample).order_by(table.c.recorded, table.c.id)
    if report is not None:
        query = query.where(table.c.report == report)
    if recorded is not None:
        query = query.where(table.c.recorded <= recorded)
    found: dict[tuple[str, str], list[Verdict]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault((row["report"], row["author"]), []).append(blind_verdict(dict(row)))
    return found


def second_coders(connection: Connection, sample: str) -> dict[tuple[str, str], bool]:
    """Return who codes which reports of a sample a second time: by report and author, whether they are done."""
    of = table.c
    begun = connection.execute(select(of.report, of.author).where(of.sample == sample).distinct()).all()
    deciding = select(table).where(of.sample == sample, of.kind.in_((REVIEWED, UNDO)))
    done: dict[tuple[str, str], list[Verdict]] = {}
    for row in connection.execute(deciding).mappings():
        done.setdefault((row["report"], row["author"]), []).append(blind_verdict(dict(row)))
    return {(report, author): done_by(done.get((report, author), ())) is not None for report, author in begun}


def blind_verdict(row: Mapping[str, object]) -> Verdict:
    """Return the decision that a row of ``blind_verdicts`` holds."""
    said = cast("dict[str, str | None]", row)
    return Verdict(
        str(said["id"]),
        str(said["kind"]),
        str(said["subject"]),
        None,
        said["property"],
        said["value"],
        said["reason"],
        str(said["author"]),
        True,
        said["reverses"],
        cast("datetime", row["recorded"]),
        said["telling"],
        said["batch"],
    )


def blind_id(sample: str, report: str, said: Mapping[str, object], number: int) -> str:
    """Return the id of a decision: the hash of what it says and of how often its author said just that before."""
    return content_id("b", sample, report, *(said[name] for name in _SAID), number)


def done_by(decided: Iterable[Verdict]) -> Verdict | None:
    """Return the decision by which a second coder said that they have seen the report to its end, if it stands."""
    return next((v for v in reversed(in_force(decided)) if v.kind == REVIEWED), None)


class BlindJudging(Judging):
    """Records what one second coder decides of one report of a sample; nobody's verdicts but theirs count here.

    Where the sample is coded from scratch the machine's statements are not shown, and so are not judged.
    """

    _table = table

    def __init__(
        self,
        connection: Connection,
        author: str,
        moment: datetime,
        book: Codebook,
        *,
        sample: Sample,
        report: str,
        batch: str | None = None,
    ) -> None:
        super().__init__(connection, author, moment, book, batch=batch)
        if report not in sample.reports:
            raise UnknownIdError(f"report {report} is not in sample {sample.id}; its page lists those that are")
        self._sample = sample
        self._report = report

    def statement(
        self,
        kind: str,
        statement: str,
        *,
        value: Mapping[str, object] | None = None,
        telling: Telling | None = None,
        reason: str | None = None,
    ) -> Verdict:
        """Accept, correct or reject a statement of the report as it was read, or leave it as unsure."""
        if self._sample.from_scratch:
            raise ValueError(f"sample {self._sample.id} is coded from scratch; add what the report tells")
        self._check_report(
            self._connection.scalar(select(statements.c.report).where(statements.c.id == statement)), statement
        )
        return super().statement(kind, statement, value=value, telling=telling, reason=reason)

    def report_of(self, mention: str) -> str:
        """Return the report of a mention; raises UnknownIdError for a mention of another report."""
        found = super().report_of(mention)
        self._check_report(found, mention)
        return found

    def note(self, kind: str, subject: str, *, reason: str | None = None) -> Verdict:
        """Flag, comment, or say that the report is done."""
        if subject != self._report:
            about = select(statements.c.report).where(statements.c.id == subject)
            of_mention = select(mentions.c.report).where(mentions.c.id == subject)
            self._check_report(self._connection.scalar(about) or self._connection.scalar(of_mention), subject)
        return super().note(kind, subject, reason=reason)

    def recorded_on(self, ids: Iterable[str]) -> list[Verdict]:
        """Return this author's own decisions on these ids in this sample."""
        wanted = set(ids)
        return [v for v in self.decided() if v.subject in wanted]

    def decided(self) -> list[Verdict]:
        """Return all that this author recorded of the report in this sample, in the order of recording."""
        of_report = blind_of(self._connection, self._sample.id, self._report)
        return of_report.get((self._report, self.author), [])

    def _check_report(self, report: str | None, subject: str) -> None:
        if report != self._report:
            raise UnknownIdError(f"{subject} is nothing of report {self._report}; a second coding is of one report")

    # ---- where it is recorded ---------------------------------------------------------------------------------

    def _recorded(self, verdict: str) -> Verdict | None:
        return next((v for v in self.decided() if v.id == verdict), None)

    def _insert(self, made: Verdict) -> None:
        if made.kind not in BLIND_KINDS or made.other is not None:
            raise ValueError(
                f"{made.kind!r} is over several reports, a second coding is of one; decide it at the queue"
            )
        own = {"sample": self._sample.id, "report": self._report}
        own |= {name: getattr(made, name) for name in table.c.keys() if name not in own}  # noqa: SIM118
        self._connection.execute(insert(table), own)

    def _id(self, content: tuple[object, ...], telling: str | None) -> str:
        kind, subject, _, name, value, reason, author, _, reverses = content
        said = dict(zip(_SAID, (kind, subject, name, value, telling, reason, author, reverses), strict=True))
        alike = select(func.count()).select_from(table)
        alike = alike.where(table.c.sample == self._sample.id, table.c.report == self._report)
        for column, told in said.items():
            alike = alike.where(table.c[column].is_(None) if told is None else table.c[column] == told)
        return blind_id(self._sample.id, self._report, said, int(self._connection.scalar(alike) or 0))

    def _refresh(self, touched: Touched) -> None:
        """Leave every view as it is."""
