"""What goes out is the contract: the models name its keys, and answers on the examples hold to its schema."""

from __future__ import annotations

import json
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from dateline.ledger import Ledger
from dateline.web.api import answers, contract

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "contract.schema.json").read_text(encoding="utf-8"))
VALUES = {
    "code": contract.Code,
    "toll": contract.Toll,
    "date_value": contract.DateValue,
    "place": contract.Place,
    "kind": contract.Kind,
    "victim": contract.Victim,
    "perpetrator": contract.Perpetrator,
    "flag": contract.Flag,
}
PARTS = VALUES | {
    "report": contract.Report,
    "incident": contract.Incident,
    "group": contract.Group,
    "evidence": contract.Evidence,
    "statement": contract.Statement,
    "tally": contract.Tally,
    "set_aside": contract.SetAside,
}


def faults(name: str, told: object) -> list[str]:
    """Return where something is not what the contract says of that name."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]} if name else SCHEMA
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(told)]


def undeclared(model: type[BaseModel], told: dict[str, Any]) -> set[str]:
    """Return the keys of an answer, of whatever depth, that its model does not name."""

    def extra(made: object) -> set[str]:
        if isinstance(made, BaseModel):
            inner = (getattr(made, field) for field in type(made).model_fields)
            return {f"{type(made).__name__}.{key}" for key in made.model_extra or ()}.union(*map(extra, inner))
        if isinstance(made, list | dict):
            return set().union(*map(extra, made.values() if isinstance(made, dict) else made))
        return set()

    return extra(model.model_validate(told))


@pytest.mark.parametrize("name", PARTS)
def test_a_model_names_the_keys_of_the_contract(name: str) -> None:
    model, schema = PARTS[name], SCHEMA["$defs"][name]
    assert set(model.model_fields) == set(schema["properties"])
    assert {key for key, field in model.model_fields.items() if field.is_required()} == set(schema["required"])


def test_a_document_has_the_keys_of_the_contract() -> None:
    assert set(contract.Document.model_fields) == set(SCHEMA["properties"]) == set(SCHEMA["required"])
    assert set(contract.MadeBy.model_fields) == set(SCHEMA["properties"]["made_by"]["properties"])


def test_codes_and_bounds_are_those_of_the_contract() -> None:
    def limits(schema: dict[str, Any], at: str, whole: dict[str, Any]) -> set[str]:
        """Return each pattern, enumeration and bound of a schema with the key that it holds for."""
        while "$ref" in schema:
            schema = whole[schema["$ref"].rpartition("/")[2]]
        found = {f"{at} {name} {schema[name]}" for name in ("pattern", "minimum", "maximum") if name in schema}
        if schema.get("enum"):
            found.add(f"{at} enum {sorted(schema['enum'])}")
        for part in schema.get("anyOf", ()):
            found |= limits(part, at, whole)
        return found

    ours = answers.ReportDocument.model_json_schema()["$defs"]
    for name, model in PARTS.items():
        for key, theirs in SCHEMA["$defs"][name]["properties"].items():
            if key in ("property", "value"):  # values have models of their own; properties are the codebook's word
                continue
            said = limits(ours[model.__name__]["properties"][key], f"{name}.{key}", ours)
            wanted = {one for one in limits(theirs, f"{name}.{key}", SCHEMA["$defs"]) if " ^[0-9]{4}" not in one}
            assert said == wanted  # but for days, which are told as such


def test_a_value_fits_one_model_only() -> None:
    values = get_args(contract.Value)
    assert get_origin(contract.Value) in (Union, UnionType)
    assert set(values) == set(VALUES.values())
    required = [frozenset(k for k, f in one.model_fields.items() if f.is_required()) for one in values]
    assert len(set(required)) == len(required)
    assert not [(a, b) for a in required for b in required if a < b]


def test_answers_on_the_examples_hold_to_the_contract(asking, examples: Ledger) -> None:
    incidents = asking.pages("/incidents", "incidents", limit=7)
    reports = {head["id"] for one in incidents for head in asking.get(f"/incidents/{one['id']}")["reports"]}
    assert len(reports) >= 4
    for rid in sorted(reports):
        told = asking.get(f"/reports/{rid}")
        assert faults("", told) == []
        assert undeclared(answers.ReportDocument, told) == set()
    seen = set()
    for one in incidents:
        shown = asking.get(f"/incidents/{one['id']}", rule="range")
        assert undeclared(answers.Shown, shown) == set()
        for statement in shown["statements"]:
            assert faults("statement", statement) == []
            seen.add(statement["property"])
        assert faults("incident", shown["incident"]) == []
        with examples.reader() as reader:
            assert len(shown["statements"]) == len(reader.show(one["id"]).told)
    assert len(seen) > 8
    for tally in asking.pages("/check", "tallies"):
        assert faults("tally", tally) == []


def test_no_answer_has_a_key_that_the_reference_does_not_tell(asking) -> None:
    listed = asking.get("/incidents")
    assert undeclared(answers.Incidents, listed) == set()
    first, second = (one["id"] for one in listed["incidents"][:2])
    for path, model in {
        f"/incidents/{first}/statements": answers.Statements,
        f"/incidents/{first}/history": answers.History,
        f"/incidents/{first}/why/{second}": answers.Why,
        "/candidates": answers.Candidates,
        "/count": answers.IncidentCount,
        "/count?what=killed": answers.PeopleCount,
        "/check": answers.Tallies,
    }.items():
        assert undeclared(model, asking.get(path)) == set()
    statement = asking.get(f"/incidents/{first}/statements")["statements"][0]["id"]
    made = asking.decide(kind="accept", subject=statement)
    assert undeclared(answers.Decided, made) == set()
    assert undeclared(answers.StandingVerdict, asking.get(f"/verdicts/{made['id']}")) == set()
    assert undeclared(answers.Problem, asking.get("/incidents/ix", 404)) == set()
