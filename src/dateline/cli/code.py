"""``dateline code``: read reports, code them, print what was found. Stores nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.cli.output import Output
    from dateline.cli.render import Renderer
    from dateline.codebook import Codebook
    from dateline.model import Coding, Report, SetAside

SHORT = "Code reports: print incidents with their sources; store nothing."
STDIN = "-"
STRICT = 1
STOPPED = 130
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Format(StrEnum):
    """How the result is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def code(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files, folders, or - for standard input."),
    ] = None,
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
    format: Annotated[  # noqa: A002 - the option's name
        Format,
        typer.Option(help="table for people; json, jsonl (a line a report) or csv (a row a statement)."),
    ] = Format.TABLE,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each statement under its sentence, with the quote lit.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 1 if anything was set aside.")] = False,
    workers: Annotated[int, typer.Option(metavar="N", min=0, help="Processes that code; 0 is one a processor.")] = 1,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file, which appears only when whole."),
    ] = None,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress bar.")] = False,
    pipeline: Annotated[
        str | None, typer.Option(metavar="NAME", help="An installed English spaCy pipeline to parse with.")
    ] = None,
) -> int:
    """Code reports: print the incidents that they tell of, each value with its source. Nothing is stored.

    Reads .txt, .html, .json, .jsonl, .csv, .warc and .warc.gz files and saved RSS or Atom feeds, and every
    such file in a folder. What cannot be read or coded is set aside with its reason and never stops the run.
    """
    if explain and format is not Format.TABLE:
        raise Refused(f"--explain: it goes with --format table, not {format.value}; leave one of the two out")
    inputs = checked_inputs(paths)
    day = checked_day(published)
    scheme = checked_codebook(codebook)
    parser = checked_pipeline(pipeline)
    run = _Run(inputs, day, outlet, scheme, parser, workers, is_quiet=no_progress)
    return run.into(format, output, is_explained=explain, is_strict=strict)


def checked_inputs(paths: list[str] | None) -> tuple[str, ...]:
    """Return the inputs to read: standard input where none is named, unless a person sits at it."""
    if not paths:
        if sys.stdin.isatty():
            raise Refused("no input: name files or folders, or - to read a report from standard input")
        return (STDIN,)
    return tuple(paths)


def checked_day(words: str | None) -> date | None:
    """Return the day that an option gives; refuse what is no day as YYYY-MM-DD."""
    if words is None:
        return None
    if not _DAY.fullmatch(words):
        raise Refused(f"--published: {words!r} is not a date as YYYY-MM-DD; write one like 2017-06-07")
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise Refused(f"--published: {words!r} is not a day ({error}); write one like 2017-06-07") from error


def opened(inputs: tuple[str, ...], published: date | None, outlet: str | None) -> Iterator[Report | SetAside]:
    """Return what the inputs hold, read as it is asked for; refuse paths that are not there."""
    from dateline.read import InputError, read_inputs

    try:
        return read_inputs(inputs, published=published, outlet=outlet)
    except InputError as error:
        raise Refused(f"{error}; check what was given") from error


def checked_codebook(path: Path | None) -> Codebook:
    """Return the coding scheme that an option names, or ours; refuse a file that cannot be used."""
    from dateline.codebook import CodebookError, load_codebook

    try:
        return load_codebook(path)
    except CodebookError as error:
        raise Refused(f"--codebook: {error}") from error


def checked_pipeline(name: str | None) -> str:
    """Return the pipeline that an option names, or ours; refuse one that is not installed."""
    from importlib.util import find_spec

    from dateline.run.loop import DEFAULT_PIPELINE

    if name is None:
        return DEFAULT_PIPELINE
    try:
        is_installed = find_spec(name) is not None
    except (ImportError, ValueError):
        is_installed = False
    if not (is_installed or (Path(name) / "meta.json").is_file()):
        raise Refused(f"--pipeline: {name!r} is not installed; install it, or leave the option out")
    return name


