"""Records verdicts and brings the incidents that they touch up to date, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select

from dateline.codebook import Codebook
from dateline.ledger.columns import canonical
from dateline.ledger.listing import among
from dateline.ledger.lookup import Find, UnknownIdError
from dateline.ledger.outcome import OutcomeOf as OutcomeOf
from dateline.ledger.reach import reached
from dateline.ledger.schema import incident_of, mentions, reports, statements, tallies
from dateline.ledger.schema import verdicts as table
from dateline.ledger.sound import sound_value
from dateline.ledger.telling import Telling, added
from dateline.ledger.touched import Touched
from dateline.ledger.verdicts import (
    ADD,
    ALL_COUNT,
    NOTE_KINDS,
    PIN,
    REVIEWED,
    SETTLE,
    STATEMENT_KINDS,
    UNDO,
    Verdict,
    counting,
    in_force,
    is_addition,
    verdict_of,
    verdicts_on,
)
from dateline.ledger.write import after_other_verdicts
from dateline.link.across.cluster import PAIR_KINDS
from dateline.model import TOLL_PROPERTIES, content_id


class Judging:
    """Records verdicts of one author on a connection that writes.

    ``is_human`` tells a person's verdicts from a rule's; ``book`` is the coding scheme of the derived tables;
    ``moment`` is the time of recording in UTC, put forward to the last one recorded if it lies before it.
    """

    _table: Table = table  # where it records

    def __init__(
        self,
        connection: Connection,
        author: str,
        moment: datetime,
        book: Codebook,
        *,
        is_human: bool = True,
        batch: str | None = None,
    ) -> None:
        self._connection = connection
        self.find = Find(connection)
        self.author = author
        self._moment = moment
        self._book = book
        self._is_human = is_human
        self._batch = batch
        self._later: list[Touched] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Bring what several verdicts touch up to date once, after the last of them."""
        later: list[Touched] = []
        self._later = later
        try:
            yield
        finally:
            self._later = None
        Touched().joined(*later).refresh(self._connection, self._book)

    def statement(
        self,
        kind: str,
        statement: str,
        *,
        value: Mapping[str, object] | None = None,
        telling: Telling | None = None,
        reason: str | None = None,
    ) -> Verdict:
        """Accept, correct or reject a statement, or leave it to somebody else as unsure.

        A correction says by ``value`` (the fields that are put right, in the contract's form) and ``telling`` all
        that is right instead of what was read; it stands in place of an earlier one.
        Raises UnknownIdError for an unknown statement, ValueError for a value that is none of its property and for
        words that are not the report's.
        """
        if kind not in STATEMENT_KINDS:
            raise ValueError(f"{kind!r} is no verdict on a statement; they are {', '.join(STATEMENT_KINDS)}")
        if (value is not None or telling is not None) != (kind == "correct"):
            raise ValueError("a correction needs the right value, and no other verdict takes one")
        found = self._connection.execute(
            select(statements.c.property, statements.c.about, statements.c.value, statements.c.report).where(
                statements.c.id == statement
            )
        ).first()
        if found is None:
            raise UnknownIdError(f"no statement {statement} in this ledger; `show` lists an incident's statements")
        told = json.loads(found.value)
        text = canonical(sound_value(found.property, {**told, **value})) if value is not None else None
        self._check_words(telling, found.report)
        touched = Touched(self._told_by([found.about]), frozenset({found.report}))
        said = telling.text() if telling is not None else None
        return self._record(kind, statement, value=text, telling=said, reason=reason, touched=touched)

    def add(
        self, mention: str, name: str, value: Mapping[str, object], telling: Telling, *, reason: str | None = None
    ) -> Verdict:
        """Add a statement about a mention that nobody read in its report: the value and the words that tell it.

        Raises UnknownIdError for an unknown mention, ValueError for a value that is none of its property and for
        words that are not the report's.
        """
        report = self.report_of(mention)
        text, said = canonical(sound_value(name, value)), telling.text()
        self._check_words(telling, report)
        added(mention, name, text, said)
        touched = Touched(self._told_by([mention]), frozenset({report}))
        return self._record(ADD, mention, name=name, value=text, telling=said, reason=reason, touched=touched)

    def note(self, kind: str, subject: str, *, reason: str | None = None) -> Verdict:
        """Flag something for another look, comment on it (``reason`` holds the words), or say that it is reviewed.

        ``subject`` is a statement, mention, report or tally. Raises UnknownIdError for any other id, ValueError for a
        comment without words.
        """
        if kind not in NOTE_KINDS:
            raise ValueError(f"{kind!r} is no note; they are {', '.join(NOTE_KINDS)}")
        if kind == "comment" and not (reason or "").strip():
            raise ValueError("a comment needs words")
        if kind == REVIEWED and not self._is_one_of(subject, (reports, tallies)):
            raise UnknownIdError(f"{subject} is neither a report nor a tally of this ledger; only these are reviewed")
        if not self._is_one_of(subject, (statements, mentions, reports, tallies)):
            raise UnknownIdError(f"{subject} is no statement, mention, report or tally of this ledger")
        return self._record(kind, subject, reason=reason, touched=self._noted(subject))

    def pair(self, kind: str, subject: str, other: str, *, reason: str | None = None) -> Verdict:
        """Say of two mentions that they tell of the same incident, of different ones, or that it is unsure.

        Raises UnknownIdError for an unknown mention, for one of a group with one of an incident, and for one twice.
        """
        if kind not in PAIR_KINDS:
            raise ValueError(f"{kind!r} is no verdict on a pair; they are {', '.join(PAIR_KINDS)}")
        query = select(mentions.c.id, mentions.c.kind).where(mentions.c.id.in_([subject, other]))
        kinds = dict(self._connection.execute(query).all())
        for mention in (subject, other):
            if mention not in kinds:
                raise UnknownIdError(f"no mention {mention} in this ledger; `show` lists an incident's mentions")
        if subject == other:
            raise UnknownIdError(f"{subject} is one mention; a verdict on a pair needs two")
        if kinds[subject] != kinds[other]:
            raise UnknownIdError(
                f"{subject} and {other} are an incident and a group of incidents; judge two of one kind"
            )
        return self._record(kind, subject, other=other, reason=reason)

    def pin(
        self, incident: str, name: str, low: int | None, high: int | None, *, reason: str | None = None
    ) -> Verdict:
        """Set a count (killed, ...) of an incident or group by hand; it stands before every rule.

        Raises UnknownIdError for an unknown incident, ValueError for a property that is no count or bad bounds.
        """
        if name not in TOLL_PROPERTIES:
            raise ValueError(f"{name!r} is no count; a person may pin {', '.join(TOLL_PROPERTIES)}")
        sound_value(name, {"low": low, "high": high})
        is_known = select(incident_of.c.incident).where(incident_of.c.incident == incident).limit(1)
        if self._connection.execute(is_known).first() is None:
            raise UnknownIdError(f"no incident {incident} in this ledger; `incidents` lists them")
        value = canonical({"low": low, "high": high})
        touched = Touched(frozenset({incident}))
        return self._record(PIN, incident, name=name, value=value, reason=reason, touched=touched)

    def settle(self, mention: str, name: str, sample: str, chose: str, *, reason: str) -> Verdict:
        """Say which of two codings of a property of a mention was chosen; it changes nothing by itself.

        Raises UnknownIdError for an unknown mention, ValueError without a reason.
        """
        report = self.report_of(mention)
        if not reason.strip():
            raise ValueError("settling needs a reason: say in a few words why")
        value = canonical({"chose": chose, "sample": sample})
        touched = Touched(reports=frozenset({report}))
        return self._record(SETTLE, mention, name=name, value=value, reason=reason.strip(), touched=touched)

    def undo(self, verdict: str, *, reason: str | None = None) -> Verdict:
        """Reverse a verdict (or an undo) that is in force; raises UnknownIdError for one that is not."""
        target = self._recorded(verdict)
        if target is None:
            raise UnknownIdError(f"no verdict {verdict} in this ledger; `show` lists those on an incident")
        if not self.holds(verdict):
            raise UnknownIdError(f"verdict {verdict} is undone already; undo the undo to put it in force again")
        return self._record(
            UNDO,
            target.subject,
            other=target.other,
            name=target.property,
            reason=reason,
            reverses=verdict,
            touched=self._touched_by(target),
        )

    def holds(self, verdict: str) -> bool:
        """Say whether no undo in force reverses a verdict (or an undo)."""
        of = self._table.c
        undos = self._connection.scalars(select(of.id).where(of.reverses == verdict)).all()
        return not any(self.holds(undo) for undo in undos)

    def recorded_on(self, ids: Iterable[str]) -> list[Verdict]:
        """Return all verdicts on these ids, undone ones and undos too, that count where this one records."""
        return verdicts_on(self._connection, ids)

    def report_of(self, mention: str) -> str:
        """Return the report of a mention; raises UnknownIdError where there is no such mention."""
        report: str | None = self._connection.scalar(select(mentions.c.report).where(mentions.c.id == mention))
        if report is None:
            raise UnknownIdError(f"no mention {mention} in this ledger; `show` lists an incident's mentions")
        return report

    def last(self) -> str | None:
        """Return the id of this author's last verdict that is in force, or None."""
        own = select(table).where(table.c.author == self.author, table.c.is_human == self._is_human)
        own = own.where(table.c.kind != UNDO).order_by(table.c.recorded.desc(), table.c.id.desc())
        for row in self._connection.execute(own.execution_options(yield_per=100)).mappings():
            verdict = verdict_of(dict(row))
            if verdict in in_force(verdicts_on(self._connection, [verdict.subject])):
                return verdict.id
        return None

    def outcome_of(self, verdict: Verdict) -> OutcomeOf:
        """Return what became of what a verdict is about."""
        if verdict.other is not None:
            ids = [verdict.subject, verdict.other]
            found = reached(self._connection, ids).found
            return OutcomeOf(tuple(dict.fromkeys(found.incident_of[m] for m in ids)), found.conflicts)
        return OutcomeOf(tuple(sorted(self._touched_by(verdict).incidents)))

    def _touched_by(self, target: Verdict) -> Touched:
        if target.other is not None or target.kind == SETTLE:
            return Touched()
        if target.kind in NOTE_KINDS:
            return self._noted(target.subject)
        if target.property is not None and is_addition(target):
            report = select(mentions.c.report).where(mentions.c.id == target.subject)
            incidents = {*self._told_by([target.subject]), target.subject}
            return Touched(frozenset(incidents), frozenset(self._connection.scalars(report)))
        if target.property is not None:
            return Touched(frozenset({target.subject}))
        return self._noted(target.subject)

    def _noted(self, subject: str) -> Touched:
        """Return what a decision on a statement, mention, report or tally touches."""
        if self._is_one_of(subject, (reports,)):
            return Touched(reports=frozenset({subject}))
        found = self._connection.execute(
            select(statements.c.about, statements.c.report).where(statements.c.id == subject)
        ).first()
        if found is not None:
            return Touched(self._told_by([found.about]), frozenset({found.report}))
        return Touched(self._told_by([subject]))

    def _is_one_of(self, subject: str, tables: Iterable[Table]) -> bool:
        return any(self._connection.scalar(select(one.c.id).where(one.c.id == subject)) for one in tables)

    def _check_words(self, telling: Telling | None, report: str) -> None:
        if telling is None or telling.words is None:
            return
        if telling.words.report != report:
            raise ValueError(f"the words are of report {telling.words.report}, the statement is of {report}")
        telling.words.check(str(self._connection.scalar(select(reports.c.text).where(reports.c.id == report))))

    def _told_by(self, about: Iterable[str]) -> frozenset[str]:
        """Return the incidents that mentions tell of, and for a group those of its incidents."""
        ids = list(about)
        members = self._connection.scalars(select(mentions.c.id).where(among(mentions.c.group_id, ids)))
        query = select(incident_of.c.incident).where(incident_of.c.mention.in_([*ids, *members]))
        return frozenset(self._connection.scalars(query))

    def _record(
        self,
        kind: str,
        subject: str,
        *,
        other: str | None = None,
        name: str | None = None,
        value: str | None = None,
        telling: str | None = None,
        reason: str | None = None,
        reverses: str | None = None,
        touched: Touched | None = None,
    ) -> Verdict:
        """Write a verdict, unless this author's same one counts already; refresh what it touches."""
        standing = self._standing(kind, subject, other, name)
        is_said = standing is not None and (value, telling) == (standing.value, standing.telling)
        if standing is not None and is_said and self._says(standing, kind, reason):
            return standing
        content = (kind, subject, other, name, value, reason, self.author, self._is_human, reverses)
        moment = after_other_verdicts(self._connection, self._moment)
        made = Verdict(self._id(content, telling), *content, moment, telling, self._batch)
        self._insert(made)
        seeds = {subject, other} if other is not None else set()
        self._refresh((touched or Touched()).joined(Touched(seeds=frozenset(seeds))))
        return made

    def _refresh(self, touched: Touched) -> None:
        if self._later is not None:
            self._later.append(touched)
        else:
            touched.refresh(self._connection, self._book)

    def _says(self, standing: Verdict, kind: str, reason: str | None) -> bool:
        """Say whether a standing verdict is this author's and says the same already."""
        mine = (standing.author, standing.is_human) == (self.author, self._is_human)
        return mine and standing.kind == kind and standing.reason == (reason or standing.reason)

    def _standing(self, kind: str, subject: str, other: str | None, name: str | None) -> Verdict | None:
        """Return the verdict that counts now where this one would; of those that all count, this author's last."""
        if kind == UNDO:
            return None
        both = {subject, other}
        held = [
            v for v in in_force(self.recorded_on([subject])) if {v.subject, v.other} == both and v.property == name
        ]
        if kind in ALL_COUNT:
            return next((v for v in reversed(held) if v.kind == kind and v.author == self.author), None)
        held = [v for v in held if v.kind not in ALL_COUNT]
        return next(iter(counting(held, lambda _: None).values()), None)

    # ---- where it is recorded ---------------------------------------------------------------------------------

    def _recorded(self, verdict: str) -> Verdict | None:
        row = self._connection.execute(select(table).where(table.c.id == verdict)).mappings().first()
        return None if row is None else verdict_of(dict(row))

    def _insert(self, made: Verdict) -> None:
        self._connection.execute(insert(table), {field: getattr(made, field) for field in table.c.keys()})  # noqa: SIM118

    def _id(self, content: tuple[object, ...], telling: str | None) -> str:
        return content_id("v", *content, *([telling] if telling else []), self._number(content, telling))

    def _number(self, content: tuple[object, ...], telling: str | None) -> int:
        """Return how many verdicts of just this content there are: the same may be decided again after an undo."""
        columns = (
            "kind",
            "subject",
            "other",
            "property",
            "value",
            "reason",
            "author",
            "is_human",
            "reverses",
            "telling",
        )
        query = select(func.count()).select_from(table)
        for column, told in zip(columns, (*content, telling), strict=True):
            query = query.where(table.c[column].is_(None) if told is None else table.c[column] == told)
        return int(self._connection.scalar(query) or 0)
