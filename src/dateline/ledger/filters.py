"""What readers ask for: filters, the same words everywhere, and the moment as of which they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateline.ledger.persons import asked_name
from dateline.ledger.profile import Profile

SORTS = ("day", "killed", "wounded", "published")
WIDEST_DAYS = 31  # a date wider than a month counts, for ``until``, by its last day: days stay a range of an index


@dataclass(frozen=True, slots=True)
class AsOf:
    """The ledger as it was known: by reports ``published`` until that day's end, of rows ``recorded`` until then.

    A report bears a day and no hour, so it counts as published at its day's end: as of noon of 7 June 2017 the
    last day wholly published is 6 June. ``recorded`` has a time zone.
    """

    published: date | None = None
    recorded: datetime | None = None

    @classmethod
    def of(cls, published: date | datetime | None = None, recorded: date | datetime | None = None) -> AsOf:
        """Return the state as of moments; a day means its end, a time without a zone is UTC."""
        return cls(_whole_day(published), _moment(recorded))

    @property
    def is_now(self) -> bool:
        """Say whether everything in the ledger counts."""
        return self.published is None and self.recorded is None


NOW = AsOf()


def _whole_day(moment: date | datetime | None) -> date | None:
    if not isinstance(moment, datetime):
        return moment
    is_end = moment.time() >= time(23, 59, 59)
    return moment.date() if is_end else moment.date() - timedelta(days=1)


def _moment(moment: date | datetime | None) -> datetime | None:
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.max, UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which incidents; all given conditions hold, and of a tuple one suffices. Days are inclusive.

    ``since`` and ``until`` hold where the incident's date has a day in common with them, ``place`` where its
    place, town or province is so called. ``actor`` holds an id of the codebook, ``modality`` how responsibility
    is put; both together are one condition ("claimed by"). ``min_killed`` and ``min_wounded`` compare the low
    bound by the rule ``latest``. ``text`` are words that one of its reports holds, "a phrase" in quotes. ``person``
    is the first, last or whole name of somebody harmed, or said to have done it. A place may be told with what it
    lies in: "Springfield, Illinois".
    """

    since: date | None = None
    until: date | None = None
    country: tuple[str, ...] = ()
    place: str | None = None
    actor: str | None = None
    modality: str | None = None
    type: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    min_killed: int | None = None
    min_wounded: int | None = None
    text: str | None = None
    person: str | None = None

    @property
    def place_spellings(self) -> tuple[tuple[str, ...], ...]:
        """The spellings under which a place, and what it lies in, are looked up; with capitals as names have them."""
        parts = [part.strip() for part in (self.place or "").split(",")]
        return tuple(
            tuple(dict.fromkeys((words, words.title(), words.capitalize(), words.upper())))
            for words in parts
            if words
        )

    def match(self, found: Profile) -> bool:
        """Say whether an incident fits all conditions but ``text``, which needs the texts."""
        return (
            self._fits_days(found)
            and self._fits_place(found)
            and self._fits_kinds(found)
            and _reaches(found, "killed", self.min_killed)
            and _reaches(found, "wounded", self.min_wounded)
        )

    def _fits_days(self, found: Profile) -> bool:
        if self.since and found.day < self.since:
            return False
        earliest = (found.date.earliest if found.date else None) or found.day
        return not self.until or (found.day <= self.until + timedelta(WIDEST_DAYS) and earliest <= self.until)

    def _fits_place(self, found: Profile) -> bool:
        told = found.place
        if self.country and (told is None or told.country not in self.country):
            return False
        if not self.place:
            return True
        names = {told.name, told.city, told.admin1} if told else set()
        return all(names & set(spellings) for spellings in self.place_spellings)

    def _fits_kinds(self, found: Profile) -> bool:
        terms = set(found.terms())
        if self.actor and self.modality:
            by = {(f"actor.{self.modality}", self.actor)}
        elif self.actor:
            by = {("actor", self.actor)}
        else:
            by = {("modality", self.modality)} if self.modality else set()
        wanted = [by, *({(term, v) for v in values} for term, values in self.terms())]
        return all(not one or one & terms for one in wanted)

    def terms(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the terms, of which an incident has several, with the values asked for."""
        person = (asked_name(self.person),) if self.person else ()
        return [("type", self.type), ("weapon", self.weapon), ("target", self.target), ("person", person)]


def _reaches(found: Profile, name: str, least: int | None) -> bool:
    if least is None:
        return True
    chosen = found.best.get(name)
    return chosen is not None and chosen.low is not None and chosen.low >= least
