"""What is left out of what is published: names of private persons, addresses, long quotes, fine coordinates.

All of it is done once, on values, before any format sees them. Names are blacked out letter for letter, so that a
quote keeps its length and its offsets stay true; a cut quote is a shorter slice from the same start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from urllib.parse import urlsplit, urlunsplit

import yaml

from dateline.codebook import Codebook
from dateline.codebook.entry import Entry
from dateline.ledger.profile import ActorOf
from dateline.ledger.reader import ReportHead
from dateline.model import Evidence, Perpetrator, Place, PlacePrecision, Speaker, Statement, Value, Victim
from dateline.publish.status import SHOWN_BY_DEFAULT, Status

BLACK = "█"
_SHORTEST = 3  # letters of a part of a name that is blacked out by itself: "al", "de" and "bin" are everybody's
_LINKS = frozenset("abu al ben bin bint da de del den der di dos du el ibn la le of st the um van von".split())


class CareScheme(Entry):
    """The file ``care.yaml``."""

    quote_characters: int
    private_speakers: frozenset[str]
    public_kinds: frozenset[str]
    streets: tuple[str, ...]
    homes: tuple[str, ...]

    @cached_property
    def address(self) -> re.Pattern[str]:
        """Finds addresses: a number beside the name of a street, or of a home."""
        street = "|".join(map(re.escape, self.streets))
        home = "|".join(map(re.escape, self.homes))
        name = r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3}"
        number = r"\d{1,5}[A-Za-z]?"
        return re.compile(
            rf"\b(?i:{home})\s+(?i:no\.?\s*)?{number}\b"
            rf"|\b{number},?\s+{name}\s+(?i:{street})\b"
            rf"|\b{name}\s+(?i:{street})\s+(?i:no\.?\s*)?{number}\b"
        )


@cache
def care_scheme() -> CareScheme:
    """Return the rule of care that comes with this package."""
    text = (files("dateline.publish") / "care.yaml").read_text(encoding="utf-8")
    return CareScheme.model_validate(yaml.safe_load(text)["care"])


@dataclass(frozen=True, slots=True)
class Care:
    """How much is told. ``quote_limit`` None leaves quotes whole; ``statuses`` are those published at all."""

    with_names: bool = False
    with_addresses: bool = False
    round_coordinates: int | None = None
    quote_limit: int | None = care_scheme().quote_characters
    statuses: frozenset[Status] = SHOWN_BY_DEFAULT

    @classmethod
    def none(cls) -> Care:
        """Leave nothing out: for copies that go to another ledger, not to the public."""
        return cls(with_names=True, with_addresses=True, quote_limit=None, statuses=frozenset(Status))

    def to_json(self) -> dict[str, object]:
        """Return the choices for a manifest or the log."""
        return {
            "with_names": self.with_names,
            "with_addresses": self.with_addresses,
            "round_coordinates": self.round_coordinates,
            "quote_limit": self.quote_limit,
            "statuses": sorted(self.statuses),
        }


@dataclass(slots=True)
class Withheld:
    """How often something was left out of one incident."""

    names: int = 0
    addresses: int = 0
    quotes_cut: int = 0
    coordinates_rounded: int = 0
    links_cut: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the numbers by kind."""
        return {
            "names": self.names,
            "addresses": self.addresses,
            "quotes_cut": self.quotes_cut,
            "coordinates_rounded": self.coordinates_rounded,
            "links_cut": self.links_cut,
        }


def private_names(values: Iterable[Value | Speaker], book: Codebook) -> frozenset[str]:
    """Return the names among values and speakers that are those of private persons."""
    scheme = care_scheme()
    found: set[str | None] = set()
    for value in values:
        match value:
            case Victim(name, _, _, kind) if kind not in scheme.public_kinds:
                found.add(name)
            case Perpetrator(_, name) if _is_person(value, book):
                found.add(name)
            case Speaker(name, kind) if kind in scheme.private_speakers:
                full = (Perpetrator(None, one) for one in _FULL_NAME.findall(name))
                found.update(one.name for one in full if _is_person(one, book))
    return frozenset(name for name in found if name)


