"""What a reader of the ledger asks for on the command line: filters, moments, form - checked before any work."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.ledger.filters import AsOf, Filters

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormOption = Annotated[Form, typer.Option("--format", help="table for people; json or csv for programs.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="What was known by reports published until then.")
]
RecordedOption = Annotated[
    str | None,
    typer.Option("--as-of-recorded", metavar="DATE", help="What this ledger held then, verdicts too (UTC)."),
]
CodebookOption = Annotated[
    Path | None, typer.Option("--codebook", metavar="FILE", help="A coding scheme that extends or replaces ours.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Happened on this day or later.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Happened on this day or earlier.")]
Country = Annotated[list[str] | None, typer.Option(metavar="CODE", help="In this country (ISO code or name).")]
PlaceName = Annotated[
    str | None,
    typer.Option("--place", metavar="NAME", help='In this place, town or province; "Springfield, Illinois".'),
]
Actor = Annotated[str | None, typer.Option(metavar="ACTOR", help="Said to be by this actor (id or name).")]
Modality = Annotated[
    str | None, typer.Option(metavar="HOW", help="How that is put: claimed, reported, suspected, denied, unclaimed.")
]
Type = Annotated[list[str] | None, typer.Option("--type", metavar="CODE", help="Of this type of act.")]
Weapon = Annotated[list[str] | None, typer.Option(metavar="CODE", help="With this type of weapon.")]
Target = Annotated[list[str] | None, typer.Option(metavar="CODE", help="Against this type of target.")]
MinKilled = Annotated[int | None, typer.Option(metavar="N", min=0, help="At least so many killed.")]
MinWounded = Annotated[int | None, typer.Option(metavar="N", min=0, help="At least so many wounded.")]
Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="With this person harmed, or said to have done it.")
]
Text = Annotated[str | None, typer.Option(metavar="WORDS", help='Told by a report with these words or a "phrase".')]


def as_of(published: str | None, recorded: str | None) -> AsOf:
    """Return the moment as of which is asked; refuse what is no day or time."""
    from dateline.ledger.filters import AsOf

    return AsOf.of(_moment("--as-of", published), _moment("--as-of-recorded", recorded))


def _moment(option: str, words: str | None) -> date | datetime | None:
    if words is None:
        return None
    hint = "write one like 2017-06-07 or 2017-06-07T12:00"
    if not _MOMENT.fullmatch(words):
        raise Refused(f"{option}: {words!r} is no day or time; {hint}")
    try:
        return datetime.fromisoformat(words) if len(words) > len("2017-06-07") else date.fromisoformat(words)
    except ValueError as error:
        raise Refused(f"{option}: {words!r} is no day or time ({error}); {hint}") from error


def _day(option: str, words: str | None) -> date | None:
    found = _moment(option, words)
    if isinstance(found, datetime):
        raise Refused(f"{option}: {words!r} is a time; acts are known by the day, write one like 2017-06-07")
    return found


def filters(
    book: Codebook,
    *,
    since: str | None = None,
    until: str | None = None,
    country: list[str] | None = None,
    place: str | None = None,
    actor: str | None = None,
    modality: str | None = None,
    type: list[str] | None = None,  # noqa: A002 - the option's name
    weapon: list[str] | None = None,
    target: list[str] | None = None,
    min_killed: int | None = None,
    min_wounded: int | None = None,
    text: str | None = None,
    person: str | None = None,
) -> Filters:
    """Return the filters asked for; refuse codes that the codebook does not have, and days that are none."""
    from dateline.ledger.filters import Filters
    from dateline.ledger.search import phrases
    from dateline.model import Modality as Modalities

    first, last = _day("--since", since), _day("--until", until)
    if first and last and first > last:
        raise Refused(f"--since: {since} is after --until {until}; change the two")
    if text is not None and not phrases(text):
        raise Refused(f"--text: {text!r} holds no word to search for")
    if person is not None and not any(c.isalnum() for c in person):
        raise Refused(f"--person: {person!r} is no name")
    if modality is not None and modality not in set(Modalities):
        raise Refused(f"--modality: {modality!r} is none; there are {', '.join(Modalities)}")
    return Filters(
        first,
        last,
        tuple(map(_country, country or ())),
        place,
        _actor(book, actor),
        modality,
        _codes("--type", type, [entry.id for entry in book.types]),
        _codes("--weapon", weapon, [entry.id for entry in book.weapons]),
        _codes("--target", target, [entry.id for entry in book.targets]),
        min_killed,
        min_wounded,
        text,
        person,
    )


def _codes(option: str, given: list[str] | None, known: list[str]) -> tuple[str, ...]:
    for code in given or ():
        if code not in known:
            raise Refused(f"{option}: {code!r} is not in the codebook; it has {', '.join(sorted(known))}")
    return tuple(given or ())


def _country(words: str) -> str:
    from dateline.codebook.words import country_code

    code = country_code(words)
    if code is None:
        raise Refused(f"--country: {words!r} is no country; write its ISO code (IR) or its English name")
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
        raise Refused(f"--actor: {words!r} may be {', '.join(sorted(found))}; write the id")
    if any(wanted.endswith(f"-{force.suffix}") for force in book.actors.forces):
        return wanted  # a state's force, whose id is made of the country's
    near = sorted(e.id for e in entries if wanted in e.id or wanted in e.name.casefold())[:8]
    hint = f"; near it are {', '.join(near)}" if near else "; `dateline codebook show actors` lists them"
    raise Refused(f"--actor: {words!r} is not in the codebook{hint}")
