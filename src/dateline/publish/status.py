"""How sure an incident is, in one word that every format shows: derived from verdicts and independent outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from dateline.ledger.disputes import disputed
from dateline.ledger.told import Told
from dateline.ledger.verdicts import PIN, Verdict, in_force
from dateline.model import Toll

_DECIDING = ("accept", "correct", PIN)
_DISPUTABLE = ("date", "killed", "perpetrator", "place", "suicide", "wounded")


class Status(StrEnum):
    """The status of a published incident; the first that holds, from below upwards in this list."""

    UNREVIEWED = "unreviewed"
    CORROBORATED = "corroborated"
    REVIEWED = "reviewed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


MEANINGS = {
    Status.WITHDRAWN: "every statement of it was rejected, or stands in a report that a later version replaced",
    Status.DISPUTED: "statements that cannot all be true - who, where, when, or counts of the latest day that gives "
    "one - and no person has decided between them",
    Status.REVIEWED: "a person accepted or corrected a statement of it, or pinned a count",
    Status.CORROBORATED: "two outlets or more tell of it in texts of their own",
    Status.UNREVIEWED: "one outlet's telling, read by rule alone",
}
SHOWN_BY_DEFAULT = frozenset(Status) - {Status.WITHDRAWN}


def status_of(told: Sequence[Told], verdicts: Iterable[Verdict]) -> Status:
    """Return the status of an incident from all its statements and all verdicts on it, undone ones too."""
    stated = [one for one in told if not one.refused]
    if told and not stated:
        return Status.WITHDRAWN
    deciding = [v for v in in_force(verdicts) if v.is_human and v.kind in _DECIDING]
    decided = {v.subject for v in deciding}
    pinned = {v.property for v in deciding if v.kind == PIN}
    for name, ids in disputed(_of_latest_day(stated)).items():
        if name in _DISPUTABLE and name not in pinned and not ids & decided:
            return Status.DISPUTED
    if deciding:
        return Status.REVIEWED
    families = {one.voice for one in stated}
    outlets = {one.outlet for one in stated if one.outlet}
    return Status.CORROBORATED if len(families) > 1 and len(outlets) > 1 else Status.UNREVIEWED


def _of_latest_day(stated: Sequence[Told]) -> list[Told]:
    """Leave out counts that a later day's count of the same property followed: tolls rise, which is no dispute."""
    last = {
        one.statement.property: max(
            other.published for other in stated if other.statement.property == one.statement.property
        )
        for one in stated
        if isinstance(one.statement.value, Toll)
    }
    return [one for one in stated if one.published == last.get(one.statement.property, one.published)]
