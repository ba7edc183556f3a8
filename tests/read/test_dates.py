from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.dates import CalendarDay, full_year, last_day, match_day, parse_date

DAY = date(2017, 6, 7)


@pytest.mark.parametrize(
    "value",
    [
        "2017-06-07",
        "2017/06/07",
        "2017.6.7",
        "2017-06-07T23:59:59Z",
        "2017-06-07T10:00:00.123+03:00",
        "2017-06-07 10:00:00",
        "2017-06-07 10:00:00 UTC",
        " 2017-06-07 ",
        "20170607",
        "20170607100000",
        "20170607T100000Z",
        "Wed, 07 Jun 2017 23:00:00 -0500",
        "7 Jun 2017 10:00 GMT",
        "7 June 2017",
        "7th of June 2017",
        "June 7, 2017",
        "Jun. 7 2017",
        "June 7th, 2017 at 10:30 p.m. EST",
        "7-Jun-2017",
        "Wednesday 7 June 2017 10.15 BST",
        "WEDNESDAY, JUNE 7, 2017",
        "Wed Jun  7 10:00:00 2017",
        "Wed Jun 07 10:00:00 +0000 2017",
        1496836800,
        1496836800000,
        1496836800.5,
        20170607,
        {"$date": "2017-06-07T00:00:00Z"},
        ["2017-06-07", "2018-01-01"],
        DAY,
        datetime(2017, 6, 7, 23, 59),
    ],
)
def test_a_full_date_is_taken_as_written(value: object) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "",
        "None",
        "nan",
        "2017-06",
        "2017",
        "2017-02-30",
        "2017-13-01",
        "07/06/2017",
        "June 2017",
        "7 June",
        "yesterday",
        "2 hours ago",
        "on 7 June 2017 the town fell",
        "7 June 2017 was a day of mourning",
        7,
        0,
        -5,
        True,
        None,
        [],
        {},
        {"$date": None},
        10**30,
        float("inf"),
        float("nan"),
        "x" * 500,
    ],
)
def test_what_is_no_full_date_gives_none(value: object) -> None:
    assert parse_date(value) is None


def test_a_numeric_order_is_read_only_where_it_reads_one_way() -> None:
    assert parse_date("13/06/2017") == date(2017, 6, 13)
    assert parse_date("06/13/2017") == date(2017, 6, 13)
    assert parse_date("06.06.2017") == date(2017, 6, 6)
    assert parse_date("06/07/2017") is None


def test_two_digit_years_follow_posix() -> None:
    assert [full_year(y) for y in ("69", "89", "99", "00", "17", "68", "'17", "2017")] == [
        1969,
        1989,
        1999,
        2000,
        2017,
        2068,
        2017,
        2017,
    ]


def test_a_time_of_day_is_not_taken_for_a_year() -> None:
    found = match_day("7 June 10:15")
    assert found and found[0] == CalendarDay(6, 7)
    assert found[0].on() is None and found[0].on(2017) == DAY


def test_last_day_is_the_day_at_the_end() -> None:
    assert last_day("SAN SALVADOR, 19 APR 89") == (CalendarDay(4, 19, 1989), 14)
    assert last_day("KABUL, Afghanistan, June 7") == (CalendarDay(6, 7), 20)
    assert last_day("June 7 was quiet") is None


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 +0000", "%Y%m%d", "%d-%b-%Y"):
        assert parse_date(day.strftime(form)) == day
    assert last_day(f"TOWN, {day.strftime('%d %b %y').upper()}") == (
        CalendarDay(day.month, day.day, day.year),
        6,
    )


@given(st.one_of(st.text(), st.integers(), st.floats(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_no_value_raises(value: object) -> None:
    assert parse_date(value) is None or isinstance(parse_date(value), date)
