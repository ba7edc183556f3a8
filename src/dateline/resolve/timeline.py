"""The times of a report in the order in which it tells them, each read by what was told before.

"That year" and "the following month" look back to the time told just before; "a year earlier", beside figures of a
quarter, is that quarter a year earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.extract.findings import Findings
from dateline.extract.raw import RawTime
from dateline.extract.time_tense import is_future
from dateline.model import DateValue
from dateline.resolve.anchor import Anchor
from dateline.resolve.calendar import resolve_at

_PERIOD_DAYS = range(80, 370)  # a quarter to a year: the stretches over which figures are compared
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
        told = self._told if raw.sentence - self._told_in <= 1 else None
        anchor = Anchor(self.published, self.story_day, future, told, self._period)
        value = resolve_at(raw, anchor)
        if value is not None and value.earliest and value.latest:
            self._remember(raw, value)
        return value

    def _remember(self, raw: RawTime, value: DateValue) -> None:
        self._told, self._told_in = value, raw.sentence
        family = raw.rule.split(".")[1]
        is_quarter = family == "period" and "quarter" in raw.text.lower()
        is_over = value.latest is not None and value.latest <= self.published
        if (family in _FIGURES or is_quarter) and (value.days or 0) in _PERIOD_DAYS and is_over:
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
            future = is_future(findings.sentence, raw)
            read[raw] = TimeRead(line.read(raw, future=future), future)
    return read
