"""``dateline add``: read reports, code them, and keep what they tell in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.code import (
    STOPPED,
    STRICT,
    checked_codebook,
    checked_day,
    checked_inputs,
    checked_pipeline,
    coded,
    opened,
    tell_set_aside,
)
from dateline.cli.opened import LedgerPlace, opened_ledger
from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.model import Coding, Report, SetAside

SHORT = "Add reports: code them and keep what they tell in the ledger."
FAILED = 3


def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files, folders, or - for standard input."),
    ] = None,
    ledger: LedgerPlace = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Publication day (YYYY-MM-DD) of every report, whatever it says itself."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet of every report, whatever it says itself.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A coding scheme that extends or replaces ours.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 1 if anything was set aside.")] = False,
    workers: Annotated[int, typer.Option(metavar="N", min=0, help="Processes that code; 0 is one a processor.")] = 1,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress bar.")] = False,
    pipeline: Annotated[
        str | None, typer.Option(metavar="NAME", help="An installed English spaCy pipeline to parse with.")
    ] = None,
) -> int:
    """Read reports, code them, and keep what they tell. Adding the same again changes nothing.

    The ledger is made where there is none. Each report is kept whole or not at all, as soon as it is coded: a run
    that was stopped goes on where it was when the same command is given again.
    """
    inputs = checked_inputs(paths)
    day = checked_day(published)
    scheme = checked_codebook(codebook)
    parser = checked_pipeline(pipeline)
    items = opened(inputs, day, outlet)
    with opened_ledger(ledger, scheme=scheme, is_made=True) as open_ledger:
        adding = _Adding(open_ledger)
        codings = coded(adding.unknown(items), scheme, parser, workers)
        status = adding.keep(codings, inputs, is_quiet=no_progress)
    return STRICT if strict and status == 0 and adding.set_aside else status


class _Adding:
    """One run of the command: what came in, what was there already, what was set aside."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._writer = ledger.writer()
        self._known = 0  # reports that were in the ledger before they were coded
        self._copies = 0  # that turned out to be there when they were to be kept
        self._new = 0
        self.set_aside: list[SetAside] = []

    def unknown(self, items: Iterator[Report | SetAside]) -> Iterator[Report | SetAside]:
        """Yield the items that are not in the ledger, so that nothing is coded twice."""
        from dateline.model import Report

        for item in items:
            if isinstance(item, Report) and self._writer.knows(item):
                self._known += 1
            else:
                yield item

    def keep(self, codings: Iterator[Coding], inputs: tuple[str, ...], *, is_quiet: bool) -> int:
        """Keep each coding as it comes and return the exit status."""
        from dateline.cli.interrupt import Stop
        from dateline.cli.progress import watched
        from dateline.ledger import LedgerError
        from dateline.run.loop import ParserMissingError

        status, ending = 0, ""
        with Stop() as stop:
            try:
                for coding in watched(self._counted(codings), inputs, is_wanted=not is_quiet, is_shown=False):
                    with stop.held():
                        self._keep(coding)
            except KeyboardInterrupt:
                status, ending = STOPPED, "stopped; give the same command again to go on"
            except ParserMissingError as error:
                raise Refused(f"--pipeline: {error}") from error
            except LedgerError as error:
                status, ending = FAILED, f"ledger {error}; what is told above was kept, the rest can be added again"
            finally:
                if hasattr(codings, "close"):
                    codings.close()
        tell_set_aside(self.set_aside)
        typer.echo(self._told())
        if ending:
            typer.echo(f"dateline: {ending}", err=True)
        return status

    def _counted(self, codings: Iterator[Coding]) -> Iterator[Coding]:
        """Yield an empty coding for each report passed over, so that progress counts it."""
        from dateline.model import Coding

        passed = 0
        for coding in codings:
            while passed < self._known:
                passed += 1
                yield Coding()
            yield coding
        yield from (Coding() for _ in range(self._known - passed))

    def _keep(self, coding: Coding) -> None:
        self.set_aside.extend(coding.set_aside)
        new = len(self._writer.add(coding))
        self._new += new
        self._copies += len(coding.reports) - new

    def _told(self) -> str:
        from dateline.codebook.words import counted

        there = self._known + self._copies
        told = f"added {counted(self._new, 'report')} to {self._ledger.name}"
        return (
            f"{told}; {counted(there, 'report')} {'was' if there == 1 else 'were'} there already" if there else told
        )
