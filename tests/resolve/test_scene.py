from datetime import date

import pytest

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all, find_places_elsewhere
from dateline.model import Report
from dateline.resolve.report import resolve_report
from dateline.resolve.told import ToldReport
from dateline.text.attribution import find_attributions
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

BOOK = load_codebook()
DAY = date(2018, 5, 16)  # a Wednesday


def told(text: str) -> ToldReport:
    sentences = list(parse_sentences(split_sentences(text)))
    found = find_all(sentences, BOOK)
    elsewhere = find_places_elsewhere(sentences, BOOK)
    return resolve_report(
        Report.of(text, DAY), sentences, found, elsewhere, find_attributions(sentences, BOOK.speakers), BOOK
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A bomb killed two people in Mosul.", ["Mosul"]),
        ("In Mosul, a bomb killed two people.", ["Mosul"]),
        ("A Kabul bombing killed two people.", ["Kabul"]),
        ("Rebels attacked Aleppo, killing two people.", ["Aleppo"]),
        ("A bomb killed two people in Mosul, officials in Baghdad said.", ["Mosul"]),
        ("A bomb killed two people in Mosul, a diplomat said in Geneva.", ["Mosul"]),
        ("A bomb killed the mayor of Mosul in Baghdad.", ["Mosul", "Baghdad"]),  # a mayor is mostly struck at home
        ("The mayor of Paris condemned the attack in Mosul.", ["Mosul"]),
        ("A French tourist was killed in Mosul.", ["Mosul"]),
        ("A tourist from Berlin was killed in Mosul.", ["Mosul"]),
        ("Pupils were kidnapped from a school in Chibok.", ["Chibok"]),
        ("The attack in Mosul killed two people who fled to Erbil.", ["Mosul"]),
        ("The library in Turin opened.", []),
    ],
)
def test_which_towns_set_the_scene(text: str, places: list[str]) -> None:
    towns = [p.value.city for s in told(text).sentences for p in s.places if p.value.city]
    assert sorted(set(towns)) == sorted(places)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A bomb killed two people on Monday.", [date(2018, 5, 14)]),
        ("A bomb killed two people on Monday, police said on Tuesday.", [date(2018, 5, 14)]),
        ("On Monday, a bomb killed two people.", [date(2018, 5, 14)]),
        ("Two people were killed, police said on Tuesday.", []),
        ("Two days before the election on Sunday the mayor spoke of the attack.", []),
        ("The attack on Monday killed two people.", [date(2018, 5, 14)]),
        ("The toll of the attack rose on Tuesday.", []),
        ("The library opened on Monday.", []),
        ("A boy was in critical condition on Tuesday after shooting at a friend.", []),
        ("He was charged with the shooting of a girl Monday night in her home.", [date(2018, 5, 14)]),
        ("Supporters of the 2015 law were killed on Monday.", [date(2018, 5, 14)]),
        ("A boy was shot in the woods Monday, deputies said.", [date(2018, 5, 14)]),
        ("He is in hospital after a shooting at a ranch Monday night.", [date(2018, 5, 14)]),
        ("Officers hunted a suspect on Tuesday after he shot two people.", []),
    ],
)
def test_which_days_set_the_scene(text: str, days: list[date]) -> None:
    assert [d.value.earliest for s in told(text).sentences for d in s.dates] == days


def test_a_speaker_is_no_target() -> None:
    (sentence,) = told("A bomb went off, the city's police said.").sentences
    assert [k.type for k in sentence.kinds if k.property == "target"] == []


def test_a_country_that_only_describes_is_a_hint() -> None:
    (sentence,) = told("A Syrian village was attacked by gunmen.").sentences
    assert sentence.places == ()
    assert [p.value.country for p in sentence.hints] == ["SY"]


def test_the_country_of_the_doer_is_no_hint() -> None:
    (sentence,) = told("A US airstrike killed two people.").sentences
    assert sentence.hints == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Police were called to a house on Saturday. A man was shot dead.", date(2018, 5, 12)),
        ("Police said on Tuesday that a man was shot dead.", None),
        ("A man was arrested on Monday. He had shot two people.", None),
        ("The shop was built in 1990. A man was shot dead.", None),
        ("The fair began on 2 April. A man was shot dead.", None),  # older than two weeks
        ("About 6:30 p.m. Saturday, officers say they were called. A man was shot.", date(2018, 5, 12)),
        ("Deputies have been on scene since Sunday night. A man was shot dead.", date(2018, 5, 13)),
    ],
)
def test_the_lead_dates_the_story_by_what_is_no_speech_and_no_later_news(text: str, day: date | None) -> None:
    lead = told(text).lead_dates
    assert (lead[0].value.earliest if lead else None) == day


def test_the_lead_puts_first_the_town_named_often_and_early() -> None:
    lead = told("A man in Memphis was shot dead. Police in Memphis are looking for a car. He was born in Dallas.")
    assert [t.told.value.city for t in lead.towns] == ["Memphis", "Dallas"]


def test_where_people_come_from_is_no_town_of_the_story() -> None:
    lead = told("A man from Dallas was shot dead in Memphis.")
    assert [t.told.value.city for t in lead.towns] == ["Memphis"]


def test_an_actor_is_chosen_by_the_countries_of_the_report() -> None:
    (sentence,) = told("Soldiers of the Kenyan army killed two people in Mogadishu.").sentences
    assert {p.value.actor for p in sentence.perpetrators} == {"kenya-armed-forces"}
