"""Times told relative to the report ("last week", "two days ago") or to the story ("two days earlier")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.extract.time_words import VAGUE, count_of, in_smaller_units, unit_of
from dateline.model import DatePrecision, DateValue
from dateline.resolve.anchor import Anchor
from dateline.resolve.dated import Groups, Resolver, full_year, year_word
from dateline.resolve.intervals import (
    between,
    day,
    month_span,
    months_later,
    shifted,
    stretch_of,
    unit_precision,
    unit_span,
    year_span,
    years_back,
)

_RECENT = {
    "hour": (1, "day"),
    "day": (7, "day"),
    "week": (4, "week"),
    "month": (3, "month"),
    "quarter": (3, "quarter"),
}
_RECENT |= {
    "year": (3, "year"),
    "decade": (3, "decade"),
}  # how far back "in recent ..." reaches: three units, or a week
_SHORT = frozenset({"second", "minute", "hour", "day", "night"})
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
_MORE = re.compile(r"\b(?:more than|over|at least)\b")
_LESS = re.compile(r"\b(?:less than|fewer than|no more than|nearly|almost|barely|under|up to|at most)\b")
_NEAR_SHIFTS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_NEAR_SHIFTS |= {"day after tomorrow": 2}


def _near(groups: Groups, anchor: Anchor) -> DateValue | None:
    word = " ".join((groups["word"] or "").lower().split())
    published = anchor.published
    if word == "overnight":
        return between(published - timedelta(days=1), published)
    if word.startswith("last"):
        return day(published - timedelta(days=1), DatePrecision.TIME)
    if word.startswith("this") or word == "tonight":
        return day(published, DatePrecision.TIME)
    if word.startswith("tomorrow"):
        return day(published + timedelta(days=1))
    return day(published + timedelta(days=_NEAR_SHIFTS[word]))


def _weekend(rel: str, anchor: Anchor) -> DateValue | None:
    """Return the most recent weekend begun; "last weekend" on a weekend is the one before."""
    published = anchor.published
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    is_weekend = published.weekday() >= 5
    if "next" in rel or "coming" in rel:
        saturday += timedelta(days=7)
    elif rel == "last" and is_weekend:
        saturday -= timedelta(days=7)
    elif anchor.future and not is_weekend:
        saturday += timedelta(days=7)
    return between(saturday, saturday + timedelta(days=1))


def _period(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "last week", "this month", "the end of the year": calendar units, running ones up to the report."""
    unit, rel = unit_of(groups["u"] or ""), (groups.get("rel") or "this").lower()
    stretch, published = (groups.get("stretch") or "").lower(), anchor.published
    if unit == "weekend":
        return _weekend(rel, anchor)
    if unit == "day":
        return day(anchor.base) if stretch else None
    steps = -1 if rel in ("last", "this past") else 1 if rel == "next" or "coming" in rel else 0
    if unit == "quarter" and rel in ("the", "the latest"):
        if anchor.period:
            return anchor.period
        steps = -1  # business news tells of the quarter that has ended
    if unit == "year" and rel == "the latest":
        steps = -1
    start = shifted(published, steps, unit)
    span = unit_span(start, unit) if start else None
    if span is None or (steps and not stretch):
        return span
    if stretch.startswith("earlier"):
        return between(span.earliest, min(published, span.latest or published))
    if stretch.startswith("later") or "rest" in stretch:
        return between(max(published, span.earliest or published), span.latest)
    if stretch:
        return stretch_of(span, stretch)
    if groups.get("rel") is None:
        return month_span(published.year, 12, 1, DatePrecision.MONTH) if unit == "year" else stretch_of(span, "end")
    return _running(span, unit, anchor)


def _running(span: DateValue, unit: str, anchor: Anchor) -> DateValue | None:
    """Cut a unit that still runs at the publication date: at it, or for the future, from it."""
    if span.earliest is None or span.latest is None or unit == "quarter":
        return span
    if anchor.future:
        return DateValue(anchor.published, span.latest, span.precision)
    return DateValue(span.earliest, min(anchor.published, span.latest), span.precision)


def _count(groups: Groups) -> tuple[int, int]:
    return count_of(groups["n"] or "") if groups.get("n") else VAGUE[""]


