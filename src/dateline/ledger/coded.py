"""One report as it was coded, with what became of it: which incidents it tells of, and what was decided on it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dateline.ledger import rows
from dateline.ledger.codings import coding_rows_of
from dateline.ledger.listing import among
from dateline.ledger.lookup import find_report
from dateline.ledger.schema import incident_of, runs
from dateline.ledger.verdicts import Verdict, chunks, in_force, verdicts_on
from dateline.model import Coding


@dataclass(frozen=True, slots=True)
class Coded:
    """A report's coding as it was read. ``incident_of`` says of each mention which incident it is in the ledger now.

    ``verdicts`` are those on the report and all that it tells; ``standing`` the ids of those in force.
    """

    coding: Coding
    incident_of: dict[str, str]
    verdicts: tuple[Verdict, ...]
    standing: frozenset[str]

    def to_json(self) -> dict[str, object]:
        """Return the contract's document of the report, with the two keys that the ledger adds."""
        return {
            **self.coding.to_json(),
            "incident_of": self.incident_of,
            "verdicts": [{**v.to_json(), "in_force": v.id in self.standing} for v in self.verdicts],
        }


def coded_of(connection: Connection, name: str) -> Coded:
    """Return a report as it was coded, by its id or its beginning; raises UnknownIdError where there is none."""
    report = find_report(connection, name)
    stored = coding_rows_of(connection, report)
    run = connection.scalar(select(runs.c.made_by).where(runs.c.id == stored["reports"][0]["run"]))
    coding = rows.coding_of(stored, json.loads(str(run)))
    mentions = [*(i.id for i in coding.incidents), *(g.id for g in coding.groups)]
    home: dict[str, str] = {}
    for chunk in chunks(mentions):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        home |= dict(connection.execute(query).all())
    told = [*(s.id for s in coding.statements), *(str(t["id"]) for t in stored["tallies"])]
    found = sorted(verdicts_on(connection, [report, *mentions, *told]), key=lambda v: (v.recorded, v.id))
    return Coded(coding, dict(sorted(home.items())), tuple(found), frozenset(v.id for v in in_force(found)))
