"""Statements judged by hand-coded incidents."""

from __future__ import annotations

from typing import Any

import pytest

from figures import Judged
from judge import Verdict, by_rule, verdicts

Row = dict[str, Any]
RIGHT, WRONG, STRAY, OPEN = Verdict


def gold(**told: Any) -> Row:
    incident: Row = {
        "key": "port",
        "main": True,
        "types": ["bombing"],
        "suicide": False,
        "date": {"earliest": "2019-03-07", "latest": "2019-03-07"},
        "place": {"city": "Lyon", "country": "FR", "quote": "in Lyon"},
        "targets": [{"quote": "a barracks", "type": "police"}],
        "weapons": [],
        "killed": [{"low": 3, "high": 3, "quote": "three"}, {"low": 1, "high": 1, "quote": "one", "subset": True}],
        "perpetrators": [{"actor": "Red Band", "modality": "claimed", "quote": "the Band"}],
    }
    return {"id": "r", "incidents": [incident | told]}


def said(name: str, value: Row, about: str = "i1", modality: str = "reported") -> Row:
    return {
        "id": "s",
        "about": about,
        "property": name,
        "value": value,
        "modality": modality,
        "speakers": [],
        "evidence": {"quote": "q", "start": 0, "end": 1},
        "rule": "made.up.en.1",
    }


def verdict(statement: Row, row: Row | None = None) -> Verdict:
    found = {
        "id": "i1",
        "types": ["bombing"],
        "suicide": False,
        "date": {"earliest": "2019-03-07", "latest": "2019-03-07"},
        "place": {"city": "Lyon", "country": "FR"},
        "group": "g1",
    }
    stray = found | {"id": "i2", "place": {"city": "Oslo", "country": "NO"}, "types": ["clash"], "date": None}
    stray |= {"group": None}
    output = {
        "incidents": [found, stray],
        "groups": [{"id": "g1", "incidents": ["i1"]}],
        "statements": [statement],
    }
    return verdicts(row or gold(), output)["s"]


def days(first: str | None, last: str | None) -> Row:
    return {"earliest": first, "latest": last}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("type", {"code": "bombing"}, RIGHT),
        ("type", {"code": "clash"}, WRONG),
        ("target", {"type": "police"}, RIGHT),
        ("target", {"type": None}, OPEN),
        ("weapon", {"type": "firearm"}, WRONG),
        ("suicide", {"flag": True}, WRONG),
        ("date", days("2019-03-07", "2019-03-07"), RIGHT),
        ("date", days("2019-03-01", "2019-03-31"), RIGHT),
        ("date", days(None, "2019-03-08"), RIGHT),
        ("date", days("2019-03-06", "2019-03-06"), WRONG),
        ("date", days(None, None), OPEN),
        ("place", {"city": "Lyon", "country": "FR"}, RIGHT),
        ("place", {"city": None, "name": "France", "precision": "country", "country": "FR"}, RIGHT),
        ("place", {"city": "Nice", "country": "FR"}, WRONG),
        ("place", {"city": "Lyon", "country": "US"}, WRONG),
        ("killed", {"low": 3, "high": 3}, RIGHT),
        ("killed", {"low": 1, "high": 1, "part": True}, RIGHT),
        ("killed", {"low": 2, "high": 2, "part": True}, WRONG),
        ("killed", {"low": 3, "high": None}, WRONG),
        ("victim", {"name": "A. B."}, OPEN),
    ],
)
def test_a_statement_is_judged_by_what_it_says(name: str, value: Row, expected: Verdict) -> None:
    assert verdict(said(name, value)) is expected


def test_who_did_it_needs_name_and_modality() -> None:
    assert verdict(said("perpetrator", {"actor": None, "name": "Red Band"}, modality="claimed")) is RIGHT
    assert verdict(said("perpetrator", {"actor": None, "name": "Red Band"}, modality="suspected")) is WRONG


def test_what_gold_leaves_open_is_not_judged() -> None:
    assert verdict(said("date", days("2019-03-07", "2019-03-07")), gold(date=None)) is OPEN
    assert verdict(said("type", {"code": "clash"}), gold(types=[])) is OPEN


def test_a_statement_of_an_incident_that_gold_lacks_is_stray() -> None:
    assert verdict(said("type", {"code": "clash"}, about="i2")) is STRAY
    assert verdict(said("victim", {"name": "A. B."}, about="i2")) is OPEN, "gold has no victims"


def test_of_a_group_the_total_over_it_is_right_and_each_members_own() -> None:
    total = gold(killed=[{"low": 9, "high": 9, "quote": "nine", "of_group": True}])
    assert verdict(said("killed", {"low": 9, "high": 9}, about="g1"), total) is RIGHT
    assert verdict(said("killed", {"low": 9, "high": 9}), total) is WRONG
    assert verdict(said("type", {"code": "bombing"}, about="g1"), total) is RIGHT


def test_rules_are_counted_by_property() -> None:
    statements = [said("type", {"code": "bombing"}) | {"id": str(n)} for n in range(4)]
    judged = dict(zip("0123", Verdict, strict=True))
    assert by_rule("made up", statements, judged) == [Judged("made up", "made.up.en.1", "type", 1, 1, 1, 1)]