def _stepped_by(base: date, groups: Groups, sign: int) -> DateValue | None:
    low, high = _count(groups)
    unit = unit_of(groups["u"] or "")
    halved = in_smaller_units(f"{groups.get('n') or ''}{groups.get('half') or ''}", unit)
    if halved:
        low, high, unit = halved[0], halved[0], halved[1]
    elif unit == "year" and low == high:
        return _years_away(base, sign, low, " ".join((groups.get("about") or "").lower().split()))
    return _stepped(base, low, high, unit, sign)


def _years_away(base: date, sign: int, years: int, about: str) -> DateValue | None:
    """Return the year about the day some years away: who says "two years ago" rounds to the nearest whole year.

    "More than two years ago" is between two and three years ago, "nearly two years ago" between one and two.
    """
    least, most = (-6, 6)  # months
    if _LESS.search(about):
        least, most = (-12, 0)
    elif _MORE.search(about):
        least, most = (0, 12)
    ends = [months_later(base, sign * (12 * years + months)) for months in (least, most)]
    known = sorted(d for d in ends if d is not None)
    return between(known[0], known[1]) if len(known) == len(ends) else None


def _stepped(base: date, low: int, high: int, unit: str, sign: int) -> DateValue | None:
    """Return the time ``low`` to ``high`` units away, as exactly as the unit tells it.

    Days are days; one week is the day a week away; more weeks, months, decades and more are the calendar unit that
    holds the day.
    """
    near, far = shifted(base, sign * low, unit), shifted(base, sign * high, unit)
    if near is None or far is None:
        return None
    if low != high:
        near_span, far_span = unit_span(near, unit), unit_span(far, unit)
        first, last = (far, near) if sign < 0 else (near, far)
        if unit in ("month", "year", "decade", "century") and near_span and far_span:
            spans = sorted([near_span, far_span], key=lambda s: s.earliest or first)
            first, last = spans[0].earliest or first, spans[1].latest or last
        return between(first, last)
    if unit in ("week", "fortnight"):
        if low == 1:
            return day(near)
        return unit_span(near, "week")
    if unit == "decade":
        return year_span(near.year)
    if unit == "hour" and high >= 24:
        return day(near)
    if unit == "hour":
        crossed = base + timedelta(days=sign)
        return between(min(base, crossed), max(base, crossed)) if high >= 6 else day(base, DatePrecision.TIME)
    if unit in ("minute", "second"):
        return day(base, DatePrecision.TIME)
    if unit_precision(unit) in (DatePrecision.MONTH, DatePrecision.YEAR) or unit in ("quarter", "century"):
        return unit_span(near, unit)
    return day(near)


def _ago(groups: Groups, anchor: Anchor) -> DateValue | None:
    low, high = _count(groups)
    unit = unit_of(groups["u"] or "")
    if (low, high, unit) == (1, 1, "year") and anchor.period:
        return years_back(anchor.period, 1)
    if (low, high, unit) == (1, 1, "year") and not (groups.get("about") or groups.get("so")):
        near = shifted(
            anchor.published, -1, unit
        )  # "a year ago" marks the day come round again; "two years ago" does not
        return unit_span(near, "month") if near else None
    return _stepped_by(anchor.published, groups, -1)


