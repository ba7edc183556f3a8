"""What verdicts touch, and how it is brought up to date: incidents, reports that wait, mentions that join or part."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.ledger import changes, views, wanting
from dateline.ledger.members import incidents_in
from dateline.ledger.recluster import recluster
from dateline.ledger.write import last_recorded


@dataclass(frozen=True, slots=True)
class Touched:
    """Incidents whose values, reports whose readings, and mentions (``seeds``) whose incidents may have changed."""

    incidents: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    seeds: frozenset[str] = frozenset()

    def joined(self, *others: Touched) -> Touched:
        """Return what these and the others touch."""
        every = (self, *others)
        return Touched(
            frozenset().union(*(one.incidents for one in every)),
            frozenset().union(*(one.reports for one in every)),
            frozenset().union(*(one.seeds for one in every)),
        )

    def refresh(self, connection: Connection, book: Codebook) -> None:
        """Bring the derived tables up to date with what was recorded last."""
        around = recluster(connection, self.seeds) if self.seeds else set()
        if (incidents := {*self.incidents, *around}) and (moment := last_recorded(connection)):
            views.refresh(connection, incidents, book, moment)
        wanting.refresh_open(connection, self.reports)
        # What is open of a report is held with its incidents.
        changes.tell(connection, incidents_in(connection, self.reports))
