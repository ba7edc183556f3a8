"""The times of a report in the order in which it tells them, each read by what was told before.

"That year" and "the following month" look back to the time told just before; "a year earlier", beside figures of a
quarter, is that quarter a year earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.extract.findings import Findings
from dateline.extract.raw import RawTime
from dateline.extract.time_tense import is_future
from dateline.extract.time_words import length_in
from dateline.model import DateValue, Outcome
from dateline.resolve.anchor import Anchor
from dateline.resolve.calendar import resolve_at
from dateline.resolve.intervals import between, shifted
from dateline.resolve.scene import act_before

_PERIOD_DAYS = range(80, 370)  # a quarter to a year: the stretches over which figures are compared
_TOLD_WITHIN = 3  # sentences: "The following month, ..." opens the next paragraph
_MONTHS_OF_FIGURES = (6, 9)
_FIGURES = ("quarter", "ended", "past")  # families that name such a stretch


@dataclass
class Timeline:
    """Reads times one after another; ``story_day`` is the day of the report's story, where it is known."""

    published: date
    story_day: date | None = None
    _told: DateValue | None = None
    _told_in: int = -2
    _period: DateValue | None = None

    def read(self, raw: RawTime, *, future: bool | None) -> DateValue | None:
        """Return the days that the next time of the report names, and remember them for those after it."""
        told = self._told if raw.sentence - self._told_in <= self._reach(raw) else None
        anchor = Anchor(self.published, self.story_day, future, told, self._period)
        value = resolve_at(raw, anchor)
        if value is not None and value.earliest and value.latest:
            self._remember(raw, value)
        elif raw.rule.startswith("time.duration."):
            self._lengthen(raw)
        return value

    def _reach(self, raw: RawTime) -> int:
        """Return how many sentences back a time may look for the one told before.

        A bare clock time looks to the last only, and so does any time where the day of the story is known.
        """
        return 1 if self.story_day or raw.rule.startswith("time.clock.") else _TOLD_WITHIN

    def _lengthen(self, raw: RawTime) -> None:
        """Let "the nine months", told after a quarter's figures, be the stretch that ends with that quarter."""
        length = length_in(raw.text) if raw.text.lower().startswith("the ") else None
        end = self._period.latest if self._period else None
        if length is None or end is None or length[1] != "month" or length[0] not in _MONTHS_OF_FIGURES:
            return
        start = shifted(end + timedelta(days=1), -length[0], "month")
        self._period = between(start, end) if start else self._period

    def _remember(self, raw: RawTime, value: DateValue) -> None:
        self._told, self._told_in = value, raw.sentence
        family = raw.rule.split(".")[1]
        is_quarter = family == "period" and "quarter" in raw.text.lower()
        if (family in _FIGURES or is_quarter) and (value.days or 0) in _PERIOD_DAYS:
            self._compare(value)

    def _compare(self, value: DateValue) -> None:
        """Take a stretch that is over for the one under discussion, unless one that ended later is."""
        if value.latest is None or value.latest > self.published:
            return
        if self._period is None or self._period.latest is None or value.latest >= self._period.latest:
            self._period = value


@dataclass(frozen=True, slots=True)
class TimeRead:
    """The days that a time of the report names, and whether its clause speaks of what is to come."""

    value: DateValue | None
    future: bool | None


def read_times(found: Sequence[Findings], published: date, story_day: date | None = None) -> dict[RawTime, TimeRead]:
    """Return what each time of a report names, read in the order of the report."""
    line, read = Timeline(published, story_day), {}
    for findings in found:
        for raw in findings.times:
            future = is_ahead(findings, raw)
            read[raw] = TimeRead(line.read(raw, future=future), future)
    return read


def is_ahead(found: Findings, raw: RawTime) -> bool | None:
    """Say whether a time is still to come, as ``is_future``, but not that of a known act behind a plan.

    "If he strikes back after the bombing on Friday": the bombing is past.
    """
    future, act = is_future(found.sentence, raw), act_before(found, raw)
    is_known = act is not None and act.definiteness == "definite" and act.outcome is Outcome.COMPLETED
    return False if future and is_known else future
