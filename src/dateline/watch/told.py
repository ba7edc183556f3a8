"""What a watch tells as it goes: one line an article, one a feed that was asked, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    ASKED = "asked"  # a feed answered
    ADDED = "added"  # an article is a new report of the ledger
    KNOWN = "known"  # its text by its outlet was there already
    ASIDE = "set aside"  # it cannot be read or coded
    FAILED = "failed"  # a feed or a page did not come
    WAITING = "waiting"  # nothing may be asked before the moment that is told


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: when, of which outlet, at which address, and in words what and what to do."""

    kind: Kind
    moment: datetime
    outlet: str
    url: str
    words: str
