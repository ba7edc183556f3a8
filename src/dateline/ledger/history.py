"""How what is known of an incident changed from day to day, as its reports were published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.profile import Profile, profile
from dateline.ledger.sources import Known, known_by_day
from dateline.model import TOLL_PROPERTIES


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a day's reports changed. ``before`` and ``after`` are the contract's JSON forms, None: untold.

    ``rests_on`` are the statements of the value after it, ``outlets`` whose reports tell them.
    """

    day: date
    property: str
    before: object
    after: object
    rests_on: tuple[str, ...]
    outlets: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the change for programs."""
        return {
            "day": self.day.isoformat(),
            "property": self.property,
            "before": self.before,
            "after": self.after,
            "rests_on": list(self.rests_on),
            "outlets": list(self.outlets),
        }


@dataclass(frozen=True, slots=True)
class DayOf:
    """What was known of an incident at the end of a day, and the reports published on it."""

    day: date
    known: Profile
    reports: tuple[str, ...]


def days_of(
    connection: Connection,
    incident: str,
    whole: Known,
    book: Codebook,
    *,
    rule: str = DEFAULT_RULE,
    as_of: AsOf = NOW,
) -> list[DayOf]:
    """Return what was known of an incident at the end of each day on which a report of it was published.

    ``whole`` is what is known of it as of the moment.
    """
    days = sorted({m.published for m in whole.mentions})
    # What was known by the day of the last report is all that is known.
    known = [*known_by_day(connection, incident, days[:-1], as_of), (days[-1], whole)]
    return [
        DayOf(
            day,
            full_profile(incident, one, book, rule),
            tuple(dict.fromkeys(m.report for m in one.mentions if m.published == day)),
        )
        for day, one in known
    ]


def full_profile(incident: str, known: Known, book: Codebook, rule: str = DEFAULT_RULE) -> Profile:
    """Return what an incident is with every count that is told of it."""
    return profile(incident, known.mentions, known.told, book, pins=known.pins, rule=rule, properties=TOLL_PROPERTIES)


def history(
    connection: Connection,
    incident: str,
    whole: Known,
    book: Codebook,
    *,
    rule: str = DEFAULT_RULE,
    as_of: AsOf = NOW,
) -> list[Change]:
    """Return how each value of an incident changed, day by day; the first day's values change from None.

    ``whole`` is what is known of it as of the moment.
    """
    changes: list[Change] = []
    before: dict[str, object] = {}
    outlets = {t.statement.id: t.outlet or "" for t in whole.told}
    for one in days_of(connection, incident, whole, book, rule=rule, as_of=as_of):
        after = values_of(one.known)
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                chosen = one.known.best.get(name)
                grounds = chosen.rests_on if chosen else ()
                named = tuple(sorted({outlets.get(sid, "") for sid in grounds} - {""}))
                changes.append(Change(one.day, name, before.get(name), after.get(name), grounds, named))
        before = after
    return changes


def values_of(found: Profile) -> dict[str, object]:
    """Return each value that is known of an incident in the contract's JSON form, by property."""
    values: dict[str, object] = {
        "type": list(found.types),
        "outcome": found.outcome.value if found.outcome else None,
        "date": found.date.to_json() if found.date else None,
        "place": found.place.to_json() if found.place else None,
        "perpetrator": [who.to_json() for who in found.actors],
        "weapon": list(found.weapons),
        "target": list(found.targets),
    }
    values |= {name: {"low": chosen.low, "high": chosen.high} for name, chosen in found.best.items()}
    return {name: value for name, value in values.items() if value not in (None, [])}
