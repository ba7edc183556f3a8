"""Head lines of a plain text: the lines at its top that only carry its date, outlet, title and the like.

They are read as fields and left out of the report's text: `` date 2017-06-07 Isis has ...``,
``Date: 7 June 2017``, ``Published: ...``, ``Friday, October 11, 2019``, ``Source: ...``, ``By Jane Doe``,
``Agency | Updated: 2017-09-15 17:52``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from dateline.read.dates import TIME_TAIL, match_day, parse_date

_KEYS = {
    "date": "published",
    "published": "published",
    "published on": "published",
    "published at": "published",
    "date published": "published",
    "publication date": "published",
    "posted": "published",
    "posted on": "published",
    "issued": "published",
    "updated": "updated",
    "last updated": "updated",
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "agency": "outlet",
    "url": "url",
    "link": "url",
    "by": "byline",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "language": "language",
}
_LONGEST_VALUE = {
    "published": 60,
    "updated": 60,
    "title": 300,
    "outlet": 80,
    "url": 2000,
    "byline": 120,
    "language": 20,
}
_KEYED = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{1,18}?)\s*:\s*(?P<value>\S.*)$")
_DATE_VERB = re.compile(
    r"(?P<key>date|published|posted|issued|(?:last )?updated)(?: on| at)?\s+(?P<value>\S.*)$", re.I
)
_BYLINE = re.compile(r"By (?:[A-Z][\w'’.-]+(?:,? (?:and |in |for )?)?){1,8}$")
_INLINE = re.compile(r"[ \t]*(?:date|published)[ \t]*:?[ \t]+(\d{4}-\d{2}-\d{2})[ \t]+(?=\S)", re.IGNORECASE)
_LINE = re.compile(r"[ \t\ufeff\xa0]*(?P<line>[^\r\n]*?)[ \t\xa0]*(?:\r\n|\r|\n|\Z)")
_TWO_WAYS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b")  # 07/06/2017: a date line, but of which day?
_LONGEST_LINE = 300
_LONGEST_TITLE = 160
_MOST_LINES = 14


@dataclass(slots=True)
class Head:
    """What the head lines of a text say, and ``start``, the offset at which its body begins.

    ``unread`` is a written date that can be read two ways.
    """

    start: int = 0
    published: date | None = None
    updated: date | None = None
    unread: str | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """Return a field's words ("title", "outlet", "url", "byline", "language"), or None."""
        return self.fields.get(name)


def read_head(text: str) -> Head:
    """Read the head lines of a text."""
    head = Head()
    for number in range(_MOST_LINES):
        line, start, end = _next_line(text, head.start)
        if not line:
            break
        found = _line_fields(line)
        if not found and number == 0 and _is_title_above(text, line, end):
            found = {"title": line}
        if not found:
            inline = _INLINE.match(text, start)
            if inline and _keep(head, {"published": inline[1]}):
                head.start = inline.end()
            break
        _keep(head, found)
        head.start = end
    return head


def _keep(head: Head, found: dict[str, str]) -> bool:
    """Add fields to a head, the first of a name winning; say whether a date among them is one."""
    is_dated = True
    for name, value in found.items():
        if name == "published":
            day = parse_date(value)
            head.published = head.published or day
            head.unread = head.unread or (None if day else value)
            is_dated = day is not None
        elif name == "updated":
            head.updated = head.updated or parse_date(value)
        else:
            head.fields.setdefault(name, value)
    return is_dated


def _next_line(text: str, at: int) -> tuple[str, int, int]:
    """Return the next line that is not blank, its start and the offset after it; "" at the end."""
    while at < len(text):
        found = _LINE.match(text, at)
        if not found or found["line"]:
            break
        at = found.end()
    else:
        return "", at, at
    if not found or len(found["line"]) > _LONGEST_LINE:
        return text[at : at + _LONGEST_LINE], at, at  # too long for a head line; only the inline form can fit
    return found["line"], at, found.end()


def _line_fields(line: str) -> dict[str, str]:
    """Return what a head line says, or nothing for a line of the body."""
    if len(line) >= _LONGEST_LINE:
        return {}
    whole = _part(line)
    if whole:
        return whole
    parts = [p.strip() for p in line.split("|")]
    if not 2 <= len(parts) <= 4:
        return {}
    found: dict[str, str] = {}
    for part in parts:
        fields = _part(part) or ({"outlet": part} if 0 < len(part) <= 40 else {})
        if not fields:
            return {}
        found = fields | found
    return found if "published" in found or "updated" in found else {}


def _part(words: str) -> dict[str, str]:
    keyed = _KEYED.match(words) or _DATE_VERB.match(words)
    if keyed:
        name = _KEYS.get(" ".join(keyed["key"].lower().split()))
        value = keyed["value"].strip()
        if name is None or len(value) > _LONGEST_VALUE[name]:
            return {}
        if name in ("published", "updated") and parse_date(value) is None and not _TWO_WAYS.match(value):
            return {}
        return {name: value}
    if _BYLINE.match(words) and len(words) <= 80:
        return {"byline": words[3:].strip()}
    day = match_day(words)
    if day and day[0].on() and TIME_TAIL.match(words, day[1]):
        return {"published": words}
    return {}


def _is_title_above(text: str, line: str, end: int) -> bool:
    """Say whether the first line is a title: short, no sentence, with a head line that is dated below it."""
    if len(line) > _LONGEST_TITLE or line.endswith((".", ":", ";", ",")):
        return False
    for _ in range(3):
        below, _start, end = _next_line(text, end)
        found = _line_fields(below)
        if "published" in found or "updated" in found:
            return True
        if not found:
            return False
    return False
