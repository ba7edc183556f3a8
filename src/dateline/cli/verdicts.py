"""``dateline accept``, ``correct``, ``reject``, ``same``, ``different``, ``unsure``, ``pin``, ``undo``: decide."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import CodebookOption
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.codebook import Codebook
    from dateline.ledger.judging import Judging
    from dateline.ledger.verdicts import Verdict

AUTHOR_VARIABLE = "DATELINE_AUTHOR"
SHORT = {
    "accept": "Accept a statement.",
    "correct": "Say what a statement should have said; what it said stays.",
    "reject": "Reject a statement: no value rests on it.",
    "same": "Say that two incidents are the same act.",
    "different": "Say that two incidents are different acts.",
    "unsure": "Say that it is unsure whether two incidents are the same act.",
    "pin": "Set a count of an incident by hand, before every rule.",
    "undo": "Reverse a verdict, yours of last unless you name one.",
}


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"


StatementId = Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement's id, or its beginning.")]
First = Annotated[str, typer.Argument(metavar="ID", help="An incident or mention, or the beginning of its id.")]
Second = Annotated[str, typer.Argument(metavar="OTHER", help="The other one.")]
Reason = Annotated[str | None, typer.Option(metavar="WORDS", help="Why; it is kept with the verdict.")]
By = Annotated[
    str | None, typer.Option(metavar="NAME", help=f"Who decides; else {AUTHOR_VARIABLE}, else your login name.")
]
FormOption = Annotated[Form, typer.Option("--format", help="table for people, json for programs.")]


def accept(
    statement: StatementId,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Accept a statement: you have seen it and it is what its report says."""
    with _judging(ledger, by, codebook) as judging:
        _tell(judging.statement("accept", judging.find.statement(statement), reason=reason), judging, form)


def correct(
    statement: StatementId,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="The right value: 12, 12-15, 12+ or JSON in the contract's form.")
    ],
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say what a statement should have said. The statement itself stays as it was read.

    A count is 12, 12-15 or 12+, a day 2017-06-07, a type of act its code; any value may be JSON with the fields
    to put right, as `dateline show --format json` prints them.
    """
    with _judging(ledger, by, codebook) as judging:
        found = judging.find.statement(statement)
        right = _typed(judging.find.property(found), value, checked_codebook(codebook))
        _tell(judging.statement("correct", found, value=right, reason=reason), judging, form)


def reject(
    statement: StatementId,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Reject a statement: it is shown with your reason, and no value rests on it."""
    with _judging(ledger, by, codebook) as judging:
        _tell(judging.statement("reject", judging.find.statement(statement), reason=reason), judging, form)


def same(
    first: First,
    second: Second,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say that two incidents are the same act: they become one, under the id of the one told first."""
    _pair("same", first, second, reason, by, ledger, codebook, form)


def different(
    first: First,
    second: Second,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say that two incidents are different acts: nothing joins them, and what was joined is parted."""
    _pair("different", first, second, reason, by, ledger, codebook, form)


def unsure(
    first: First,
    second: Second,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say that it is unsure whether two incidents are the same act: neither joined nor kept apart."""
    _pair("unsure", first, second, reason, by, ledger, codebook, form)


def pin(
    incident: First,
    property: Annotated[str, typer.Argument(metavar="PROPERTY", help="killed, wounded, ...")],  # noqa: A002
    value: Annotated[str, typer.Argument(metavar="VALUE", help="12, 12-15 or 12+.")],
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Set a count of an incident or group by hand; it stands before every rule until it is undone."""
    from dateline.review.typed import read_count

    bounds = read_count(value)
    if bounds is None:
        raise Refused(f"pin: {value!r} is no count; write one like 12, 12-15 or 12+")
    with _judging(ledger, by, codebook) as judging:
        found = judging.find.incident(incident)
        _tell(judging.pin(found, property, bounds["low"], bounds["high"], reason=reason), judging, form)


def undo(
    verdict: Annotated[
        str | None, typer.Argument(metavar="[VERDICT]", help="A verdict's id, or its beginning; else your last.")
    ] = None,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
    codebook: CodebookOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Reverse a verdict: all is as before it. The verdict stays on record, and so does that it was undone."""
    with _judging(ledger, by, codebook) as judging:
        found = judging.find.verdict(verdict) if verdict else judging.last()
        if found is None:
            raise Refused(f"undo: {judging.author} has no verdict to undo; name one, `show` lists an incident's")
        _tell(judging.undo(found, reason=reason), judging, form)


def _pair(
    kind: str,
    first: str,
    second: str,
    reason: str | None,
    by: str | None,
    ledger: str | None,
    codebook: Path | None,
    form: Form,
) -> None:
    with _judging(ledger, by, codebook) as judging:
        one, other = judging.find.mention(first), judging.find.mention(second)
        _tell(judging.pair(kind, one, other, reason=reason), judging, form)


@contextmanager
def _judging(place: str | None, by: str | None, codebook: Path | None) -> Iterator[Judging]:
    """Open the ledger to decide as somebody; what cannot be decided is refused in one line."""
    from dateline.ledger.judging import Judging
    from dateline.ledger.lookup import UnknownIdError
    from dateline.ledger.write import utc_now

    author = author_of(by)
    scheme = checked_codebook(codebook)
    with opened_ledger(place, scheme=scheme) as ledger:
        try:
            with ledger.writing() as connection:
                yield Judging(connection, author, utc_now(), scheme)
        except (UnknownIdError, ValueError) as error:
            raise Refused(str(error)) from error


def _typed(name: str, words: str, scheme: Codebook) -> dict[str, object]:
    from dateline.review.typed import read_value

    try:
        return read_value(name, words, scheme)
    except ValueError as error:
        raise Refused(f"correct: {error}") from error


def author_of(by: str | None) -> str:
    """Return who decides or publishes: as named, else by the environment, else the login name; refuse nobody."""
    author = (by or os.environ.get(AUTHOR_VARIABLE) or _login()).strip()
    if not author:
        raise Refused(f"--by: say who you are, with --by NAME or {AUTHOR_VARIABLE}")
    return author


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return ""


def _tell(verdict: Verdict, judging: Judging, form: Form) -> None:
    """Print the verdict and what became of the incidents that it is about."""
    outcome = judging.outcome_of(verdict)
    if form is Form.JSON:
        typer.echo(json.dumps({**verdict.to_json(), **outcome.to_json()}, ensure_ascii=False))
        return
    subject = f"{verdict.subject} and {verdict.other}" if verdict.other else verdict.subject
    typer.echo(f"{verdict.kind} {verdict.reverses or subject} by {verdict.author}: verdict {verdict.id}")
    for line in outcome.lines():
        typer.echo(line)


COMMANDS = (accept, correct, reject, same, different, unsure, pin, undo)
"""The functions behind the commands, each named as its command."""
