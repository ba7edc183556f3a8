"""The publication date of a report: from the best source that gives one, in a fixed order.

The order: the user's own, the record's field or page's metadata, a head line, a complete dateline, the
address, the file's name, a dateline's day with the year of the file's name, "updated" as a last resort.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateline.model.address import archived_address
from dateline.read.dates import MONTHS, CalendarDay, parse_date
from dateline.read.heads import Head
from dateline.read.limits import Limits

_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-]?([01]\d|[a-z]{3,9})[/-]?([0-3]?\d)(?=[/_-]|$|\.\w)", re.IGNORECASE)
_NAME_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
ADVICE = 'give it with --published YYYY-MM-DD or a first line "Date: YYYY-MM-DD"'


@dataclass(frozen=True, slots=True)
class DateSources:
    """What may date a report: a field's raw value, its head lines, dateline, address and file name."""

    field: object = None
    head: Head | None = None
    dateline: CalendarDay | None = None
    url: str | None = None
    file_name: str | None = None
    updated: object = None


def publication_date(sources: DateSources, limits: Limits, given: date | None = None) -> date | str:
    """Return the publication date, or the reason why there is none and what to do."""
    found = given or _first(sources)
    if found is None:
        return _why_not(sources)
    if not limits.earliest <= found <= limits.latest:
        return (
            f"the publication date {found.isoformat()} is not between {limits.earliest.isoformat()} and "
            f"{limits.latest.isoformat()}; correct it, or {ADVICE}"
        )
    return found


def _first(sources: DateSources) -> date | None:
    head = sources.head
    return (
        parse_date(sources.field)
        or (head.published if head else None)
        or (sources.dateline.on() if sources.dateline else None)
        or day_in_url(sources.url)
        or day_in_name(sources.file_name)
        or _day_with_year(sources)
        or parse_date(sources.updated)
        or (head.updated if head else None)
    )


def _day_with_year(sources: DateSources) -> date | None:
    if sources.dateline is None:
        return None
    updated = parse_date(sources.updated) or (sources.head.updated if sources.head else None)
    if updated:
        return sources.dateline.on(updated.year)
    year = _NAME_YEAR.search(sources.file_name or "")
    return sources.dateline.on(int(year[1])) if year else None


def _why_not(sources: DateSources) -> str:
    unread = sources.field or (sources.head.unread if sources.head else None)
    if isinstance(unread, str | int | float) and str(unread).strip():
        written = str(unread)[:60]
        return f"no publication date: {written!r} reads as no day, or as two; {ADVICE}"
    if sources.dateline:
        day = f"{sources.dateline.day}.{sources.dateline.month}."
        return f"no publication date: the dateline gives a day ({day}) but no year; {ADVICE}"
    return f"no publication date in fields, head lines, dateline or metadata; {ADVICE}"


def day_in_url(url: str | None) -> date | None:
    """Return the day in an address such as ``/2017/06/07/`` or ``/2017/jun/07/``, or None."""
    for found in _URL_DAY.finditer(archived_address(url) if url else ""):
        month = found[2].lower()
        number = int(month) if month.isdigit() else MONTHS.get(month)
        day = CalendarDay(number, int(found[3]), int(found[1])).on() if number else None
        if day:
            return day
    return None


def day_in_name(name: str | None) -> date | None:
    """Return the day in a file name such as ``2017-06-07-tehran.txt`` or ``tehran_20170607.html``."""
    for found in _NAME_DAY.finditer(name or ""):
        day = CalendarDay(int(found[3]), int(found[4]), int(found[1])).on()
        if day:
            return day
    return None
