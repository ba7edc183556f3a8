"""Times that name their place in the calendar: dates, months, years, decades, holidays, weekdays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.extract.time_words import (
    DAY_NUMBER,
    EASTER_DAYS,
    FLOATING,
    HOLIDAYS,
    NAMED_DAYS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    month_of,
    weekday_of,
)
from dateline.model import DatePrecision, DateValue
from dateline.resolve.anchor import Anchor
from dateline.resolve.intervals import (
    between,
    day,
    easter,
    monday_of,
    month_span,
    real_day,
    season_span,
    stretch_of,
    weekday_after,
    weekday_before,
    year_span,
)

Groups = Mapping[str, str | None]
Resolver = Callable[[Groups, Anchor], DateValue | None]
# Newspapers leave the year out of dates of their own year (AP stylebook, "months"): where no tense is known, a day
# so far back that it would need its year, and due again soon, is the coming one.
_STALE, _SOON = 270, 62
_STORY_WORDS = ("previous", "following", "same", "that", "preceding", "prior")


def number_in(words: str | None) -> int:
    """Return the digits of "27th" or "'89" as a number."""
    return int(re.sub(r"\D", "", words or "") or 0)


def full_year(words: str, published: date) -> int:
    """Return a year in full; one of two digits is the nearest to the publication date."""
    number = number_in(words)
    if number >= 100:
        return number
    century = published.year // 100 * 100
    return min((century + shift + number for shift in (-100, 0, 100)), key=lambda y: abs(y - published.year))


def spelled_year(words: str) -> int:
    """Return "nineteen ninety-six" or "two thousand and one" as a number."""
    parts = [p for p in re.split(r"[\s-]+", words.lower()) if p not in ("and", "the", "year", "oh", "o")]
    if parts[:2] == ["two", "thousand"]:
        return 2000 + sum(NUMBERS.get(p, 0) for p in parts[2:])
    return 1900 + sum(NUMBERS.get(p, 0) for p in parts[1:])


def year_word(words: str | None, anchor: Anchor) -> int | None:
    """Return the year that "last", "this", "next", "that" or "the following" (year) names."""
    if not words:
        return None
    text = words.lower()
    base = anchor.base if any(word in text for word in _STORY_WORDS) else anchor.published
    if any(word in text for word in ("last", "previous", "preceding", "prior")):
        return base.year - 1
    return base.year + 1 if any(word in text for word in ("next", "following")) else base.year


def _year_told(groups: Groups, anchor: Anchor) -> int | None:
    for name in ("y", "y2"):
        if groups.get(name):
            return full_year(groups[name] or "", anchor.published)
    if groups.get("spelled"):
        return spelled_year(groups["spelled"] or "")
    return year_word(groups.get("yw") or groups.get("rel2"), anchor)


def nearest_day(month: int, number: int, anchor: Anchor, weekday: int | None = None) -> date | None:
    """Return the most recent such day not after the publication date (the next one where the future is told).

    A weekday told with it ("Saturday 10 June") decides where it fits only one of the years about.
    """
    days = [d for d in (real_day(y, month, number) for y in _years_about(anchor)) if d]
    near = [d for d in days if abs((d - anchor.published).days) <= 366]
    if weekday is not None and near:
        fitting = [d for d in near if d.weekday() == weekday]
        if len(fitting) == 1:
            return fitting[0]
    return _nearest(days, anchor)


def _years_about(anchor: Anchor) -> range:
    """Return the years within eight of the report's, so that a leap day is among them."""
    return range(max(1, anchor.published.year - 8), min(9999, anchor.published.year + 8) + 1)


def _nearest(days: Sequence[date], anchor: Anchor) -> date | None:
    past = [d for d in days if d <= anchor.published]
    coming = [d for d in days if d >= anchor.published]
    if anchor.future is None and past and coming:
        is_next = (anchor.published - past[-1]).days > _STALE and (coming[0] - anchor.published).days <= _SOON
        return coming[0] if is_next else past[-1]
    if anchor.future and past and coming:  # a deadline that has just passed, not one a year ahead
        is_last = (coming[0] - anchor.published).days > _STALE and (anchor.published - past[-1]).days <= _SOON
        return past[-1] if is_last else coming[0]
    chosen = coming[:1] if anchor.future else past[-1:]
    return chosen[0] if chosen else None


def _iso_or_named(groups: Groups, anchor: Anchor) -> DateValue | None:
    if groups.get("a"):
        return _slashed(groups, anchor)
    month = groups["m"] or ""
    number = int(month) if month.isdigit() else month_of(month)
    found = real_day(full_year(groups["y"] or "", anchor.published), number, number_in(groups["d"]))
    return day(found) if found else None


