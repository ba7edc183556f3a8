"""What became of what a verdict is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.link.across.cluster import Conflict


@dataclass(frozen=True, slots=True)
class OutcomeOf:
    """What became of what a verdict is about: the incidents now, and of a pair whether it was followed.

    ``conflicts`` are ``same`` verdicts around that could not be followed, each with the pairs that forbid it.
    """

    incidents: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the outcome for programs."""
        conflicts = [
            {"same": list(c.same), "forbidden_by": [list(p) for p in c.forbidden_by]} for c in self.conflicts
        ]
        return {"incidents": list(self.incidents), "conflicts": conflicts}

    def lines(self) -> Iterator[str]:
        """Yield the outcome in words."""
        names = ", ".join(self.incidents)
        yield f"now incident {names}" if len(self.incidents) == 1 else f"now incidents {names}"
        for conflict in self.conflicts:
            why = "; ".join(f"{a} and {b} are different" for a, b in conflict.forbidden_by)
            why = why or "one is an incident, the other a group"
            yield f"not followed: {conflict.same[0]} and {conflict.same[1]} are the same, because {why}"
