"""Second coding: samples drawn, a report coded a second time unseen, and what both coders said settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection

from dateline.ledger import Ledger
from dateline.ledger.blind import BlindJudging, blind_of, done_by, second_coders
from dateline.ledger.filters import Filters
from dateline.ledger.judging import Judging
from dateline.ledger.lookup import UnknownIdError, find_report
from dateline.ledger.samples import Sample, population, record_sample, sample_named, samples_of
from dateline.ledger.verdicts import REVIEWED, SETTLE, UNDO, Verdict, in_force
from dateline.review import settling
from dateline.review.agreement import Agreement, agreement_of
from dateline.review.blind import BlindSheet, blind_sheet, coded_again_by, judged_by, waiting_for
from dateline.review.decisions import (
    Decision,
    Deed,
    Permit,
    ReusedKeyError,
    anything,
    decide,
    recorded_before,
    recorded_otherwise,
)
from dateline.review.second import Twice, Unit, twice_coded

_REUSED = "this key came with another decision before; give each decision a key of its own"


@dataclass(frozen=True, slots=True)
class SampleProgress:
    """How far a sample is: reports begun and done by second coders, done by both, and units that wait to be settled.

    ``mine`` are those that wait for the person who asks.
    """

    sample: Sample
    begun: int
    done: int
    twice: int
    open_units: int
    mine: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many reports were drawn."""
        return len(self.sample.reports)

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        counts = {"begun": self.begun, "done": self.done, "twice": self.twice, "open_units": self.open_units}
        return self.sample.to_json() | counts


