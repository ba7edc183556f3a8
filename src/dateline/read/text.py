"""Plain text, and the last step of every format: from a draft to a report, or to what is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model import Report, SetAside
from dateline.model.address import host_of
from dateline.read.datelines import Dateline, find_dateline
from dateline.read.heads import Head, read_head
from dateline.read.language import is_english_code, other_language
from dateline.read.limits import Limits, Options
from dateline.read.outlet import outlet_name
from dateline.read.published import DateSources, publication_date

_DATELINE_PARAGRAPHS = 3  # a title or a summary may stand above the dateline


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format's reader found of one report, nothing of it checked yet.

    ``published`` and ``updated`` are raw values; ``title`` is a headline that is not part of ``text``;
    ``is_exact`` marks a text that was a report's before and is taken whole, without a look for head lines.
    """

    text: str
    published: object = None
    updated: object = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    file_name: str | None = None
    is_exact: bool = False


def read_text(
    text: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    limits: Limits | None = None,
    name: str = "text",
) -> Report | SetAside:
    """Read one text that is already decoded.

    The report's text is a slice of it (head lines left out, white space trimmed); a ``title`` is set before
    it with an empty line between, unless the text begins with it. A SetAside names ``name`` as its input.
    """
    draft = Draft(text, published=published, outlet=outlet, title=title, url=url)
    return finish(draft, name, Options(published, outlet, limits or Limits()))


def finish(draft: Draft, name: str, options: Options) -> Report | SetAside:
    """Make the report of a draft, or say why not; ``name`` is the input's."""
    if len(draft.text) > options.limits.characters:
        return SetAside(
            name,
            f"the text has {len(draft.text):,} characters, more than {options.limits.characters:,}; "
            "split it into its reports",
        )
    head = Head() if draft.is_exact else read_head(draft.text)
    body = draft.text[head.start :] if draft.is_exact else draft.text[head.start :].strip()
    if not body.strip():
        return SetAside(name, "no text" + (" below the head lines" if head.start else "") + "; nothing to code")
    other = _foreign(draft.language or head.get("language"), body)
    if other:
        return SetAside(name, f"not English, it seems ({other}); only English reports are coded: translate it first")
    dateline = _dateline(body)
    url = draft.url or head.get("url")
    sources = DateSources(
        draft.published, head, dateline.day if dateline else None, url, draft.file_name, draft.updated
    )
    when = publication_date(sources, options.limits, options.published)
    if isinstance(when, str):
        return SetAside(name, when)
    title = _one_line(draft.title) or _one_line(head.get("title"))
    outlet = (
        options.outlet
        or outlet_name(draft.outlet)
        or outlet_name(head.get("outlet"))
        or (outlet_name(dateline.source) if dateline else None)
        or host_of(url)
    )
    if draft.title and title and not draft.is_exact and not _begins_with(body, title):
        body = f"{title}\n\n{body}"
    return Report.of(body, when, outlet=outlet, title=title, url=url)


def _foreign(code: str | None, body: str) -> str | None:
    """Return what language a text is in if not English; a field decides only on what is too short to tell."""
    other = other_language(body)
    if other:
        return other
    is_short = len(body) < 200
    return code.strip() if code and code.strip() and is_short and not is_english_code(code) else None


def _dateline(body: str) -> Dateline | None:
    at = 0
    for _ in range(_DATELINE_PARAGRAPHS):
        found = find_dateline(body, at)
        if found:
            return found
        at = body.find("\n", at) + 1
        if at == 0:
            return None
    return None


def _one_line(title: str | None) -> str | None:
    return " ".join(title.split()) or None if title else None


def _begins_with(body: str, title: str) -> bool:
    opening = " ".join(body[: 2 * len(title) + 20].split()).casefold()
    return opening.startswith(title.casefold())
