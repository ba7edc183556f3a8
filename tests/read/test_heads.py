from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.heads import read_head

DAY = date(2017, 6, 7)


@pytest.mark.parametrize(
    "head",
    [
        " date 2017-06-07 ",
        "date 2017-06-07\n",
        "Date: 2017-06-07 ",
        "Date: 7 June 2017\n",
        "Published: June 7, 2017 10:15 GMT\n\n",
        "published 7 June 2017\n",
        "Wednesday, June 7, 2017 \n\n",
        "2017-06-07\r\n\r\n",
        "Posted on: 2017-06-07\n",
        "Publication date : 2017-06-07\n",
        "\n\n  7 June 2017\n",
        "\ufeffDate: 2017-06-07\n",
        "A Wire | 7 June 2017\n",
    ],
)
def test_a_dated_head_is_read_and_left_out(head: str) -> None:
    text = head + "Gunmen attacked a checkpoint."
    found = read_head(text)
    assert found.published == DAY
    assert text[found.start :].strip() == "Gunmen attacked a checkpoint."


def test_a_head_of_many_lines() -> None:
    text = (
        "Title: Four soldiers killed\nOutlet: Northern Post\nDate: 7 June 2017\nURL: https://np.example/1\n"
        "By Ann Poe\nUpdated: 8 June 2017\n\nGunmen attacked."
    )
    found = read_head(text)
    assert (found.published, found.updated) == (DAY, date(2017, 6, 8))
    assert found.fields == {
        "title": "Four soldiers killed",
        "outlet": "Northern Post",
        "url": "https://np.example/1",
        "byline": "Ann Poe",
    }
    assert text[found.start :].strip() == "Gunmen attacked."


def test_a_title_above_a_dated_line_is_a_title() -> None:
    found = read_head("Four soldiers killed at checkpoint\nA Wire | Updated: 2017-09-15 17:52\nGunmen attacked.")
    assert found.get("title") == "Four soldiers killed at checkpoint"
    assert (found.get("outlet"), found.published, found.updated) == ("A Wire", None, date(2017, 9, 15))


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a checkpoint on 7 June 2017.",
        "Date: unknown, said the police.\nMore.",
        "By nightfall the town had fallen.\nMore.",
        "Police said: four died.\n2017-06-07",
        "7 June 2017 was the day on which the town fell.",
        "Source: a person with knowledge of the matter who would give no name while the inquiry was open.",
        "June 7\nGunmen attacked.",
    ],
)
def test_prose_is_no_head(text: str) -> None:
    found = read_head(text)
    assert (found.start, found.published, found.fields) == (0, None, {})


def test_a_date_line_that_reads_two_ways_is_kept_for_the_reason() -> None:
    found = read_head("Date: 07/06/2017\nGunmen attacked.")
    assert (found.published, found.unread, found.start) == (None, "07/06/2017", 17)


def test_the_first_date_wins() -> None:
    assert read_head("Published: 7 June 2017\nDate: 9 June 2017\nText").published == DAY


@given(st.text(max_size=400))
def test_a_head_ends_within_any_text(text: str) -> None:
    assert 0 <= read_head(text).start <= len(text)
