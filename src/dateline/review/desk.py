"""A person at work on a ledger: the one door to this room, for the workbench and for anything else."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import Connection

from dateline.ledger import Ledger
from dateline.ledger.filters import Filters
from dateline.ledger.judging import Judging, OutcomeOf
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.survey import Survey
from dateline.ledger.verdicts import REVIEWED, Verdict
from dateline.ledger.write import utc_now
from dateline.review import drafts, queue
from dateline.review.actions import Action, actions_of, take_back, to_redo, to_undo
from dateline.review.blind import coded_again_by
from dateline.review.decisions import (
    Decision,
    Permit,
    ReusedKeyError,
    answered_before,
    anything,
    decide,
    deed_of,
    deed_of_undoing,
    recorded_before,
    recorded_otherwise,
    remember_answer,
)
from dateline.review.opened import Opened, keep_open, let_go, open_elsewhere
from dateline.review.progress import Progress, progress_of
from dateline.review.queue import KINDS, Task
from dateline.review.second_desk import SecondDesk
from dateline.review.sheet import Sheet, sheet_of


@dataclass(frozen=True, slots=True)
class Done:
    """What an action recorded, and what became of the incidents that its last verdict is about.

    ``is_repeated``: the same request had been recorded before, and nothing was recorded now.
    """

    verdicts: tuple[Verdict, ...]
    outcome: OutcomeOf | None
    is_repeated: bool = False


class Desk:
    """One person's work on one ledger. Every method is one transaction; ``clock`` gives the time of recording.

    ``permit`` is asked before anything is decided or undone, and raises where this person may not. ``held_for`` is
    how long a page that says nothing keeps its task out of the queues of others; None: nobody else is at work. A
    ``survey`` of the ledger makes filtered queues of very many incidents quick; they are the same without.
    """

    def __init__(
        self,
        ledger: Ledger,
        author: str,
        *,
        clock: Callable[[], datetime] = utc_now,
        permit: Permit = anything,
        held_for: timedelta | None = None,
        survey: Survey | None = None,
    ) -> None:
        self.ledger = ledger
        self.author = author
        self._clock = clock
        self._permit = permit
        self.held_for = held_for
        self._survey = survey

    @property
    def second(self) -> SecondDesk:
        """Second coding: samples, reports coded again unseen, and what both coders said settled."""
        return SecondDesk(self.ledger, self.author, clock=self._clock, permit=self._permit)

    # ---- looking ----------------------------------------------------------------------------------------------

    def tasks(self, filters: Filters | None = None, *, kinds: Iterable[str] = KINDS, limit: int = 50) -> list[Task]:
        """Return what wants a look, the most useful first."""
        with self.ledger.reading() as connection:
            without = self._left_out(connection)
            return queue.tasks(
                connection,
                self.ledger.book,
                filters,
                kinds=kinds,
                limit=limit,
                author=self.author,
                without=without,
                survey=self._survey,
            )

    def open_elsewhere(self) -> Mapping[str, Opened]:
        """Return what others have open: reports, incidents and second codings by what they are called."""
        if self.held_for is None:
            return {}
        with self.ledger.reading() as connection:
            return open_elsewhere(connection, self.author, self._clock(), self.held_for)

    def _left_out(self, connection: Connection) -> Container[str]:
        """Return what is kept out of this person's queue: what others have open, and what is coded again unseen."""
        unseen = set(coded_again_by(connection, self.author))
        if self.held_for is None:
            return unseen
        return unseen | set(open_elsewhere(connection, self.author, self._clock(), self.held_for))

    def waiting(self) -> dict[str, int]:
        """Return how many reports and disputes wait in the whole ledger, by kind of task."""
        with self.ledger.reading() as connection:
            return {queue.REPORT: queue.open_reports(connection), queue.TOLLS: queue.open_disputes(connection)}

    def sheet(self, report: str) -> Sheet:
        """Return a report with its fields; raises UnknownIdError where there is none."""
        with self.ledger.reading() as connection:
            return sheet_of(connection, self.ledger.book, report)

    def beside(self, report: str, filters: Filters | None = None) -> tuple[str | None, str | None]:
        """Return the reports before and behind one in the queue; of one that is done, None and the first."""
        with self.ledger.reading() as connection:
            return queue.reports_beside(connection, self.ledger.book, report, filters, self._left_out(connection))

    def actions(self, limit: int = 200) -> list[Action]:
        """Return the last actions, the latest first, of the last ``limit`` verdicts."""
        with self.ledger.reading() as connection:
            return actions_of(connection, self.author, limit)

    def progress(self) -> Progress:
        """Return what was done today, by the clock of this machine."""
        midnight = self._clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        with self.ledger.reading() as connection:
            return progress_of(connection, self.author, midnight)

    # ---- deciding ---------------------------------------------------------------------------------------------

    def decide(self, decisions: Sequence[Decision], batch: str | None = None, *, key: str | None = None) -> Done:
        """Record decisions together, all or none; the same ``batch`` again records nothing.

        ``key`` is the beginning of the batch that only this request may bear (``decisions.batch_of``).
        Raises UnknownIdError for what is not in the ledger, ValueError for what cannot be decided so, ReusedKeyError
        where another request bore the key.
        """
        with self._writing(batch) as (connection, judging):
            for decision in decisions:
                self._permit(deed_of(connection, self.author, decision))
            if key is not None and recorded_otherwise(connection, self.author, key, batch):
                raise ReusedKeyError("that key came with another decision before; give each one a key of its own")
            before = recorded_before(connection, self.author, batch) if batch else []
            if key is not None and batch and (stood := answered_before(connection, self.author, batch)):
                before = [stood]
            if before:
                return Done(tuple(before), judging.outcome_of(before[-1]), is_repeated=True)
            made = decide(judging, connection, self.ledger.book, decisions)
            if key is not None and batch and made and all(one.batch != batch for one in made):
                remember_answer(connection, self.author, batch, made[-1], self._clock())
            return Done(tuple(made), judging.outcome_of(made[-1]) if made else None)

    def accept_seen(self, report: str, seen: Sequence[str], batch: str | None = None) -> Done:
        """Accept the fields of a report that a person saw and nobody judged; if none is open then, call it reviewed.

        What was not seen stays open. Raises UnknownIdError where there is no such report.
        """
        with self._writing(batch) as (connection, judging):
            before = recorded_before(connection, self.author, batch) if batch else []
            if before:
                return Done(tuple(before), None, is_repeated=True)
            sheet = sheet_of(connection, self.ledger.book, report)
            unjudged = [field.id for field in sheet.fields if field.is_open]
            decisions = [Decision("accept", field) for field in unjudged if field in set(seen)]
            if sheet.reviewed is None and len(decisions) == len(unjudged):
                decisions.append(Decision(REVIEWED, sheet.report.id))
            for decision in decisions:
                self._permit(deed_of(connection, self.author, decision))
            return Done(tuple(decide(judging, connection, self.ledger.book, decisions)), None)

    def undo(self, name: str | None = None, batch: str | None = None) -> Action:
        """Take back an action by its name, else the last decision in force; raises UnknownIdError without any."""
        return self._taken_back(name, batch, to_undo, "there is nothing of yours to undo")

    def redo(self, batch: str | None = None) -> Action:
        """Take back the last undoing; raises UnknownIdError where something was decided since."""
        return self._taken_back(None, batch, to_redo, "there is nothing to redo")

    def _taken_back(
        self, name: str | None, batch: str | None, chosen: Callable[[Sequence[Action]], Action | None], nothing: str
    ) -> Action:
        with self._writing(batch) as (connection, judging):
            actions = actions_of(connection, self.author)
            if batch and (repeated := next((one for one in actions if one.name == batch), None)):
                return repeated
            action = next((one for one in actions if one.name == name), None) if name else chosen(actions)
            if action is None:
                raise UnknownIdError(f"no action {name!r} of yours is among the last ones" if name else nothing)
            for verdict in action.verdicts:
                self._permit(deed_of_undoing(connection, verdict))
            take_back(judging, action)
            return action

    @contextmanager
    def _writing(self, batch: str | None) -> Iterator[tuple[Connection, Judging]]:
        own = batch or token_hex(8)  # what is recorded together is undone together, whoever named it
        with self.ledger.writing() as connection:
            yield connection, Judging(connection, self.author, self._clock(), self.ledger.book, batch=own)

    # ---- what is open -----------------------------------------------------------------------------------------

    def keep_open(self, subject: str, *, take_over: bool = False) -> Opened | None:
        """Say that this person has something open; return who else has it, unless it is taken over."""
        if self.held_for is None:
            return None
        with self.ledger.writing() as connection:
            now = self._clock()
            held = keep_open(connection, subject, self.author, now, self.held_for, take_over=take_over)
        return None if held.author == self.author else held

    def let_go(self, subject: str) -> None:
        """Say that this person has left something."""
        with self.ledger.writing() as connection:
            let_go(connection, subject, self.author)

    # ---- drafts -----------------------------------------------------------------------------------------------

    def save_draft(self, page: str, content: str) -> None:
        """Keep what a page holds; an empty content forgets it."""
        with self.ledger.writing() as connection:
            if content:
                drafts.save(connection, self.author, page, content, self._clock())
            else:
                drafts.drop(connection, self.author, page)

    def draft(self, page: str) -> str | None:
        """Return what a page held when it was last left."""
        with self.ledger.reading() as connection:
            return drafts.kept(connection, self.author, page)
