"""RSS and Atom feeds, saved or just fetched: one report an entry, from its content or else its summary."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.model import Report, SetAside
from dateline.read.dates import parse_date
from dateline.read.limits import Options
from dateline.read.markup import text_of_markup
from dateline.read.sources import Source
from dateline.read.text import Draft, finish


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: what it links to, its day as the feed says, and what it tells itself.

    ``key`` is what the feed knows it by, its link where it has no id of its own.
    """

    key: str
    link: str | None
    published: date | None
    told: Report | SetAside


class FeedError(ValueError):
    """What is no feed; the message says why, and what to do."""


def read_feed(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the report of each entry, numbered from 1."""
    try:
        entries, fault = _entries(source.read_whole(options.limits.document), source.name, options)
    except FeedError as error:
        yield SetAside(source.name, f"{error}; save the feed again, or its pages")
        return
    for entry in entries:
        yield entry.told
    if fault:
        yield fault


def read_entries(
    data: bytes, url: str, options: Options, *, content_type: str | None = None, language: str | None = None
) -> tuple[list[Entry], SetAside | None]:
    """Return the entries of a feed that was fetched from an address, and what is broken in it, if anything.

    ``content_type`` is the header that came with it; ``language`` wins over what the feed says of itself. A feed
    without entries that is one nevertheless gives none; raises FeedError for what is none.
    """
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    return _entries(data, url, options, headers, language, may_be_empty=True)


def _entries(
    data: bytes,
    name: str,
    options: Options,
    headers: dict[str, str] | None = None,
    language: str | None = None,
    *,
    may_be_empty: bool = False,
) -> tuple[list[Entry], SetAside | None]:
    import feedparser

    found = feedparser.parse(io.BytesIO(data), response_headers=headers or {})  # a string could be an address
    if not found.entries and not (may_be_empty and found.version and not _is_cut(found)):
        fault = found.get("bozo_exception")
        cause = f" ({str(fault)[:120]})" if fault else ""
        raise FeedError(f"no entries of an RSS or Atom feed{cause}")
    entries = [
        _entry(entry, found.feed, f"{name}#{number}", options, language)
        for number, entry in enumerate(found.entries, 1)
    ]
    if not (found.get("bozo") and _is_cut(found)):
        return entries, None
    broken = f"the feed is broken ({str(found.bozo_exception)[:120]}); entries after the break are not read"
    return entries, SetAside(name, broken)


def _is_cut(found: Any) -> bool:
    """Say whether the fault is one that can hide entries, not a wrong media type or charset."""
    import xml.sax

    return isinstance(found.get("bozo_exception"), xml.sax.SAXException)


def _entry(entry: Any, feed: Any, name: str, options: Options, language: str | None) -> Entry:
    link = str(entry.get("link") or "") or None
    key = str(entry.get("id") or link or name)
    return Entry(key, link, parse_date(dict.get(entry, "published")), _told(entry, feed, name, options, language))


def _told(entry: Any, feed: Any, name: str, options: Options, language: str | None) -> Report | SetAside:
    contents = [str(c.get("value") or "") for c in entry.get("content") or []]
    candidates = [text_of_markup(c) for c in [*contents, str(entry.get("summary") or "")]]
    text = max(candidates, key=len)
    if not text:
        return SetAside(name, "an entry without content or summary; save the page it links to")
    outlet = (entry.get("source") or {}).get("title") or feed.get("title")
    return finish(
        Draft(
            text,
            published=dict.get(entry, "published"),  # its own get() answers with the other one
            updated=dict.get(entry, "updated"),
            outlet=outlet,
            title=text_of_markup(str(entry.get("title") or "")).replace("\n\n", " ") or None,
            url=entry.get("link"),
            language=language or (entry.get("content") or [{}])[0].get("language") or feed.get("language"),
        ),
        name,
        options,
    )
