"""Judge every statement by hand-coded incidents: is what it says right, wrong, or of an incident that gold lacks?

Incidents are paired as the score pairs them (``incidents.matched``); a statement about a group is held against the
gold of all its members and is right where one of them says so. Judged is what the statement itself says, not what
the incident became: a day is right where it and gold's day lie one within the other ("in June" is true of an act of
7 June), a place where neither its country nor its town is another. Gold counts as complete: a weapon that it does not
have is wrong, and so is a part of a toll. Not judged is what gold leaves open, and what victims are called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from figures import Judged
from incidents import TOLLS, Wanted, matched, meets, same_name

Row = Mapping[str, Any]


class Verdict(Enum):
    """What gold says of one statement; stray: it is of an incident that gold does not have."""

    RIGHT = "right"
    WRONG = "wrong"
    STRAY = "stray"
    OPEN = "not judged"


def verdicts(gold: Row, output: Row) -> dict[str, Verdict]:
    """Return the verdict on each statement of one report's contract document, by the statement's id."""
    incidents = {incident["key"]: incident for incident in gold["incidents"]}
    paired = matched(gold, output)
    homes = {found: [key] for found, key in paired.items()}
    groups = {group["id"]: [paired[i] for i in group["incidents"] if i in paired] for group in output["groups"]}
    judged = {}
    for statement in output["statements"]:
        about = statement["about"]
        members = [incidents[key] for key in homes.get(about, ()) or groups.get(about, ())]
        said = {_verdict(statement, incident, is_group=about in groups) for incident in members}
        found = next((v for v in (Verdict.RIGHT, Verdict.WRONG, Verdict.OPEN) if v in said), Verdict.STRAY)
        judged[statement["id"]] = found if _can_be_judged(statement) else Verdict.OPEN
    return judged


def _can_be_judged(statement: Row) -> bool:
    """Return whether gold could say anything of a statement; if not, it is not stray either."""
    name = statement["property"]
    return name != "victim" and not (name in ("target", "weapon") and not statement["value"].get("type"))


def _verdict(statement: Row, incident: Row, *, is_group: bool) -> Verdict:
    name, value = statement["property"], statement["value"]
    wanted = Wanted.of(incident)
    facts = wanted.facts
    if name in TOLLS:
        return _toll(statement, wanted, is_group=is_group)
    if name == "date":
        return _date(value, facts["date"])
    if name == "place":
        return _place(value, facts)
    if name == "perpetrator":
        said = (value.get("name") or value.get("actor"), statement["modality"], statement["evidence"]["quote"])
        return _told(any(meets(name, fact, said) for fact in facts[name]))
    if name == "suicide":
        return _told(bool(facts["suicide"]))
    if name in ("type", "target", "weapon"):
        code = value["code"] if name == "type" else value.get("type")
        return Verdict.OPEN if name in wanted.open else _told((code,) in facts[name])
    return Verdict.OPEN


def _told(is_right: bool) -> Verdict:
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _toll(statement: Row, wanted: Wanted, *, is_group: bool) -> Verdict:
    value = statement["value"]
    fact = (statement["property"], value["low"], value["high"])
    whole = wanted.of_group | (wanted.facts["toll"] if is_group else set())
    own = whole if is_group else wanted.facts["toll"]
    return _told(fact in {told[:3] for told in own} or fact in wanted.subsets)


def told_by(value: Row, wanted: Iterable[int]) -> Verdict:
    """Return whether a count is true of one of the numbers: "at least three" is true of four."""
    low, high = value["low"] or 0, value["high"]
    return _told(any(low <= n and (high is None or n <= high) for n in wanted))


def _date(value: Row, gold: Iterable[tuple[Any, ...]]) -> Verdict:
    told = next(iter(gold), None)
    first, last = value.get("earliest"), value.get("latest")
    if told is None or not (first or last):
        return Verdict.OPEN
    inside = (first or "0") >= told[0] and (last or "9") <= told[1]
    around = (first or "0") <= told[0] and (last or "9") >= told[1]
    return _told(inside or around)


def _place(value: Row, facts: Mapping[str, set[tuple[Any, ...]]]) -> Verdict:
    country = next(iter(facts["country"]), (None,))[0]
    town = next(iter(facts["city"]), (None,))[0]
    named = value.get("name") if value.get("precision") in ("city", "district", "landmark", None) else None
    said = value.get("city") or named
    if country and value.get("country") and country != value["country"]:
        return Verdict.WRONG
    if town and said:
        return _told(same_name(town, said) or same_name(town, value.get("name")))
    return Verdict.RIGHT if country and value.get("country") and not said else Verdict.OPEN


def by_rule(name: str, statements: Iterable[Row], judged: Mapping[str, Verdict]) -> list[Judged]:
    """Return the counts of each rule over statements of one set."""
    counts: dict[tuple[str, str], Counter[Verdict]] = {}
    for statement in statements:
        counts.setdefault((statement["rule"], statement["property"]), Counter())[judged[statement["id"]]] += 1
    return [
        Judged(name, rule, prop, *(count[verdict] for verdict in Verdict))
        for (rule, prop), count in sorted(counts.items())
    ]
