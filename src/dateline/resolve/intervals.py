"""Intervals of the calendar: weeks, months, seasons and years, parts of them, and steps from one day to another."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dateline.model import DatePrecision, DateValue

_PRECISIONS = {
    "hour": DatePrecision.DAY,
    "minute": DatePrecision.DAY,
    "second": DatePrecision.DAY,
    "day": DatePrecision.DAY,
    "night": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "fortnight": DatePrecision.RANGE,
    "weekend": DatePrecision.RANGE,
    "month": DatePrecision.MONTH,
    "quarter": DatePrecision.RANGE,
    "year": DatePrecision.YEAR,
    "decade": DatePrecision.RANGE,
    "century": DatePrecision.RANGE,
}
_DECADE_DAYS = 3652
_DAYS = {"day": 1, "night": 1, "weekend": 7, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def day(value: date, precision: DatePrecision = DatePrecision.DAY) -> DateValue:
    """Return the interval of one day."""
    return DateValue(value, value, precision)


def between(earliest: date | None, latest: date | None) -> DateValue | None:
    """Return the interval from one day to another, or None where they are in the wrong order."""
    if earliest and latest and earliest > latest:
        return None
    return DateValue(earliest, latest, DatePrecision.DAY if earliest == latest else DatePrecision.RANGE)


def real_day(year: int, month: int, number: int) -> date | None:
    """Return a day, or None where the calendar has no such day ("31 June")."""
    is_real = 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]
    return date(year, month, number) if is_real else None


def month_span(year: int, month: int, months: int = 1, precision: DatePrecision | None = None) -> DateValue | None:
    """Return the interval of one or more whole months, or None outside the years 1 to 9998."""
    if not 1 <= year <= 9998:
        return None
    index = year * 12 + month - 1 + months - 1
    last_year, last_month = index // 12, index % 12 + 1
    latest = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return DateValue(date(year, month, 1), latest, precision or DatePrecision.RANGE)


def year_span(year: int, years: int = 1) -> DateValue | None:
    """Return the interval of one or more whole years."""
    return month_span(year, 1, 12 * years, DatePrecision.YEAR if years == 1 else DatePrecision.RANGE)


def monday_of(value: date) -> date:
    """Return the Monday of a day's week (ISO 8601: weeks run from Monday to Sunday)."""
    return value - timedelta(days=value.weekday())


def week_span(value: date) -> DateValue:
    """Return the week, Monday to Sunday, that holds a day."""
    monday = monday_of(value)
    return DateValue(monday, monday + timedelta(days=6), DatePrecision.WEEK)


def months_later(value: date, months: int) -> date | None:
    """Return the same day some months later (earlier if negative), or the last one of a shorter month."""
    index = value.year * 12 + value.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(value.day, calendar.monthrange(year, month)[1]))


def shifted(value: date, count: int, unit: str) -> date | None:
    """Return the day that lies ``count`` units later (earlier if negative); None outside the calendar."""
    if unit in _DAYS:
        days = count * _DAYS[unit]
        in_range = date.min.toordinal() <= value.toordinal() + days <= date.max.toordinal()
        return value + timedelta(days=days) if in_range else None
    if unit == "hour":
        return shifted(value, int(count / 24), "day")
    if unit in ("minute", "second"):
        return value
    return months_later(value, count * _MONTHS[unit])


def unit_span(value: date, unit: str) -> DateValue | None:
    """Return the calendar unit that holds a day: its week, month, quarter, year, decade or century."""
    if unit == "week":
        return week_span(value)
    if unit == "weekend":
        saturday = monday_of(value) + timedelta(days=5)
        return DateValue(saturday, saturday + timedelta(days=1), DatePrecision.RANGE)
    if unit == "fortnight":
        return between(monday_of(value), monday_of(value) + timedelta(days=13))
    if unit == "month":
        return month_span(value.year, value.month, 1, DatePrecision.MONTH)
    if unit == "quarter":
        return month_span(value.year, (value.month - 1) // 3 * 3 + 1, 3)
    if unit == "year":
        return year_span(value.year)
    if unit == "decade":
        return year_span(value.year // 10 * 10, 10)
    if unit == "century":
        return year_span((value.year - 1) // 100 * 100 + 1, 100)
    return day(value)


def years_back(value: DateValue, years: int) -> DateValue | None:
    """Return the same stretch some years earlier; None where either end is open or leaves the calendar."""
    if value.earliest is None or value.latest is None:
        return None
    first, end = (
        months_later(value.earliest, -12 * years),
        months_later(value.latest + timedelta(days=1), -12 * years),
    )
    return DateValue(first, end - timedelta(days=1), value.precision) if first and end else None


def weekday_before(value: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the most recent such weekday (Monday is 0) not after a day, or strictly before it."""
    back = (value.weekday() - weekday) % 7
    return value - timedelta(days=back or (7 if strictly else 0))


def weekday_after(value: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the next such weekday (Monday is 0) not before a day, or strictly after it."""
    ahead = (weekday - value.weekday()) % 7
    return value + timedelta(days=ahead or (7 if strictly else 0))


def stretch_of(value: DateValue, words: str) -> DateValue | None:
    """Return the part of a week, month, year or decade that "early", "mid", "the end of" ... name.

    A month is cut into its first ten days, the next ten and the rest ("late May" is 21 to 31 May), a year into
    four-month thirds, a decade into four, three and three years, all else into thirds by days; or halves where
    the words say so.
    """
    if value.earliest is None or value.latest is None:
        return value
    text = words.lower().replace("-", " ")
    start, days = value.earliest, value.days or 1
    if "half" in text and value.precision is DatePrecision.YEAR:
        return month_span(start.year, 1 if "first" in text else 7, 6)
    if days > _DECADE_DAYS - 3 and days < _DECADE_DAYS + 3:  # "the early 1990s" are 1990 to 1993
        first, years = {0: (0, 4), 1: (4, 3), 2: (7, 3)}[_third(text)]
        return year_span(start.year + first, years)
    if "half" in text:
        half = days // 2
        cut = (0, half) if "first" in text else (half, days)
    elif value.precision is DatePrecision.MONTH:
        cut = {0: (0, 10), 1: (10, 20), 2: (20, days)}[_third(text)]
    elif value.precision is DatePrecision.YEAR:
        months = {0: 1, 1: 5, 2: 9}[_third(text)]
        return month_span(start.year, months, 4)
    else:
        third = max(1, days // 3)
        cut = {0: (0, third), 1: (third, max(third + 1, days - third)), 2: (days - third, days)}[_third(text)]
    return between(start + timedelta(days=cut[0]), start + timedelta(days=cut[1] - 1))


def _third(text: str) -> int:
    if any(word in text for word in ("mid", "middle")):
        return 1
    return (
        2
        if any(word in text for word in ("late", "end", "close", "last", "final", "latter", "second", "turn"))
        else 0
    )


def unit_precision(unit: str) -> DatePrecision:
    """Return the precision of a date told in this unit."""
    return _PRECISIONS[unit]


def season_span(year: int, first_month: int) -> DateValue | None:
    """Return a meteorological season of the northern half of the earth, by the year in which it begins."""
    return month_span(year, first_month, 3)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    century, cycle = year // 100, year % 19
    skipped, of_four = divmod(century, 4)
    shift = (19 * cycle + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * of_four + 2 * (year % 100 // 4) - shift - year % 4) % 7
    back = (cycle + 11 * shift + 22 * week) // 451
    month, number = divmod(shift + week - 7 * back + 114, 31)
    return date(year, month, number + 1)
