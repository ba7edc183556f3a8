"""``dateline import`` and ``dateline compare``: rows of other databases beside what reports tell."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import (
    AsOfOption,
    CodebookOption,
    Country,
    Form,
    FormOption,
    RecordedOption,
    Since,
    Until,
    as_of,
    filters,
)
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.ledger import Ledger
    from dateline.model import Coding
    from dateline.publish.compare import Comparison

SHORT = {
    "import": "Add a whole copy of a ledger, or rows of UCDP GED or ACLED.",
    "compare": "Hold rows of UCDP GED or ACLED against the incidents.",
}
_AT_ONCE = 500
_OWN = ("jsonl", "csv")
SetAsideOption = Annotated[bool, typer.Option("--strict", help="Exit with status 1 if a row was set aside.")]
Kind = Annotated[
    str | None, typer.Option("--as", metavar="DATABASE", help="ucdp-ged or acled; told by the head of the file else.")
]


def import_(
    kind: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl, csv, ucdp-ged or acled.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="reports.jsonl, the folder `ledger` of a csv copy, or a CSV file.")
    ],
    ledger: LedgerPlace = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the database came out; needed for ucdp-ged, which does not say it."),
    ] = None,
    strict: SetAsideOption = False,
    codebook: CodebookOption = None,
) -> int:
    """Add what a whole copy holds, exactly, or rows of a database as reports whose outlet is that database."""
    scheme = checked_codebook(codebook)
    if kind in _OWN:
        with opened_ledger(ledger, scheme=scheme, is_made=True) as opened, _refusing(file):
            number = _load(opened, kind, file)
            typer.echo(f"added {number} report{'' if number == 1 else 's'} to {opened.name}")
        return 0
    day = _day(published)
    if kind == "ucdp-ged" and day is None:
        raise Refused("--published: UCDP GED does not say when it came out; give the day, so that `--as-of` holds")
    with opened_ledger(ledger, scheme=scheme, is_made=True) as opened, _refusing(file):
        new, aside = _add_rows(opened, kind, file, day, scheme)
        typer.echo(f"added {new} report{'' if new == 1 else 's'} to {opened.name}")
    if aside:
        print(f"dateline: {aside} rows were set aside", file=sys.stderr)  # noqa: T201 - the command's answer
    return 1 if aside and strict else 0


def _load(ledger: Ledger, kind: str, file: Path) -> int:
    from dateline.publish.whole import lines_of

    if kind == "csv":
        return ledger.load(lines_of(file))
    with file.open(encoding="utf-8") as lines:
        return ledger.load(lines)


def _add_rows(ledger: Ledger, kind: str, file: Path, day: date | None, scheme: Codebook) -> tuple[int, int]:
    from dateline.ledger.views import batches
    from dateline.model import SetAside
    from dateline.publish.incoming import rows_of

    new = aside = 0
    writer = ledger.writer()
    for batch in batches(rows_of(file, scheme, kind=kind, published=day), _AT_ONCE):
        told: list[Coding] = []
        for row in batch:
            if isinstance(row, SetAside):
                aside += 1
                print(f"dateline: {row.input}: {row.reason}", file=sys.stderr)  # noqa: T201 - the command's answer
            else:
                told.append(row)
        new += writer.add_all(told)
    return new, aside


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise Refused(f"--published: {words!r} is no day; write one like 2025-06-10") from error


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(f"{file}: it cannot be read: {error.strerror or error}; name a file that is there") from error
    except ValueError as error:
        raise Refused(str(error)) from error


def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file of UCDP GED or ACLED.")],
    ledger: LedgerPlace = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    country: Country = None,
    as_of_day: AsOfOption = None,
    as_of_recorded: RecordedOption = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Link the rows to incidents by the rule that links reports; list what agrees, differs, and what either lacks.

    Nothing of the file is kept.
    """
    from dateline.publish.compare import compare as hold
    from dateline.publish.incoming import rows_of

    scheme = checked_codebook(codebook)
    wanted = filters(scheme, since=since, until=until, country=country)
    moment = as_of(as_of_day, as_of_recorded)
    with opened_ledger(ledger, scheme=scheme) as opened, _refusing(file), opened.reading() as connection:
        rows = rows_of(file, scheme, kind=kind, by_day=True)
        made = hold(connection, scheme, rows, wanted if since or until or country else None, moment)
    _write(made, form)


def _write(made: Comparison, form: Form) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv

    target = Output(None)
    if form is Form.JSON:
        target.write(json.dumps(made.to_json(), ensure_ascii=False, indent=1) + "\n")
    elif form is Form.CSV:
        write_csv(target, ("row", "incident", "weight", "property", "result", "theirs", "ours"), _cells(made))
    else:
        for line in _lines(made):
            target.write(line + "\n")


def _cells(made: Comparison) -> Iterator[dict[str, object]]:
    for match in made.matches:
        head = {"row": match.row, "incident": match.incident, "weight": match.weight}
        if not match.values:
            yield {**head, "result": "only theirs"}
        for value in match.values:
            yield {
                **head,
                "property": value.name,
                "result": value.result,
                "theirs": value.theirs,
                "ours": value.ours,
            }
    for incident in made.lacking:
        yield {"incident": incident, "result": "only ours"}


def _lines(made: Comparison) -> Iterator[str]:
    from dateline.codebook.words import one_line
    from dateline.publish.compare import AGREES

    for match in made.matches:
        if match.incident is None:
            yield f"{one_line(match.row)}: not among ours"
            continue
        yield f"{one_line(match.row)} is {match.incident}"
        for value in match.values:
            sign = "=" if value.result == AGREES else "≠" if value.theirs and value.ours else "-"
            theirs, ours = (one_line(words) or "not told" for words in (value.theirs, value.ours))
            yield f"  {sign} {value.name}: theirs {theirs}; ours {ours}"
    for incident in made.lacking:
        yield f"{incident}: not among theirs"
    linked = sum(match.incident is not None for match in made.matches)
    yield f"{len(made.matches)} rows, {linked} linked; {len(made.lacking)} incidents of ours without a row"
    for name, counts in made.counts().items():
        yield f"  {name}: " + ", ".join(f"{number} {result}" for result, number in counts.items())
    if made.set_aside:
        yield f"{len(made.set_aside)} rows set aside, the first: {made.set_aside[0].reason}"


COMMANDS = (("import", import_), ("compare", compare))
"""The functions behind the commands by name; ``import`` is a word of Python's."""