# Two words or more with capitals: "Ali Rahimi", but not "witnesses" or "a resident of Herat".
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:(?:al|bin|de|van|von) )?[A-Z][\w'’-]+)+")


def _is_person(value: Perpetrator, book: Codebook) -> bool:
    """Say whether a name that is no actor of the codebook looks like a person's and not like a group's."""
    if value.actor is not None or not value.name:
        return False
    words = [word.strip(".,'’").casefold() for word in value.name.split()]
    looks = book.actors.looks
    of_group = looks.heads | looks.first | looks.others
    return not any(word in of_group or word.rstrip("s") in of_group for word in words) and value.name[0].isupper()


class Discretion:
    """Applies care to the values of one incident. ``names`` are the private names in the reports that tell of it."""

    def __init__(self, care: Care, names: Iterable[str], withheld: Withheld) -> None:
        self._care = care
        self._withheld = withheld
        told = frozenset() if care.with_names else frozenset(names)
        self._names = told
        self._parts = {part for name in told for part in _parts(name)}
        words = sorted(told | self._parts, key=lambda w: (-len(w), w))
        self._name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None

    def text(self, words: str) -> str:
        """Return words with private names and addresses blacked out, letter for letter."""
        if self._name is not None:
            words, number = self._name.subn(_blacked, words)
            self._withheld.names += number
        if not self._care.with_addresses and _DIGIT.search(words):  # every address has one; few words do
            words, number = care_scheme().address.subn(_blacked, words)
            self._withheld.addresses += number
        return words

    def statement(self, statement: Statement) -> Statement:
        """Return a statement as it may be shown: its value, its quote, its speakers."""
        evidence, value = statement.evidence, self.value(statement.value)
        shown = _shortened(evidence.quote, self._care.quote_limit)
        quote = self.text(shown)
        speakers = tuple([self._speaker(s) for s in statement.speakers])
        if (quote, value, speakers) == (evidence.quote, statement.value, statement.speakers):
            return statement
        self._withheld.quotes_cut += len(shown) != len(evidence.quote)
        cut = Evidence(evidence.report, evidence.start, evidence.start + len(shown), quote)
        return replace(statement, value=value, evidence=cut, speakers=speakers)

    def _speaker(self, speaker: Speaker) -> Speaker:
        name = self.text(speaker.name)
        return speaker if name == speaker.name else Speaker(name, speaker.kind)

    def value(self, value: Value) -> Value:
        """Return a value without what is private in it."""
        match value:
            case Victim(name, description):
                kept = None if name in self._names else name
                told = self.text(description) if description else None
                is_as_told = (kept, told) == (name, description)
                return value if is_as_told else replace(value, name=kept, description=told)
            case Perpetrator(None, name) if name in self._names:
                return Perpetrator(None, self.text(name or ""))
            case Place():
                return self.place(value)
        return value

    def place(self, place: Place) -> Place:
        """Return a place without a private address, its coordinates no finer than asked for."""
        name, precision = self.text(place.name), place.precision
        if name != place.name:  # the town is told, and the dot stands for it
            name = place.city or place.admin1 or place.country or name
            precision = PlacePrecision.CITY if place.city else PlacePrecision.ADMIN1
        digits = self._care.round_coordinates
        lat, lon = place.lat, place.lon
        if digits is not None and lat is not None and lon is not None:
            lat, lon = round(lat, digits), round(lon, digits)
            self._withheld.coordinates_rounded += (lat, lon) != (place.lat, place.lon)
        if (name, precision, lat, lon) == (place.name, place.precision, place.lat, place.lon):
            return place
        return replace(place, name=name, precision=precision, lat=lat, lon=lon)

    def actor(self, who: ActorOf) -> ActorOf:
        """Return who is said to have done it, a private person without the name."""
        is_private = who.actor is None and who.name in self._names
        return replace(who, name=self.text(who.name or "")) if is_private else who

    def report(self, head: ReportHead) -> ReportHead:
        """Return a report's head; where the address of the page holds a private name, only its site is told."""
        title, url = self.text(head.title) if head.title else head.title, self.link(head.url)
        return head if (title, url) == (head.title, head.url) else replace(head, title=title, url=url)

    def link(self, url: str | None) -> str | None:
        """Return where a report is; the site alone where the path holds a private name."""
        if not url:
            return url
        site = urlsplit(url)
        path = site.path.casefold() + site.query.casefold()
        if not any(len(part) > _SHORTEST and part.casefold() in path for part in self._parts):
            return url
        self._withheld.links_cut += 1
        return urlunsplit((site.scheme, site.netloc, "/", "", ""))


_DIGIT = re.compile(r"\d")


def _parts(name: str) -> Iterable[str]:
    """Yield the words of a name by which reports call its bearer afterwards."""
    for word in re.findall(r"[^\W\d_][\w'’-]*", name):
        if len(word) >= _SHORTEST and word[0].isupper() and word.casefold() not in _LINKS:
            yield word


def _blacked(found: re.Match[str]) -> str:
    return re.sub(r"\S", BLACK, found.group())


def _shortened(quote: str, limit: int | None) -> str:
    """Return the beginning of a quote, to the end of a word, where it is longer than the limit."""
    if limit is None or len(quote) <= limit:
        return quote
    end = quote.rfind(" ", 0, limit + 1)
    return quote[: end if end > 0 else limit]
