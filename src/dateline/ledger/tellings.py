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
    """Reports by their numbers in the text index, in order, each with the row of an incident that it tells of."""

    report: Numbers
    row: NDArray[np.intp]

    def told_of(self, size: int, reports: Numbers) -> Mask:
        """Return of which of so many incidents these reports tell; the numbers are in order."""
        first = np.searchsorted(self.report, reports, side="left")
        times = np.searchsorted(self.report, reports, side="right") - first
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        found = np.zeros(size, np.bool_)
        found[self.row[np.repeat(first, times) + within]] = True
        return found

    def moved(self, held: Held, stands: Mask, to: Held) -> Tellings:
        """Return those of the incidents that stand, with the rows that these have elsewhere."""
        kept = stands[self.row]
        rows, _ = to.looked_up(held.ids)
        return Tellings(self.report[kept], rows[self.row[kept]])

    def joined(self, others: Iterable[Tellings]) -> Tellings:
        """Return these and others together."""
        parts = [self, *others]
        report = np.concatenate([part.report for part in parts])
        order = np.argsort(report, kind="stable")
        return Tellings(report[order], np.concatenate([part.row for part in parts])[order])


NONE = Tellings(np.empty(0, np.int32), np.empty(0, np.intp))


def read_tellings(connection: Connection, held: Held, is_wanted: Callable[[], bool] = lambda: True) -> Tellings:
    """Return those of all incidents that are held; stops early where they are ``is_wanted`` no more."""
    parts = connection.execute(_PAIRS.execution_options(yield_per=_CHUNK)).partitions()
    return NONE.joined(_tellings(rows, held) for rows in takewhile(lambda _: is_wanted(), parts))


def tellings_of(connection: Connection, incidents: Sequence[str], held: Held) -> Tellings:
    """Return those of some incidents, a few hundred, that are held."""
    rows = connection.execute(_PAIRS.where(incident_of.c.incident.in_(incidents))).all()
    return NONE.joined([_tellings(rows, held)])


def _tellings(pairs: Sequence[Sequence[object]], held: Held) -> Tellings:
    numbers = np.fromiter((pair[0] for pair in pairs), np.int32, len(pairs))
    rows, is_held = held.looked_up(np.array([str(pair[1]).encode() for pair in pairs], dtype=np.bytes_))
    return Tellings(numbers[is_held], rows[is_held])
