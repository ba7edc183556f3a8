"""Steps and spans of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import DatePrecision
from dateline.resolve.intervals import (
    between,
    easter,
    month_span,
    months_later,
    real_day,
    season_span,
    shifted,
    stretch_of,
    unit_span,
    week_span,
    weekday_after,
    weekday_before,
    year_span,
)

DAYS = st.dates(date(1500, 1, 1), date(2500, 1, 1))
UNITS = ["day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century"]


def test_months_end_where_the_calendar_ends_them() -> None:
    assert months_later(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert months_later(date(2017, 3, 31), -1) == date(2017, 2, 28)
    assert months_later(date(9999, 12, 1), 1) is None
    assert real_day(2017, 2, 29) is None
    assert year_span(9999) is None
    winter = season_span(2015, 12)
    assert winter is not None
    assert (winter.earliest, winter.latest) == (date(2015, 12, 1), date(2016, 2, 29))


def test_easter_sundays() -> None:
    known = [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2016, 3, 27), date(2019, 4, 21)]
    assert [easter(d.year) for d in known] == known


def test_backward_intervals_are_none() -> None:
    assert between(date(2017, 2, 1), date(2017, 1, 1)) is None


@given(DAYS, st.sampled_from(UNITS[1:]))
def test_a_unit_starts_no_later_than_it_ends_and_holds_its_day(value: date, unit: str) -> None:
    span = unit_span(value, unit)
    assert span is not None
    assert span.earliest is not None
    assert span.latest is not None
    assert span.earliest <= span.latest
    assert unit == "weekend" or span.earliest <= value <= span.latest


@given(DAYS, st.integers(-50, 50), st.sampled_from(["day", "week", "fortnight"]))
def test_steps_of_days_can_be_taken_back(value: date, count: int, unit: str) -> None:
    there = shifted(value, count, unit)
    assert there is not None
    assert shifted(there, -count, unit) == value


@given(DAYS, st.integers(0, 6))
def test_weekdays_before_and_after(value: date, weekday: int) -> None:
    before, after = weekday_before(value, weekday), weekday_after(value, weekday)
    assert before.weekday() == after.weekday() == weekday
    assert 0 <= (value - before).days <= 6
    assert 0 <= (after - value).days <= 6
    assert weekday_before(value, weekday, strictly=True) < value < weekday_after(value, weekday, strictly=True)


@pytest.mark.parametrize("words", ["early", "mid-", "late", "the end of", "first half", "second half"])
@given(value=DAYS, unit=st.sampled_from(["week", "month", "year", "decade"]))
def test_a_stretch_lies_inside_its_period(words: str, value: date, unit: str) -> None:
    span = unit_span(value, unit)
    assert span is not None
    part = stretch_of(span, words)
    assert part is not None
    assert part.earliest is not None
    assert part.latest is not None
    assert span.earliest is not None
    assert span.latest is not None
    assert span.earliest <= part.earliest <= part.latest <= span.latest


def test_weeks_run_from_monday_to_sunday() -> None:
    week = week_span(date(2017, 6, 7))
    assert (week.earliest, week.latest) == (date(2017, 6, 5), date(2017, 6, 11))
    assert week.precision is DatePrecision.WEEK
    month = month_span(2016, 2, 1, DatePrecision.MONTH)
    assert month is not None
    assert month.days == 29
