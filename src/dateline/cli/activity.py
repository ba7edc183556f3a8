"""``dateline activity``: who decided what, when and why."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dateline.cli.asked import CodebookOption, Form, FormOption
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

SHORT = "List who decided what, when and why."
_COLUMNS = (
    "id", "recorded", "author", "is_human", "kind", "subject", "other", "property", "of", "read", "value", "telling",
    "reason", "reverses", "batch", "holds", "report", "incident",
)  # fmt: skip


def activity(
    author: Annotated[str | None, typer.Option(metavar="NAME", help="What this person decided.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Recorded on this day (UTC) or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Recorded on this day (UTC) or earlier.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Decisions of this kind: accept, correct, reject, same, ...")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="With what rules decided.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 50,
    after: Annotated[
        str | None, typer.Option(metavar="VERDICT", help="Go on behind this one, the last of the page before.")
    ] = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List every decision on record, the latest first: who, when, what, why, on which report and incident.

    What was undone is listed too, and so is the undoing.
    """
    from dateline.cli.output import Output
    from dateline.cli.render.listing import write_csv
    from dateline.cli.render.page import Page
    from dateline.cli.render.second import activity_table
    from dateline.codebook.words import Words
    from dateline.ledger.asked import AskedError
    from dateline.ledger.lookup import UnknownIdError
    from dateline.review.activity import activity as found_activity
    from dateline.review.activity import asked_of

    scheme = checked_codebook(codebook)
    with opened_ledger(ledger, scheme=scheme) as opened, opened.reading() as connection:
        try:
            asked = asked_of(author=author, since=since, until=until, kind=kind, with_rules=rules)
            found = found_activity(connection, asked, limit=limit, after=after)
        except AskedError as error:
            raise Refused(f"--{error.name}: {error}") from error
        except UnknownIdError as error:
            raise Refused(str(error)) from error
    rows = [entry.to_json() for entry in found]
    if form is Form.JSON:
        typer.echo(json.dumps({"activity": rows}, ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        write_csv(Output(None), _COLUMNS, rows)
    else:
        activity_table(Page(Output(None)), found, Words(scheme))