def _slashed(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Read "13/6/2017" and "6/13/2017"; None for "7/6/2017", which is June in London and July in New York."""
    a, b = number_in(groups["a"]), number_in(groups["b"])
    year = full_year(groups["y"] or "", anchor.published)
    readings = {d for d in (real_day(year, b, a), real_day(year, a, b)) if d}
    return day(readings.pop()) if len(readings) == 1 else None


def _monthday(groups: Groups, anchor: Anchor) -> DateValue | None:
    month, number = month_of(groups["m"] or ""), number_in(groups["d"])
    year = _year_told(groups, anchor)
    weekday = weekday_of(groups["w"] or "") if groups.get("w") else None
    if groups.get("rel") in ("last", "next"):
        anchor = replace(anchor, future=groups["rel"] == "next")
    found = real_day(year, month, number) if year else nearest_day(month, number, anchor, weekday)
    return day(found) if found else None


def _days(groups: Groups, anchor: Anchor) -> DateValue | None:
    month = month_of(groups["m"] or "")
    numbers = [number_in(d) for d in re.findall(DAY_NUMBER, groups["d"] or "")]
    if groups.get("d2"):
        numbers.append(number_in(groups["d2"]))
    year = _year_told(groups, anchor)
    last = real_day(year, month, numbers[-1]) if year else nearest_day(month, numbers[-1], anchor)
    first = real_day(last.year, month, numbers[0]) if last else None
    return between(first, last) if first and last else None


def _weekday(groups: Groups, anchor: Anchor) -> DateValue | None:
    weekday, rel = weekday_of(groups["w"] or ""), (groups.get("rel") or "").lower()
    published, base = anchor.published, anchor.base
    if "rel" in groups and "week" in (groups.get("in_week") or ""):
        start = base if any(word in rel for word in _STORY_WORDS) else published
        weeks = -1 if "last" in rel or "previous" in rel else 1 if "next" in rel or "following" in rel else 0
        return day(monday_of(start) + timedelta(days=7 * weeks + weekday))
    if not rel:
        return day(weekday_after(published, weekday) if anchor.future else weekday_before(published, weekday))
    if any(word in rel for word in ("previous", "preceding", "prior")):
        return day(weekday_before(base, weekday, strictly=True))
    if "following" in rel:
        return day(weekday_after(base, weekday, strictly=True))
    if "that" in rel or "same" in rel:
        return day(weekday_before(base, weekday))
    if rel == "this":
        return day(weekday_after(published, weekday) if anchor.future else weekday_before(published, weekday))
    if "coming" in rel or rel == "next":
        return day(weekday_after(published, weekday, strictly=True))
    return day(weekday_before(published, weekday, strictly=True))


def month_year(month: int, groups: Groups, anchor: Anchor) -> int:
    """Return the year of a month: told, or the most recent begun (the next one where the future is told)."""
    told = _year_told(groups, anchor)
    if told:
        return told
    rel, published = (groups.get("rel") or "").lower(), anchor.published
    start = anchor.base if any(word in rel for word in _STORY_WORDS) else published
    if rel in ("next", "this coming", "coming") or "following" in rel:
        return start.year + (month <= start.month)
    if rel in ("last", "past") or any(word in rel for word in ("previous", "preceding", "prior")):
        return start.year - (month >= start.month)
    if rel == "this":
        return start.year
    if anchor.future:
        return published.year + (month < published.month)
    ahead = (month - published.month) % 12
    if anchor.future is None and 1 <= ahead <= 2:
        return published.year + (month < published.month)
    return start.year - (month > start.month)


def _month(groups: Groups, anchor: Anchor) -> DateValue | None:
    month = month_of(groups["m"] or "")
    span = month_span(month_year(month, groups, anchor), month, 1, DatePrecision.MONTH)
    stretch = (groups.get("stretch") or "").lower()
    if span and stretch.startswith("earlier"):  # "earlier in July" is before the report, not early in July
        return _until(span, anchor.published)
    return stretch_of(span, stretch) if span and stretch else span


def _until(span: DateValue, published: date) -> DateValue:
    """Cut a month that still runs at the report."""
    is_running = span.earliest is not None and span.latest is not None and span.earliest <= published < span.latest
    return DateValue(span.earliest, published, DatePrecision.RANGE) if is_running else span


def _monthweek(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "the last week of May": seven-day stretches counted from the month's start or end."""
    month = month_of(groups["m"] or "")
    span = month_span(month_year(month, groups, anchor), month, 1, DatePrecision.MONTH)
    if span is None or span.earliest is None or span.latest is None:
        return None
    order = ORDINALS[(groups["o"] or "").lower()]
    if groups["u"] == "weekend":
        saturday = weekday_after(span.earliest, 5) + timedelta(days=7 * (order - 1))
        saturday = weekday_before(span.latest, 5) if order < 0 else saturday
        return between(saturday, saturday + timedelta(days=1))
    if order < 0:
        return between(span.latest - timedelta(days=6), span.latest)
    start = span.earliest + timedelta(days=7 * (order - 1))
    return between(start, start + timedelta(days=6))


def _year(groups: Groups, _: Anchor) -> DateValue | None:
    year = spelled_year(groups["spelled"] or "") if groups.get("spelled") else number_in(groups["y"])
    span = year_span(year)
    return stretch_of(span, groups["stretch"] or "") if span and groups.get("stretch") else span


def _years(groups: Groups, _: Anchor) -> DateValue | None:
    """Resolve "1990-1998" and "2014-15"; None for what runs backwards."""
    first, last = number_in(groups["y"]), number_in(groups["y2"])
    last = last if last >= 100 else first // 100 * 100 + last
    return year_span(first, last - first + 1) if last > first else None


_DECADES = {name: n * 10 for n, name in enumerate(
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], 2)}  # fmt: skip


