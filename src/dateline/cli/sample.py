"""``dateline sample`` and ``dateline agreement``: reports coded twice, and how far the two coders agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import (
    Actor,
    CodebookOption,
    Country,
    Form,
    FormOption,
    MinKilled,
    Modality,
    PlaceName,
    Since,
    Target,
    Text,
    Type,
    Until,
    Weapon,
    filters,
)
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, author_of

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.review.agreement import Agreement
    from dateline.review.second_desk import SampleProgress, SecondDesk

AGREEMENT_SHORT = "Say how far two coders agree, field by field."
app = typer.Typer(name="sample", help="Draw reports to be coded a second time, unseen.", no_args_is_help=True)
_COLUMNS = (
    "id", "recorded", "author", "share", "seed", "asked", "from_scratch", "population", "reports", "begun", "done",
    "twice", "open_units", "note",
)  # fmt: skip
_FIELDS = (
    "field", "measure", "units", "same", "one_only", "agreement", "alpha", "alpha_low", "alpha_high", "alpha_units",
)  # fmt: skip


@app.command("new", short_help="Draw a sample of reports for second coding.")
def new(
    share: Annotated[str, typer.Option(metavar="SHARE", help="How many of them: 10%, or 0.1.")],
    seed: Annotated[str, typer.Option(metavar="WORDS", help="Any words; the same draw the same reports again.")],
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: PlaceName = None,
    actor: Actor = None,
    modality: Modality = None,
    type: Type = None,  # noqa: A002 - the option's name
    weapon: Weapon = None,
    target: Target = None,
    min_killed: MinKilled = None,
    text: Text = None,
    done: Annotated[bool, typer.Option("--done", help="Only of reports that somebody saw to their end.")] = False,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="The second coder does not see what was read, only the text.")
    ] = False,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="What the sample is for.")] = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Draw a share of the reports that tell of incidents which fit, to be coded a second time by somebody else.

    Which ones is a function of the reports and the seed. The same sample drawn again is the one on record.
    """
    from dateline.review.second_desk import read_share

    scheme = checked_codebook(codebook)
    wanted = filters(
        scheme, since=since, until=until, country=country, place=place, actor=actor, modality=modality, type=type,
        weapon=weapon, target=target, min_killed=min_killed, text=text,
    )  # fmt: skip
    given = {
        "since": since, "until": until, "country": country, "place": place, "actor": actor, "modality": modality,
        "type": type, "weapon": weapon, "target": target, "min_killed": min_killed, "text": text,
    }  # fmt: skip
    asked = {name: value for name, value in given.items() if value}
    with _second_desk(ledger, author_of(by), codebook) as desk:
        try:
            made = desk.draw(
                read_share(share), seed, wanted, asked, only_done=done, from_scratch=from_scratch, note=note
            )
        except ValueError as error:
            raise Refused(f"sample new: {error}") from error
        if form is Form.TABLE:
            typer.echo(f"sample {made.id}: {len(made.reports):,} of {made.population:,} reports, seed {made.seed!r}")
        else:
            _write([desk.sample(made.id)], form)


@app.command("list", short_help="List the samples and how far they are.")
def list_samples(ledger: LedgerPlace = None, form: FormOption = Form.TABLE) -> None:
    """List the samples, the latest first: how many reports were coded again, by both, and what is to be settled."""
    with _second_desk(ledger, "", None) as desk:
        _write(desk.samples(shown=0), form)


def agreement(
    sample: Annotated[
        str | None, typer.Option(metavar="ID", help="Of one sample: its id, or its beginning; else of all.")
    ] = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say how far the two coders of reports agree, field by field: Krippendorff's alpha and the share coded alike."""
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv

    with _second_desk(ledger, "", codebook) as desk:
        found = desk.agreement(sample)
    if form is Form.JSON:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        write_csv(Output(None), _FIELDS, (field.to_json() for field in found.fields))
    else:
        _write_agreement(found)


def _write_agreement(found: Agreement) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render.page import Page
    from dateline.cli.render.second import agreement_table

    agreement_table(Page(Output(None)), found)


def _write(samples: list[SampleProgress], form: Form) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv
    from dateline.cli.render.page import Page
    from dateline.cli.render.second import samples_table

    rows = [one.to_json() for one in samples]
    if form is Form.JSON:
        typer.echo(json.dumps({"samples": rows}, ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        write_csv(
            Output(None), _COLUMNS, ({**row, "reports": one.size} for row, one in zip(rows, samples, strict=True))
        )
    else:
        samples_table(Page(Output(None)), samples)


@contextmanager
def _second_desk(place: str | None, author: str, codebook: Path | None) -> Iterator[SecondDesk]:
    from dateline.ledger.lookup import UnknownIdError
    from dateline.review.desk import Desk

    with opened_ledger(place, scheme=checked_codebook(codebook)) as ledger:
        try:
            yield Desk(ledger, author).second
        except UnknownIdError as error:
            raise Refused(str(error)) from error
