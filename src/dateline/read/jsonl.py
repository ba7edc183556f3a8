"""JSON: a record, an array, a document with a list of records (our contract too), or a record a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.model import Report, SetAside
from dateline.read.encoding import UndecodableError, decode, mark_of
from dateline.read.fields import FIELDS, RECORD_LISTS, draft_of
from dateline.read.limits import Options
from dateline.read.sources import Source
from dateline.read.text import finish

_LONGEST_LINE = 16 * 1024 * 1024
_SKIP = 1024 * 1024
_MOST_BROKEN = 100  # lines; a longer run means that the file is something else from there on


def read_json(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the reports of a JSON document; one of JSON lines under this suffix is read as such."""
    if _is_lines(source.head):
        yield from read_jsonl(source, options)
        return
    data = source.read_whole(options.limits.document)
    try:
        document = json.loads(decode(data))
    except UndecodableError as error:
        yield SetAside(source.name, str(error))
        return
    except (ValueError, RecursionError) as error:
        yield SetAside(source.name, _not_json(error))
        return
    yield from _of_document(document, source, options)


def read_jsonl(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the report of each line; a broken line is set aside alone, a long run of them ends the file."""
    broken_in_a_row = 0
    for number, (place, line) in enumerate(_lines(source, options), 1):
        name = source.record(number)
        try:
            record = json.loads(decode(line)) if isinstance(line, bytes) else None
            why = "" if isinstance(line, bytes) else line
        except UndecodableError as error:
            why = str(error)
        except (ValueError, RecursionError) as error:
            why = _not_json(error)
        if why:
            yield SetAside(name, f"line {place}: {why}")
            broken_in_a_row += 1
            if broken_in_a_row >= _MOST_BROKEN:
                yield SetAside(source.name, f"{_MOST_BROKEN} broken lines in a row; what follows is not read")
                return
            continue
        broken_in_a_row = 0
        if isinstance(record, dict) and (records := _record_list(record)) is not None:
            yield from _of_list(record, records, name, options)
        else:
            yield read_record(record, name, options)


def read_record(record: object, name: str, options: Options, *, is_exact: bool = False) -> Report | SetAside:
    """Read one record of news."""
    if not isinstance(record, dict):
        return SetAside(name, f"a record must be an object with a text, not {_kind(record)}")
    draft = draft_of(record, is_exact=is_exact)
    if draft is None:
        held = ", ".join(str(key)[:30] for key in list(record)[:8]) or "nothing"
        known = ", ".join(FIELDS["text"][:8])
        return SetAside(name, f"no field with a text (it holds: {held}); name the text's field one of: {known}")
    return finish(draft, name, options)


def _of_document(document: object, source: Source, options: Options) -> Iterator[Report | SetAside]:
    if isinstance(document, list):
        if not document:
            yield SetAside(source.name, "an empty list; nothing to read")
        for number, record in enumerate(document, 1):
            yield read_record(record, source.record(number), options)
        return
    records = _record_list(document) if isinstance(document, dict) else None
    if records is None or not isinstance(document, dict):
        yield read_record(document, source.name, options)
    else:
        yield from _of_list(document, records, source.name, options)


def _of_list(
    document: Mapping[str, object], records: list[object], name: str, options: Options
) -> Iterator[Report | SetAside]:
    if not records:
        yield SetAside(name, "an empty list of reports; nothing to read")
    for number, record in enumerate(records, 1):
        yield read_record(record, f"{name}#{number}", options, is_exact="contract" in document)


def _record_list(document: Mapping[str, object]) -> list[object] | None:
    """Return the list of records that a document holds under one of the usual names, or None."""
    for name in RECORD_LISTS:
        value = document.get(name)
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        if isinstance(value, dict):
            inner = _record_list(value)
            if inner is not None:
                return inner
    return None


def _is_lines(head: bytes) -> bool:
    """Say whether the first line that is not blank is a whole object and more follows."""
    text = head.decode(mark_of(head) or "utf-8", "replace").strip()
    line = text.split("\n", 1)[0]
    if not line.startswith("{") or line == text:
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(source: Source, options: Options) -> Iterator[tuple[int, bytes | str]]:
    """Yield the line numbers (1-based) and bytes of lines that are not blank; a reason for one too long."""
    stream: io.BufferedReader[Any] | io.BytesIO = source.stream
    if mark_of(source.head):
        try:
            stream = io.BytesIO(decode(source.read_whole(options.limits.document)).encode())
        except UndecodableError as error:
            yield 1, str(error)
            return
    place = 0
    while line := stream.readline(_LONGEST_LINE):
        place += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_SKIP)) and not rest.endswith(b"\n"):
                pass
            yield place, f"longer than {_LONGEST_LINE // _SKIP} MiB, which is no report"
        elif line.strip():
            yield place, line


def _not_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg} at line {error.lineno}, column {error.colno}); mend or save it again"
    if isinstance(error, RecursionError):
        return "not JSON that can be read (nested too deeply)"
    return f"not JSON that can be read ({error})"


def _kind(value: object) -> str:
    kinds = {str: "a string", list: "a list", int: "a number", float: "a number", bool: "a truth value"}
    return kinds.get(type(value), "null")
