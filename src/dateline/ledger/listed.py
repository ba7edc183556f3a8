"""One line of a list of incidents, whether it comes from the stored view or was computed for an earlier day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from dateline.ledger import rows
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.profile import ActorOf, Profile
from dateline.model import DateValue, Outcome, Place

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident (or group) as lists show it. Counts are low and high by the rule ``latest``, None where untold.

    ``families`` counts the text families of its ``report_count`` reports; ``first`` and ``last`` are the days on
    which its first and last report was published.
    """

    incident: str
    kind: str
    group: str | None
    day: date
    types: tuple[str, ...]
    outcome: Outcome | None
    suicide: bool | None
    when: DateValue | None
    place: Place | None
    killed: Bounds | None
    wounded: Bounds | None
    actors: tuple[ActorOf, ...]
    report_count: int
    families: int
    first: date
    last: date

    def to_json(self) -> dict[str, object]:
        """Return the contract's incident, with counts of reports in place of their ids, and who is said to do it."""
        best = {"killed": self.killed, "wounded": self.wounded}
        return {
            "id": self.incident,
            "types": list(self.types),
            "outcome": self.outcome.value if self.outcome else None,
            "suicide": self.suicide,
            "date": self.when.to_json() if self.when else None,
            "place": self.place.to_json() if self.place else None,
            "group": self.group,
            "best": {n: {"low": b[0], "high": b[1], "rule": DEFAULT_RULE} for n, b in best.items() if b},
            "actors": [who.to_json() for who in self.actors],
            "report_count": self.report_count,
            "families": self.families,
            "first_published": self.first.isoformat(),
            "last_published": self.last.isoformat(),
        }


def listed_of(found: Profile) -> Listed:
    """Return the line of an incident."""
    killed, wounded = found.best.get("killed"), found.best.get("wounded")
    return Listed(
        found.incident,
        found.kind,
        found.group,
        found.day,
        found.types,
        found.outcome,
        found.suicide,
        found.date,
        found.place,
        (killed.low, killed.high) if killed else None,
        (wounded.low, wounded.high) if wounded else None,
        found.actors,
        len(found.reports),
        found.families,
        found.first,
        found.last,
    )


def listed_row(row: Mapping[str, object]) -> Listed:
    """Return the line that a row of ``incident_view`` holds."""
    words = cast("Mapping[str, str]", row)
    told = cast("list[dict[str, str]]", json.loads(words["actors"]))
    return Listed(
        words["incident"],
        words["kind"],
        words["group_id"],
        cast("date", row["day"]),
        tuple(json.loads(words["types"])),
        Outcome(words["outcome"]) if row["outcome"] is not None else None,
        cast("bool | None", row["suicide"]),
        rows.date_of(row),
        rows.place_of(row),
        _bounds(row, "killed"),
        _bounds(row, "wounded"),
        tuple(ActorOf(who["actor"], who["modality"], who["name"]) for who in told),
        cast("int", row["report_count"]),
        cast("int", row["family_count"]),
        cast("date", row["first_published"]),
        cast("date", row["last_published"]),
    )


def _bounds(row: Mapping[str, object], name: str) -> Bounds | None:
    low, high = cast("int | None", row[f"{name}_low"]), cast("int | None", row[f"{name}_high"])
    return None if low is None and high is None else (low, high)
