"""The values that statements hold, one class a property kind, each with its contract form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Modality(StrEnum):
    """How a report puts a value forward."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    DENIED = "denied"
    SUSPECTED = "suspected"
    UNCLAIMED = "unclaimed"
    THREATENED = "threatened"
    PLANNED = "planned"
    FOILED = "foiled"
    PREDICTED = "predicted"


class Outcome(StrEnum):
    """How far an act got."""

    COMPLETED = "completed"
    ATTEMPTED = "attempted"
    FOILED = "foiled"
    THREATENED = "threatened"
    PLANNED = "planned"


class DatePrecision(StrEnum):
    """How exactly a date is told."""

    TIME = "time"
    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PlacePrecision(StrEnum):
    """The kind of the most exact place told."""

    LANDMARK = "landmark"
    DISTRICT = "district"
    CITY = "city"
    ADMIN1 = "admin1"
    COUNTRY = "country"


TOLL_PROPERTIES = (
    "killed",
    "wounded",
    "missing",
    "arrested",
    "hostages",
    "attackers",
    "attackers_killed",
    "attackers_wounded",
)


@dataclass(frozen=True, slots=True)
class Code:
    """The type of an act, a code of the codebook."""

    code: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"code": self.code}


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of people: low and high are inclusive bounds, None is open.

    ``part`` marks a count of some of the people that a wider count covers ("including two children").
    """

    low: int | None
    high: int | None
    includes_attackers: bool = False
    part: bool = False

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a toll needs at least one bound")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a toll's low {self.low} exceeds its high {self.high}")

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "low": self.low,
            "high": self.high,
            "includes_attackers": self.includes_attackers,
            "part": self.part,
        }


@dataclass(frozen=True, slots=True)
class DateValue:
    """When an act happened: the earliest and the latest day, both inclusive; None is open."""

    earliest: date | None
    latest: date | None
    precision: DatePrecision

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a date's earliest {self.earliest} is after its latest {self.latest}")

    def overlaps(self, other: DateValue) -> bool:
        """Say whether a day exists that fits both."""
        starts_in_time = self.earliest is None or other.latest is None or self.earliest <= other.latest
        ends_in_time = self.latest is None or other.earliest is None or other.earliest <= self.latest
        return starts_in_time and ends_in_time

    @property
    def days(self) -> int | None:
        """The number of days of the interval, or None if it is open."""
        return (self.latest - self.earliest).days + 1 if self.earliest and self.latest else None

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "precision": self.precision.value,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act happened.

    ``name`` is the most exact place told, ``city`` the town it lies in (None outside towns), ``country`` ISO
    3166 alpha-2, ``lat`` and ``lon`` degrees of the most exact place that the gazetteer knows.
    """

    name: str
    city: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "name": self.name,
            "city": self.city,
            "admin1": self.admin1,
            "country": self.country,
            "lat": self.lat,
            "lon": self.lon,
            "precision": self.precision.value,
        }


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a target or a weapon, or the side of an assailant, with the name that the report gives it.

    The type is a code of the codebook; a side is one of its targets' codes, or its code for none told.
    """

    type: str
    name: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"type": self.type, "name": self.name}


@dataclass(frozen=True, slots=True)
class Victim:
    """One person or kind of people harmed. ``name`` is private data."""

    name: str | None
    description: str | None
    status: str
    kind: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"name": self.name, "description": self.description, "status": self.status, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """Who did it: an actor id of the codebook and its usual name, or None and the name as written.

    Both are None where the report says that nobody has claimed the act.
    """

    actor: str | None
    name: str | None

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"actor": self.actor, "name": self.name}


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no, such as whether the attackers did not mean to survive."""

    flag: bool

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"flag": self.flag}


Value = Code | Toll | DateValue | Place | Kind | Victim | Perpetrator | Flag
