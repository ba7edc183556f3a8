"""Times that look back to what was told before them."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extract.times import find_times
from dateline.model import DateValue, Span
from dateline.resolve.timeline import Timeline
from dateline.text.sentence import Sentence

PUBLISHED = date(2017, 6, 7)  # a Wednesday
QUARTERS = ("first", "second", "third", "fourth")


def read(*texts: str, published: date = PUBLISHED, story_day: date | None = None) -> list[DateValue | None]:
    line = Timeline(published, story_day)
    sentences = [Sentence(n, 0, Span(0, len(text)), text) for n, text in enumerate(texts)]
    return [line.read(raw, future=False) for sentence in sentences for raw in find_times(sentence)]


def days(value: DateValue | None) -> str | None:
    return None if value is None else f"{value.earliest}/{value.latest}"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("He fled in June 2011 and came back later that year.",), "2011-01-01/2011-12-31"),
        (("He was freed on 22 May 2012.", "The following year he took office."), "2013-01-01/2013-12-31"),
        (("The town fell in March 2015.", "The following month it was retaken."), "2015-04-01/2015-04-30"),
        (("A guard died on 3 May.", "The next day two more died."), "2017-05-04/2017-05-04"),
        (
            ("Raids fell to 20 in the first quarter of 2017.", "There were 31 a year earlier."),
            "2016-01-01/2016-03-31",
        ),
        (("Raids fell in the quarter ended 30 April.", "There were 31 a year ago."), "2016-02-01/2016-04-30"),
        (("Raids rose in the first quarter.", "There were 31 in the 2014 period."), "2014-01-01/2014-03-31"),
        (("Raids fell in the quarter ended 30 April.", "In the quarter 31 people died."), "2017-02-01/2017-04-30"),
        (
            ("In the fourth quarter of 2016 raids fell.", "Compared with the year-ago period it is calm."),
            "2015-10-01/2015-12-31",
        ),
    ],
)
def test_a_time_looks_back_to_what_was_told(texts: tuple[str, ...], expected: str) -> None:
    assert days(read(*texts)[-1]) == expected


def test_what_was_told_long_before_is_not_looked_back_to() -> None:
    texts = ("He fled in June 2011.", "A guard spoke.", "A farmer spoke.", "He came back later that year.")
    assert days(read(*texts, story_day=date(2016, 3, 1))[-1]) == "2016-01-01/2016-12-31"


def test_a_quarter_still_to_come_is_not_what_figures_are_compared_over() -> None:
    assert (
        days(read("Talks begin in the third quarter of 2017.", "He left a year ago.")[-1]) == "2016-06-01/2016-06-30"
    )


def test_the_story_is_counted_from_where_nothing_was_told() -> None:
    assert days(read("The next day two more died.", story_day=date(2017, 6, 1))[-1]) == "2017-06-02/2017-06-02"


@settings(deadline=None)
@given(st.sampled_from(QUARTERS), st.integers(1990, 2030), st.integers(1, 15))
def test_a_year_earlier_is_the_same_quarter(quarter: str, year: int, years: int) -> None:
    report = date(year + 1, 6, 7)
    told, compared, named = read(
        f"Raids fell in the {quarter} quarter of {year}.",
        "There were more a year earlier.",
        f"In the {year - years} period there were fewer.",
        published=report,
    )
    first = QUARTERS.index(quarter) * 3 + 1
    for value, then in ((told, year), (compared, year - 1), (named, year - 1 - years + 1)):
        last = calendar.monthrange(then, first + 2)[1]
        assert days(value) == f"{date(then, first, 1)}/{date(then, first + 2, last)}"


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2040, 12, 31)), st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_that_year_is_the_year_told_whenever_the_report_was_written(told: date, published: date) -> None:
    _, year = read(f"He fled on {told.day} {told:%B %Y}.", "He came back later that year.", published=published)
    assert days(year) == f"{told.year}-01-01/{told.year}-12-31"
