"""What a relative time counts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model import DatePrecision, DateValue

_VAGUE = (DatePrecision.WEEK, DatePrecision.MONTH)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The publication date, the day of the story so far if known, and whether the clause tells of the future.

    ``told`` is the time told just before, which "that year" and "the following month" look back to; ``period`` is
    the quarter or longer stretch under discussion, with which "a year earlier" compares.
    """

    published: date
    story: date | None = None
    future: bool | None = None
    told: DateValue | None = None
    period: DateValue | None = None

    @property
    def base(self) -> date:
        """The day that "earlier", "that year" count from: told just before, else the story's, else the report's."""
        if self.told is not None and self.told.latest is not None:
            return self.told.latest
        return self.story or self.published

    @property
    def vague(self) -> DateValue | None:
        """The week or month told just before, where no day is known that "a day later" could count from."""
        is_vague = self.told is not None and self.told.precision in _VAGUE
        return self.told if is_vague and self.story is None else None

    @property
    def base_day(self) -> date:
        """The day that "two days later" counts from: as ``base``, but the story's where a week or month was told."""
        is_vague = self.told is not None and self.told.precision in _VAGUE
        return self.story if is_vague and self.story is not None else self.base

    @property
    def is_adrift(self) -> bool:
        """Whether "later" counts from nothing known: a past without a story's day cannot follow the report."""
        return self.story is None and self.told is None and self.future is False
