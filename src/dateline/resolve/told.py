"""What a report tells, sentence by sentence, with normal values: the input of linking."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.extract.raw import (
    RawAct,
    RawKind,
    RawPlace,
    RawResponsibility,
    RawTally,
    RawTime,
    RawToll,
    RawType,
    RawVictim,
)
from dateline.model import DateValue, Perpetrator, Place
from dateline.text.sentence import Sentence


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A time expression with the days it stands for; ``is_since`` where it only bounds them from below."""

    raw: RawTime
    value: DateValue
    is_since: bool = False


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A place expression with the place it names."""

    raw: RawPlace
    value: Place


@dataclass(frozen=True, slots=True)
class ToldTown:
    """A town that a report names, with how much its words make it the scene of the story."""

    told: ToldPlace
    weight: float


@dataclass(frozen=True, slots=True)
class ToldPerpetrator:
    """Who did it, with the actor chosen among namesakes."""

    raw: RawResponsibility
    value: Perpetrator


@dataclass(frozen=True, slots=True)
class ToldTally:
    """A count of incidents with its actor and the days it runs over."""

    raw: RawTally
    actor: str | None
    period: DateValue | None


@dataclass(frozen=True)
class ToldSentence:
    """One parsed sentence and all that it tells.

    ``hints`` are countries that it names without placing its acts there ("a Syrian village"); they place an act
    of which nothing more is told.
    """

    sentence: Sentence
    acts: tuple[RawAct, ...] = ()
    dates: tuple[ToldDate, ...] = ()
    places: tuple[ToldPlace, ...] = ()
    tolls: tuple[RawToll, ...] = ()
    victims: tuple[RawVictim, ...] = ()
    kinds: tuple[RawKind, ...] = ()
    perpetrators: tuple[ToldPerpetrator, ...] = ()
    tallies: tuple[ToldTally, ...] = ()
    hints: tuple[ToldPlace, ...] = ()
    types: tuple[RawType, ...] = ()


@dataclass(frozen=True)
class ToldReport:
    """A whole report: its sentences that tell something, and where and when its lead sets the story.

    ``lead_dates`` are the days that the lead may set the story on and ``towns`` the towns of the report, the
    likeliest first; they date and place the main incident where its own words do not. ``country`` is a place in the
    country where the report is set; it serves any act of which no place is told. ``outlet`` is the town where local
    news of it is at home; it serves the main incident of a report that names no town.
    """

    sentences: tuple[ToldSentence, ...]
    towns: tuple[ToldTown, ...] = ()
    lead_dates: tuple[ToldDate, ...] = ()
    country: ToldPlace | None = None
    outlet: Place | None = None
