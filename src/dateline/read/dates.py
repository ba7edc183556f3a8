"""Written calendar dates of publication: parsed as written, never against the wall clock.

Dates inside a story ("last week") are resolved elsewhere; here is only what dates a report as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = (
    {name: i for i, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: i for i, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
MISSING = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "unknown", "undefined", "-"})
_CENTURY_PIVOT = 69  # POSIX strptime: 69-99 are 1969-1999, 00-68 are 2000-2068

_M = "(?:" + "|".join(f"{n[:3]}(?:{n[3:]})?" if len(n) > 3 else n for n in _MONTH_NAMES) + r"|sept)\.?"
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATE = re.compile(
    _WEEKDAY
    + r"(?:"
    + r"(?P<iy>\d{4})(?P<isep>[-/.])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d)"
    + rf"|(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+|-|\s+of\s+)(?P<dm>{_M})"
    + r"(?:(?:,?\s+|-)(?P<dy>\d{4}|'?\d{2})(?![\d:]|\.\d))?"
    + rf"|(?P<mm>{_M})\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<my>\d{{4}}|'?\d{{2}})"
    r"(?![\d:]|\.\d))?" + r")",
    re.IGNORECASE,
)
_TIME = (
    r"\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d+)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
    r"|\d{4}(?=\s*(?:gmt|utc|z)\b)"
)
_ZONE = r"\(?(?:z|[a-z]{2,5}|(?:gmt|utc)?\s*[+-]\d{1,2}(?::?\d{2})?)\)?"
TIME_TAIL = re.compile(rf"(?:[t,|\s]*(?:at\s+)?(?:{_TIME})(?:\s*{_ZONE}){{0,2}})?\.?\s*$", re.IGNORECASE)
_UNIX_STYLE = re.compile(
    rf"[a-z]{{3}},?\s+(?P<m>{_M})\s+(?P<d>\d{{1,2}})\s+[\d:]{{5,8}}\s+(?:\S+\s+)?(?P<y>\d{{4}})$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_EPOCH_SECONDS = 10**8  # 1973; smaller numbers are counts and row numbers, not times
_EPOCH_MILLISECONDS = 10**11  # seconds reach this in the year 5138


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day as written; ``year`` is None where the words leave it out."""

    month: int
    day: int
    year: int | None = None

    def on(self, year: int | None = None) -> date | None:
        """Return the date, in the written year or the given one; None without a year or for no real day."""
        known = self.year or year
        try:
            return date(known, self.month, self.day) if known else None
        except ValueError:
            return None


def full_year(written: str) -> int:
    """Return the year of four or two digits, the latter by POSIX: 69-99 are 19xx, 00-68 are 20xx."""
    digits = written.lstrip("'")
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _CENTURY_PIVOT else 2000)


def match_day(text: str, at: int = 0) -> tuple[CalendarDay, int] | None:
    """Return the written day that begins at an offset and the offset after it, or None."""
    found = _DATE.match(text, at)
    if not found:
        return None
    day = _day_of(found)
    return (day, found.end()) if day else None


def last_day(text: str) -> tuple[CalendarDay, int] | None:
    """Return the written day with which a text ends and the offset where it begins, or None."""
    for found in _DATE.finditer(text):
        if found.end() == len(text.rstrip(" ,.")) or found.end() == len(text):
            day = _day_of(found)
            return (day, found.start()) if day else None
    return None


def _day_of(found: re.Match[str]) -> CalendarDay | None:
    part = found.groupdict()
    if part["iy"]:
        day = CalendarDay(int(part["im"]), int(part["id"]), int(part["iy"]))
    elif part["dd"]:
        day = CalendarDay(_month(part["dm"]), int(part["dd"]), full_year(part["dy"]) if part["dy"] else None)
    else:
        day = CalendarDay(_month(part["mm"]), int(part["md"]), full_year(part["my"]) if part["my"] else None)
    return day if day.on(2000 if day.year is None else None) else None  # 2000 is a leap year


def _month(written: str) -> int:
    return MONTHS[written.lower().rstrip(".")]


def _from_number(number: float) -> date | None:
    if isinstance(number, int) and 10**7 < number < _EPOCH_SECONDS:
        return _from_digits(str(number))
    if abs(number) < _EPOCH_SECONDS:
        return None
    seconds = number / 1000 if abs(number) >= _EPOCH_MILLISECONDS else number
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None


def _from_digits(text: str) -> date | None:
    compact = _COMPACT.match(text)
    if compact:
        year, month, day = (int(g) for g in compact.groups())
        return CalendarDay(month, day, year).on()
    number = _NUMERIC.match(text)
    if number and TIME_TAIL.match(text, number.end()):
        first, second, year = int(number[1]), int(number[3]), int(number[4])
        if first > 12 or first == second:
            return CalendarDay(second, first, year).on()
        if second > 12:
            return CalendarDay(first, second, year).on()
    return None  # 07/06/2017 is 7 June to some and 6 July to others


def parse_date(value: object) -> date | None:
    """Return the calendar date that a field's value gives, as written (time and zone are left aside).

    Takes ISO 8601 and its usual variants, RFC 2822, day-month-name forms, YYYYMMDD[hhmmss], seconds or
    milliseconds since 1970 (UTC), ``{"$date": ...}``; None for anything else, and for numeric day-month
    orders that can be read two ways.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, dict):
        return parse_date(value["$date"]) if "$date" in value else None
    if isinstance(value, list):
        return parse_date(value[0]) if value else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str) or value.strip().lower() in MISSING or len(value) > 100:
        return None
    text = value.strip()
    found = match_day(text)
    if found and TIME_TAIL.match(text, found[1]):
        return found[0].on()
    unix = _UNIX_STYLE.match(text)
    if unix:
        return CalendarDay(_month(unix["m"]), int(unix["d"]), int(unix["y"])).on()
    return _from_digits(text)
