from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.model import DatePrecision, DateValue
from dateline.publish.crosswalk import gtd
from dateline.publish.formats import gtd as gtd_format
from dateline.publish.formats.ftm import dataset_of
from dateline.publish.readings import actor_country, actor_kind, days_of, number_of, range_words, word_in
from dateline.publish.seen import Seen
from dateline.publish.site_words import web_link

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("the police station in Kunduz", "police station"),
        ("two policemen", "policeman"),
        ("Old Churches", "church"),
        ("a churchyard", None),
        ("rocket-propelled grenades", None),
        (None, None),
    ],
)
def test_the_longest_word_of_a_target_counts(told: str | None, word: str | None) -> None:
    assert word_in(told, gtd().target_words) == word


def test_a_weapon_is_known_by_its_words() -> None:
    assert word_in("rocket-propelled grenades", gtd().weapon_words) == "rocket-propelled grenade"
    assert word_in("a car bomb", gtd().weapon_words) == "car bomb"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2017, 6, 5), date(2017, 6, 7), "June 5-7, 2017"),
        (date(2017, 5, 30), date(2017, 6, 2), "May 30 - June 2, 2017"),
        (date(2016, 12, 30), date(2017, 1, 2), "December 30, 2016 - January 2, 2017"),
    ],
)
def test_ranges_are_written_as_gtd_does(first: date, last: date, words: str) -> None:
    assert range_words(first, last) == words


def test_event_ids_are_stable_and_never_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = gtd_format.EventIds(tmp_path / "ids")
    assert ids.next(20170607, number_of("i00000000002a")) == "201706070042"
    assert ids.next(20170607, 42 + 10_000) == "201706070043"  # another incident with the same last digits
    assert ids.next(20170608, 42) == "201706080042"
    ids.close()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(gtd_format, "_A_DAY", 2)
    monkeypatch.setattr(gtd_format, "_A_FULL_DAY", 1000)
    few = gtd_format.EventIds(tmp_path / "few")
    assert {few.next(7, 0), few.next(7, 0)} == {"14", "15"}
    assert [few.next(7, 41), few.next(7, 41)] == ["7041", "7042"]  # a full day goes on with longer serials
    few.close()


@dataclass(frozen=True, eq=False)
class Dated:
    """As much of an incident as its days ask for."""

    date: DateValue | None
    first: date = date(2020, 5, 5)

    @property
    def incident(self) -> Dated:
        return self


@pytest.mark.parametrize(
    ("first", "last", "precision", "day", "is_year_only"),
    [
        (date(2019, 12, 27), date(2020, 1, 2), DatePrecision.WEEK, date(2019, 12, 30), False),  # over New Year
        (date(2019, 11, 1), date(2020, 2, 1), DatePrecision.RANGE, date(2019, 12, 17), True),
        (date(2019, 1, 1), date(2019, 12, 31), DatePrecision.YEAR, date(2019, 7, 2), True),
        (date(2019, 3, 1), date(2019, 3, 31), DatePrecision.MONTH, date(2019, 3, 16), False),
    ],
)
def test_one_day_stands_for_a_range(
    first: date, last: date, precision: DatePrecision, day: date, is_year_only: bool
) -> None:
    days = days_of(Dated(DateValue(first, last, precision)))
    assert (days.day, days.first, days.last, days.is_year_only) == (day, first, last, is_year_only)


def test_what_was_seen_is_known_and_new_only_once(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "seen")
    assert [seen.add("a"), seen.add("a"), seen.add("b")] == [True, False, True]
    assert "a" in seen
    assert "c" not in seen
    seen.close()


def test_actors_have_the_kind_and_country_of_their_state() -> None:
    assert actor_kind("nigeria-police", BOOK) == "police"
    assert actor_kind("islamic-state", BOOK) == "armed_group"
    assert actor_kind(None, BOOK) is None
    home = actor_country("nigeria-police", BOOK)
    assert home and home.iso == "NG"
    both = actor_country("islamic-state", BOOK)  # of several countries is of none
    assert both is None


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://wire.example/a", "https://wire.example/a"),
        ("HTTP://wire.example/", "HTTP://wire.example/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_only_links_to_web_pages_are_links(url: str | None, link: str | None) -> None:
    assert web_link(url) == link


def test_datasets_are_named_by_outlets() -> None:
    assert dataset_of("Harbour Wire") == "outlet-harbour-wire"
    assert dataset_of(None) == dataset_of("…") == "outlet-not-told"
