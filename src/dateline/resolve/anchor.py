"""What a relative time counts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Anchor:
    """The publication date, the day of the story so far if known, and whether the clause tells of the future."""

    published: date
    story: date | None = None
    future: bool | None = None

    @property
    def base(self) -> date:
        """The day that "earlier", "the previous day" count from: the story's, else the publication date."""
        return self.story or self.published

    @property
    def is_adrift(self) -> bool:
        """Whether "later" counts from nothing known: a past without a story's day cannot follow the report."""
        return self.story is None and self.future is False
