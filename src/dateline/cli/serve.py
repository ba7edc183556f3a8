"""``dateline serve``: the workbench, for this machine."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from dateline.cli.asked import CodebookOption
from dateline.cli.code import checked_codebook
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused
from dateline.cli.verdicts import By, author_of

SHORT = "Open the workbench: review reports in a browser."


def serve(
    ledger: LedgerPlace = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="127.0.0.1 or ::1.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="The port, 0 for any; else 8417, or the next free."),
    ] = None,
    by: By = None,
    codebook: CodebookOption = None,
) -> None:
    """Serve the workbench to this machine and print its address; Ctrl-C ends it.

    It answers only this machine and asks for no password: whoever works here decides, under the name of --by.
    Needs the extra `web`: pip install 'dateline[web]'.
    """
    missing = [
        name for name in ("fastapi", "jinja2", "itsdangerous", "uvicorn") if not importlib.util.find_spec(name)
    ]
    if missing:
        raise Refused(f"serve: {', '.join(missing)} not installed; run: pip install 'dateline[web]'")
    from dateline.web.serving import NotServedError
    from dateline.web.serving import serve as run

    author = author_of(by)
    with opened_ledger(ledger, scheme=checked_codebook(codebook)) as opened:
        try:
            run(
                opened,
                author,
                host,
                port,
                lambda address: typer.echo(f"workbench on {opened.name}: {address}"),
            )
        except NotServedError as error:
            raise Refused(f"serve: {error}") from error
