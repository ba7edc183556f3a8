"""Incidents, groups of them, and tallies that count them: what is derived from statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dateline.model.report import Report, SetAside
from dateline.model.spans import Evidence
from dateline.model.statement import Statement
from dateline.model.values import DateValue, Modality, Outcome, Place


@dataclass(frozen=True, slots=True)
class BestValue:
    """A toll chosen by a named rule: a view over statements, never stored as truth."""

    low: int | None
    high: int | None
    rule: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"low": self.low, "high": self.high, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Incident:
    """The act itself, as its statements tell it."""

    id: str
    types: tuple[str, ...]
    outcome: Outcome
    suicide: bool
    date: DateValue | None
    place: Place | None
    group: str | None
    best: dict[str, BestValue]
    reports: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "id": self.id,
            "types": list(self.types),
            "outcome": self.outcome.value,
            "suicide": self.suicide,
            "date": self.date.to_json() if self.date else None,
            "place": self.place.to_json() if self.place else None,
            "group": self.group,
            "best": {name: value.to_json() for name, value in self.best.items()},
            "reports": list(self.reports),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Incidents of one coordinated attack; a total over them belongs to the group."""

    id: str
    incidents: tuple[str, ...]
    best: dict[str, BestValue]

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "id": self.id,
            "incidents": list(self.incidents),
            "best": {name: value.to_json() for name, value in self.best.items()},
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """A sentence that counts incidents, with the incidents of the report that fit its filter.

    ``agrees`` is True where as many are known as it counts, False where they are not.
    """

    count: int
    actor: str | None
    modality: Modality | None
    since: date | None
    until: date | None
    matches: tuple[str, ...]
    agrees: bool
    evidence: Evidence
    rule: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "count": self.count,
            "actor": self.actor,
            "modality": self.modality.value if self.modality else None,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "matches": list(self.matches),
            "agrees": self.agrees,
            "evidence": self.evidence.to_json(),
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one report (or one run over many) tells: the contract's content."""

    reports: tuple[Report, ...] = ()
    incidents: tuple[Incident, ...] = ()
    groups: tuple[Group, ...] = ()
    statements: tuple[Statement, ...] = ()
    tallies: tuple[Tally, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    made_by: dict[str, str] = field(default_factory=dict)

    def joined(self, other: Coding) -> Coding:
        """Return one coding that holds what both do; ``made_by`` is this one's unless it has none."""
        return Coding(
            self.reports + other.reports,
            self.incidents + other.incidents,
            self.groups + other.groups,
            self.statements + other.statements,
            self.tallies + other.tallies,
            self.set_aside + other.set_aside,
            self.made_by or other.made_by,
        )

    def check(self) -> None:
        """Raise EvidenceError unless every quote is the exact slice of its report."""
        texts = {report.id: report.text for report in self.reports}
        for evidence in [s.evidence for s in self.statements] + [t.evidence for t in self.tallies]:
            evidence.check(texts[evidence.report])

    def to_json(self) -> dict[str, object]:
        """Return the contract's form, version 1."""
        return {
            "contract": 1,
            "made_by": dict(self.made_by),
            "reports": [r.to_json() for r in self.reports],
            "incidents": [i.to_json() for i in self.incidents],
            "groups": [g.to_json() for g in self.groups],
            "statements": [s.to_json() for s in self.statements],
            "tallies": [t.to_json() for t in self.tallies],
            "set_aside": [s.to_json() for s in self.set_aside],
        }
