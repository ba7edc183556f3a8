"""Web archives (WARC, also the text-only WET): one report a page. A record's date is when it was fetched,
not when it was published, and is never used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.model import Report, SetAside
from dateline.read.encoding import UndecodableError, decode
from dateline.read.html import read_page
from dateline.read.limits import Options
from dateline.read.sources import PACKED_ERRORS, Source
from dateline.read.text import Draft, finish

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_SUCCESS = range(200, 300)


class _OneByOne:
    """A stream for fastwarc of which each read is one read of the stream below.

    A full read would lose what a gzip stream gave before the place at which it breaks off.
    """

    def __init__(self, source: Source) -> None:
        self._stream = source.stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read1(size)

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError(f"the stream is read once, from its beginning on (seek to {offset}, {whence})")

    def close(self) -> None:
        """Leave the stream open: who opened it closes it."""


def read_warc(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the reports of an archive's pages, each named by its place among all records (1-based).

    Other records (requests, images, redirects, pages not found) are no reports and pass without a word.
    """
    number = 1  # of the record that is being read
    pages = 0
    try:
        for record in _archive(source):
            kind = _kind(record)
            if kind:
                pages += 1
                yield _read_record(record, kind, source.record(number), options)
            number += 1
    except PACKED_ERRORS as error:
        yield SetAside(source.record(number), f"the gzip stream breaks off here ({error}); fetch the file again")
    except OSError as error:  # fastwarc raises it for a header that is none
        yield SetAside(source.record(number), f"no WARC record here ({error}); what follows is not read")
    else:
        if not pages:
            found = f"no page of HTML or text among {number - 1} records"
            yield SetAside(source.name, f"{found}; nothing to read")


def _archive(source: Source) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator

    return iter(ArchiveIterator(_OneByOne(source), parse_http=True, auto_decode="all"))


def _kind(record: Any) -> str | None:
    """Return "html" or "text" for a record that holds a page, else None."""
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.conversion:
        media_type = record.headers.get("Content-Type") or ""
    elif record.record_type in (WarcRecordType.response, WarcRecordType.resource):
        http = record.http_headers
        if http is not None and http.status_code is not None and http.status_code not in _SUCCESS:
            return None
        media_type = record.http_content_type or (record.headers.get("Content-Type") if http is None else "") or ""
    else:
        return None
    media_type = media_type.split(";")[0].strip().lower()
    if media_type in _PAGE_TYPES:
        return "html"
    return "text" if media_type == "text/plain" else None


def _read_record(record: Any, kind: str, name: str, options: Options) -> Report | SetAside:
    url = record.headers.get("WARC-Target-URI")
    data = record.reader.read(options.limits.page + 1)
    if len(data) > options.limits.page:
        return SetAside(name, f"a page of more than {options.limits.page // 1024**2} MiB is no report ({url})")
    if _is_cut(record, data):
        return SetAside(name, f"the record breaks off after {len(data):,} bytes of its page ({url}); fetch it again")
    charset = record.http_charset if record.http_headers is not None else None
    if kind == "html":
        return read_page(data, name, options, url=url, charset=charset)
    if url and url.rstrip("/").endswith("/robots.txt"):
        return SetAside(name, "a robots.txt, not a report")
    try:
        text = decode(data, charset)
    except UndecodableError as error:
        return SetAside(name, str(error))
    return finish(Draft(text, url=url), name, options)


def _is_cut(record: Any, data: bytes) -> bool:
    http = record.http_headers
    if http is not None and (http.get("Transfer-Encoding") or http.get("Content-Encoding")):
        return False  # the length told is that of the packed page
    return len(data) < int(record.content_length)
