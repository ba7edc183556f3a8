"""``dateline incidents``, ``show``, ``history``, ``count``, ``check``: ask the ledger, now or as of a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import ALL, NOW, CodebookOption, Fitting, Form, FormOption, Moment
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.options import with_options
from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.ledger.answers import Count
    from dateline.ledger.filters import AsOf, Filters
    from dateline.ledger.listed import Listed
    from dateline.ledger.reader import Reader

SHORT = {
    "incidents": "List incidents: filtered, sorted, now or as of a day.",
    "show": "Show one incident with every statement and its source.",
    "history": "Show how each value of an incident changed from day to day.",
    "count": "Count incidents, or people killed or wounded by a rule.",
    "check": "Hold every tally that reports give against the incidents.",
}
PAGE_ROWS = 50
Rule = Annotated[
    str,
    typer.Option(
        metavar="RULE",
        help="latest, latest-official, lowest, highest, majority, range, gtd, acled or ucdp.",
    ),
]
IncidentId = Annotated[str, typer.Argument(metavar="ID", help="An incident or group, or the beginning of its id.")]


@contextmanager
def reading(place: str | None, scheme: Codebook) -> Iterator[Reader]:
    """Open the ledger for one question; unknown ids and rules are refused in one line."""
    from dateline.ledger.lookup import UnknownIdError
    from dateline.ledger.reader import Reader

    with opened_ledger(place, scheme=scheme) as ledger, ledger.reading() as connection:
        try:
            yield Reader(connection, scheme)
        except UnknownIdError as error:
            raise Refused(str(error)) from error


@with_options
def incidents(
    ledger: LedgerPlace = None,
    fitting: Fitting = ALL,
    groups: Annotated[bool, typer.Option("--groups", help="List coordinated attacks instead of incidents.")] = False,
    sort: Annotated[str, typer.Option(metavar="BY", help="day, killed, wounded or published.")] = "day",
    ascending: Annotated[bool, typer.Option("--ascending", help="The earliest or least first.")] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="At most so many; 50 in a table, else all.")
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="ID", help="Go on behind this incident: the last one of the page before.")
    ] = None,
    moment: Moment = NOW,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List the incidents that fit all filters, the latest first; where one is given twice, either will do.

    Counts are by the rule latest. A row's date has a day in common with --since and --until.
    """
    from dateline.ledger.filters import SORTS
    from dateline.ledger.order import Order

    scheme = checked_codebook(codebook)
    wanted = fitting.filters(scheme)
    known = moment.as_of()
    if sort not in SORTS:
        raise Refused(f"--sort: {sort!r} is none; there are {', '.join(SORTS)}")
    most = limit or (PAGE_ROWS if form is Form.TABLE else None)
    with reading(ledger, scheme) as reader:
        found = reader.incidents(
            wanted,
            as_of=known,
            order=Order(sort, not ascending),
            limit=most,
            after=after,
            kind="group" if groups else "incident",
        )
        _write_incidents(found, form, scheme, known, most)


def _write_incidents(found: Iterator[Listed], form: Form, scheme: Codebook, moment: AsOf, most: int | None) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.cli.render.page import Page
    from dateline.codebook.words import Words, counted

    target = Output(None)
    if form is Form.JSON:
        listing.write_json(target, _moment_json(moment), "incidents", (one.to_json() for one in found))
    elif form is Form.CSV:
        listing.write_csv(target, listing.INCIDENT_COLUMNS, map(listing.csv_row, found))
    else:
        number, last = listing.incident_table(Page(target), found, Words(scheme))
        more = f"; for more: --after {last}" if number and number == most else ""
        target.write(f"{counted(number, 'incident')}{more}\n")


def _moment_json(moment: AsOf) -> dict[str, object]:
    return {
        "as_of": moment.published.isoformat() if moment.published else None,
        "as_of_recorded": moment.recorded.isoformat() if moment.recorded else None,
    }


