import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.model import Coding, Incident, Perpetrator, Report, Statement, Toll
from dateline.run.pipeline import code_report

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "incidents.yaml").read_text(encoding="utf-8"))
TOLL = re.compile(r"(\w+) (\d*)\.\.(\d*)(?: \((.+)\))?")


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["name"], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


def coded(case: dict[str, Any]) -> Coding:
    return code_report(Report.of(case["text"], case["published"]), load_codebook())


def wanted_tolls(told: dict[str, Any]) -> set[tuple[str, int | None, int | None, str | None]]:
    found = set()
    for line in told.get("tolls", []):
        match = TOLL.fullmatch(line)
        assert match, f"{line!r} is not 'property low..high (speaker)'"
        name, low, high, speaker = match.groups()
        found.add(
            (name, int(low) if low else None, int(high) if high else None, speaker.lower() if speaker else None)
        )
    return found


def tolls_of(statements: list[Statement]) -> set[tuple[str, int | None, int | None, str | None]]:
    """Return whole counts with the name of the innermost speaker."""
    return {
        (s.property, s.value.low, s.value.high, s.speakers[0].name.lower() if s.speakers else None)
        for s in statements
        if isinstance(s.value, Toll) and not s.value.part
    }


def same_tolls(found: set[Any], wanted: set[Any]) -> bool:
    """Say whether tolls agree, a speaker by the words of the name that the case gives ("minister")."""
    return len(found) == len(wanted) and all(
        any(f[:3] == w[:3] and (f[3] == w[3] or (f[3] and w[3] and w[3] in f[3])) for f in found) for w in wanted
    )


def who_of(statements: list[Statement]) -> set[str]:
    return {
        f"{s.modality.value} {s.value.actor or s.value.name or 'nobody'}"
        for s in statements
        if isinstance(s.value, Perpetrator)
    }


def days(told: dict[str, Any]) -> tuple[date, date] | None:
    given = told.get("date")
    if given is None or isinstance(given, date):
        return (given, given) if given else None
    first, last = given.split("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def about(coding: Coding, name: str) -> list[Statement]:
    return [s for s in coding.statements if s.about == name]


def check_incident(coding: Coding, incident: Incident, wanted: dict[str, Any]) -> None:
    own = about(coding, incident.id)
    assert set(incident.types) == set(wanted["types"])
    assert incident.outcome.value == wanted.get("outcome", "completed")
    assert incident.suicide == wanted.get("suicide", False)
    told = (incident.date.earliest, incident.date.latest) if incident.date else None
    assert told == days(wanted)
    assert (incident.place.city if incident.place else None) == wanted.get("city")
    assert (incident.place.country if incident.place else None) == wanted.get("country")
    assert same_tolls(tolls_of(own), wanted_tolls(wanted)), tolls_of(own)
    assert who_of(own) == set(wanted.get("who", []))


@pytest.mark.parametrize("case", params())
def test_incidents_of_a_report(case: dict[str, Any]) -> None:
    coding = coded(case)
    assert len(coding.incidents) == len(case["incidents"]), [(i.types, i.date, i.place) for i in coding.incidents]
    for incident, wanted in zip(coding.incidents, case["incidents"], strict=True):
        check_incident(coding, incident, wanted)
    groups = case.get("groups", [])
    assert len(coding.groups) == len(groups)
    for group, told in zip(coding.groups, groups, strict=True):
        own = about(coding, group.id)
        assert len(group.incidents) == told["size"]
        assert same_tolls(tolls_of(own), wanted_tolls(told)), tolls_of(own)
        assert who_of(own) == set(told.get("who", []))


def test_a_report_without_incident_has_no_statement() -> None:
    for case in CASES:
        coding = coded(case)
        if not coding.incidents:
            assert coding == Coding(reports=coding.reports)
