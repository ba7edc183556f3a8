"""Resolving times: each phrase against a publication date, and what must hold for all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extract.raw import RawTime
from dateline.extract.time_patterns import Direction
from dateline.extract.time_words import MONTHS, WEEKDAYS
from dateline.extract.times import find_times
from dateline.model import DatePrecision, DateValue, Span
from dateline.resolve.calendar import direction_of, is_historic, is_since, resolve_days, resolve_time
from dateline.text.sentence import Sentence

PUBLISHED = date(2017, 6, 7)  # a Wednesday
DAYS = st.dates(date(1930, 1, 1), date(2090, 1, 1))


def raw(text: str) -> RawTime:
    (found,) = find_times(Sentence(0, 0, Span(0, len(text)), text))
    return found


def told(text: str, **options: object) -> str | None:
    value = resolve_time(raw(text), published=PUBLISHED, **options)  # type: ignore[arg-type]
    if value is None:
        return None
    start = value.earliest.isoformat() if value.earliest else ""
    end = value.latest.isoformat() if value.latest else ""
    return f"{start}/{end} {value.precision.value}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wednesday", "2017-06-07/2017-06-07 day"),
        ("early on Wednesday", "2017-06-07/2017-06-07 day"),
        ("Wednesday afternoon", "2017-06-07/2017-06-07 time"),
        ("last week", "2017-05-29/2017-06-04 week"),
        ("27 May", "2017-05-27/2017-05-27 day"),
        ("22 May", "2017-05-22/2017-05-22 day"),
        ("since the holy month began on 27 May", "2017-05-27/2017-06-07 range"),
        ("on Monday night", "2017-06-05/2017-06-05 time"),
        ("two days earlier", "2017-06-05/2017-06-05 day"),
        ("the previous day", "2017-06-06/2017-06-06 day"),
        ("a week ago", "2017-05-31/2017-05-31 day"),
        ("late May", "2017-05-21/2017-05-31 range"),
        ("1979", "1979-01-01/1979-12-31 year"),
        ("in recent months", "2017-03-07/2017-06-07 range"),
        ("this morning", "2017-06-07/2017-06-07 time"),
        ("Sunday", "2017-06-04/2017-06-04 day"),
        ("last Friday", "2017-06-02/2017-06-02 day"),
        ("10 pm local time", "2017-06-07/2017-06-07 time"),
        ("on 25 and 26 November", "2016-11-25/2016-11-26 range"),
    ],
)
def test_the_nineteen_phrases_of_the_reference_table(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 7, 2017", "2017-06-07/2017-06-07 day"),
        ("2017-06-07", "2017-06-07/2017-06-07 day"),
        ("19 APR 89", "1989-04-19/1989-04-19 day"),
        ("13/6/2017", "2017-06-13/2017-06-13 day"),
        ("7/6/2017", None),
        ("6/6/2017", "2017-06-06/2017-06-06 day"),
        ("31 June 2016", None),
        ("since Monday", "2017-06-05/2017-06-07 range"),
        ("by Tuesday", "/2017-06-06 range"),
        ("until 5 May", "/2017-05-05 range"),
        ("before 5 May", "/2017-05-04 range"),
        ("after 5 May", "2017-05-05/2017-06-07 range"),
        ("on or about 5 May", "2017-05-04/2017-05-06 range"),
        ("between 3 and 5 May", "2017-05-03/2017-05-05 range"),
        ("25-26 November", "2016-11-25/2016-11-26 range"),
        ("the night of 5-6 May", "2017-05-05/2017-05-06 range"),
        ("from Monday to Wednesday", "2017-06-05/2017-06-07 range"),
        ("from 3 May to 5 June 2016", "2016-05-03/2016-06-05 range"),
        ("between May and June 2016", "2016-05-01/2016-06-30 range"),
        ("1990-1998", "1990-01-01/1998-12-31 range"),
        ("May 2016", "2016-05-01/2016-05-31 month"),
        ("in November", "2016-11-01/2016-11-30 month"),
        ("November last year", "2016-11-01/2016-11-30 month"),
        ("early May", "2017-05-01/2017-05-10 range"),
        ("mid-May", "2017-05-11/2017-05-20 range"),
        ("the end of February 2016", "2016-02-21/2016-02-29 range"),
        ("early 2016", "2016-01-01/2016-04-30 range"),
        ("the first half of 2016", "2016-01-01/2016-06-30 range"),
        ("the last week of May", "2017-05-25/2017-05-31 range"),
        ("last month", "2017-05-01/2017-05-31 month"),
        ("last year", "2016-01-01/2016-12-31 year"),
        ("this month", "2017-06-01/2017-06-07 month"),
        ("earlier this year", "2017-01-01/2017-06-07 range"),
        ("over the weekend", "2017-06-03/2017-06-04 range"),
        ("Tuesday of last week", "2017-05-30/2017-05-30 day"),
        ("overnight", "2017-06-06/2017-06-07 range"),
        ("last night", "2017-06-06/2017-06-06 time"),
        ("the day before yesterday", "2017-06-05/2017-06-05 day"),
        ("two weeks ago", "2017-05-22/2017-05-28 week"),
        ("two months ago", "2017-04-01/2017-04-30 month"),
        ("two years ago", "2014-12-07/2015-12-07 range"),
        ("more than two years ago", "2014-06-07/2015-06-07 range"),
        ("nearly two years ago", "2015-06-07/2016-06-07 range"),
        ("a decade ago", "2007-01-01/2007-12-31 year"),
        ("a few days ago", "2017-06-02/2017-06-05 range"),
        ("over the past week", "2017-05-31/2017-06-07 range"),
        ("the last two years", "2015-06-07/2017-06-07 range"),
        ("last summer", "2016-06-01/2016-08-31 range"),
        ("the summer of 2015", "2015-06-01/2015-08-31 range"),
        ("the 1990s", "1990-01-01/1999-12-31 range"),
        ("the early 1990s", "1990-01-01/1993-12-31 range"),
        ("19th century", "1801-01-01/1900-12-31 range"),
        ("Christmas Day", "2016-12-25/2016-12-25 day"),
        ("Easter Sunday", "2017-04-16/2017-04-16 day"),
        ("Good Friday 2019", "2019-04-19/2019-04-19 day"),
        ("Thanksgiving", "2016-11-24/2016-11-24 day"),
        ("Father's Day 2015", "2015-06-21/2015-06-21 day"),
        ("Mother’s Day", "2017-05-14/2017-05-14 day"),
        ("Memorial Day", "2017-05-29/2017-05-29 day"),
        ("Martin Luther King Jr. Day", "2017-01-16/2017-01-16 day"),
        ("New Year's Eve 2015", "2015-12-31/2015-12-31 day"),
        ("9/11", "2001-09-11/2001-09-11 day"),
        ("the third quarter of 2015", "2015-07-01/2015-09-30 range"),
        ("at about 2:20 a.m. on Tuesday", "2017-06-06/2017-06-06 time"),
        ("a year ago", "2016-06-01/2016-06-30 month"),
        ("about a year ago", "2015-12-07/2016-12-07 range"),
        ("two and a half years ago", "2014-12-01/2014-12-31 month"),
        ("the quarter ended 31 March", "2017-01-01/2017-03-31 range"),
        ("the year ended 30 September 2016", "2015-10-01/2016-09-30 range"),
        ("the nine months ended 31 March", "2016-07-01/2017-03-31 range"),
        ("the month ending 30 June", "2017-06-01/2017-06-30 range"),
        ("the first three months", "2017-01-01/2017-03-31 range"),
        ("the 2015 period", "2015-01-01/2015-12-31 year"),
        ("the last half of 2016", "2016-07-01/2016-12-31 range"),
        ("from today through Friday", "2017-06-07/2017-06-09 range"),
        ("at 4 in the morning", "2017-06-07/2017-06-07 time"),
        ("for three days", None),
        ("a 22-year-old", None),
        ("every day", None),
        ("recently", None),
    ],
)
def test_other_phrases(text: str, expected: str | None) -> None:
    assert told(text) == expected


def test_story_day_is_what_the_narrative_counts_from() -> None:
    story = date(2016, 3, 22)
    assert told("two days earlier", story_day=story) == "2016-03-20/2016-03-20 day"
    assert told("the following day", story_day=story) == "2016-03-23/2016-03-23 day"
    assert told("the same day", story_day=story) == "2016-03-22/2016-03-22 day"
    assert told("three months later", story_day=story) == "2016-06-01/2016-06-30 month"
    assert told("at 9 pm", story_day=story) == "2016-03-22/2016-03-22 time"
    assert told("two days ago", story_day=story) == "2017-06-05/2017-06-05 day"


def test_times_told_from_another_event_need_its_day() -> None:
    event = RawTime(0, Span(0, 14), None, "time.offset.en.2", "two days after")
    assert resolve_time(event, published=PUBLISHED) is None
    value = resolve_time(event, published=PUBLISHED, story_day=date(2017, 6, 1))
    assert value == DateValue(date(2017, 6, 3), date(2017, 6, 3), DatePrecision.DAY)


def test_a_past_without_a_story_does_not_follow_the_report() -> None:
    assert told("a week later", future=False) is None
    assert told("the following day", future=False) is None
    assert told("a week earlier", future=False) == "2017-05-31/2017-05-31 day"
    assert told("a week later", future=False, story_day=date(2017, 5, 1)) == "2017-05-08/2017-05-08 day"


def test_future_takes_the_coming_day() -> None:
    assert told("Friday", future=True) == "2017-06-09/2017-06-09 day"
    assert told("Friday", future=False) == "2017-06-02/2017-06-02 day"
    assert told("12 June", future=True) == "2017-06-12/2017-06-12 day"
    assert told("12 June", future=False) == "2016-06-12/2016-06-12 day"
    assert told("12 June") == "2017-06-12/2017-06-12 day"
    assert told("1 June", future=True) == "2017-06-01/2017-06-01 day"  # a deadline that has just passed
    assert told("next Friday") == "2017-06-09/2017-06-09 day"


def test_each_day_of_a_list() -> None:
    days = resolve_days(raw("25, 26 and 28 November"), published=PUBLISHED)
    assert [d.earliest for d in days] == [date(2016, 11, 25), date(2016, 11, 26), date(2016, 11, 28)]
    assert len(resolve_days(raw("25-26 November"), published=PUBLISHED)) == 1
    assert resolve_days(raw("for three days"), published=PUBLISHED) == ()


def test_direction_is_told_to_the_caller() -> None:
    assert is_since(raw("since 27 May"))
    assert not is_since(raw("27 May"))
    assert direction_of(raw("until 27 May")) is Direction.UNTIL
    assert direction_of(raw("from Monday to Wednesday")) is None


def test_weekday_told_with_a_date_decides_its_year() -> None:
    assert told("Sunday 12 June") == "2016-06-12/2016-06-12 day"


def test_historic_is_more_than_ten_years_ago() -> None:
    year = resolve_time(raw("1979"), published=PUBLISHED)
    assert year is not None
    assert is_historic(year, PUBLISHED)
    edge = DateValue(date(2007, 6, 7), date(2007, 6, 7), DatePrecision.DAY)
    assert not is_historic(edge, PUBLISHED)
    assert is_historic(edge, PUBLISHED + timedelta(days=1))
    assert not is_historic(DateValue(date(1970, 1, 1), None, DatePrecision.RANGE), PUBLISHED)


_PHRASES = st.one_of(
    st.sampled_from(
        [
            "last week",
            "this month",
            "the end of the year",
            "over the weekend",
            "two weeks ago",
            "several years ago",
            "overnight",
            "in recent years",
            "last summer",
            "late May",
            "since Tuesday",
            "by 3 March",
            "before Friday",
            "after 2016",
            "a few days later",
            "the following month",
            "the next three days",
            "the early 1980s",
            "in 29 February",
            "Christmas Eve",
            "this quarter",
            "the first nine months of 2015",
            "from May to July",
            "between Friday and Sunday",
            "next January",
            "that night",
        ]
    ),
    st.builds("{} {}".format, st.integers(1, 31), st.sampled_from([m.title() for m in MONTHS])),
    st.builds("{} {}s ago".format, st.integers(2, 300), st.sampled_from(["day", "week", "month", "year", "decade"])),
)


@given(_PHRASES, DAYS, st.none() | DAYS, st.none() | st.booleans())
def test_intervals_are_in_order_and_do_not_change(
    text: str, published: date, story: date | None, future: bool | None
) -> None:
    for found in find_times(Sentence(0, 0, Span(0, len(text)), text)):
        value = resolve_time(found, published=published, story_day=story, future=future)
        assert value == resolve_time(found, published=published, story_day=story, future=future)
        if value and value.earliest and value.latest:
            assert value.earliest <= value.latest


@given(st.sampled_from(WEEKDAYS), DAYS, st.none() | st.booleans())
def test_weekdays_move_with_the_publication_date(name: str, published: date, future: bool | None) -> None:
    found = raw(name.title())
    value = resolve_time(found, published=published, future=future)
    moved = resolve_time(found, published=published + timedelta(days=7), future=future)
    assert value is not None
    assert moved is not None
    assert value.earliest is not None
    assert moved.earliest == value.earliest + timedelta(days=7)
    assert WEEKDAYS[value.earliest.weekday()] == name
    assert 0 <= (published - value.earliest).days <= 6 or future


@given(st.dates(date(1900, 1, 1), date(2049, 12, 31)), DAYS, st.sampled_from(["%-d %B %Y", "%B %-d, %Y", "%Y-%m-%d"]))
def test_a_full_date_never_depends_on_the_publication_date(day: date, published: date, form: str) -> None:
    value = resolve_time(raw(day.strftime(form)), published=published)
    assert value == DateValue(day, day, DatePrecision.DAY)


@given(st.dates(date(1900, 1, 1), date(2049, 12, 31)))
def test_a_day_and_month_are_within_a_year_of_the_report(published: date) -> None:
    value = resolve_time(raw("14 August"), published=published, future=False)
    assert value is not None
    assert value.latest is not None
    assert 0 <= (published - value.latest).days <= 365
