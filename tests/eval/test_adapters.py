"""The adapters of sets: our contract in the forms that their gold has, and statements judged by it."""

from __future__ import annotations

from typing import Any

import pytest

import gva
import paragraphs
from dateline.codebook import load_codebook
from judge import Verdict
from tolls import tolls_of, total

Row = dict[str, Any]
RIGHT, WRONG, _, OPEN = Verdict
PEOPLE = [
    {"name": "Ana Blom", "type": "Victim", "status": ["Killed"]},
    {"name": "Rasmus Dahl", "type": "Subject-Suspect", "status": ["Killed"]},
    {"name": None, "type": "Victim", "status": ["Injured"]},
]
RECORD = {
    "date": "2016-05-01",
    "state": "Ohio",
    "city_names": ["Dayton"],
    "n_killed": 2,
    "n_injured": 1,
    "participants": PEOPLE,
}
REPORT: Row = {
    "incidents": [
        {"id": "i1", "group": None, "date": {"latest": "2016-05-01"}, "place": {"city": "Dayton", "admin1": "Ohio"}},
        {"id": "i2", "group": None, "date": None, "place": None},
    ]
}


def said(name: str, value: Row, about: str = "i1", modality: str = "reported", rule: str = "made.up.en.1") -> Row:
    return {"id": "s", "about": about, "property": name, "value": value, "modality": modality, "rule": rule}


def toll(low: int | None, high: int | None, **flags: bool) -> Row:
    return {"low": low, "high": high, **flags}


def test_the_record_counts_whoever_came_to_harm() -> None:
    told = [said("killed", toll(1, 1)), said("attackers_killed", toll(1, 1)), said("wounded", toll(5, 5, part=True))]
    answer = gva.found(REPORT | {"statements": told})
    assert {key: answer[key] for key in ("day", "city", "state", "killed", "injured")} == {
        "day": "2016-05-01",
        "city": "Dayton",
        "state": "Ohio",
        "killed": 2,
        "injured": 0,
    }


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (said("date", {"earliest": "2016-05-01", "latest": "2016-05-02"}), RIGHT),
        (said("date", {"earliest": "2016-05-02", "latest": "2016-05-02"}), WRONG),
        (said("place", {"city": "Dayton"}), RIGHT),
        (said("place", {"city": "Akron"}), WRONG),
        (said("place", {"city": None}), OPEN),
        (said("killed", toll(2, 2)), RIGHT),
        (said("killed", toll(1, 1)), RIGHT),
        (said("killed", toll(3, 3)), WRONG),
        (said("wounded", toll(1, None)), RIGHT),
        (said("wounded", toll(2, None)), WRONG),
        (said("wounded", toll(2, 2, part=True)), OPEN),
        (said("attackers_killed", toll(1, 1)), RIGHT),
        (said("attackers_wounded", toll(1, 1)), WRONG),
        (said("killed", toll(3, 3), about="i2"), OPEN),
        (said("victim", {"name": "Ana Blom"}, about="i2"), RIGHT),
        (said("victim", {"name": "Rasmus Dahl"}), WRONG),
        (said("perpetrator", {"name": "Dahl"}), RIGHT),
        (said("victim", {"name": None}), OPEN),
        (said("type", {"code": "clash"}), OPEN),
    ],
)
def test_a_statement_is_judged_by_the_record(statement: Row, expected: Verdict) -> None:
    assert gva.verdicts({"gold": RECORD}, REPORT | {"statements": [statement]}) == {"s": expected}


def test_without_an_incident_or_names_nothing_is_judged() -> None:
    nameless = RECORD | {"participants": PEOPLE[2:]}
    victim = said("victim", {"name": "Ana Blom"})
    assert gva.verdicts({"gold": nameless}, REPORT | {"statements": [victim]}) == {"s": OPEN}
    assert gva.verdicts({"gold": RECORD}, {"incidents": [], "statements": [victim]}) == {"s": OPEN}


def who(name: str | None, modality: str, actor: str | None = None, rule: str = "responsibility.claimed.en.1") -> Row:
    return said("perpetrator", {"name": name, "actor": actor}, modality=modality, rule=rule)


def test_the_group_that_claims_goes_before_those_suspected_and_persons_are_none() -> None:
    told = [who("Blue Band", "suspected"), who("Red Band", "claimed"), who("Grey Band", "denied")]
    assert paragraphs.perpetrator(REPORT | {"statements": told}) == "Red Band"
    person = who("Rasmus Dahl", "suspected", rule="responsibility.suspect_held.en.1")
    assert paragraphs.perpetrator(REPORT | {"statements": [person]}) is None
    assert paragraphs.is_claimed(REPORT | {"statements": told}) == 1
    assert paragraphs.is_claimed(REPORT | {"statements": told[:1]}) == 0


@pytest.mark.parametrize(
    ("gold", "name", "is_one"),
    [
        ("Red Band of the North (RBN)", "RBN", True),
        ("Red Band of the North (RBN)", "the Red Band", True),
        ("Red Band of the North (RBN)", "Blue Band", False),
        (
            "Committee for the Freedom of the Northern Mountain",
            "Committee for the Freedom of the Northern Mountains",
            True,
        ),
        ("Islamic State", "ISIS", True),
    ],
)
def test_a_group_is_known_by_its_names(gold: str, name: str, is_one: bool) -> None:
    known = paragraphs.names_of(gold)
    assert known is not None
    assert paragraphs.is_group(known, name) is is_one


def test_where_gold_names_no_group_there_is_none() -> None:
    assert paragraphs.names_of(None) is None


def test_a_text_has_its_largest_whole_count_with_the_attackers_where_asked() -> None:
    (told,) = tolls_of(
        ["Gunmen killed three policemen and wounded five. Two of the attackers were killed."], load_codebook()
    )
    assert total(told, "killed", with_attackers=False) == 3
    assert total(told, "killed", with_attackers=True) == 5
    assert total(told, "wounded", with_attackers=True) == 5
