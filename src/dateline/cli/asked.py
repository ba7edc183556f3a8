"""What a reader of the ledger asks for on the command line: filters, moments, form - checked before any work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.ledger.filters import AsOf, Filters


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


@dataclass(frozen=True, slots=True)
class Fitting:
    """Which incidents: the options that lists, counts, exports and releases are filtered by."""

    since: Since = None
    until: Until = None
    country: Country = None
    place: PlaceName = None
    actor: Actor = None
    modality: Modality = None
    type: Type = None
    weapon: Weapon = None
    target: Target = None
    min_killed: MinKilled = None
    min_wounded: MinWounded = None
    text: Text = None
    person: Person = None

    def filters(self, book: Codebook) -> Filters:
        """Return the filters asked for; refuse as ``filters`` does."""
        return filters(book, **asdict(self))


@dataclass(frozen=True, slots=True)
class Moment:
    """As of when: by day of publication, and by time of recording."""

    as_of_day: AsOfOption = None
    as_of_recorded: RecordedOption = None

    def as_of(self) -> AsOf:
        """Return the moment as of which is asked; refuse as ``as_of`` does."""
        return as_of(self.as_of_day, self.as_of_recorded)


ALL, NOW = Fitting(), Moment()


@contextmanager
def _refusing() -> Iterator[None]:
    from dateline.ledger.asked import AskedError

    try:
        yield
    except AskedError as error:
        raise Refused(f"--{error.name.replace('_', '-')}: {error}") from error


def as_of(published: str | None, recorded: str | None) -> AsOf:
    """Return the moment as of which is asked; refuse what is no day or time."""
    from dateline.ledger.asked import moments_asked

    with _refusing():
        return moments_asked(published, recorded)


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
    from dateline.ledger.asked import filters_asked

    with _refusing():
        return filters_asked(
            book,
            since=since,
            until=until,
            country=country or (),
            place=place,
            actor=actor,
            modality=modality,
            type=type or (),
            weapon=weapon or (),
            target=target or (),
            min_killed=min_killed,
            min_wounded=min_wounded,
            text=text,
            person=person,
        )
