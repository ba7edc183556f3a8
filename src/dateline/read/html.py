"""Web pages: the article's text and title by trafilatura, its publication date by htmldate.

Neither may use the network or today's date: both get a parsed tree (a string that looks like an address would
be fetched), and a fixed last day (their default is today).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from dateline.model import Report, SetAside
from dateline.model.address import host_of
from dateline.read.encoding import UndecodableError, declared_in, decode
from dateline.read.limits import Limits, Options
from dateline.read.sources import Source
from dateline.read.text import Draft, finish

_STORY_PARAGRAPH = 160  # characters; a date in longer prose belongs to the story, not to the page
_FEWEST_CHARACTERS = 60  # shorter finds are menus and error messages
_NO_ARTICLE = "no article in this page; save the article's own page, or its text as .txt"


def read_html(source: Source, options: Options) -> Iterator[Report | SetAside]:
    """Yield the one report of a saved page."""
    data = source.read_whole(options.limits.page)
    yield read_page(data, source.name, options, file_name=source.file_name)


def read_page(
    data: bytes,
    name: str,
    options: Options,
    *,
    url: str | None = None,
    charset: str | None = None,
    file_name: str | None = None,
) -> Report | SetAside:
    """Read one page; ``charset`` is that of the HTTP header, ``url`` its known address."""
    try:
        markup = decode(data, charset or declared_in(data), is_lenient=True)
    except UndecodableError as error:
        return SetAside(name, str(error))
    _quieten()
    try:
        draft = _draft(markup.replace("\0", ""), url, file_name, options.limits)
    except Exception as error:  # noqa: BLE001 - parsers of others may raise anything; the pages after it go on
        return SetAside(name, f"the page's parser failed ({type(error).__name__}: {error}); save its text as .txt")
    return finish(draft, name, options) if draft else SetAside(name, _NO_ARTICLE)


@cache
def _quieten() -> None:
    """Silence the parsers' own log lines: what they say is told once, in the reason of the set-aside."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _draft(markup: str, url: str | None, file_name: str | None, limits: Limits) -> Draft | None:
    from trafilatura import extract, extract_metadata, load_html

    tree = load_html(markup)
    if tree is None:
        return None
    found = extract_metadata(
        deepcopy(tree),
        default_url=url,
        date_config=_date_settings(limits, is_extensive=False),
        extensive=False,
    )
    published = _page_date(tree, found.url or url, limits)
    language = tree.get("lang")
    text = extract(
        tree, url=url, include_comments=False, include_tables=False, with_metadata=False,
        date_extraction_params=_date_settings(limits, is_extensive=False),
    )  # fmt: skip
    if not text or len(text) < _FEWEST_CHARACTERS:
        return None
    address = found.url or url
    return Draft(
        "\n\n".join(line for line in text.split("\n") if line.strip()),
        published=published,
        outlet=found.sitename or host_of(address),
        title=found.title,
        url=address,
        language=language,
        file_name=file_name,
    )


def _date_settings(limits: Limits, *, is_extensive: bool) -> dict[str, Any]:
    return {
        "original_date": True,
        "extensive_search": is_extensive,
        "min_date": limits.earliest.isoformat(),
        "max_date": limits.latest.isoformat(),
    }


def _page_date(tree: Any, url: str | None, limits: Limits) -> str | None:
    """Return the page's publication date from its metadata and short lines, never from its prose."""
    from htmldate import find_date

    page = deepcopy(tree)
    for paragraph in page.xpath(f"//p[string-length(normalize-space(.)) > {_STORY_PARAGRAPH}]"):
        paragraph.drop_tree()
    found = find_date(page, url=url, deferred_url_extractor=True, **_date_settings(limits, is_extensive=False))
    return str(found) if found else None
