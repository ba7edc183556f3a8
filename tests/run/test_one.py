from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dateline
from dateline.codebook import load_codebook
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


def test_the_front_page_codes_with_the_default_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.run.one.default_coder", lambda: code_fully)
    document = dateline.code(TEXT, published="2017-06-07", title="Two bombs").to_json()
    assert document["contract"] == 1
    assert document["reports"][0]["title"] == "Two bombs"
    with pytest.raises(ValueError, match="is not a day"):
        dateline.code(TEXT, published="Wednesday")


def test_a_codebook_is_given_as_a_file_or_loaded(tmp_path: Path) -> None:
    place = tmp_path / "mine.yaml"
    place.write_text("extends: attacks\nname: mine\nversion: 3\n")
    for given in (place, str(place), load_codebook(place)):
        coding = code_text(TEXT, published="2017-06-07", codebook=given, coder=code_fully)
        assert coding.made_by["codebook"] == "mine@3"