class SecondDesk:
    """One person's work on samples. Every method is one transaction; ``clock`` gives the time of recording."""

    def __init__(
        self, ledger: Ledger, author: str, *, clock: Callable[[], datetime], permit: Permit = anything
    ) -> None:
        self.ledger = ledger
        self.author = author
        self._clock = clock
        self._permit = permit

    # ---- samples ----------------------------------------------------------------------------------------------

    def draw(
        self,
        share: float,
        seed: str,
        filters: Filters | None = None,
        asked: Mapping[str, object] | None = None,
        *,
        only_done: bool = False,
        from_scratch: bool = False,
        note: str | None = None,
    ) -> Sample:
        """Draw a sample and put it on record; ``asked`` are the words of the filters. The same again changes nothing.

        Raises ValueError for a share that is none, and where no report fits.
        """
        with self.ledger.writing() as connection:
            every = population(connection, self.ledger.book, filters, only_done=only_done)
            words = {**(asked or {}), **({"done": True} if only_done else {})}
            return record_sample(
                connection,
                share,
                seed,
                every,
                words,
                from_scratch=from_scratch,
                author=self.author,
                moment=self._clock(),
                note=note,
            )

    def samples(self, *, shown: int = 50) -> list[SampleProgress]:
        """Return all samples with how far they are, the latest first; ``shown`` of my reports of each."""
        with self.ledger.reading() as connection:
            return [self._progress(connection, sample, shown) for sample in samples_of(connection)]

    def sample(self, name: str, *, shown: int = 200) -> SampleProgress:
        """Return one sample with how far it is; raises UnknownIdError where there is none."""
        with self.ledger.reading() as connection:
            return self._progress(connection, sample_named(connection, name), shown)

    def waiting(self) -> int:
        """Return how many reports wait for this person as their second coder, at most a hundred of each sample."""
        with self.ledger.reading() as connection:
            return sum(len(waiting_for(connection, one, self.author, 100)) for one in samples_of(connection))

    def _progress(self, connection: Connection, sample: Sample, shown: int) -> SampleProgress:
        coded = second_coders(connection, sample.id)
        twice = list(twice_coded(connection, sample))
        return SampleProgress(
            sample,
            len({report for report, _ in coded}),
            len({report for (report, _), is_done in coded.items() if is_done}),
            len(twice),
            sum(one.open_count for one in twice),
            tuple(waiting_for(connection, sample, self.author, shown)),
        )

    # ---- coding a second time ---------------------------------------------------------------------------------

    def sheet(self, sample: str, report: str) -> BlindSheet:
        """Return a report as this second coder sees it; raises ValueError where they judged it at the desk."""
        with self.ledger.reading() as connection:
            return self._sheet(connection, sample_named(connection, sample), find_report(connection, report))

    def coding_unseen(self, report: str) -> str | None:
        """Return the sample of which this person codes a report and is not done, None where there is none."""
        with self.ledger.reading() as connection:
            sample = coded_again_by(connection, self.author).get(report)
            if sample is None:
                return None
            decided = blind_of(connection, sample, report).get((report, self.author), [])
            return sample if done_by(decided) is None else None

    def unseen(self) -> set[str]:
        """Return the reports that this person codes a second time and is not done with."""
        with self.ledger.reading() as connection:
            own = coded_again_by(connection, self.author)
            coded = {sample: second_coders(connection, sample) for sample in set(own.values())}
            return {report for report, sample in own.items() if not coded[sample][report, self.author]}

    def decide(
        self,
        sample: str,
        report: str,
        decisions: Sequence[Decision],
        batch: str | None = None,
        *,
        key: str | None = None,
    ) -> list[Verdict]:
        """Record what the second coder decides, all or none; the same ``batch`` again records nothing.

        ``key`` is what batches of one key of the sender begin with. Raises UnknownIdError and ValueError as
        ``Desk.decide`` does, ReusedKeyError too, ValueError also where the report is done or was judged by this
        person at the desk.
        """
        return self._recorded(sample, report, batch, lambda _: decisions, key)

    def accept_seen(self, sample: str, report: str, seen: Sequence[str], batch: str | None = None) -> list[Verdict]:
        """Accept the fields that were seen and not judged; if none is open then, the report is done.

        Of a report that is done already nothing is recorded: a key pressed once too often is no fault.
        """
        if (before := self.sheet(sample, report)).done is not None:
            return [verdict for verdict in before.decided if batch and verdict.batch == batch]

        def decisions(sheet: BlindSheet) -> Sequence[Decision]:
            unjudged = [field.id for field in sheet.fields if field.is_open]
            found = [Decision("accept", field) for field in unjudged if field in set(seen)]
            return [*found, Decision(REVIEWED, sheet.report.id)] if len(found) == len(unjudged) else found

        return self._recorded(sample, report, batch, decisions)

    def undo(
        self,
        sample: str,
        report: str,
        batch: str | None = None,
        *,
        verdict: str | None = None,
        reason: str | None = None,
        key: str | None = None,
    ) -> list[Verdict]:
        """Take back what this second coder decided last of a report, be it that they are done, or one ``verdict``.

        Raises UnknownIdError where nothing stands, ValueError where both codings are settled.
        """
        with self.ledger.writing() as connection:
            drawn, rid = sample_named(connection, sample), find_report(connection, report)
            if any(unit.settled for pair in twice_coded(connection, drawn, rid) for unit in pair.units):
                raise ValueError("a reviewer has settled this report; ask them to take that back first")
            judging = self._judging(connection, drawn, rid, batch)
            decided = judging.decided()
            if before := _recorded_before(decided, batch, key):
                return before
            if verdict is not None:
                return [judging.undo(verdict, reason=reason)]
            standing = [v for v in in_force(decided) if v.kind != UNDO]
            if not standing:
                raise UnknownIdError("there is nothing of yours to undo in this report")
            last = [v for v in standing if v.batch == standing[-1].batch]
            return [judging.undo(v.id) for v in reversed(last)]

    def _recorded(
        self,
        sample: str,
        report: str,
        batch: str | None,
        chosen: Callable[[BlindSheet], Sequence[Decision]],
        key: str | None = None,
    ) -> list[Verdict]:
        with self.ledger.writing() as connection:
            drawn, rid = sample_named(connection, sample), find_report(connection, report)
            sheet = self._sheet(connection, drawn, rid)
            if before := _recorded_before(sheet.decided, batch, key):
                return before
            if sheet.done is not None:
                raise ValueError("you are done with this report; undo that first to change what you coded")
            self._check_free(connection, drawn, rid)
            decisions = chosen(sheet)
            for decision in decisions:
                self._permit(Deed(decision.kind, is_pair=decision.other is not None, author=self.author))
            return decide(self._judging(connection, drawn, rid, batch), connection, self.ledger.book, decisions)

    def _judging(self, connection: Connection, sample: Sample, report: str, batch: str | None) -> BlindJudging:
        own = batch or token_hex(8)  # what is recorded together is undone together
        return BlindJudging(
            connection, self.author, self._clock(), self.ledger.book, sample=sample, report=report, batch=own
        )

    def _sheet(self, connection: Connection, sample: Sample, report: str) -> BlindSheet:
        made = blind_sheet(connection, sample, report, self.author)
        if not made.decided and judged_by(connection, self.author, [report]):
            raise ValueError("you judged this report at the desk already; its second coder is somebody else")
        return made

    def _check_free(self, connection: Connection, sample: Sample, report: str) -> None:
        others = sorted({who for _, who in blind_of(connection, sample.id, report)} - {self.author})
        if others:
            raise ValueError(f"{others[0]} codes this report a second time already; take the next one")

    # ---- held against one another -----------------------------------------------------------------------------

    def twice(self, sample: str, report: str | None = None) -> list[Twice]:
        """Return the reports of a sample that both coders have done, or one of them."""
        with self.ledger.reading() as connection:
            return list(twice_coded(connection, sample_named(connection, sample), report))

    def agreement(self, sample: str | None = None) -> Agreement:
        """Return how far coders agree, field by field, in one sample or in all."""
        with self.ledger.reading() as connection:
            chosen = [sample_named(connection, sample)] if sample else samples_of(connection)
            return agreement_of(pair for one in chosen for pair in twice_coded(connection, one))

    def settle(
        self,
        sample: str,
        report: str,
        mention: str,
        name: str,
        choice: str,
        reason: str,
        batch: str | None = None,
        *,
        key: str | None = None,
    ) -> list[Verdict]:
        """Settle one property of one incident: ``first``, ``second`` or ``other``, and why; undone as one action.

        ``key`` is as in ``decide``. Raises UnknownIdError where both have not coded it, ValueError without a reason,
        ReusedKeyError.
        """
        self._permit(Deed(SETTLE, is_pair=False, author=self.author))
        with self.ledger.writing() as connection:
            drawn = sample_named(connection, sample)
            if key is not None and recorded_otherwise(connection, self.author, key, batch):
                raise ReusedKeyError(_REUSED)
            before = recorded_before(connection, self.author, batch) if batch else []
            if before:
                return before
            unit = _unit(twice_coded(connection, drawn, find_report(connection, report)), mention, name)
            own = batch or token_hex(8)
            judging = Judging(connection, self.author, self._clock(), self.ledger.book, batch=own)
            return settling.settle(judging, connection, drawn.id, unit, choice, reason)


