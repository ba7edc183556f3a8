"""What verdicts touch, and how it is brought up to date: incidents, reports that wait, mentions that join or part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dateline.codebook import Codebook
from dateline.ledger import changes, views, wanting
from dateline.ledger.recluster import recluster
from dateline.ledger.schema import incident_of, mentions
from dateline.ledger.verdicts import chunks
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
        changes.tell(connection, _told_by(connection, self.reports))


def _told_by(connection: Connection, reports: Iterable[str]) -> set[str]:
    """Return the incidents of reports: what is open of them is held with them."""
    found: set[str] = set()
    for chunk in chunks(reports):
        query = select(incident_of.c.incident).join(mentions, mentions.c.id == incident_of.c.mention)
        found |= set(connection.scalars(query.where(mentions.c.report.in_(chunk))))
    return found
