"""``dateline account``: who may sign in to a team's workbench, as what, and the tokens of programs."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, Form, FormOption, Reason, author_of
from dateline.team.roles import Role

if TYPE_CHECKING:
    from dateline.team.team import Team
    from dateline.team.tokens import Token

app = typer.Typer(name="account", help="Manage the accounts of a team on PostgreSQL.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name; it stands on all that it decides.")]
RoleOption = Annotated[Role, typer.Option("--role", help="reader, coder, reviewer, editor or admin.")]


@contextmanager
def opened_team(ledger: str | None) -> Iterator[Team]:
    """Open the team of a ledger for a command; what cannot be done is refused in one line."""
    missing = [name for name in ("argon2",) if not importlib.util.find_spec(name)]
    if missing:
        raise Refused("account: argon2 not installed; run: pip install 'dateline[team,postgresql]'")
    from dateline.team.passwords import PasswordError
    from dateline.team.store import TeamError
    from dateline.team.team import Team

    with opened_ledger(ledger) as opened:
        try:
            yield Team(opened)
        except (TeamError, PasswordError) as error:
            raise Refused(f"account: {error}") from error


@app.command("add", short_help="Make an account.")
def add(
    name: Name,
    role: RoleOption = Role.READER,
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
) -> None:
    """Make an account. Its password is asked for, or read as the first line of standard input."""
    author = author_of(by)
    with opened_team(ledger) as team:
        made = team.accounts.add(name, role, _password(), by=author, reason=reason)
        typer.echo(f"made account {made.name}, {made.role.value}")


@app.command("list", short_help="List the accounts.")
def list_accounts(ledger: LedgerPlace = None, form: FormOption = Form.TABLE) -> None:
    """List the accounts, the open ones first: name, role, how they sign in, since when."""
    from dateline.codebook.words import one_line

    with opened_team(ledger) as team:
        found = team.accounts.all()
    if form is Form.JSON:
        listed = [
            {
                "name": one.name,
                "role": one.role.value,
                "has_password": one.has_password,
                "issuer": one.issuer,
                "subject": one.subject,
                "made": one.made.isoformat(),
                "closed": one.closed and one.closed.isoformat(),
            }
            for one in found
        ]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for one in found:
        ways = [*(["password"] if one.has_password else []), *([one.issuer] if one.issuer else [])]
        closed = f", closed {one.closed:%Y-%m-%d}" if one.closed else ""
        words = f"{one.name}: {one.role.value}, {' and '.join(ways)}, since {one.made:%Y-%m-%d}{closed}"
        typer.echo(one_line(words))


@app.command("role", short_help="Give an account another role.")
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, coder, reviewer, editor or admin.")],
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
) -> None:
    """Give an account another role; it is signed out everywhere, and its tokens may what the new role may."""
    author = author_of(by)
    with opened_team(ledger) as team:
        team.accounts.set_role(name, role, by=author, reason=reason)
        typer.echo(f"{team.accounts.named(name).name} is {role.value}")


@app.command("password", short_help="Give an account another password.")
def password(name: Name, reason: Reason = None, by: By = None, ledger: LedgerPlace = None) -> None:
    """Give an account another password, asked for or read from standard input.

    It is signed out everywhere, and its tokens are revoked.
    """
    author = author_of(by)
    with opened_team(ledger) as team:
        found = team.accounts.named(name)
        team.accounts.set_password(found.name, _password(), by=author, reason=reason)
        typer.echo(f"{found.name} has another password, is signed out everywhere, and has no tokens")


@app.command("close", short_help="Close an account.")
def close(name: Name, reason: Reason = None, by: By = None, ledger: LedgerPlace = None) -> None:
    """Close an account: it is signed out everywhere and its tokens are revoked. What it decided stays."""
    author = author_of(by)
    with opened_team(ledger) as team:
        team.accounts.close(name, by=author, reason=reason)
        typer.echo(f"{team.accounts.named(name).name} is closed")


@app.command("reopen", short_help="Open a closed account again.")
def reopen(name: Name, reason: Reason = None, by: By = None, ledger: LedgerPlace = None) -> None:
    """Open a closed account again, with its role and password; its tokens stay revoked."""
    author = author_of(by)
    with opened_team(ledger) as team:
        team.accounts.reopen(name, by=author, reason=reason)
        typer.echo(f"{team.accounts.named(name).name} is open")


@app.command("link", short_help="Let an account sign in through OpenID.")
def link(
    name: Name,
    issuer: Annotated[str, typer.Option(metavar="URL", help="The provider, as it calls itself.")],
    subject: Annotated[str, typer.Option(metavar="ID", help="Who it is there: the claim `sub`.")],
    reason: Reason = None,
    by: By = None,
    ledger: LedgerPlace = None,
) -> None:
    """Let the owner of an account sign in through an OpenID provider, too."""
    author = author_of(by)
    with opened_team(ledger) as team:
        team.accounts.link(name, issuer, subject, by=author, reason=reason)
        typer.echo(f"{team.accounts.named(name).name} signs in as {subject} of {issuer}, too")


@app.command("token", short_help="Make a token for a program.")
def token(
    name: Name,
    days: Annotated[int, typer.Option(metavar="N", help="For how many days it is good, 1 to 366.")] = 30,
    label: Annotated[str, typer.Option(metavar="WORDS", help="What it is for.")] = "from the command line",
    by: By = None,
    ledger: LedgerPlace = None,
) -> None:
    """Make a token by which a program asks the API for an account, and print it, this once."""
    author = author_of(by)
    with opened_team(ledger) as team:
        made, secret = team.tokens.make(name, label, days, by=author)
        typer.echo(secret)
        typer.echo(f"token {made.id} of {made.account}, good until {made.expires:%Y-%m-%d %H:%M} UTC", err=True)


@app.command("tokens", short_help="List the tokens.")
def tokens(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of this account; else of all.")] = None,
    ledger: LedgerPlace = None,
) -> None:
    """List the tokens, the latest first: id, account, what for, good until when. None shows its secret."""
    from dateline.codebook.words import one_line

    with opened_team(ledger) as team:
        found = team.tokens.all(None if name is None else team.accounts.named(name).name)
    for one in found:
        typer.echo(one_line(f"{one.id} {one.account}: {one.label}, {_until(one)}"))


@app.command("revoke", short_help="Revoke a token.")
def revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, as `account tokens` lists it.")],
    by: By = None,
    ledger: LedgerPlace = None,
) -> None:
    """Revoke a token; from then on nothing is answered to it."""
    author = author_of(by)
    with opened_team(ledger) as team:
        found = team.tokens.revoke(token, by=author)
        typer.echo(f"token {found.id} of {found.account} is revoked")


@app.command("log", short_help="Show what was done to accounts.")
def log(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="To this account; else to all.")] = None,
    ledger: LedgerPlace = None,
) -> None:
    """Show what was done to accounts, by whom and why, the latest first."""
    from dateline.codebook.words import one_line

    with opened_team(ledger) as team:
        found = team.accounts.log(None if name is None else team.accounts.named(name).name)
    for entry in found:
        detail, why = entry.detail and f" {entry.detail}", entry.reason and f": {entry.reason}"
        words = f"{entry.account}: {entry.act}{detail or ''}, by {entry.author}{why or ''}"
        typer.echo(f"{entry.recorded:%Y-%m-%d %H:%M} {one_line(words)}")


def _until(one: Token) -> str:
    if one.revoked is not None:
        return f"revoked {one.revoked:%Y-%m-%d}"
    used = f", last used {one.used:%Y-%m-%d}" if one.used else ", never used"
    return f"{'good until' if one.is_good else 'ran out'} {one.expires:%Y-%m-%d}{used}"


def _password() -> str:
    """Ask for a password at a terminal; elsewhere read it as the first line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Refused("account: no password; type it at a terminal, or give it as a line of standard input")
    return line