def _offset(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "two days earlier" from the story's day; "two days after X" needs one, as X is told there."""
    side = (groups["side"] or "").lower()
    names_event = side in ("before", "after", "following") or side.startswith("prior to")
    if names_event and anchor.story is None:
        return None
    sign = 1 if side.startswith(("later", "after", "following")) else -1
    if sign > 0 and anchor.is_adrift:
        return None
    low, high = _count(groups)
    unit = unit_of(groups["u"] or "")
    if (low, high, unit, sign) == (1, 1, "year", -1) and anchor.period and not names_event:
        return years_back(anchor.period, 1)
    if anchor.vague and unit in _SHORT:
        return _over(anchor.vague, [_stepped_by(d, groups, sign) for d in _ends(anchor.vague)])
    return _stepped_by(anchor.base_day if unit in _SHORT else anchor.base, groups, sign)


def _ends(value: DateValue) -> list[date]:
    return [d for d in (value.earliest, value.latest) if d is not None]


def _over(told: DateValue, values: Sequence[DateValue | None]) -> DateValue | None:
    """Return all days that a step from somewhere within a week or month may lead to."""
    days = [d for v in values if v is not None for d in _ends(v)]
    return DateValue(min(days), max(days), told.precision) if days else None


def _story(groups: Groups, anchor: Anchor) -> DateValue | None:
    unit = (groups.get("u") or "year").lower()
    base, rel = anchor.base, (groups.get("rel") or groups.get("side") or "").lower()
    is_back = any(word in rel for word in ("previous", "preceding", "prior", "before", "ago", "earlier"))
    sign = -1 if is_back else 1 if any(word in rel for word in ("following", "next", "after")) else 0
    if sign > 0 and anchor.is_adrift:
        return None
    if anchor.vague and unit in ("day", *_PARTS_OF_DAY):
        return _over(anchor.vague, [day(d + timedelta(days=sign)) for d in _ends(anchor.vague)])
    if unit in ("day", *_PARTS_OF_DAY):
        base = anchor.base_day
    if unit in _PARTS_OF_DAY:
        moved = base + timedelta(days=sign)
        return day(moved, DatePrecision.TIME)
    if rel.startswith(("year-", "the year-")) and anchor.period:
        return years_back(anchor.period, 1)
    if "-ago" in rel or "-earlier" in rel:
        start = shifted(base, -1, rel.split("-")[0].removeprefix("the "))
        if unit == "quarter" and start:  # compared with the quarter that has ended, as "the quarter" is
            start = shifted(start, -1, "quarter")
        unit = "quarter" if unit == "quarter" else rel.split("-")[0].removeprefix("the ")
    else:
        start = shifted(base, sign, unit)
    if start is None:
        return None
    if unit == "weekend":
        return unit_span(start, unit)
    span = unit_span(start, unit)
    if span and groups.get("stretch") and unit != "day" and (groups["stretch"] or "") in ("early", "late"):
        return stretch_of(span, groups["stretch"] or "")
    return span


def _compared(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "the 1988 period" and "the same quarter last year" by the stretch under discussion."""
    period = anchor.period
    if period is None or period.earliest is None:
        return year_span(int(groups["y"] or 0)) if groups.get("y") else None
    if groups.get("now"):
        return period
    return years_back(period, period.earliest.year - int(groups["y"] or 0) if groups.get("y") else 1)


def _past(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "over the past week" and "in recent months": from so long before the report up to it."""
    published, unit = anchor.published, unit_of(groups["u"] or "")
    if "n" not in groups:
        count, unit = _RECENT[unit]
    elif "yw" in groups:
        return _first_units(groups, anchor)
    else:
        count = _count(groups)[1] if groups.get("n") else _bare_count(groups["u"] or "")
    return between(shifted(published, -count, unit), published)


def _bare_count(word: str) -> int:
    return 3 if word.lower().endswith("s") else 1


def _first_units(groups: Groups, anchor: Anchor) -> DateValue | None:
    """Resolve "the first nine months of 2015"; months without a year are those of the report's own."""
    year = full_year(groups["y"] or "", anchor.published) if groups.get("y") else year_word(groups["yw"], anchor)
    count, unit = _count(groups)[1], unit_of(groups["u"] or "")
    if year is None and unit == "month" and not groups.get("latest"):
        year = anchor.published.year
    if year is None:
        return between(shifted(anchor.published, -count, unit), anchor.published) if groups.get("latest") else None
    end = shifted(date(year, 1, 1), count, unit)
    return between(date(year, 1, 1), end - timedelta(days=1)) if end and count else None


def _coming(groups: Groups, anchor: Anchor) -> DateValue | None:
    unit = unit_of(groups["u"] or "")
    count = _count(groups)[1] if groups.get("n") else _bare_count(groups["u"] or "")
    return between(anchor.published, shifted(anchor.published, count, unit))


def _clock(_: Groups, anchor: Anchor) -> DateValue | None:
    """A clock time alone is on the day of the story, else on the one told just before, else of the report."""
    told = anchor.told.latest if anchor.told and anchor.told.days == 1 else None
    return day(anchor.story or told or anchor.published, DatePrecision.TIME)


RELATIVE: dict[str, Resolver] = {
    "near": _near,
    "period": _period,
    "ago": _ago,
    "offset": _offset,
    "story": _story,
    "compared": _compared,
    "past": _past,
    "coming": _coming,
    "clock": _clock,
}
