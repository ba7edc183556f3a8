"""Which reports tell of which incidents, by column, so that all that hold a word can be counted in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from dateline.ledger.held import Held, Mask, Numbers
from dateline.ledger.rows import INCIDENT
from dateline.ledger.schema import incident_of, mentions, report_family

_CHUNK = 20_000
_PAIRS = (
    select(report_family.c.number, incident_of.c.incident)
    .join_from(incident_of, mentions, mentions.c.id == incident_of.c.mention)
    .join(report_family, report_family.c.report == mentions.c.report)
    .where(mentions.c.kind == INCIDENT)
)


@dataclass(frozen=True, slots=True)
class Tellings:
    """Reports by their numbers in the text index, in order, each with an incident that it tells of."""

    report: Numbers
    incident: NDArray[np.bytes_]

    def told_of(self, held: Held, reports: Numbers) -> Mask:
        """Return which of the incidents held these reports tell of; the numbers are in order."""
        first = np.searchsorted(self.report, reports, side="left")
        times = np.searchsorted(self.report, reports, side="right") - first
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        found = np.zeros(len(held), np.bool_)
        found[held.rows_of(self.incident[np.repeat(first, times) + within])] = True
        return found

    def without(self, incidents: Iterable[str]) -> Tellings:
        """Return all but those of some incidents."""
        gone = np.sort(_ids(incidents))
        if not len(gone) or not len(self.incident):
            return self
        near = np.minimum(np.searchsorted(gone, self.incident), len(gone) - 1)
        kept = gone[near] != self.incident
        return Tellings(self.report[kept], self.incident[kept])

    def joined(self, others: Iterable[Tellings]) -> Tellings:
        """Return these and others together."""
        parts = [self, *others]
        report = np.concatenate([part.report for part in parts])
        order = np.argsort(report, kind="stable")
        return Tellings(report[order], np.concatenate([part.incident for part in parts])[order])


def read_tellings(connection: Connection, is_wanted: Callable[[], bool] = lambda: True) -> Tellings:
    """Return those of a whole ledger; stops early where they are ``is_wanted`` no more."""
    parts = connection.execute(_PAIRS.execution_options(yield_per=_CHUNK)).partitions()
    return NONE.joined(_tellings(rows) for rows in takewhile(lambda _: is_wanted(), parts))


def tellings_of(connection: Connection, incidents: Sequence[str]) -> Tellings:
    """Return those of some incidents, a few hundred."""
    rows = connection.execute(_PAIRS.where(incident_of.c.incident.in_(incidents))).all()
    return NONE.joined([_tellings(rows)])


def _tellings(rows: Sequence[Sequence[object]]) -> Tellings:
    numbers = np.fromiter((row[0] for row in rows), np.int32, len(rows))
    return Tellings(numbers, _ids(str(row[1]) for row in rows))


def _ids(names: Iterable[str]) -> NDArray[np.bytes_]:
    return np.array([name.encode() for name in names], dtype=np.bytes_)


NONE = Tellings(np.empty(0, np.int32), np.empty(0, np.bytes_))
