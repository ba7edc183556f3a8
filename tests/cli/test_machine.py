from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.render.machine import COLUMNS, CsvRows, JsonDocument, JsonLines, cell
from dateline.codebook import load_codebook
from dateline.model import Coding, SetAside
from handmade import full_coding, report

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = json.loads((DOCS / "contract.schema.json").read_text(encoding="utf-8"))
MADE_BY = {"dateline": "0.1.0", "codebook": "attacks@1", "parser": "p@1"}


def full() -> Coding:
    coding = full_coding(report(title="=A title, with a comma"))
    aside = (SetAside("a.csv#2", "no date; give one with --published"),)
    return Coding(coding.reports, coding.incidents, coding.groups, coding.statements, coding.tallies, aside, MADE_BY)


def closed(schema: object) -> object:
    """Return the schema with every object closed, so that a key that it does not describe is a fault."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(part) for key, part in schema.items()}
    is_object = schema.get("type") == "object" and "properties" in schema
    return {**inner, "additionalProperties": False} if is_object else inner


def document_of(*codings: Coding) -> str:
    out = io.StringIO()
    renderer = JsonDocument(out, load_codebook(), "p")
    for coding in codings:
        renderer.add(coding)
    renderer.finish()
    return out.getvalue()


def rows_of(coding: Coding) -> list[dict[str, str]]:
    out = io.StringIO()
    CsvRows(out).add(coding)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_the_schema_is_one_and_describes_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(full().to_json(), closed(SCHEMA))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["contract"], 2),
        (["statements", 0, "value"], {"low": 1, "high": 2, "includes_attackers": False, "part": False}),
        (["statements", 0, "modality"], "rumoured"),
        (["statements", 4, "value"], {"low": None, "high": None, "includes_attackers": False, "part": False}),
        (["statements", 0, "evidence", "quote"], ""),
        (["incidents", 0, "outcome"], "done"),
        (["incidents", 0, "place", "country"], "Afghanistan"),
        (["reports", 0, "published"], "7 June 2017"),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: list, wrong: object) -> None:
    document = json.loads(json.dumps(full().to_json()))
    part = document
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_the_document_is_the_contract_for_any_number_of_codings() -> None:
    assert json.loads(document_of(full())) == full().to_json()
    other = full_coding(report(outlet="Another Paper"))
    whole = json.loads(document_of(full(), other))
    assert whole == full().joined(other).to_json()
    jsonschema.validate(whole, SCHEMA)


def test_the_document_of_nothing_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.cli.render.machine.made_by", lambda *_: MADE_BY)
    jsonschema.validate(json.loads(document_of()), SCHEMA)


def test_a_line_a_report_and_a_line_an_input_set_aside_but_none_for_a_copy() -> None:
    out = io.StringIO()
    lines = JsonLines(out)
    for coding in (full(), Coding(made_by=MADE_BY), Coding(set_aside=full().set_aside, made_by=MADE_BY)):
        lines.add(coding)
    documents = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [len(d["reports"]) for d in documents] == [1, 0]
    for document in documents:
        jsonschema.validate(document, SCHEMA)


def test_csv_has_a_row_a_statement_that_says_what_the_statement_says() -> None:
    coding = full()
    rows = rows_of(coding)
    assert len(rows) == len(coding.statements)
    for row, statement in zip(rows, coding.statements, strict=True):
        assert list(row) == list(COLUMNS)
        assert row["statement"] == statement.id
        assert statement.about in (row["incident"], row["group"])
        assert (row["property"], row["modality"], row["rule"]) == (
            statement.property,
            statement.modality.value,
            statement.rule,
        )
        for key, value in statement.value.to_json().items():
            assert row[key] == cell(value)
        text = coding.reports[0].text
        assert text[int(row["start"]) : int(row["end"])] == row["quote"].removeprefix("'")


def test_csv_keeps_speakers_in_order_and_tells_group_from_incident() -> None:
    rows = {row["low"] + row["high"]: row for row in rows_of(full()) if row["property"] == "killed"}
    assert rows["12"]["incident"] == ""
    assert rows["12"]["group"].startswith("g")
    assert (rows["1010"]["speakers"], rows["1010"]["speaker_kinds"]) == (
        "Police | state media",
        "police | media",
    )
    assert all(row["title"] == "'=A title, with a comma" for row in rows.values())


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'quoted'", "=cmd|' /C calc'!A0"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert cell(text) == "'" + text


@given(st.text())
def test_one_apostrophe_off_gives_every_text_back(text: str) -> None:
    shown = cell(text)
    assert shown.removeprefix("'") == text
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none())
def test_numbers_and_flags_stay_plain(value: object) -> None:
    assert json.loads(cell(value) or "null") == value


def test_the_columns_are_documented_and_stable() -> None:
    described = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in described for column in COLUMNS)
    assert COLUMNS[:9] == (
        "report", "published", "outlet", "title", "url", "incident", "group", "statement", "property",
    )  # fmt: skip
    assert len(set(COLUMNS)) == len(COLUMNS)
