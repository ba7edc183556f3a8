"""What a relative time counts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model import DateValue


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
    def is_adrift(self) -> bool:
        """Whether "later" counts from nothing known: a past without a story's day cannot follow the report."""
        return self.story is None and self.told is None and self.future is False
