"""How many, with what stands behind the number: the library's and the commands' answer to a counting question."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.counting import People, count_people
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.members import reports_of
from dateline.ledger.read import Incidents

INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True)
class Count:
    """An answer: ``low`` to ``high`` (None is open) incidents or people, and what it rests on.

    ``people`` tells of people how the number is made up; ``reports`` are those of the incidents counted.
    """

    what: str
    low: int
    high: int | None
    incidents: tuple[str, ...]
    reports: tuple[str, ...]
    people: People | None = None

    def to_json(self) -> dict[str, object]:
        """Return the answer for programs."""
        told: dict[str, object] = {"count": self.what}
        if self.people is None:
            told["number"] = self.low
        else:
            told |= self.people.to_json()
        return {**told, "ids": list(self.incidents), "reports": list(self.reports)}


def count(
    connection: Connection,
    what: str,
    filters: Filters,
    book: Codebook,
    *,
    rule: str = DEFAULT_RULE,
    as_of: AsOf = NOW,
) -> Count:
    """Count incidents, or people (killed, wounded, ...) over them; raises ValueError for anything else."""
    if what == INCIDENTS:
        ids = tuple(Incidents(connection, filters, book, as_of).ids())
        return Count(what, len(ids), len(ids), ids, tuple(sorted(reports_of(connection, ids, as_of))))
    people = count_people(connection, what, filters, book, rule=rule, as_of=as_of)
    counted = {one for part in people.parts for one in part.covers or (part.id,)}
    ids = tuple(sorted(counted | set(people.untold)))
    return Count(what, people.low, people.high, ids, tuple(sorted(reports_of(connection, ids, as_of))), people)
