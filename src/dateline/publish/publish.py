"""Publishes: one walk over the ledger, as many formats as wanted, a loss report beside each, a line in the log."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.ledger.exports import Export, log_export
from dateline.ledger.ledger import Ledger
from dateline.ledger.write import utc_now
from dateline.publish.care import Care
from dateline.publish.crosswalk import Overlay
from dateline.publish.destination import Destination
from dateline.publish.formats import FORMATS, open_writer
from dateline.publish.losses import Losses
from dateline.publish.published import Asked, Walk
from dateline.publish.status import Status
from dateline.publish.writing import Setting, Writer

Watch = Callable[[int], None]
_COLLECTED_AFTER = 20_000  # values made since the last time; Python's own measure is 700


@dataclass(frozen=True, slots=True)
class Form:
    """How files are written: ``bom`` and ``hxl`` for tables, ``whole`` for copies that another ledger takes in.

    ``crosswalks`` are a team's own, laid over ours (``crosswalk.read_overlay``).
    """

    title: str = "Incidents"
    bom: bool = False
    hxl: bool = False
    whole: bool = False
    crosswalks: Overlay | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: counts, the hash of each file by its name, and how many were held back by status."""

    formats: tuple[str, ...]
    incidents: int
    groups: int
    statements: int
    statuses: Mapping[Status, int]
    held_back: Mapping[Status, int]
    files: Mapping[str, str]


def publish(
    ledger: Ledger,
    formats: Sequence[str],
    out: Path,
    asked: Asked | None = None,
    form: Form | None = None,
    *,
    author: str,
    watch: Watch | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Publication:
    """Write the formats into a folder, all or none, and put the export on record in the ledger.

    Raises ValueError for an unknown format and for more incidents than a format is good for, MissingLibraryError,
    OSError where nothing can be written, and LedgerError; the folder then is as it was.
    """
    asked, form = asked or Asked(), form or Form()
    checked(formats, asked, form)
    with Destination(out) as destination:
        with ledger.reading() as connection:
            made = write_formats(connection, ledger.book, formats, destination.folder, asked, form, watch)
        made = _with_files(made, destination.hashes())
        record(ledger, made, asked, author, clock())
        destination.keep()
    return made


def checked(formats: Sequence[str], asked: Asked, form: Form) -> None:
    """Raise ValueError for formats that are none, and for a whole copy of a part."""
    for name in formats:
        if name not in FORMATS:
            raise ValueError(f"{name!r} is no format; there are {', '.join(FORMATS)}")
    if form.whole and (asked.to_json()["filters"] or not asked.as_of.is_now or asked.care != Care.none()):
        raise ValueError("a whole copy is of the whole ledger as it is now, with names and texts; leave the rest out")


def write_formats(
    connection: Connection,
    book: Codebook,
    formats: Sequence[str],
    folder: Path,
    asked: Asked,
    form: Form,
    watch: Watch | None = None,
    beside: Sequence[Writer] = (),
) -> Publication:
    """Write the formats and their loss reports into a folder; ``files`` of the result is left empty.

    ``beside`` are further writers that see the same walk.
    """
    walk = Walk(connection, book, asked)
    _refuse_too_many(walk, formats)
    losses = {name: _losses(name, asked) for name in dict.fromkeys(formats)}
    incidents = groups = statements = 0
    statuses: dict[Status, int] = dict.fromkeys(Status, 0)
    with _seldom_collected(), ExitStack() as opened:
        writers: list[Writer] = []
        for name, loss in losses.items():
            how = (form.title, form.bom, form.hxl, form.whole, form.crosswalks)
            setting = Setting(folder, connection, book, asked, loss, *how)
            writers.append(open_writer(name, setting))
            opened.callback(writers[-1].drop)
        for writer in beside:
            opened.callback(writer.drop)
            writers.append(writer)
        for one in walk.incidents(watch):
            incidents += 1
            statements += len(one.own)
            statuses[one.status] += 1
            for loss in losses.values():
                loss.see(one)
            for writer in writers:
                writer.incident(one)
        for one in walk.groups():
            groups += 1
            statements += len(one.own)
            for writer in writers:
                writer.group(one)
        opened.pop_all()  # from here on they are finished, not dropped
        for writer in writers:
            writer.close()
    for name, loss in losses.items():
        for ending, content in loss.written(walk.held_back).items():
            (folder / f"{name}{ending}").write_text(content, encoding="utf-8", errors="backslashreplace")
    told = {status: number for status, number in statuses.items() if number}
    return Publication(tuple(losses), incidents, groups, statements, told, dict(walk.held_back), {})


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Have garbage collected seldom: a walk makes millions of values, and hardly any hold one another in a ring."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refuse_too_many(walk: Walk, formats: Sequence[str]) -> None:
    bounded = {name: most for name in formats if (most := FORMATS[name].most) is not None}
    number = walk.count() if bounded else 0
    for name, most in bounded.items():
        if number > most:
            raise ValueError(
                f"{name} is good for {most:,} incidents at most, and {number:,} fit; leave it out, or ask for fewer:"
                " a country (--country), some years (--since, --until)"
            )


def _losses(name: str, asked: Asked) -> Losses:
    found = FORMATS[name].crosswalk
    number = found.number if FORMATS[name].crosswalk.columns else f"{found.number}; here: {asked.rule}"
    return Losses(name, found.lost, number)


def _with_files(made: Publication, files: Mapping[str, str]) -> Publication:
    return Publication(
        made.formats, made.incidents, made.groups, made.statements, made.statuses, made.held_back, files
    )


def record(ledger: Ledger, made: Publication, asked: Asked, author: str, moment: datetime) -> None:
    """Put an export on record, before any file is in its place: without a line of the log nothing is published."""
    export = Export(made.formats, asked.to_json(), made.files, made.incidents, made.statements, author, moment)
    with ledger.writing() as connection:
        log_export(connection, export)
