"""Which reports tell of which incidents, by column, so that all that hold a word can be counted in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from dateline.ledger.held import Held, Mask, Numbers
from dateline.ledger.listing import among
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
    """Reports by their numbers in the text index, each with the row of an incident that it tells of."""

    report: Numbers
    row: NDArray[np.intp]

    def told_of(self, size: int, reports: Numbers) -> Mask:
        """Return of which of so many incidents these reports tell."""
        found = np.zeros(size, np.bool_)
        if len(self.report) and len(reports):
            is_one = np.zeros(max(self.report.max(), reports.max()) + 1, np.bool_)
            is_one[reports] = True
            found[self.row[is_one[self.report]]] = True
        return found

    def of(self, incidents: Mask) -> Numbers:
        """Return the reports that tell of some incidents."""
        return np.unique(self.report[incidents[self.row]])

    def moved(self, held: Held, stands: Mask, to: Held) -> Tellings:
        """Return those of the incidents that stand, with the rows that these have elsewhere."""
        kept = stands[self.row]
        rows, _ = to.looked_up(held.ids)
        return Tellings(self.report[kept], rows[self.row[kept]])

    def joined(self, others: Iterable[Tellings]) -> Tellings:
        """Return these and others together."""
        parts = [self, *others]
        return Tellings(*(np.concatenate(column) for column in zip(*((p.report, p.row) for p in parts), strict=True)))


NONE = Tellings(np.empty(0, np.int32), np.empty(0, np.intp))


def read_tellings(connection: Connection, held: Held, is_wanted: Callable[[], bool] = lambda: True) -> Tellings:
    """Return those of all incidents that are held; stops early where they are ``is_wanted`` no more."""
    parts = connection.execute(_PAIRS.execution_options(yield_per=_CHUNK)).partitions()
    return NONE.joined(_tellings(rows, held) for rows in takewhile(lambda _: is_wanted(), parts))


def tellings_of(connection: Connection, incidents: Sequence[str], held: Held) -> Tellings:
    """Return those of some incidents, a few hundred, that are held."""
    rows = connection.execute(_PAIRS.where(among(incident_of.c.incident, incidents))).all()
    return NONE.joined([_tellings(rows, held)])


def _tellings(pairs: Sequence[Sequence[object]], held: Held) -> Tellings:
    numbers = np.fromiter((pair[0] for pair in pairs), np.int32, len(pairs))
    rows, is_held = held.looked_up(np.array([str(pair[1]).encode() for pair in pairs], dtype=np.bytes_))
    return Tellings(numbers[is_held], rows[is_held])
