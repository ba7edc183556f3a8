"""What a phrase of a report names once it is resolved: the phrase beside its place."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.extract.raw import RawPlace
from dateline.model import Place, Span


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A phrase of a report with the place it names.

    ``geonameid`` is None for countries, regions, landmarks and places that no table holds; ``score`` tells how
    well the choice is founded (place_choice), 0 where nothing was chosen from. ``cut`` is the part of the phrase
    that names the place where the whole does not: "Lamar County" of "Lamar County Sheriff's".
    """

    raw: RawPlace
    place: Place
    geonameid: int | None
    score: float
    cut: Span | None = None

    @property
    def span(self) -> Span:
        """The words that name the place."""
        return self.cut or self.raw.span
