"""``dateline serve``: the workbench, for this machine or for a team."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import CodebookOption
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, author_of

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.web.settings import Settings

SHORT = "Open the workbench: review reports in a browser."
_NEEDS = {"web": ("fastapi", "jinja2", "itsdangerous", "uvicorn"), "team": ("argon2", "authlib", "httpx2", "joserfc")}


def serve(
    ledger: LedgerPlace = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="127.0.0.1 or ::1; with --team any of this machine.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="The port, 0 for any; else 8417, or the next free."),
    ] = None,
    by: By = None,
    codebook: CodebookOption = None,
    team: Annotated[bool, typer.Option("--team", help="For a team on PostgreSQL: people sign in.")] = False,
    public_url: Annotated[
        str | None, typer.Option(metavar="URL", help="With --team: how browsers call it, https://...")
    ] = None,
    behind_proxy: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="With --team: a reverse proxy to be believed.")
    ] = None,
    openid: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --team: who vouches for people, a TOML file.")
    ] = None,
) -> None:
    """Serve the workbench and print its address; Ctrl-C ends it.

    Without --team it answers only this machine and asks for no password: whoever works here decides, under the name
    of --by. With it people sign in to accounts (`dateline account`), and their role says what they may.
    Needs the extra `web`, with --team also `team` and `postgresql`: pip install 'dateline[web,team,postgresql]'.
    """
    extras = ("web", "team") if team else ("web",)
    missing = [name for extra in extras for name in _NEEDS[extra] if not importlib.util.find_spec(name)]
    if missing:
        words = "web,team,postgresql" if team else "web"
        raise Refused(f"serve: {', '.join(missing)} not installed; run: pip install 'dateline[{words}]'")
    alone = {"--public-url": public_url, "--behind-proxy": behind_proxy, "--openid": openid}
    if not team and (given := next((name for name, value in alone.items() if value), None)):
        raise Refused(f"{given}: it goes with --team, where people sign in")
    if team and by:
        raise Refused("--by: with --team everybody decides under the name of their account; leave it out")
    from dateline.web.serving import NotServedError, serve_team
    from dateline.web.serving import serve as run

    author = "" if team else author_of(by)
    with opened_ledger(ledger, scheme=checked_codebook(codebook)) as opened:

        def tell(address: str) -> None:
            typer.echo(f"workbench on {opened.name}: {address}")

        try:
            if team:
                made = _team(opened, openid)
                serve_team(opened, made, host, port, public_url, behind_proxy or [], tell)
            else:
                run(opened, author, host, port, tell)
        except NotServedError as error:
            raise Refused(f"serve: {error}") from error


def _team(ledger: Ledger, openid: Path | None) -> Callable[[str], Settings]:
    """Return what makes a team's settings from the address by which browsers call it; refuse what cannot be used."""
    from dateline.team.openid import Provider
    from dateline.team.openid_settings import OpenIdSettingsError, load_openid
    from dateline.team.store import TeamError
    from dateline.team.team import Team
    from dateline.web.login_page import BACK
    from dateline.web.settings import HELD_FOR, Settings, TeamSettings

    try:
        team = Team(ledger)
        found = None if openid is None else load_openid(openid)
    except TeamError as error:
        raise Refused(f"--team: {error}") from error
    except OpenIdSettingsError as error:
        raise Refused(f"--openid: {error}") from error
    if found is None and not any(one.closed is None for one in team.accounts.all()):
        raise Refused("--team: nobody can sign in yet; make an account with `dateline account add NAME --role admin`")

    def made(public: str) -> Settings:
        provider = None if found is None else Provider(*found, team.store, team.accounts, public + BACK)
        return Settings("", team=TeamSettings(team, public, provider), held_for=HELD_FOR)

    return made
