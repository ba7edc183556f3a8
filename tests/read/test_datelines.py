import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.datelines import find_dateline
from dateline.read.dates import CalendarDay


@pytest.mark.parametrize(
    ("words", "place", "day", "source"),
    [
        ("KABUL, Afghanistan, June 7 (Wire) - Two", "KABUL, Afghanistan", CalendarDay(6, 7), "Wire"),
        ("KABUL, Afghanistan (AP) -- Two", "KABUL, Afghanistan", None, "AP"),
        (
            "SAN SALVADOR, 19 APR 89 (ACAN-EFE) -- [TEXT] TWO",
            "SAN SALVADOR",
            CalendarDay(4, 19, 1989),
            "ACAN-EFE",
        ),
        ("LIMA (PERU), 4 FEB 90 (ACAN - EFE) -- TWO", "LIMA (PERU)", CalendarDay(2, 4, 1990), "ACAN - EFE"),
        ("BAGHDAD, June 7, 2017 (Reuters) - Two", "BAGHDAD", CalendarDay(6, 7, 2017), "Reuters"),
        ("PERTH, JUNE 11 89 (AFP) -- TWO", "PERTH", CalendarDay(6, 11, 1989), "AFP"),
        ("PORT-AU-PRINCE — Two", "PORT-AU-PRINCE", None, None),
        ("Nairobi, Kenya (Wire) — Two", "Nairobi, Kenya", None, "Wire"),
        ("CLANDESTINE, NO DATE (RADIO SUR) -- TWO", "CLANDESTINE", None, "RADIO SUR"),
        ("KXYZ (NBC) SALT LAKE CITY - Two", "SALT LAKE CITY", None, "KXYZ (NBC)"),
        ("(Reuters) - Two", None, None, "Reuters"),
        ("   BOGOTA, 3 MAY 90\n(EFE) -- TWO", "BOGOTA", CalendarDay(5, 3, 1990), "EFE"),
        ("MOSCOW, June 7. /TASS/. — Two", "MOSCOW", CalendarDay(6, 7), "TASS"),
    ],
)
def test_forms_of_agency_style(words: str, place: str | None, day: CalendarDay | None, source: str | None) -> None:
    found = find_dateline(words)
    assert found is not None
    assert (found.place.of(words) if found.place else None) == place
    assert (found.day, found.source) == (day, source)


@pytest.mark.parametrize(
    "words",
    [
        "Two soldiers died - officials said - near the town.",
        "On Thursday, the Court of Justice (COJ) — the highest one — ruled.",
        "FILE - In this photo a soldier stands guard.",
        "The group (AQ) said it was not involved.",
        "He was well-known in the town.",
        "",
        "—",
        "WATCH — the scene of the blast",
    ],
)
def test_prose_is_no_dateline(words: str) -> None:
    assert find_dateline(words) is None


@given(st.text(alphabet="AB c,(-—)\n7June.", max_size=200))
def test_spans_lie_in_the_text(words: str) -> None:
    found = find_dateline(words)
    if found:
        assert 0 <= found.span.start < found.span.end <= len(words)
        assert not found.place or found.span.covers(found.place)
