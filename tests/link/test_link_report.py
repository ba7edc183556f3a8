from datetime import date

import pytest

from dateline.codebook import load_codebook
from dateline.model import BestValue, Coding, Modality, Report, Statement
from dateline.model.best import BEST_IN_REPORT
from dateline.run.pipeline import code_report

DAY = date(2018, 5, 16)


def coded(text: str, published: date = DAY) -> Coding:
    return code_report(Report.of(text, published), load_codebook())


def of(coding: Coding, name: str) -> list[Statement]:
    return [s for s in coding.statements if s.property == name]


def test_the_best_toll_is_the_highest_whole_one_that_the_report_puts_forward() -> None:
    coding = coded(
        "A bombing in Mosul killed five people, including two children. Police later said nine people were killed."
    )
    (incident,) = coding.incidents
    assert incident.best["killed"] == BestValue(9, 9, BEST_IN_REPORT)
    assert len(of(coding, "killed")) == 3  # every count is kept beside it


def test_a_part_alone_is_no_best_value() -> None:
    (incident,) = coded("A bombing in Mosul on Monday. The dead included two children.").incidents
    assert "killed" not in incident.best


def test_a_claim_is_credited_to_the_claimant() -> None:
    (who,) = of(coded("The Taliban claimed responsibility for a bombing in Kabul."), "perpetrator")
    assert (who.modality, [s.name for s in who.speakers]) == (Modality.CLAIMED, ["Taliban"])


def test_what_the_actor_itself_says_it_did_is_claimed() -> None:
    (who,) = of(coded("The Taliban said it had killed nine soldiers in Kunduz."), "perpetrator")
    assert who.modality is Modality.CLAIMED


def test_types_of_what_was_not_carried_out_say_so() -> None:
    coding = coded("Police foiled a bombing at a station in Lyon on Monday.")
    assert {s.modality for s in of(coding, "type")} == {Modality.FOILED}


def test_a_site_takes_the_town_of_the_report() -> None:
    (incident,) = coded("A bomb killed two people at a market in Mosul.").incidents
    assert incident.place is not None
    assert (incident.place.name, incident.place.city, incident.place.country) == ("market", "Mosul", "IQ")


def test_the_weapon_tells_the_type_where_no_word_does() -> None:
    coding = coded("Two people were killed with machetes in Beni on Monday.")
    assert [s.rule for s in of(coding, "type")] == ["type.by_weapon.melee.en.1"]


@pytest.mark.parametrize(
    "text",
    [
        "A man was killed by a lion near Arusha on Monday.",  # nobody did it
        "Clashes continued in the east.",  # a state of things
        "The attack shocked the nation.",  # told elsewhere
    ],
)
def test_too_little_is_no_incident(text: str) -> None:
    assert coded(text).incidents == ()


def test_history_is_left_out_unless_it_is_what_the_report_is_about() -> None:
    old = "In 1998, a bombing in Omagh killed 29 people."
    assert len(coded(old).incidents) == 1
    new = "A bombing in Mosul on Monday killed two people."
    assert [i.place.city for i in coded(f"{new} {old}").incidents if i.place] == ["Mosul"]


def test_the_lead_dates_and_places_the_main_incident_alone() -> None:
    coding = coded(
        "Police in Memphis were called to a house on Saturday. A man was shot dead. "
        "In a separate attack in Dallas, a woman was stabbed."
    )
    first, second = coding.incidents
    assert first.place is not None
    assert second.place is not None
    assert (first.place.city, second.place.city) == ("Memphis", "Dallas")
    assert first.date is not None
    assert second.date is None
    rules = {s.rule for s in coding.statements if s.about == first.id and s.property in {"date", "place"}}
    assert {"place.lead.en.1"} <= rules
    assert any(rule.startswith("time.lead.") for rule in rules)


def test_the_lead_does_not_move_an_incident_that_has_a_place_and_a_day() -> None:
    coding = coded("Police in Memphis met on Saturday. A bombing in Dallas on Friday killed two people.")
    (incident,) = coding.incidents
    assert incident.place is not None
    assert incident.date is not None
    assert (incident.place.city, incident.date.earliest) == ("Dallas", date(2018, 5, 11))


def test_a_lead_town_in_another_country_does_not_place_an_incident() -> None:
    coding = coded("Police in Memphis met on Saturday. A bombing in Iraq on Friday killed two people.")
    assert [i.place.country for i in coding.incidents if i.place] == ["IQ"]
    assert [i.place.city for i in coding.incidents if i.place] == [None]


@pytest.mark.parametrize(("area", "city"), [("Tennessee", "Memphis"), ("Texas", None)])
def test_a_lead_town_places_an_incident_of_its_own_province_alone(area: str, city: str | None) -> None:
    coding = coded(f"Police in Memphis, Tennessee, met on Saturday. A bombing in {area} on Friday killed two people.")
    (incident,) = coding.incidents
    assert incident.place is not None
    assert incident.place.city == city


@pytest.mark.parametrize("before", ["A man appeared in court on Monday.", "The mayor said so on Monday."])
def test_a_court_day_or_day_of_speech_in_the_lead_dates_nothing(before: str) -> None:
    (incident,) = coded(f"{before} A bombing killed two people in Memphis.").incidents
    assert incident.date is None


def test_any_other_day_of_the_lead_dates_the_main_incident() -> None:
    (incident,) = coded("The fair opened on Monday. Two people were shot dead in Memphis.").incidents
    assert incident.date is not None
    assert incident.date.earliest == date(2018, 5, 14)


def test_a_tally_is_held_against_the_incidents_of_its_days_and_actor() -> None:
    coding = coded(
        "A bombing in Kabul on Monday killed two people. "
        "It was the second attack claimed by the Taliban since Friday. "
        "The Taliban claimed the bombing. "
        "On Saturday the Taliban claimed an ambush in Herat that killed four soldiers. "
        "Boko Haram claimed an ambush in Maiduguri on Sunday."
    )
    (tally,) = coding.tallies
    assert (tally.count, tally.actor, tally.since, tally.until) == (2, "taliban", date(2018, 5, 11), DAY)
    towns = {i.id: i.place.city for i in coding.incidents if i.place}
    assert {towns[m] for m in tally.matches} == {"Kabul", "Herat"}
    assert tally.agrees


def test_a_tally_that_counts_more_than_is_told_does_not_agree() -> None:
    (tally,) = coded(
        "The Taliban claimed a bombing in Kabul on Monday. "
        "It was the fifth attack claimed by the Taliban since Friday."
    ).tallies
    assert tally.count == 5
    assert not tally.agrees
