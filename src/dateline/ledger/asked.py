"""What a reader asks for in words - filters, moments - checked before any work: commands and pages take the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from dateline.codebook import Codebook
from dateline.codebook.words import country_code
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.search import phrases
from dateline.model import Modality

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")


class AskedError(ValueError):
    """Something asked for that cannot be: ``name`` is the filter, the message the cause and the next step."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def moments_asked(published: str | None, recorded: str | None) -> AsOf:
    """Return the moment as of which is asked; raises AskedError for what is no day or time."""
    return AsOf.of(_moment("as_of", published), _moment("as_of_recorded", recorded))


def _moment(option: str, words: str | None) -> date | datetime | None:
    if words is None:
        return None
    hint = "write one like 2017-06-07 or 2017-06-07T12:00"
    if not _MOMENT.fullmatch(words):
        raise AskedError(option, f"{words!r} is no day or time; {hint}")
    try:
        return datetime.fromisoformat(words) if len(words) > len("2017-06-07") else date.fromisoformat(words)
    except ValueError as error:
        raise AskedError(option, f"{words!r} is no day or time ({error}); {hint}") from error


def _day(option: str, words: str | None) -> date | None:
    found = _moment(option, words)
    if isinstance(found, datetime):
        raise AskedError(option, f"{words!r} is a time; acts are known by the day, write one like 2017-06-07")
    return found


def filters_asked(
    book: Codebook,
    *,
    since: str | None = None,
    until: str | None = None,
    country: Iterable[str] = (),
    place: str | None = None,
    actor: str | None = None,
    modality: str | None = None,
    type: Iterable[str] = (),  # noqa: A002 - the option's name
    weapon: Iterable[str] = (),
    target: Iterable[str] = (),
    min_killed: int | None = None,
    min_wounded: int | None = None,
    text: str | None = None,
    person: str | None = None,
) -> Filters:
    """Return the filters asked for.

    Raises AskedError for codes that the codebook does not have, for days that are none, and the like.
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise AskedError("since", f"{since} is after until {until}; change the two")
    if text is not None and not phrases(text):
        raise AskedError("text", f"{text!r} holds no word to search for")
    if person is not None and not any(c.isalnum() for c in person):
        raise AskedError("person", f"{person!r} is no name")
    if modality is not None and modality not in set(Modality):
        raise AskedError("modality", f"{modality!r} is none; there are {', '.join(Modality)}")
    return Filters(
        first,
        last,
        tuple(map(_country, country)),
        place,
        _actor(book, actor),
        modality,
        _codes("type", type, [entry.id for entry in book.types]),
        _codes("weapon", weapon, [entry.id for entry in book.weapons]),
        _codes("target", target, [entry.id for entry in book.targets]),
        min_killed,
        min_wounded,
        text,
        person,
    )


def _codes(option: str, given: Iterable[str], known: list[str]) -> tuple[str, ...]:
    for code in given:
        if code not in known:
            raise AskedError(option, f"{code!r} is not in the codebook; it has {', '.join(sorted(known))}")
    return tuple(given)


def _country(words: str) -> str:
    code = country_code(words)
    if code is None:
        raise AskedError("country", f"{words!r} is no country; write its ISO code (IR) or its English name")
    return code


def _actor(book: Codebook, words: str | None) -> str | None:
    """Return the id of the actor that an id, a name or an alias names."""
    if words is None:
        return None
    wanted = words.casefold()
    entries = book.actors.entries
    found = {entry.id for entry in entries if entry.id == wanted} or {
        entry.id for entry in entries if wanted in {n.casefold() for n in (entry.name, *entry.aliases)}
    }
    found = found or {entry.id for entry in entries if wanted in {n.casefold() for n in entry.ambiguous}}
    if len(found) == 1:
        return found.pop()
    if found:
        raise AskedError("actor", f"{words!r} may be {', '.join(sorted(found))}; write the id")
    if any(wanted.endswith(f"-{force.suffix}") for force in book.actors.forces):
        return wanted  # a state's force, whose id is made of the country's
    near = sorted(e.id for e in entries if wanted in e.id or wanted in e.name.casefold())[:8]
    hint = f"; near it are {', '.join(near)}" if near else "; `dateline codebook show actors` lists them"
    raise AskedError("actor", f"{words!r} is not in the codebook{hint}")
