"""The names under which records of news keep their fields, as data, shared by JSON and CSV.

Names are compared in lower case without anything but letters and digits; fields of nested objects are joined
to their parent's name (``fields.bodyText`` is ``fieldsbodytext``). Of several the first listed wins. Sources:
the contract; news-please (NewsArticle); fundus (Article); Media Cloud (story list); the Guardian, New York
Times and newsapi.org content APIs; schema.org NewsArticle.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from dateline.read.dates import MISSING, parse_date
from dateline.read.text import Draft

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "maintext", "plaintext", "fulltext", "storytext", "articletext", "articlebody", "bodytext",
        "fieldsbodytext", "rawtext", "cleantext", "body", "content", "contents", "article", "story", "report",
        "document", "notes", "leadparagraph", "summary", "abstract", "description", "snippet",
    ),
    "published": (
        "published", "publishdate", "publisheddate", "datepublish", "datepublished", "publicationdate",
        "publishingdate", "publishedat", "publishedon", "publishtime",
        "publisheddatetime", "webpublicationdate", "firstpublicationdate", "pubdate", "dateofpublication",
        "storydate", "articledate", "reportdate", "date", "datetime", "pubtime", "posted", "postedat",
        "postdate", "timestamp", "created", "createdat",
    ),
    "updated": ("updated", "updatedat", "datemodify", "datemodified", "modified", "lastmodified"),
    "outlet": (
        "outlet", "outletname", "publisher", "publishername", "newspaper", "medianame", "sourcename",
        "sitename", "publication", "fieldspublication", "source",
        "htmlsourcepublisher", "provider", "agency", "sourcedomain",
        "mediaurl", "domain", "site", "hostname",
    ),
    "title": ("title", "headline", "webtitle", "headlinemain", "titlepage", "titlerss", "storytitle"),
    "url": ("url", "link", "weburl", "canonicalurl", "storyurl", "articleurl", "htmlrequestedurl", "uri"),
    "language": ("language", "lang", "languagecode"),
}  # fmt: skip
RECORD_LISTS = (
    "reports",
    "articles",
    "stories",
    "documents",
    "docs",
    "items",
    "results",
    "records",
    "entries",
    "data",
    "response",
)
_NOT_ALNUM = re.compile(r"[\W_]+")
_DEPTH = 3
_MARKUP = re.compile(r"\s*<(?:p|div|article|html|body|span|h\d|br|section)\b[^>]*>", re.IGNORECASE)
_KNOWN = frozenset(chain.from_iterable(FIELDS.values()))


def normal_name(name: object) -> str:
    """Return a field's name as it is compared: lower case, letters and digits only."""
    return _NOT_ALNUM.sub("", str(name)).lower()


def delimiter_of(header: str, least_known: int = 1) -> str | None:
    """Return the delimiter under which a header line names most known fields, or None if it names too few."""
    scores = {
        d: sum(normal_name(cell) in _KNOWN for cell in next(csv.reader([header], delimiter=d), [])) for d in ",;\t|"
    }
    best = max(scores, key=lambda d: (scores[d], header.count(d)))
    return best if scores[best] >= least_known else None


def flatten(record: Mapping[str, object]) -> dict[str, object]:
    """Return a record's values by normal name, those of nested objects under their joined names."""
    flat: dict[str, object] = {}
    for name, value in _walk(record, "", _DEPTH):
        flat.setdefault(name, value)
    return flat


def _walk(record: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, value in record.items():
        name = prefix + normal_name(key)
        yield name, value
        if isinstance(value, dict) and depth > 1:
            yield from _walk(value, name, depth - 1)


def draft_of(record: Mapping[str, object], *, is_exact: bool = False) -> Draft | None:
    """Return the draft of a record of news, or None where no field holds a text."""
    flat = flatten(record)
    text = next((t for name in FIELDS["text"] if (t := prose(flat.get(name)))), None)
    if text is None:
        return None
    return Draft(
        text,
        published=_dated(flat, "published"),
        updated=_dated(flat, "updated"),
        outlet=_first_words(flat, "outlet"),
        title=_first_words(flat, "title"),
        url=_first_words(flat, "url"),
        language=_first_words(flat, "language"),
        is_exact=is_exact,
    )


def prose(value: object) -> str | None:
    """Return the text of a field: a string, a list of paragraphs, or a body of sections; None without any."""
    if isinstance(value, str):
        if value.strip().lower() in MISSING:
            return None
        if _MARKUP.match(value):
            from dateline.read.markup import text_of_markup

            return text_of_markup(value) or None
        return value
    if isinstance(value, list):
        parts = [p for item in value if (p := prose(item))]
        return "\n\n".join(parts) or None
    if isinstance(value, dict) and ("sections" in value or "paragraphs" in value):
        parts = [p for key in ("summary", "headline", "paragraphs", "sections") if (p := prose(value.get(key)))]
        return "\n\n".join(parts) or None
    return None


def _dated(flat: Mapping[str, object], field: str) -> object:
    """Return the first value that is a date, or the first that is there at all (for the reason), or None."""
    values = [flat[name] for name in FIELDS[field] if name in flat]
    present = [v for v in values if v is not None and str(v).strip().lower() not in MISSING]
    return next((v for v in present if parse_date(v)), next(iter(present), None))


def _first_words(flat: Mapping[str, object], field: str) -> str | None:
    for name in FIELDS[field]:
        value = flat.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and value.strip().lower() not in MISSING:
            return value
    return None
