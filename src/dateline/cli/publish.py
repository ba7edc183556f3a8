"""``dateline publish``: write what the ledger knows in the forms its readers already use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import ALL, NOW, CodebookOption, Fitting, Moment
from dateline.cli.code import checked_codebook
from dateline.cli.incidents import Rule, checked_rule
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.options import with_options
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, author_of

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.ledger.filters import AsOf, Filters
    from dateline.publish.care import Care
    from dateline.publish.crosswalk import Overlay
    from dateline.publish.publish import Watch
    from dateline.publish.published import Asked

SHORT = "Write what the ledger knows in the formats that others read."
WithNames = Annotated[
    bool, typer.Option("--with-names", help="Tell the names of private persons, which are else blacked out.")
]
WithAddresses = Annotated[
    bool, typer.Option("--with-addresses", help="Tell exact addresses, which are else left out.")
]
RoundCoordinates = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, max=6, help="Round coordinates to N decimals; 1 is about 10 km, 2 about 1 km."),
]
QuoteLimit = Annotated[
    int | None, typer.Option(metavar="N", min=0, help="Cut quotes at N characters; 280 unless told, 0: do not cut.")
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Publish only these; all but withdrawn unless told."),
]


@dataclass(frozen=True, slots=True)
class Told:
    """How much is told: the options of care that exports and releases have."""

    status: StatusOption = None
    with_names: WithNames = False
    with_addresses: WithAddresses = False
    round_coordinates: RoundCoordinates = None
    quote_limit: QuoteLimit = None

    def care(self, *, whole: bool = False) -> Care:
        """Return the care asked for; refuse statuses that are none."""
        from dateline.publish.care import Care, care_scheme
        from dateline.publish.status import SHOWN_BY_DEFAULT, Status

        if whole:
            if self.status or self.round_coordinates is not None or self.quote_limit is not None:
                raise Refused("--whole: a whole copy leaves nothing out; give no --status or --quote-limit")
            return Care.none()
        if unknown := [one for one in self.status or () if one not in set(Status)]:
            raise Refused(f"--status: {unknown[0]!r} is none; there are {', '.join(Status)}")
        statuses = frozenset(map(Status, self.status)) if self.status else SHOWN_BY_DEFAULT
        limit = care_scheme().quote_characters if self.quote_limit is None else self.quote_limit or None
        return Care(self.with_names, self.with_addresses, self.round_coordinates, limit, statuses)


CAREFUL = Told()
Title = Annotated[str, typer.Option(metavar="WORDS", help="What the export is called in files that have a title.")]
Bom = Annotated[bool, typer.Option("--bom", help="Begin CSV files with the mark by which Excel knows UTF-8.")]
Hxl = Annotated[bool, typer.Option("--hxl", help="Put a row of HXL tags under the head of our own tables.")]

CrosswalkOption = Annotated[
    Path | None,
    typer.Option("--crosswalk", metavar="FILE", help="Your own codes of GTD, ACLED, ... laid over ours (YAML)."),
]


@with_options
def publish(
    formats: Annotated[list[str], typer.Argument(metavar="FORMAT...", help="Formats, or all.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into.")],
    ledger: LedgerPlace = None,
    fitting: Fitting = ALL,
    moment: Moment = NOW,
    rule: Rule = "latest",
    told: Told = CAREFUL,
    title: Title = "Incidents",
    bom: Bom = False,
    hxl: Hxl = False,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="A copy of the whole ledger for another one, texts and names with it."),
    ] = False,
    by: By = None,
    crosswalk: CrosswalkOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Write the formats into a folder, with a report of what each cannot hold; the ledger keeps a log of it.

    Formats: csv, jsonl, parquet, geojson, xlsx, gtd, acled, ucdp-ged, plover, ftm, prov, site; all is all of them.
    Files appear when all are whole, or not at all.
    """
    from dateline.publish.publish import Form
    from dateline.publish.publish import publish as write

    scheme = checked_codebook(codebook)
    wanted = fitting.filters(scheme)
    care = told.care(whole=whole)
    asked = asked_for(wanted, moment.as_of(), checked_rule(rule), care)
    author = author_of(by)
    with opened_ledger(ledger, scheme=scheme) as open_ledger, refusing(out), watching(open_ledger, asked) as watch:
        form = Form(title, bom, hxl, whole, own_crosswalks(crosswalk))
        made = write(open_ledger, named_formats(formats), out, asked, form, author=author, watch=watch)
    typer.echo(f"published {made.incidents:,} incidents as {', '.join(made.formats)} in {out}")
    for held, number in sorted(made.held_back.items()):
        typer.echo(f"held back {number:,}: {held.value}")


def own_crosswalks(path: Path | None) -> Overlay | None:
    """Return a team's own crosswalks; refuse a file that is none."""
    from dateline.publish.crosswalk import CrosswalkError, read_overlay

    try:
        return read_overlay(path) if path else None
    except CrosswalkError as error:
        raise Refused(f"--crosswalk: {error}") from error


def named_formats(given: list[str]) -> list[str]:
    """Return the formats, each once; ``all`` is all of them."""
    from dateline.publish.formats import FORMATS

    return list(FORMATS) if "all" in given else list(dict.fromkeys(given))


def asked_for(wanted: Filters, moment: AsOf, rule: str, care: Care) -> Asked:
    """Return the request."""
    from dateline.publish.published import Asked

    return Asked(wanted, moment, rule, care)


@contextmanager
def refusing(out: Path) -> Iterator[None]:
    """Refuse in one line what cannot be written, and formats that are none or lack a library."""
    from dateline.publish.writing import MissingLibraryError

    try:
        yield
    except (ValueError, MissingLibraryError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Refused(f"{out}: it cannot be written: {why}; name a folder where you may write") from error


@contextmanager
def watching(ledger: Ledger, asked: Asked) -> Iterator[Watch | None]:
    """Give what draws a bar on a terminal while incidents are read; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with ledger.reader() as reader:
        total = reader.count(asked.filters, as_of=asked.as_of)
    columns = (TextColumn("publishing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("publishing", total=total)
        yield lambda number: progress.advance(task, number)
