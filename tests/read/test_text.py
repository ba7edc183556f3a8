from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Report, SetAside
from dateline.read import Limits, read_text
from dateline.read.limits import Options
from dateline.read.text import Draft, finish
from read_samples import BODY, FRENCH

DAY = date(2019, 5, 7)


def report(text: str, **known: object) -> Report:
    found = read_text(text, **known)  # type: ignore[arg-type]
    assert isinstance(found, Report), found
    return found


def reason(text: str, **known: object) -> str:
    found = read_text(text, **known)  # type: ignore[arg-type]
    assert isinstance(found, SetAside), found
    return found.reason


def test_the_head_is_left_out_and_the_text_is_a_slice() -> None:
    text = f" date 2019-05-07 {BODY}\n"
    found = report(text)
    assert (found.text, found.published, found.language) == (BODY, DAY, "en")
    assert found.text in text


def test_a_dateline_dates_a_report_and_stays_in_it() -> None:
    found = report(f"KANDI, 7 MAY 2019 (Northern Wire) -- {BODY}")
    assert found.text.startswith("KANDI, 7 MAY")
    assert (found.published, found.outlet) == (DAY, "Northern Wire")


def test_the_users_own_date_and_outlet_win() -> None:
    found = report(f"Date: 2001-01-01\nSource: Other\n{BODY}", published=DAY, outlet="Northern Post")
    assert (found.published, found.outlet) == (DAY, "Northern Post")


def test_a_headline_of_its_own_is_set_before_the_body_once() -> None:
    found = report(BODY, published=DAY, title="Four soldiers\nkilled")
    assert found.text == f"Four soldiers killed\n\n{BODY}"
    again = report(found.text, published=DAY, title="Four  soldiers killed")
    assert again.text == found.text


def test_a_title_line_of_a_plain_text_is_a_field() -> None:
    found = report(f"Title: Four soldiers killed\nDate: 2019-05-07\n\n{BODY}")
    assert (found.title, found.text) == ("Four soldiers killed", BODY)


def test_windows_line_ends_are_kept() -> None:
    body = BODY.replace("\n", "\r\n")
    assert report(f"Date: 2019-05-07\r\n\r\n{body}\r\n").text == body


@pytest.mark.parametrize(
    ("text", "known", "words"),
    [
        ("", {}, "no text"),
        (" \n\t ", {"published": DAY}, "no text"),
        ("Date: 2019-05-07\n\n", {}, "below the head"),
        (BODY, {}, "--published"),
        (f"KANDI, May 7 (Wire) - {BODY}", {}, "no year"),
        (f"Date: 07/05/2019\n{BODY}", {}, "'07/05/2019' reads as no day, or as two"),
        (FRENCH, {"published": DAY}, "French"),
        ("Language: fr\nQuatre morts", {"published": DAY}, "fr"),
        (BODY, {"published": date(1899, 1, 1)}, "1899-01-01"),
        (BODY, {"published": DAY, "limits": Limits(characters=100)}, "characters"),
    ],
)
def test_what_cannot_be_a_report_says_why(text: str, known: dict[str, object], words: str) -> None:
    assert words in reason(text, **known)


def test_a_wrong_language_field_does_not_win_over_the_text() -> None:
    assert isinstance(finish(Draft(BODY, published="2019-05-07", language="fr"), "x", Options()), Report)


def test_exact_drafts_are_taken_whole() -> None:
    text = f"Date: 2001-01-01\n{BODY}"
    found = finish(Draft(text, published="2019-05-07", title="Four killed", is_exact=True), "x", Options())
    assert isinstance(found, Report)
    assert (found.text, found.published, found.title) == (text, DAY, "Four killed")


@given(st.text(max_size=600))
def test_any_text_gives_a_slice_of_it_or_a_reason(text: str) -> None:
    found = read_text(text, published=DAY)
    if isinstance(found, Report):
        assert found.text and found.text in text
        assert found.text == found.text.strip()
    else:
        assert found.reason
