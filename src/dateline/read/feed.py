"""Saved RSS and Atom feeds: one report an entry, from its content or else its summary."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dateline.model import Report, SetAside
from dateline.read.limits import Options
from dateline.read.markup import text_of_markup
from dateline.read.sources import Source
from dateline.read.text import Draft, finish


def read_feed(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the report of each entry, numbered from 1."""
    import feedparser

    data = source.read_whole(options.limits.document)
    found = feedparser.parse(io.BytesIO(data))  # a stream, since a string could be taken for an address
    if not found.entries:
        fault = found.get("bozo_exception")
        cause = f" ({str(fault)[:120]})" if fault else ""
        yield SetAside(source.name, f"no entries of an RSS or Atom feed{cause}; save the feed again, or its pages")
        return
    feed = found.feed
    for number, entry in enumerate(found.entries, 1):
        yield _read_entry(entry, feed, source.record(number), options)
    if found.get("bozo") and _is_cut(found):
        yield SetAside(
            source.name,
            f"the feed is broken ({str(found.bozo_exception)[:120]}); entries after the break are not read",
        )


def _is_cut(found: Any) -> bool:
    """Say whether the fault is one that can hide entries, not a wrong media type or charset."""
    import xml.sax

    return isinstance(found.get("bozo_exception"), xml.sax.SAXException)


def _read_entry(entry: Any, feed: Any, name: str, options: Options) -> Report | SetAside:
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
            language=(entry.get("content") or [{}])[0].get("language") or feed.get("language"),
        ),
        name,
        options,
    )
