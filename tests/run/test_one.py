from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dateline.run.one import as_day, code_text
from handmade import TEXT, code_fully


@pytest.mark.parametrize("given", ["2017-06-07", date(2017, 6, 7), datetime(2017, 6, 7, 23, 59, tzinfo=UTC)])
def test_a_day_is_given_as_words_date_or_time(given: object) -> None:
    assert as_day(given) == date(2017, 6, 7)


@pytest.mark.parametrize("given", ["7 June 2017", "2017-13-01", "", None, 20170607])
def test_what_is_no_day_is_refused_with_what_to_do(given: object) -> None:
    with pytest.raises(ValueError, match=r"published: .* is not a day; give"):
        as_day(given)


def test_a_text_is_coded_with_what_is_known_of_it() -> None:
    coding = code_text(TEXT, published="2017-06-07", outlet="The Example Post", coder=code_fully)
    assert coding.reports[0].outlet == "The Example Post"
    assert len(coding.incidents) == 2
    assert coding.made_by["codebook"].startswith("attacks@")


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        code_text(" \n", published="2017-06-07", coder=code_fully)


def test_a_fault_is_raised_not_set_aside() -> None:
    with pytest.raises(KeyError):
        code_text("FAIL", published="2017-06-07", coder=code_fully)
