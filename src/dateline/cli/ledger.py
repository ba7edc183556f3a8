"""``dateline ledger``: make a ledger, check it, count it, print all of it and load it back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

FAULTY = 1
STDIN = "-"

app = typer.Typer(
    name="ledger",
    help="Make a ledger, check it, count it, print all of it and load it back.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How the result is written."""

    TABLE = "table"
    JSON = "json"


_Form = Annotated[Format, typer.Option(help="table for people, json for programs.")]


@app.callback()
def ledger(context: typer.Context) -> None:
    """Make a ledger, check it, count it, print all of it and load it back."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@contextmanager
def _refusing() -> Iterator[None]:
    from dateline.ledger import LedgerError

    try:
        yield
    except LedgerError as error:
        raise Refused(f"--ledger: {error}") from error


@app.command("create", short_help="Make a new, empty ledger.")
def create(ledger: LedgerPlace = None) -> None:
    """Make a new, empty ledger: a file, or the tables in an empty PostgreSQL database."""
    from dateline.ledger import Ledger

    with _refusing(), Ledger.create(ledger) as made:
        typer.echo(f"made ledger {made.name}")


@app.command("migrate", short_help="Bring a ledger of an older version up to date.")
def migrate(ledger: LedgerPlace = None) -> None:
    """Bring a ledger that an older version made to the schema of this one, or leave it as it was."""
    from dateline.ledger.engine import ledger_url, named
    from dateline.ledger.migrate import migrate as bring_up_to_date

    with _refusing():
        url = ledger_url(ledger)
        before, after = bring_up_to_date(url)
    told = f"brought from schema {before} to {after}" if before != after else f"is of schema {after} already"
    typer.echo(f"ledger {named(url)} {told}")


@app.command("verify", short_help="Check every row of a ledger.")
def verify(
    ledger: LedgerPlace = None,
    format: _Form = Format.TABLE,  # noqa: A002 - the option's name
) -> int:
    """Cut every quote again, hash every row again, follow every reference; exit with status 1 if anything is wrong.

    Names each fault: table, id, cause.
    """
    number = 0
    with opened_ledger(ledger) as open_ledger:
        for number, fault in enumerate(open_ledger.verify(), 1):  # noqa: B007 - counts the faults
            told = {"table": fault.table, "id": fault.id, "cause": fault.cause}
            typer.echo(json.dumps(told, ensure_ascii=False) if format is Format.JSON else str(fault))
        if format is Format.TABLE:
            typer.echo(f"ledger {open_ledger.name}: {f'{number} faults' if number else 'no fault'}")
    return FAULTY if number else 0


@app.command("stats", short_help="Count what a ledger holds.")
def stats(
    ledger: LedgerPlace = None,
    format: _Form = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Count what a ledger holds: reports, statements, incidents, text families, days, size."""
    with opened_ledger(ledger) as open_ledger:
        figures = open_ledger.stats().to_json()
        name = open_ledger.name
    if format is Format.JSON:
        typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
        return
    typer.echo(f"ledger {name}")
    for label, figure in figures.items():
        shown = "-" if figure is None else f"{figure:,}" if isinstance(figure, int) else str(figure)
        typer.echo(f"  {label.replace('_', ' '):16} {shown:>16}")


@app.command("dump", short_help="Print the whole ledger as JSON lines, always in the same order.")
def dump(
    ledger: LedgerPlace = None,
    with_times: Annotated[
        bool, typer.Option("--with-times", help="Print when each report and verdict was recorded, too.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file, which appears only when whole."),
    ] = None,
) -> None:
    """Print all that was read and decided, a document of the contract a line, always in the same order."""
    from dateline.cli.output import Output

    with opened_ledger(ledger) as open_ledger:
        target = Output(output)
        try:
            for line in open_ledger.dump(with_times=with_times):
                target.write(line + "\n")
            target.keep()
        finally:
            target.drop()


@app.command("load", short_help="Add what `ledger dump` printed.")
def load(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A dump, or - for standard input.")],
    ledger: LedgerPlace = None,
) -> None:
    """Add what `ledger dump` (or `code --format jsonl`) printed, all of it or nothing; make the ledger if need be."""
    try:
        stream = sys.stdin if file == STDIN else Path(file).open(encoding="utf-8")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Refused(f"{file}: it cannot be read: {error.strerror}; name a file that is there") from error
    with stream, opened_ledger(ledger, is_made=True) as open_ledger:
        try:
            number = open_ledger.load(stream)
        except UnicodeDecodeError as error:
            raise Refused(f"{file}: it is not UTF-8 ({error.reason}); give what `ledger dump` printed") from error
        typer.echo(f"added {number} report{'' if number == 1 else 's'} to {open_ledger.name}")


@app.command("rebuild", short_help="Compute what is derived anew.")
def rebuild(ledger: LedgerPlace = None) -> None:
    """Compute every derived table anew from what was read and decided; nothing that was read or decided changes."""
    with opened_ledger(ledger) as open_ledger:
        open_ledger.rebuild_views()
        typer.echo(f"ledger {open_ledger.name}: all views computed anew")


@app.command("exports", short_help="List what was published: the log of exports.")
def exports(
    ledger: LedgerPlace = None,
    format: _Form = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """List every export, the latest first: when, by whom, which formats and care, how much, the hash of each file."""
    from dateline.ledger.exports import logged_exports

    with opened_ledger(ledger) as open_ledger, open_ledger.reading() as connection:
        found = logged_exports(connection)
    if format is Format.JSON:
        typer.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        what = f"{one.incidents:,} incidents as {', '.join(one.formats)} by {one.author}"
        typer.echo(f"{one.recorded.isoformat(timespec='seconds')}  {what}")
    typer.echo(f"{len(found)} export{'' if len(found) == 1 else 's'}")
