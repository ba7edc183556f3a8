"""The named rules: what each chooses, what it rests on, what it sets aside and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.ledger.best import PINNED, RULES, Pin, best
from dateline.ledger.told import Share, Told
from dateline.model import Modality, Toll
from made_tellings import told

BOOK = load_codebook()
POLICE = ("police", "police")
DOCTOR = ("a doctor", "medical")
REBELS = ("the rebels", "armed_group")

FIRST = told("80 people died", 80, 80, day=1, speaker=DOCTOR)
OFFICIAL = told("90 people died", 90, 90, day=2, speaker=POLICE, outlet="Wire")
LATER = told("more than 150 died", 151, None, day=6, outlet="Daily")
AGAIN = told("90 were killed", 90, 90, day=3, outlet="Courier")
ALL = (FIRST, OFFICIAL, LATER, AGAIN)


def chosen(rule: str, *statements: Told, name: str = "killed"):
    return best(statements, name, rule, BOOK)


def ids(*statements: Told) -> set[str]:
    return {one.statement.id for one in statements}


@pytest.mark.parametrize(
    ("rule", "low", "high", "grounds"),
    [
        ("latest", 151, None, [LATER]),
        ("latest-official", 90, 90, [OFFICIAL]),
        ("lowest", 80, 80, [FIRST]),
        ("highest", 151, None, [LATER]),
        ("majority", 90, 90, [OFFICIAL, AGAIN]),
        ("range", 80, None, list(ALL)),
    ],
)
def test_each_rule_chooses_and_says_on_what(rule: str, low: int, high: int | None, grounds: list[Told]) -> None:
    found = chosen(rule, *ALL)
    assert (found.low, found.high, found.rule) == (low, high, rule)
    assert set(found.rests_on) == ids(*grounds)
    assert {sid for sid, _ in found.set_aside} == ids(*ALL) - ids(*grounds)
    assert all(why for _, why in found.set_aside)


def test_of_one_day_the_latest_is_the_highest() -> None:
    low, high = told("12 died", 12, 12), told("17 died", 17, 17, outlet="Wire")
    found = chosen("latest", low, high)
    assert found.low == 17
    assert dict(found.set_aside)[low.statement.id] == "lower than another count of 2017-06-07"


def test_no_official_no_value_but_all_reasons() -> None:
    found = chosen("latest-official", FIRST, LATER)
    assert not found.is_known
    assert found.value is None
    assert dict(found.set_aside)[FIRST.statement.id] == "said by a doctor (medical), not an official"
    assert dict(found.set_aside)[LATER.statement.id] == "said by the report, not an official"


def test_copies_of_one_text_are_one_voice() -> None:
    copies = [told("20 died", 20, 20, outlet=name, family="r1") for name in ("A", "B", "C")]
    two = [told("19 died", 19, 19, outlet=name) for name in ("D", "E")]
    assert chosen("majority", *copies, *two).low == 19
    alone = [replace(one, family="") for one in copies]
    assert chosen("majority", *alone, *two).low == 20


def test_a_voice_that_recalls_an_older_count_does_not_vote_for_it() -> None:
    old = told("12 died", 12, 12, day=1)
    rose = [told(f"{n} died", n, n, day=2, outlet="Wire", speaker=POLICE, family="r9") for n in (12, 15)]
    found = chosen("majority", old, *rose)
    assert (found.low, found.high) == (15, 15)
    assert dict(found.set_aside)[rose[0].statement.id] == "the same voice gives a later or higher count"
    assert chosen("gtd", old, *rose).point == 15
    other = told("12 died", 12, 12, day=2, outlet="Wire", speaker=DOCTOR, family="r9")
    assert chosen("majority", old, other, rose[1]).low == 12


def test_a_range_is_closed_where_no_open_count_lies_above() -> None:
    found = chosen("range", told("at least 12", 12, None), told("15 died", 15, 15, outlet="Wire"))
    assert (found.low, found.high) == (12, 15)


@pytest.mark.parametrize(
    ("aside", "why"),
    [
        (told("two children", 2, 2, part=True), "counts some of the people of a wider count"),
        (told("99 died", 99, 99, modality=Modality.DENIED), "denied, not put forward"),
        (told("99 died", 99, 99, modality=Modality.SUSPECTED), "suspected, not put forward"),
        (told("99 died", 99, 99, share=Share(0, 3)), "a total over 3 incidents of the group"),
        (told("99 died", 99, 99, refused="rejected by ann"), "rejected by ann"),
    ],
)
def test_what_no_rule_chooses(aside: Told, why: str) -> None:
    for rule in RULES:
        found = chosen(rule, aside, OFFICIAL)
        assert (found.low, found.high) == (90, 90), rule
        assert dict(found.set_aside)[aside.statement.id] == why, rule


def test_a_pin_stands_before_every_rule() -> None:
    for rule in RULES:
        found = best(ALL, "killed", rule, BOOK, Pin("v1", 90, 90))
        assert (found.low, found.high, found.rule, found.pinned) == (90, 90, PINNED, "v1")
        assert set(found.rests_on) == ids(OFFICIAL, AGAIN)


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"no rule 'newest'.*latest-official"):
        chosen("newest", FIRST)


@st.composite
def tellings(draw: st.DrawFn) -> Told:
    low = draw(st.none() | st.integers(0, 40))
    high = draw(st.none() | st.integers(low or 0, 60)) if low is not None else draw(st.integers(0, 60))
    number = draw(st.integers(0, 999))
    return told(
        f"{draw(st.sampled_from(['dozens of', 'several', 'some', '12']))} people {number}",
        low,
        high,
        day=draw(st.integers(1, 9)),
        speaker=draw(st.sampled_from([None, POLICE, DOCTOR, REBELS, ("army", "military")])),
        outlet=draw(st.sampled_from(["Post", "Wire", "Daily"])),
        family=draw(st.sampled_from(["", "r1", "r2"])),
        name=draw(st.sampled_from(["killed", "killed", "attackers_killed", "wounded"])),
        part=draw(st.booleans()),
        inclusive=draw(st.booleans()),
        modality=draw(st.sampled_from([Modality.REPORTED, Modality.REPORTED, Modality.CLAIMED, *Modality])),
        share=draw(st.sampled_from([None, None, Share(0, 2), Share(1, 3)])),
        refused=draw(st.sampled_from([None, None, "rejected by ann"])),
    )


many = st.lists(tellings(), max_size=8, unique_by=lambda one: one.statement.id)


@given(many, st.randoms(use_true_random=False), st.sampled_from(sorted(RULES)))
def test_the_order_of_statements_changes_nothing(statements: list[Told], chance, rule: str) -> None:
    shuffled = list(statements)
    chance.shuffle(shuffled)
    assert best(shuffled, "killed", rule, BOOK) == best(statements, "killed", rule, BOOK)


@given(many, st.sampled_from(sorted(RULES)), st.sampled_from(["killed", "wounded"]))
def test_every_statement_is_ground_or_set_aside_with_a_reason(statements: list[Told], rule: str, name: str) -> None:
    found = best(statements, name, rule, BOOK)
    own = {s.statement.id for s in statements if s.statement.property == name}
    aside = dict(found.set_aside)
    assert own <= set(found.rests_on) | aside.keys()
    assert not set(found.rests_on) & aside.keys()
    assert all(aside.values())
    if found.low is not None and found.high is not None:
        assert found.low <= found.high


@given(many)
def test_lowest_and_highest_enclose_what_other_rules_choose(statements: list[Told]) -> None:
    low, high = chosen("lowest", *statements), chosen("highest", *statements)
    for rule in ("latest", "majority"):
        found = chosen(rule, *statements)
        assert found.is_known == low.is_known
        if found.is_known:
            assert size(low) <= size(found) <= size(high)


def size(found) -> int:
    return found.low if found.low is not None else found.high


def test_the_contract_form_has_the_rule() -> None:
    found = chosen("latest", *ALL)
    assert found.value is not None
    assert found.value.to_json() == {"low": 151, "high": None, "rule": "latest"}
    assert isinstance(LATER.statement.value, Toll)
