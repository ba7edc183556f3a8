"""What a reader is told beside the inputs: the user's date and outlet, and the limits of a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of what is read as a report.

    ``characters`` of one report's text; ``page`` and ``document`` are the bytes of one page or text, and of
    one file of many records that must be read whole (a JSON document, a feed, a UTF-16 table);
    ``earliest`` and ``latest`` publication dates. ``latest`` is a constant, not today: the same input gives
    the same reports on any day.
    """

    characters: int = 1_000_000
    page: int = 32 * 1024 * 1024
    document: int = 256 * 1024 * 1024
    earliest: date = date(1900, 1, 1)
    latest: date = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user gives for every report of a run (it wins over what the inputs say), and the limits."""

    published: date | None = None
    outlet: str | None = None
    limits: Limits = field(default_factory=Limits)
