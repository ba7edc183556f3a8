"""``dateline release``: numbered publications that never change and can be checked without us."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import ALL, NOW, CodebookOption, Fitting, Form, FormOption, Moment
from dateline.cli.code import checked_codebook
from dateline.cli.incidents import Rule, checked_rule
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.options import with_options
from dateline.cli.publish import (
    CAREFUL,
    Bom,
    CrosswalkOption,
    Hxl,
    Title,
    Told,
    asked_for,
    named_formats,
    own_crosswalks,
    refusing,
    watching,
)
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, author_of

if TYPE_CHECKING:
    from dateline.ledger.exports import Release
    from dateline.publish.contents import Difference

FAULTY = 1
SHELF = Path("releases")
app = typer.Typer(name="release", help="Make, list, compare and check releases.", no_args_is_help=True)
Shelf = Annotated[Path, typer.Option("--shelf", metavar="DIR", help="The folder that holds the releases.")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a release.")]


@app.command("new", short_help="Make the next release.")
@with_options
def new(
    formats: Annotated[
        list[str] | None, typer.Argument(metavar="[FORMAT]...", help="Formats beside jsonl; csv unless told.")
    ] = None,
    shelf: Shelf = SHELF,
    ledger: LedgerPlace = None,
    fitting: Fitting = ALL,
    moment: Moment = NOW,
    rule: Rule = "latest",
    told: Told = CAREFUL,
    title: Title = "Incidents",
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="What is to be said of this release.")] = None,
    bom: Bom = False,
    hxl: Hxl = False,
    by: By = None,
    crosswalk: CrosswalkOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Write a numbered folder: the formats, manifest, method, hashes, and the difference to the release before."""
    from dateline.publish.publish import Form as FileForm
    from dateline.publish.release import new_release

    scheme = checked_codebook(codebook)
    wanted, care = fitting.filters(scheme), told.care()
    asked = asked_for(wanted, moment.as_of(), checked_rule(rule), care)
    author, named = author_of(by), named_formats(formats or ["csv"])
    with opened_ledger(ledger, scheme=scheme) as opened, refusing(shelf), watching(opened, asked) as watch:
        form = FileForm(title, bom, hxl, crosswalks=own_crosswalks(crosswalk))
        made = new_release(opened, named, shelf, asked, form, author=author, note=note, watch=watch)
    typer.echo(f"release {made.number} in {made.folder}")


@app.command("list", short_help="List the releases of a ledger.")
def list_releases(ledger: LedgerPlace = None, shelf: Shelf = SHELF, form: FormOption = Form.TABLE) -> None:
    """List the releases that the ledger has on record, with what became of their folders."""
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv
    from dateline.ledger.exports import recorded_releases
    from dateline.publish.release import folder_name

    with opened_ledger(ledger) as opened, opened.reading() as connection:
        rows = [_row(one, shelf / folder_name(one.number)) for one in recorded_releases(connection)]
    if form is Form.JSON:
        typer.echo(json.dumps({"releases": rows}, ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        write_csv(Output(None), tuple(_COLUMNS), rows)
    else:
        for row in rows:
            where = row["folder"] or f"not below {shelf}"
            told = (row["number"], str(row["made"])[:10], f"{row['incidents']:,} incidents", where, row["note"] or "")
            typer.echo("  ".join(map(str, told)).rstrip())
        typer.echo(f"{len(rows)} release{'' if len(rows) == 1 else 's'}")


_COLUMNS = ("number", "made", "incidents", "formats", "folder", "note")


def _row(one: Release, folder: Path) -> dict[str, object]:
    counts, formats = one.manifest["counts"], one.manifest["formats"]
    assert isinstance(counts, dict)
    assert isinstance(formats, dict)
    cells = (
        one.number,
        one.manifest["made"],
        counts["incidents"],
        " ".join(formats),
        str(folder) if folder.is_dir() else None,
        one.note,
    )
    return dict(zip(_COLUMNS, cells, strict=True))


@app.command("diff", short_help="Show how two releases differ.")
def diff(
    before: Folder,
    after: Annotated[Path, typer.Argument(metavar="FOLDER", help="A later one.")],
    form: FormOption = Form.TABLE,
) -> None:
    """Show which incidents were added, removed or changed, and each value before and after."""
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv
    from dateline.publish.contents import differences, lines_of
    from dateline.publish.tables import compact

    target = Output(None)
    try:
        found = differences(iter(lines_of(before)), iter(lines_of(after)))
        if form is Form.JSON:
            for one in found:
                target.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
        elif form is Form.CSV:
            write_csv(target, ("incident", "kind", "property", "before", "after"), _cells(found))
        else:
            number = 0
            for number, one in enumerate(found, 1):  # noqa: B007 - counts them
                changed = "; ".join(f"{n}: {compact(old)} → {compact(new)}" for n, (old, new) in one.changed.items())
                target.write(f"{one.kind:8} {one.incident}  {changed}".rstrip() + "\n")
            target.write(f"{number} incident{' differs' if number == 1 else 's differ'}\n")
    except (OSError, ValueError) as error:
        hint = "name the folders of two releases"
        raise Refused(f"{before} and {after} cannot be compared: {error}; {hint}") from error


def _cells(found: Iterable[Difference]) -> Iterator[dict[str, object]]:
    """Yield a row a value that differs; one without values for an incident that was added or removed."""
    from dateline.publish.tables import compact

    for one in found:
        for name, (old, new) in (one.changed or {"": (None, None)}).items():
            told = {"before": compact(old), "after": compact(new)} if one.changed else {}
            yield {"incident": one.incident, "kind": one.kind, "property": name, **told}


@app.command("verify", short_help="Check that a release is what was released.")
def verify(
    folder: Folder,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="PATH|URL", help="Hold it against the record of a ledger, too.")
    ] = None,
) -> int:
    """Check every file, hash and incident of a release, with no ledger at hand; exit with status 1 for a fault."""
    from dateline.ledger.exports import recorded_releases
    from dateline.publish.release import MANIFEST
    from dateline.publish.release_check import faults_of

    recorded = None
    try:
        if ledger is not None:
            number = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["release"]
            with opened_ledger(ledger) as opened, opened.reading() as connection:
                recorded = next((one for one in recorded_releases(connection) if one.number == number), None)
            if recorded is None:
                raise Refused(f"--ledger: {ledger} has no record of release {number}")
        faults = list(faults_of(folder, recorded))
    except (OSError, ValueError, KeyError) as error:
        raise Refused(f"{folder}: {error}") from error
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{folder}: {f'{len(faults)} faults' if faults else 'no fault'}")
    return FAULTY if faults else 0
