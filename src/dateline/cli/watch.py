"""``dateline watch``: ask feeds politely, and keep what they tell in the ledger."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.asked import CodebookOption
from dateline.cli.code import STOPPED, STRICT, checked_codebook, checked_pipeline
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.ledger import Ledger
    from dateline.watch.settings import Settings
    from dateline.watch.told import Told

SHORT = "Watch feeds: ask them politely and add what they tell to the ledger."
FAILED = 3


def watch(
    feeds: Annotated[
        Path, typer.Argument(metavar="FEEDS", help="The settings, a TOML file: which feeds, how often.")
    ],
    ledger: LedgerPlace = None,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once, fetch what is new, and end.")] = False,
    codebook: CodebookOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --once: exit with status 1 if anything failed or was set aside.")
    ] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no line of what is waited for.")] = False,
    pipeline: Annotated[
        str | None, typer.Option(metavar="NAME", help="An installed English spaCy pipeline to parse with.")
    ] = None,
) -> int:
    """Ask RSS and Atom feeds in their time, code what is new, and keep it in the ledger; Ctrl-C ends it.

    Prints a line an article and a line a feed asked. It honours robots.txt, asks a host no oftener than it wants,
    and asks public addresses only. Needs the extra `watch`: pip install 'dateline[watch]'.
    """
    missing = [name for name in ("protego", "urllib3") if not importlib.util.find_spec(name)]
    if missing:
        raise Refused(f"watch: {', '.join(missing)} not installed; run: pip install 'dateline[watch]'")
    from dateline.watch.settings import SettingsError, load_settings

    try:
        settings = load_settings(feeds)
    except SettingsError as error:
        raise Refused(str(error)) from error
    scheme, parser = checked_codebook(codebook), checked_pipeline(pipeline)
    with opened_ledger(ledger, scheme=scheme, is_made=True) as opened:
        return _watched(settings, opened, parser, once=once, is_strict=strict, is_quiet=no_progress)


def _watched(settings: Settings, ledger: Ledger, parser: str, *, once: bool, is_strict: bool, is_quiet: bool) -> int:
    """Watch to the end, or to Ctrl-C, and return the exit status."""
    from collections import Counter

    from dateline.cli.interrupt import Stop
    from dateline.codebook.words import counted
    from dateline.ledger import LedgerError
    from dateline.run.loop import ParserMissingError
    from dateline.watch.told import Kind
    from dateline.watch.watch import Watch

    seen: Counter[Kind] = Counter()
    status = 0
    with Stop() as stop, _screen(is_wanted=not is_quiet) as show:
        try:
            for told in Watch(settings, ledger, pipeline=parser, held=stop.held).run(once=once):
                seen[told.kind] += 1
                show(told)
        except KeyboardInterrupt:
            status = STOPPED
        except ParserMissingError as error:
            raise Refused(f"--pipeline: {error}") from error
        except LedgerError as error:
            typer.echo(f"dateline: ledger {error}; what is told above was kept, the rest is asked again", err=True)
            status = FAILED
    faults = seen[Kind.FAILED] + seen[Kind.ASIDE]
    typer.echo(
        f"added {counted(seen[Kind.ADDED], 'report')} to {ledger.name}"
        + (f"; {seen[Kind.FAILED]} failed, {seen[Kind.ASIDE]} set aside" if faults else "")
    )
    if status == STOPPED:
        typer.echo("dateline: stopped; give the same command again to go on", err=True)
    return STRICT if is_strict and once and status == 0 and faults else status


@contextmanager
def _screen(*, is_wanted: bool) -> Iterator[Callable[[Told], None]]:
    """Give what shows a line: in the log, or, of what is waited for, on a terminal's last line alone."""
    from dateline.watch.told import Kind

    if not (is_wanted and sys.stderr.isatty()):
        yield lambda told: None if told.kind is Kind.WAITING else _log(told)
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("asking") as status:

        def show(told: Told) -> None:
            if told.kind is Kind.WAITING:
                status.update(escape(f"waiting for {told.outlet} {told.words}"))
            else:
                status.update("asking")
                _log(told)

        yield show


def _log(told: Told) -> None:
    """Print one line: words of others are put on it without what could steer a terminal."""
    from dateline.codebook.words import one_line

    line = f"{told.moment:%Y-%m-%dT%H:%M:%SZ} {told.kind.value}: {told.outlet}: {told.url}: {told.words}"
    typer.echo(one_line(line))
    sys.stdout.flush()
