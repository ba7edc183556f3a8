"""Which weapons, targets and doers of a report are the incident's own."""

from datetime import date

import pytest

import dateline
from dateline.model import Coding

DAY = date(2017, 6, 7)


def told(text: str, name: str) -> set[str]:
    """Return the types, or the names of doers, that the first incident of a report is told by."""
    coding = dateline.code(text, published=DAY)
    main = coding.incidents[0].id
    values = [s.value.to_json() for s in coding.statements if s.about == main and s.property == name]
    return {str(v.get("type") or v.get("name")) for v in values}


def said(coding: Coding) -> list[tuple[str | None, str, tuple[str, ...]]]:
    """Return each statement of who did it: name, modality and speakers."""
    return [
        (s.value.to_json()["name"], s.modality.value, tuple(p.name for p in s.speakers))  # type: ignore[misc]
        for s in coding.statements
        if s.property == "perpetrator"
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "Police shot the attacker dead.",
        "Officers arrived within minutes and shot him dead.",
        "The attackers were shot by a guard of the museum.",
    ],
)
def test_weapons_of_those_who_stop_an_attack_are_not_its_own(answer: str) -> None:
    text = f"A man stabbed two clerks at a bank in Lyon on Tuesday. {answer}"
    assert told(text, "weapon") == {"melee"}


def test_an_answer_that_is_all_there_is_keeps_its_weapon() -> None:
    assert told("Police shot dead a gunman in Lyon on Tuesday.", "weapon") == {"firearm"}


def test_what_happens_again_and_again_gives_no_weapon_to_one_attack() -> None:
    text = (
        "Gunmen shot dead four farmers near Zaria in Nigeria on Tuesday. "
        "Suicide bombings are common in the region, and militants often attack schools with grenades."
    )
    assert told(text, "weapon") == {"firearm"}
    assert "education" not in told(text, "target")


def test_a_calling_counts_before_the_place() -> None:
    text = "Judge Anna Roth was shot dead at a restaurant in Naples on Tuesday."
    assert told(text, "target") == {"government"}


def test_a_thing_attacked_counts_before_people_of_whom_no_more_is_told() -> None:
    text = "Gunmen attacked a mosque in Quetta on Tuesday and killed nine people. A young man was shot in the attack."
    assert told(text, "target") == {"religious"}


def test_counted_dead_are_the_target_where_nothing_else_is_told() -> None:
    assert told("A suicide bomber killed nine tourists in Cairo on Tuesday.", "target") == {"civilians"}
    assert told("A suicide bomber killed nine tourists at a church in Cairo on Tuesday.", "target") == {"religious"}


def test_planes_that_bomb_are_the_weapon_and_a_car_that_carries_a_bomb_is_none() -> None:
    assert told("Turkish warplanes bombed a camp near Afrin on Tuesday.", "weapon") == {"aircraft"}
    rammed = "A suicide bomber rammed a car full of explosives into a checkpoint in Kabul on Tuesday, killing six."
    assert told(rammed, "weapon") == {"explosive"}


def test_what_a_person_is_holds_for_the_whole_report() -> None:
    text = (
        "Karim Haddad was head of the city's school board. "
        "Salma Idris, a senator of long standing, was in the car with him.\n\n"
        "Gunmen opened fire on the car in Tunis on Tuesday. Idris was killed."
    )
    assert "government" in told(text, "target")


def test_who_did_it_is_said_once_a_speaker() -> None:
    coding = dateline.code(
        "Boko Haram kidnapped 30 girls from a school near Chibok on Tuesday. "
        "The mayor said Boko Haram had kidnapped the girls. Boko Haram abducted them at night. "
        "The group claimed the kidnapping on Wednesday.",
        published=DAY,
    )
    assert said(coding).count(("Boko Haram", "reported", ())) == 1
    assert ("Boko Haram", "claimed", ("Boko Haram",)) in said(coding)
    assert len([s for s in said(coding) if s[1] == "reported"]) == 1


def test_a_claim_of_no_act_in_its_sentence_is_of_the_main_act() -> None:
    coding = dateline.code(
        "A car bomb killed twelve people at a market in Mosul on Tuesday.\n\n"
        "In March 2016 gunmen killed seven pilgrims near Najaf.\n\n"
        "No group has claimed responsibility.",
        published=DAY,
    )
    assert [s.about for s in coding.statements if s.property == "perpetrator"] == [coding.incidents[0].id]
