"""What a person did on a day, from the verdicts that they recorded: nothing is counted that is not on record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, select

from dateline.ledger.listing import among
from dateline.ledger.schema import statements
from dateline.ledger.schema import verdicts as table
from dateline.ledger.verdicts import REVIEWED, UNDO, chunks, in_force, verdict_of, verdicts_on

_PAUSE_S = 300  # a longer gap between two decisions is a pause and no work


@dataclass(frozen=True, slots=True)
class Progress:
    """A person's day: decisions in force by kind, the reports they are on, those seen to their end, and the time.

    ``seconds`` is the time between decisions, pauses of more than five minutes left out.
    """

    decisions: dict[str, int]
    reports: int
    reviewed: int
    seconds: float

    @property
    def total(self) -> int:
        """All decisions in force."""
        return sum(self.decisions.values())

    @property
    def seconds_a_report(self) -> float | None:
        """The time a report took, None before the first is done."""
        return self.seconds / self.reviewed if self.reviewed else None


def progress_of(connection: Connection, author: str, since: datetime) -> Progress:
    """Return what an author did since a moment: the beginning of their day."""
    query = select(table).where(table.c.author == author, table.c.is_human, table.c.recorded >= since)
    listed = [verdict_of(dict(row)) for row in connection.execute(query.order_by(table.c.recorded)).mappings()]
    standing = {v.id for v in in_force(verdicts_on(connection, {v.subject for v in listed}))}
    made = [v for v in listed if v.kind != UNDO and v.id in standing]
    moments = [v.recorded for v in listed]
    gaps = [(after - before).total_seconds() for before, after in pairwise(moments)]
    reports: set[str] = set()
    for chunk in chunks(v.subject for v in made):
        reports |= set(connection.scalars(select(statements.c.report).where(among(statements.c.id, chunk))))
    done = {v.subject for v in made if v.kind == REVIEWED and v.subject.startswith("r")}
    counted = Counter(v.kind for v in made)
    return Progress(
        dict(sorted(counted.items())), len(reports | done), len(done), sum(g for g in gaps if g < _PAUSE_S)
    )
