"""Tables: one report a row, the fields named in the first row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dateline.model import Report, SetAside
from dateline.read.encoding import UndecodableError, decode, mark_of
from dateline.read.fields import FIELDS, delimiter_of, draft_of, normal_name
from dateline.read.limits import Options
from dateline.read.sources import Source
from dateline.read.text import finish

_MOST_MISFITS = 100  # rows; a longer run means that the file is something else from there on
_SURROGATES = ("\udc80", "\udcff")


def read_csv(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the report of each row; the rows are numbered from 1, the header not counted."""
    try:
        stream = _text_stream(source, options)
    except UndecodableError as error:
        yield SetAside(source.name, str(error))
        return
    header_line = _first_line(source.head)
    delimiter = delimiter_of(header_line)
    if delimiter is None:
        yield SetAside(source.name, _no_column(header_line))
        return
    csv.field_size_limit(max(csv.field_size_limit(), 2 * options.limits.characters))
    rows = csv.reader(stream, delimiter=delimiter)
    header: list[str] | None = None
    number = misfits = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield SetAside(
                source.record(number + 1),
                f"not CSV ({error}) at line {rows.line_num}; the rows from here on are lost: mend the quotes",
            )
            return
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = row
            if not any(normal_name(cell) in FIELDS["text"] for cell in header):
                yield SetAside(source.name, _no_column(header_line))
                return
            continue
        number += 1
        misfits = misfits + 1 if len(row) != len(header) else 0
        if misfits > _MOST_MISFITS:
            yield SetAside(source.name, f"{_MOST_MISFITS} rows in a row do not fit the header; the rest is not read")
            return
        yield _read_row(header, row, source.record(number), rows.line_num, options)
    if not number:
        yield SetAside(source.name, "a header without rows; nothing to read")


def _read_row(header: list[str], row: list[str], name: str, line: int, options: Options) -> Report | SetAside:
    if len(row) != len(header):
        return SetAside(
            name,
            f"line {line}: {len(row)} cells where the header has {len(header)}; quote cells with delimiters",
        )
    for place, cell in enumerate(row):
        if any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in cell):
            return SetAside(name, f"line {line}: broken bytes in column {header[place]!r}; save the table as UTF-8")
    draft = draft_of(dict(zip(header, row, strict=True)))
    if draft is None:
        return SetAside(name, f"line {line}: no text in this row")
    return finish(draft, name, options)


def _text_stream(source: Source, options: Options) -> io.TextIOBase:
    """Return the table as text: UTF-8 streamed, other encodings read whole. Raises UndecodableError."""
    if mark_of(source.head) in (None, "utf-8-sig") and _is_utf8(source.head):
        return io.TextIOWrapper(source.stream, "utf-8-sig", "surrogateescape", newline="")
    return io.StringIO(decode(source.read_whole(options.limits.document)), newline="")


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 or (error.start > 0 and _mostly_utf8(head))
    return True


def _mostly_utf8(head: bytes) -> bool:
    """Say whether the head is UTF-8 with a few broken bytes: then its rows are judged one by one."""
    escaped = head.decode("utf-8", "surrogateescape")
    broken = sum(_SURROGATES[0] <= c <= _SURROGATES[1] for c in escaped)
    whole = sum(c > "\x7f" for c in escaped) - broken
    return whole >= broken


def _first_line(head: bytes) -> str:
    try:
        text = decode(head)
    except UndecodableError:
        text = head.decode("utf-8", "replace")
    return next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")


def _no_column(header: str) -> str:
    return (
        f"no column with the reports' text (the first row is {header[:80]!r}); "
        f"name one in the first row: {', '.join(FIELDS['text'][:6])}"
    )
