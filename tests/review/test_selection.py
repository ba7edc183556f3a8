"""Values from selected words and from what people type."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.codebook import load_codebook
from dateline.model import Flag, Kind, Perpetrator, Place, PlacePrecision, Report, Span, Toll, Value, Victim
from dateline.review.selection import speaker_in, stripped, value_in
from dateline.review.typed import read_value

BOOK = load_codebook()
TEXT = (
    "At least 14 people were killed and dozens hurt when a car bomb went off near a school in Quetta on Tuesday, "
    "police said. The Pakistani Taliban claimed it. Rahim Gul, two pupils and between 12 and 15 guards were hit."
)
REPORT = Report.of(TEXT, date(2019, 10, 19))
LAHORE = Place("Lahore", "Lahore", "Punjab", "PK", 31.5, 74.3, PlacePrecision.CITY)


def read(name: str, words: str, before: Value | None = None) -> Value | None:
    start = TEXT.index(words)
    return value_in(name, REPORT, Span(start, start + len(words)), BOOK, before)


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("killed", "At least 14 people", Toll(14, None)),
        ("wounded", "between 12 and 15 guards", Toll(12, 15)),
        ("killed", "police said", None),
        ("weapon", "car bomb", Kind("explosive", "car bomb")),
        ("target", "a school", Kind("education", "a school")),
        ("type", "police", None),
        ("suicide", "went off", Flag(flag=True)),
        ("victim", "Rahim Gul", Victim("Rahim Gul", None, "killed", "unknown")),
        ("victim", "two pupils", Victim(None, "two pupils", "killed", "unknown")),
        ("date", "Quetta", None),
        ("place", "went off", None),
    ],
)
def test_words_tell_values_by_the_rules_of_reports(name: str, words: str, expected: Value | None) -> None:
    assert read(name, words) == expected


def test_a_day_is_told_against_the_day_of_publication() -> None:
    found = read("date", "on Tuesday")
    assert found is not None
    assert found.to_json() == {"earliest": "2019-10-15", "latest": "2019-10-15", "precision": "day"}


def test_what_words_leave_open_is_kept_from_the_value_before() -> None:
    found = read("place", "Quetta", LAHORE)
    assert isinstance(found, Place)
    assert (found.city, found.country) == ("Quetta", "PK")
    assert read("wounded", "between 12 and 15 guards", Toll(1, 1, part=True)) == Toll(12, 15, part=True)
    assert read("assailant", "two pupils", Kind("armed_group", "gunmen")) == Kind("armed_group", "two pupils")
    assert read("assailant", "two pupils") is None
    assert read("victim", "two pupils", Victim("A", None, "wounded", "child")) == Victim(
        None, "two pupils", "wounded", "child"
    )


def test_who_did_it_is_found_by_any_name_of_the_codebook() -> None:
    found = read("perpetrator", "Pakistani Taliban")
    assert isinstance(found, Perpetrator)
    assert found.actor == "tehrik-i-taliban-pakistan"
    assert read("perpetrator", "Rahim Gul") == Perpetrator(None, "Rahim Gul")


def test_speakers_get_the_kind_that_the_codebook_gives_their_words() -> None:
    assert speaker_in("a  police spokesman", BOOK).to_json() == {"name": "a police spokesman", "kind": "police"}
    assert speaker_in("Zzyzx", BOOK).kind == "unknown"


def test_a_selection_loses_the_space_at_its_ends_and_nothing_else() -> None:
    assert stripped("  ab c ", Span(1, 7)) == Span(2, 6)
    for span in (Span(0, 2), Span(3, 3), Span(0, 99)):
        with pytest.raises(ValueError, match="no words are selected"):
            stripped("  ab c ", span)


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("killed", "1,200+", {"low": 1200, "high": None}),
        ("type", "Bombing", {"code": "bombing"}),
        ("weapon", "explosive", {"type": "explosive"}),
        ("date", "2017-02", {"earliest": "2017-02-01", "latest": "2017-02-28", "precision": "month"}),
        ("date", "2016", {"earliest": "2016-01-01", "latest": "2016-12-31", "precision": "year"}),
        ("date", "2017-06-05..2017-06-07", {"earliest": "2017-06-05", "latest": "2017-06-07", "precision": "range"}),
        ("suicide", "no", {"flag": False}),
        ("perpetrator", "Nobody Known", {"actor": None, "name": "Nobody Known"}),
        ("killed", '{"part": true}', {"part": True}),
    ],
)
def test_what_people_type_is_read(name: str, words: str, expected: dict[str, object]) -> None:
    assert read_value(name, words, BOOK) == expected


def test_a_place_is_typed_from_the_inside_out() -> None:
    told = read_value("place", "Kabul, Kabul, Afghanistan", BOOK)
    assert (told["name"], told["admin1"], told["country"], told["precision"]) == ("Kabul", "Kabul", "AF", "city")
    assert read_value("place", "AF", BOOK)["precision"] == "country"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("killed", "many"),
        ("date", "2017-13"),
        ("date", "soon"),
        ("type", "quarrel"),
        ("place", "Atlantis"),
        ("suicide", "maybe"),
        ("date", "2017..2018..2019"),
        ("killed", "{no json"),
        ("killed", ""),
    ],
)
def test_what_is_no_value_is_refused_with_how_to_write_one(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"is no value of|is not JSON"):
        read_value(name, words, BOOK)