def _recorded_before(decided: Iterable[Verdict], batch: str | None, key: str | None) -> list[Verdict]:
    """Return what was recorded under a batch; raises ReusedKeyError where its key came with another one."""
    batched = [verdict for verdict in decided if verdict.batch]
    if key is not None and any(str(v.batch).startswith(key) and v.batch != batch for v in batched):
        raise ReusedKeyError(_REUSED)
    return [verdict for verdict in batched if verdict.batch == batch]


def drawn_in_words(sample: Sample) -> str:
    """Return how a sample was drawn: "10% of 1,200 reports; seed may; country IR; seen to their end"."""
    told = [f"{sample.share * 100:.3g}% of {sample.population:,} reports", f"seed {sample.seed}"]
    for name, value in sample.asked.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        told.append("seen to their end" if name == "done" else f"{name.replace('_', ' ')} {words}")
    return "; ".join([*told, *(["from scratch"] if sample.from_scratch else [])])


def read_share(words: str) -> float:
    """Return a share written as 10% or 0.1; raises ValueError for other words."""
    try:
        return float(words.removesuffix("%").strip()) / (100 if words.endswith("%") else 1)
    except ValueError as error:
        raise ValueError(f"{words!r} is no share; write one like 10% or 0.1") from error


def _unit(coded: Iterable[Twice], mention: str, name: str) -> Unit:
    for pair in coded:
        for unit in pair.units:
            if (unit.mention, unit.name) == (mention, name):
                return unit
    raise UnknownIdError(f"{name} of {mention} is nothing that two people coded in this report")
