"""The inputs of a run: files, folders and the standard input, opened one after the other and read lazily."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from dateline.model import Report, SetAside
from dateline.read.encoding import UndecodableError, decode
from dateline.read.limits import Limits, Options
from dateline.read.sniff import Format, sniff, why_not_text
from dateline.read.sources import PACKED_ERRORS, Readable, Source, TooLargeError, open_source
from dateline.read.text import Draft, finish

STANDARD_INPUT = "-"


class InputError(ValueError):
    """A path or an option that cannot be used; raised before any work starts."""


def read_inputs(
    inputs: Sequence[str],
    *,
    published: date | None = None,
    outlet: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Report | SetAside]:
    """Yield the reports of files, folders and "-", in the order given; folders walked in sorted order.

    ``published`` and ``outlet`` hold for every report and win over what the inputs say. What cannot be read
    is yielded as a SetAside with its place, cause and next step. Raises InputError at once, before the first
    report is asked for, where a path does not exist or a date is out of bounds.
    """
    options = Options(published, outlet, limits or Limits())
    _check(inputs, options)
    return _read_all(inputs, options)


def count_inputs(inputs: Sequence[str]) -> int:
    """Return how many files the inputs name ("-" is one), without opening any. Raises InputError."""
    _check(inputs, Options())
    return sum(1 for given in inputs for _ in _files(given))


def _check(inputs: Sequence[str], options: Options) -> None:
    if isinstance(inputs, str):
        raise InputError("inputs must be a list of paths, not one string")
    if not inputs:
        raise InputError("no input: name files, folders, or - for the standard input")
    if list(inputs).count(STANDARD_INPUT) > 1:
        raise InputError("the standard input (-) can be read only once")
    for given in inputs:
        if given != STANDARD_INPUT and not os.path.lexists(given):
            raise InputError(f"{given}: no such file or folder")
    limits = options.limits
    if options.published and not limits.earliest <= options.published <= limits.latest:
        raise InputError(
            f"the publication date {options.published.isoformat()} is not between "
            f"{limits.earliest.isoformat()} and {limits.latest.isoformat()}"
        )


def _files(given: str) -> Iterator[str]:
    """Yield the files that an input names: itself, or those below it, hidden ones left out."""
    if given == STANDARD_INPUT or not Path(given).is_dir():
        yield given
        return
    for folder, subfolders, names in os.walk(given):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield str(Path(folder) / name)


def _read_all(inputs: Sequence[str], options: Options) -> Iterator[Report | SetAside]:
    for given in inputs:
        is_empty = True
        for name in _files(given):
            is_empty = False
            yield from _read_input(name, options, is_named=name == given)
        if is_empty:
            yield SetAside(given, "a folder without files to read; put reports in it or name another")


def _read_input(name: str, options: Options, *, is_named: bool) -> Iterator[Report | SetAside]:
    """Yield what one file holds; whatever goes wrong in it ends as a SetAside.

    A pipe or a device is opened only where the user named it: one met in a folder could wait for ever.
    """
    if name == STANDARD_INPUT:
        yield from _read_stream(name, cast("Readable", sys.stdin.buffer), options)
        return
    try:
        mode = Path(name).stat().st_mode
        if not (stat.S_ISREG(mode) or (is_named and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)))):
            yield SetAside(name, "not a regular file; name a pipe itself to have it read")
            return
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below; only opening is tried here
    except OSError as error:
        yield SetAside(name, f"cannot be opened ({error.strerror or error}); check that it exists and may be read")
        return
    with stream:
        yield from _read_stream(name, stream, options)


def _read_stream(name: str, stream: Readable, options: Options) -> Iterator[Report | SetAside]:
    try:
        source = open_source(name, stream)
        yield from _read_source(source, options)
    except PACKED_ERRORS as error:
        yield SetAside(name, f"the gzip stream is damaged or breaks off ({error}); fetch the file again")
    except TooLargeError as error:
        yield SetAside(name, str(error))
    except OSError as error:
        yield SetAside(name, f"reading failed ({error.strerror or error}); check the disk or copy it again")
    except Exception as error:  # noqa: BLE001 - parsers of others may raise anything; a bad file never stops a run
        yield SetAside(name, f"the reader failed ({type(error).__name__}: {error}); please report this with the file")


def _read_source(source: Source, options: Options) -> Iterator[Report | SetAside]:
    if not source.head:
        yield SetAside(source.name, "empty; nothing to read")
        return
    kind = sniff(source.head, source.file_name)
    why = None if kind is Format.WARC else why_not_text(source.head)
    if why:
        yield SetAside(source.name, why)
    elif kind is Format.TEXT:
        yield from _read_plain(source, options)
    elif kind is Format.HTML:
        from dateline.read.html import read_html

        yield from read_html(source, options)
    elif kind is Format.JSON:
        from dateline.read.jsonl import read_json

        yield from read_json(source, options)
    elif kind is Format.JSONL:
        from dateline.read.jsonl import read_jsonl

        yield from read_jsonl(source, options)
    elif kind is Format.CSV:
        from dateline.read.csv import read_csv

        yield from read_csv(source, options)
    elif kind is Format.FEED:
        from dateline.read.feed import read_feed

        yield from read_feed(source, options)
    else:
        from dateline.read.warc import read_warc

        yield from read_warc(source, options)


def _read_plain(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the one report of a text file."""
    try:
        text = decode(source.read_whole(options.limits.page))
    except UndecodableError as error:
        yield SetAside(source.name, str(error))
        return
    yield finish(Draft(text, file_name=source.file_name), source.name, options)
