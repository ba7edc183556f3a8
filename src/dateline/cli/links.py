"""``dateline why`` and ``candidates``: why two incidents are one or two, and which pairs are worth a look."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dateline.cli.asked import Form, FormOption
from dateline.cli.opened import LedgerPlace, opened_ledger

SHORT = {
    "why": "Say why two incidents are one, or are not.",
    "candidates": "List the pairs of incidents that are nearest to being one, or two.",
}
First = Annotated[str, typer.Argument(metavar="ID", help="An incident or mention, or the beginning of its id.")]
Second = Annotated[str, typer.Argument(metavar="OTHER", help="The other one.")]


def why(
    first: First,
    second: Second,
    ledger: LedgerPlace = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say what speaks for and against two incidents being the same act, each with its weight.

    Weights are log odds: at 0 it is as likely as not, 3 is twenty to one. Of incidents with several mentions the
    two are shown that fit best. What was judged by a person stands before all weights: `same`, `different`, `unsure`.
    """
    from dateline.cli.output import Output
    from dateline.cli.render import links, listing
    from dateline.cli.render.page import Page

    with opened_ledger(ledger) as open_ledger, open_ledger.reader() as reader:
        found = reader.why(first, second)
        target = Output(None)
        if form is Form.JSON:
            target.write(json.dumps(found.to_json(), ensure_ascii=False) + "\n")
        elif form is Form.CSV:
            listing.write_csv(target, links.GROUND_COLUMNS, (ground.to_json() for ground in found.grounds))
        else:
            links.why_page(Page(target), found)


def candidates(
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="So many pairs.")] = 20,
    ledger: LedgerPlace = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List the pairs whose weight is nearest to the threshold of linking and that nobody has judged, nearest first.

    Look at one with `dateline why`, decide with `same`, `different` or `unsure`; `undo` takes it back.
    """
    from dateline.cli.output import Output
    from dateline.cli.render import links, listing
    from dateline.cli.render.page import Page

    with opened_ledger(ledger) as open_ledger, open_ledger.reader() as reader:
        found = reader.candidates(limit=limit)
        target = Output(None)
        if form is Form.JSON:
            listing.write_json(target, {}, "candidates", (one.to_json() for one in found))
        elif form is Form.CSV:
            listing.write_csv(target, links.CANDIDATE_COLUMNS, (one.to_json() for one in found))
        else:
            links.candidate_table(Page(target), found, reader)


COMMANDS = (why, candidates)
"""The functions behind the commands, each named as its command."""
