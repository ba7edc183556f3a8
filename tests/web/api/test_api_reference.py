"""What the API says of itself, and that it keeps to it whatever it is sent (Schemathesis)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from dateline.ledger import Ledger
from dateline.review.desk import Desk
from dateline.web.api.problems import ALWAYS
from dateline.web.api.reference import document_of, kind_words
from dateline.web.app import make_app
from web_settings import SETTINGS

HERE = "http://127.0.0.1:8417"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture
def document(asking) -> dict[str, Any]:
    return asking.get("/openapi.json")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield method.upper(), path, told


def test_the_document_tells_every_route_its_words_and_its_errors(document) -> None:
    assert document["openapi"].startswith("3.1")
    found = list(operations(document))
    assert len(found) == 20
    assert len({told["operationId"] for *_, told in found}) == len(found)
    for _, path, told in found:
        assert path.startswith("/api/v1/")
        assert told["description"].strip().endswith(".")
        assert {str(status) for status in ALWAYS} <= set(told["responses"])
        for status, answer in told["responses"].items():
            (kind,) = answer["content"]
            assert kind == ("application/json" if status.startswith("2") else "application/problem+json")
    filters = {one["name"] for one in document["paths"]["/api/v1/incidents"]["get"]["parameters"]}
    assert filters >= {
        "since",
        "until",
        "country",
        "place",
        "actor",
        "modality",
        "type",
        "weapon",
        "min_killed",
        "text",
    }
    assert filters >= {"person", "as_of", "as_of_recorded", "limit", "cursor"}


def test_no_reference_leads_nowhere(document) -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert named == set(document["components"]["schemas"])
    assert "Problem" in named
    assert "HTTPValidationError" not in str(document)


def test_the_page_tells_all_of_it_without_a_script_or_a_network(asking, document) -> None:
    answer = asking.client.get("/api/docs", headers={"accept": "text/html"})
    page = answer.text
    assert answer.status_code == 200
    for method, path, told in operations(document):
        assert f"<b>{method}</b> <code>{path}</code>" in page
        assert f'id="{told["operationId"]}"' in page
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "`" not in page
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert 'src="/static/' in attributes


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "date"}, "day"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "list of Part"),
        ({"enum": ["agrees", "short"], "type": "string"}, "agrees, short"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "by name: text"),
        ({}, "anything"),
    ],
)
def test_types_in_words(schema: dict[str, Any], words: str) -> None:
    assert kind_words(schema) == words


# ---- whatever it is sent -----------------------------------------------------------------------------------

EXAMPLES = 6  # of each operation, well and ill formed: a few seconds


def test_nothing_sent_brings_it_down_or_out_of_its_schema(examples: Ledger) -> None:
    app = make_app(examples, SETTINGS)
    schema = schemathesis.openapi.from_dict(document_of(app))
    schema.app = app
    schema.config.update(base_url=HERE)
    known = ids_of(examples)
    answered: set[int] = set()
    spared: list[str] = []

    def ask(case: Any) -> None:
        lead_somewhere(case, known)
        answer = case.call()
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    for found in schema.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            strategy = found.ok().as_strategy(generation_mode=mode)
            quick = settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            try:
                quick(given(strategy)(ask))()
            except Unsatisfiable:
                # Of what takes nothing there is no ill-formed request.
                assert mode is GenerationMode.NEGATIVE
                spared.append(found.ok().label)
    assert answered >= {200, 201, 404, 422}
    assert spared == ["GET /api/v1/samples"]
    assert not list(examples.verify())


def ids_of(ledger: Ledger) -> dict[str, str]:
    """Return an id of each kind that there is."""
    with ledger.reader() as reader:
        incident = next(reader.incidents()).incident
        shown = reader.show(incident)
        seen = {head.id for head in shown.reports}
        other, unseen = next(
            (one.incident, told.statement)
            for one in reader.incidents()
            for told in reader.show(one.incident).told
            if told.statement.evidence.report not in seen
        )
    drawn = Desk(ledger, "bo").second.draw(1.0, "a seed")
    return {
        "incidents": incident,
        "other": other,
        "reports": shown.reports[0].id,
        "statement": shown.told[0].statement.id,
        "sample": drawn.id,
        "report": unseen.evidence.report,
        "unseen": unseen.id,
    }


def lead_somewhere(case: Any, known: dict[str, str]) -> None:
    """Put ids that there are into every other case: made-up ones are never found."""
    of_path, body = case.path_parameters or {}, case.body
    if len(str(of_path.get("id", ""))) % 2:
        room = case.operation.path.split("/")[3]
        of_path |= {name: known["other" if name == "other" else room] for name in of_path if room in known}
    if len(str(of_path.get("sample", ""))) % 2:
        of_path |= {name: known[name] for name in of_path}
    if isinstance(body, dict) and isinstance(body.get("subject"), str) and len(body["subject"]) % 2:
        is_incident = body.get("kind") in ("pin", "same", "different")
        body["subject"] = known["incidents" if is_incident else "unseen" if "sample" in of_path else "statement"]
        if body.get("other"):
            body["other"] = known["other"]