@with_options
def show(
    id: IncidentId,  # noqa: A002 - the argument's name
    ledger: LedgerPlace = None,
    rule: Rule = "latest",
    moment: Moment = NOW,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Show one incident or group: its values, every statement with quote, speaker, outlet and day, its verdicts.

    Statements that cannot all be true are marked with a sign of inequality.
    """
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.cli.render.page import Page
    from dateline.cli.render.shown import write_shown
    from dateline.codebook.words import Words

    scheme = checked_codebook(codebook)
    known = moment.as_of()
    with reading(ledger, scheme) as reader:
        shown = reader.show(id, rule=checked_rule(rule), as_of=known)
        target = Output(None)
        if form is Form.JSON:
            target.write(json.dumps({**_moment_json(known), **shown.to_json()}, ensure_ascii=False, indent=1) + "\n")
        elif form is Form.CSV:
            listing.write_csv(target, listing.STATEMENT_COLUMNS, listing.statement_rows(shown))
        else:
            write_shown(Page(target), shown, Words(scheme))


@with_options
def history(
    id: IncidentId,  # noqa: A002 - the argument's name
    ledger: LedgerPlace = None,
    rule: Rule = "latest",
    moment: Moment = NOW,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Show how each value of an incident changed from day to day, as its reports were published."""
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.cli.render.page import Page
    from dateline.codebook.words import Words

    scheme = checked_codebook(codebook)
    known = moment.as_of()
    with reading(ledger, scheme) as reader:
        changes = reader.history(id, rule=checked_rule(rule), as_of=known)
        target = Output(None)
        if form is Form.JSON:
            head = {**_moment_json(known), "rule": rule}
            listing.write_json(target, head, "changes", (change.to_json() for change in changes))
        elif form is Form.CSV:
            listing.write_csv(target, listing.CHANGE_COLUMNS, map(listing.change_row, changes))
        else:
            listing.change_table(Page(target), changes, Words(scheme))


@with_options
def count(
    what: Annotated[
        str, typer.Argument(metavar="[WHAT]", help="incidents, or killed, wounded, missing, arrested, hostages, ...")
    ] = "incidents",
    ledger: LedgerPlace = None,
    rule: Rule = "latest",
    fitting: Fitting = ALL,
    moment: Moment = NOW,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Count the incidents that fit, or people over them, by a rule; with the ids that make up the number.

    A total told of a whole coordinated attack counts in place of its incidents' own counts where all of them fit.
    """
    from dateline.model import TOLL_PROPERTIES

    if what not in ("incidents", *TOLL_PROPERTIES):
        raise Refused(f"count {what}: there are incidents, {', '.join(TOLL_PROPERTIES)}")
    scheme = checked_codebook(codebook)
    wanted = fitting.filters(scheme)
    known = moment.as_of()
    with reading(ledger, scheme) as reader:
        if what == "incidents":
            _write_count(reader, wanted, known, form)
        else:
            _write_people(reader.counted(what, wanted, rule=checked_rule(rule), as_of=known), known, form)


def _write_count(reader: Reader, wanted: Filters, moment: AsOf, form: Form) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.codebook.words import counted

    target = Output(None)
    if form is Form.TABLE:
        target.write(f"{counted(reader.count(wanted, as_of=moment), 'incident')}\n")
        return
    found = reader.counted("incidents", wanted, as_of=moment)
    if form is Form.CSV:
        listing.write_csv(target, ("incident",), ({"incident": one} for one in found.incidents))
        return
    target.write(json.dumps({**_moment_json(moment), **found.to_json()}, ensure_ascii=False) + "\n")


def _write_people(found: Count, moment: AsOf, form: Form) -> None:
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.cli.render.page import Page

    target, people = Output(None), found.people
    if people is None:
        raise ValueError(f"{found.what} are no people")
    if form is Form.JSON:
        target.write(json.dumps({**_moment_json(moment), **found.to_json()}, ensure_ascii=False) + "\n")
    elif form is Form.CSV:
        listing.write_csv(target, listing.PART_COLUMNS, listing.part_rows(people))
    else:
        listing.people_table(Page(target), people, PAGE_ROWS)


@with_options
def check(
    ledger: LedgerPlace = None,
    moment: Moment = NOW,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Hold every tally ("the fourth attack since May") against the ledger's incidents: agrees, short, exceeds.

    A tally that names no actor is held against the incidents of its own report only.
    """
    from dateline.cli.output import Output
    from dateline.cli.render import listing
    from dateline.cli.render.page import Page
    from dateline.codebook.words import Words

    scheme = checked_codebook(codebook)
    known = moment.as_of()
    with reading(ledger, scheme) as reader:
        found = reader.check(as_of=known)
        target = Output(None)
        if form is Form.JSON:
            listing.write_json(target, _moment_json(known), "tallies", (one.to_json() for one in found))
        elif form is Form.CSV:
            listing.write_csv(target, listing.TALLY_COLUMNS, map(listing.tally_row, found))
        else:
            listing.tally_table(Page(target), found, Words(scheme))


def checked_rule(rule: str) -> str:
    """Return the name of a rule; refuse one that is none."""
    from dateline.ledger.best import rule_named

    try:
        rule_named(rule)
    except ValueError as error:
        raise Refused(f"--rule: {error}") from error
    return rule


COMMANDS = (incidents, show, history, count, check)
"""The functions behind the commands, each named as its command."""