def _decade(groups: Groups, _: Anchor) -> DateValue | None:
    if groups.get("spelled"):
        year = 1900 + _DECADES[(groups["spelled"] or "").lower()]
    else:
        year = number_in(groups["y"])
        year = year if year >= 100 else 1900 + year
    span = year_span(year, 10)
    return stretch_of(span, groups["stretch"] or "") if span and groups.get("stretch") else span


def _century(groups: Groups, _: Anchor) -> DateValue | None:
    span = year_span((number_in(groups["c"]) - 1) * 100 + 1, 100)
    return stretch_of(span, groups["stretch"] or "") if span and groups.get("stretch") else span


def _holiday(groups: Groups, anchor: Anchor) -> DateValue | None:
    name = " ".join((groups["h"] or "").lower().replace("’", "'").split())
    year = _year_told(groups, anchor)
    found = _feast(name, year) if year else _nearest([_feast(name, y) for y in _years_about(anchor)], anchor)
    return day(found) if found else None


def _feast(name: str, year: int) -> date:
    if name in EASTER_DAYS:
        return easter(year) + timedelta(days=EASTER_DAYS[name])
    if name in FLOATING:
        month, weekday, which = FLOATING[name]
        if which < 0:
            return weekday_before(date(year, month, 31), weekday)
        return weekday_after(date(year, month, 7 * which - 6), weekday)
    return date(year, *HOLIDAYS[name])


def _named(groups: Groups, _: Anchor) -> DateValue | None:
    return day(date(*NAMED_DAYS[groups["h"] or ""]))


def _season(groups: Groups, anchor: Anchor) -> DateValue | None:
    first_month, published = SEASONS[(groups["s"] or "").lower()], anchor.published
    rel, year = (groups.get("rel") or "").lower(), _year_told(groups, anchor)
    if year is None:
        begun = published.year - (published.month < first_month)
        span = season_span(begun, first_month)
        is_running = span is not None and span.latest is not None and span.latest >= published
        if rel == "next" or (anchor.future and not is_running):
            year = begun + 1
        elif rel == "this":
            year = published.year - (is_running and begun < published.year)
        else:
            year = begun - (is_running and rel in ("last", "the previous"))
    span = season_span(year, first_month)
    return stretch_of(span, groups["stretch"] or "") if span and groups.get("stretch") else span


def _quarter(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "the third quarter (of 2015)"; without a year, the most recent begun."""
    number = {"final": 4}.get(groups["q"] or "") or ORDINALS[(groups["q"] or "").lower()]
    months = 3 if groups["u"] == "quarter" else 6
    if number * months > 12:
        return None
    first_month = (number - 1) * months + 1
    year = _year_told(groups, anchor) or year_word(groups.get("rel"), anchor)
    if year is None:
        year = anchor.published.year - (first_month > anchor.published.month and not anchor.future)
        year -= bool(groups.get("ago"))
    return month_span(year, first_month, months)


DATED: dict[str, Resolver] = {
    "date": _iso_or_named,
    "monthday": _monthday,
    "days": _days,
    "span": _days,
    "weekday": _weekday,
    "month": _month,
    "monthweek": _monthweek,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "holiday": _holiday,
    "named": _named,
    "season": _season,
    "quarter": _quarter,
}