def coded(items: Iterator[Report | SetAside], scheme: Codebook, parser: str, workers: int) -> Iterator[Coding]:
    """Return a coding an item, made in this process or by several; 0 workers is one a processor."""
    from dateline.run.loop import run_loop
    from dateline.run.pool import cores, run_pool

    workers = workers or cores()
    if workers == 1:
        return run_loop(items, scheme, pipeline=parser)
    return run_pool(items, scheme, workers=workers, pipeline=parser)


def tell_set_aside(aside: list[SetAside]) -> None:
    """List what was set aside on stderr, and count it."""
    from dateline.codebook.words import counted, one_line

    for one in aside:
        typer.echo(f"set aside: {one_line(one.input)}: {one_line(one.reason)}", err=True)
    if aside:
        typer.echo(f"dateline: {counted(len(aside), 'input')} set aside", err=True)


def _renderer(form: Format, target: Output, scheme: Codebook, parser: str, *, is_explained: bool) -> Renderer:
    if form is not Format.TABLE:
        from dateline.cli.render.machine import CsvRows, JsonDocument, JsonLines

        if form is Format.JSON:
            return JsonDocument(target, scheme, parser)
        return JsonLines(target) if form is Format.JSONL else CsvRows(target)
    from dateline.cli.render.page import Page
    from dateline.codebook.words import Words

    if is_explained:
        from dateline.cli.render.explain import Explanation

        return Explanation(Page(target), Words(scheme))
    from dateline.cli.render.table import TableOfIncidents

    return TableOfIncidents(Page(target), Words(scheme))


class _Run:
    """One run of the command: inputs in, codings out, what was set aside told at the end."""

    def __init__(
        self,
        inputs: tuple[str, ...],
        published: date | None,
        outlet: str | None,
        scheme: Codebook,
        parser: str,
        workers: int,
        *,
        is_quiet: bool,
    ) -> None:
        self._inputs = inputs
        self._items = opened(inputs, published, outlet)
        self._scheme = scheme
        self._parser = parser
        self._workers = workers
        self._is_quiet = is_quiet
        self._set_aside: list[SetAside] = []

    def into(self, form: Format, path: Path | None, *, is_explained: bool, is_strict: bool) -> int:
        """Code everything into a file or standard output (None) and return the exit status."""
        from dateline.cli.output import Output

        target = Output(path)
        try:
            renderer = _renderer(form, target, self._scheme, self._parser, is_explained=is_explained)
            is_whole = self._fill(renderer, target, is_shown=path is None)
        finally:
            target.drop()
        if not is_whole:
            return STOPPED
        return STRICT if is_strict and self._set_aside else 0

    def _fill(self, renderer: Renderer, target: Output, *, is_shown: bool) -> bool:
        """Code everything into the renderer; say whether it came to its end."""
        from dateline.cli.interrupt import Stop
        from dateline.cli.progress import watched
        from dateline.run.loop import ParserMissingError

        is_whole = True
        with Stop() as stop:
            codings = coded(self._items, self._scheme, self._parser, self._workers)
            try:
                for coding in watched(codings, self._inputs, is_wanted=not self._is_quiet, is_shown=is_shown):
                    with stop.held():
                        self._set_aside.extend(coding.set_aside)
                        renderer.add(coding)
                        target.flush()  # a reader of a pipe sees each report as it is coded
            except KeyboardInterrupt:
                is_whole = False
            except ParserMissingError as error:
                raise Refused(f"--pipeline: {error}") from error
            finally:
                if hasattr(codings, "close"):
                    codings.close()
            with stop.held():
                renderer.finish()
                place = target.keep(is_whole=is_whole)
        tell_set_aside(self._set_aside)
        if not is_whole:
            typer.echo(f"dateline: stopped; what was done is in {place}" if place else "dateline: stopped", err=True)
        return is_whole
