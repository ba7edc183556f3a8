"""The days of a shooting that a report opens with and dates nowhere."""

from __future__ import annotations

from datetime import date

import pytest

import dateline

DAY = date(2018, 5, 16)
FRESH = (date(2018, 5, 15), DAY)
AFTERWARDS = (date(2018, 5, 13), date(2018, 5, 15))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Two porters are dead after a shooting beside a mill near Toledo.", FRESH),
        ("Woman wounded in shootout at Toledo tavern\n\nA clerk was shot in the arm.", FRESH),
        ("Coroner identifies man shot dead in Toledo", AFTERWARDS),
        ("Man arrested after a girl was shot in Toledo", AFTERWARDS),
        # what is before a court, or told of long after, may be of any day
        ("Man charged after a girl was shot in Toledo", None),
        ("Months after a girl was shot in Toledo, her street has a new lamp.", None),
        # a day told anywhere is the day, however little it tells of the act
        ("A girl was shot in Toledo.\n\nDoctors were called at 10 p.m. Sunday.", (date(2018, 5, 13),) * 2),
        # wars and bombings are no local crime
        ("Two people are dead after a bombing in Kabul.", None),
        ("Rebels shelled Aleppo.", None),
        # nor is what a report only comes to
        ("The river rose again." * 30 + "\n\nA girl was shot in Toledo.", None),
    ],
)
def test_news_without_a_day_is_of_its_own_day_or_the_one_before(text: str, days: tuple[date, date] | None) -> None:
    first = dateline.code(text, published=DAY).incidents[0]
    told = first.date
    assert (told and (told.earliest, told.latest)) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Clashes are continuing with Taliban fighters near Kunduz.", (DAY, DAY)),
        ("Clashes continued with Taliban fighters near Kunduz.", None),
        ("Clashes that began on Monday are continuing with Taliban fighters near Kunduz.", (date(2018, 5, 14),) * 2),
    ],
)
def test_what_still_goes_on_goes_on_on_the_day_of_the_report(text: str, days: tuple[date, date] | None) -> None:
    told = [i.date for i in dateline.code(text, published=DAY).incidents]
    assert [(d and (d.earliest, d.latest)) for d in told] == [days]
