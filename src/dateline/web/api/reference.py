"""What the API says of itself: the OpenAPI document, and a page made from it that needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from dateline import __version__
from dateline.web.api.answers import Problem
from dateline.web.pages import environment

DOCUMENT = "/api/v1/openapi.json"
PAGE = "/api/docs"
_REF = "#/components/schemas/"
_ABOUT = """\
What the ledger holds and what people decided on it, in the contract's JSON (docs/contract.schema.json). Filters are
the words of the commands. In a team every request bears a token of an account, as Authorization: Bearer. Every list
comes by the page: ask again with `next` as `cursor`. Errors are
application/problem+json, whose `detail` names the cause and the next step."""
_Json = dict[str, Any]  # the document as FastAPI makes it
router = APIRouter()


def document_of(app: FastAPI) -> _Json:
    """Return the OpenAPI document of the app's routes, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="Dateline", version=__version__, summary="A sourced ledger of incidents.", description=_ABOUT,
            routes=app.routes,
        )  # fmt: skip
        schemas = made["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema(ref_template=_REF + "{model}")
        for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form of an error, which is not ours
            schemas.pop(unused, None)
        app.openapi_schema = made
    return app.openapi_schema


@router.get(DOCUMENT, include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """Give the OpenAPI document."""
    return JSONResponse(document_of(cast("FastAPI", request.app)))


@router.get(PAGE, include_in_schema=False)
def reference(request: Request) -> HTMLResponse:
    """Show the reference for people."""
    made = document_of(cast("FastAPI", request.app))
    template = environment().get_template("api.html")
    return HTMLResponse(
        template.render(
            info=made["info"],
            operations=list(_operations(made)),
            schemas=[Table.of(name, schema) for name, schema in sorted(made["components"]["schemas"].items())],
            address=str(request.base_url).rstrip("/"),
            document=DOCUMENT,
        )
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A key, parameter or header: its type in words, the schemas that the type names, whether it must be given."""

    name: str
    place: str
    kind: str
    names: tuple[str, ...]
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A schema as a table of its keys."""

    name: str
    about: str
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, name: str, schema: _Json) -> Table:
        """Return the table of a schema."""
        required = schema.get("required", ())
        rows = (
            Row(key, "", kind_words(part), tuple(_named(part)), key in required, part.get("description", ""))
            for key, part in schema.get("properties", {}).items()
        )
        about = schema.get("description", "")
        return cls(name, about or ", ".join(map(str, schema.get("enum", ()))), tuple(rows))


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: method and path, what it takes, the schemas of its answer, its errors."""

    id: str
    method: str
    path: str
    about: str
    rows: tuple[Row, ...]
    body: tuple[str, ...]
    answer: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]


def _operations(made: _Json) -> Iterator[Operation]:
    for path, methods in made["paths"].items():
        for method, told in methods.items():
            rows = (
                Row(
                    one["name"],
                    one["in"],
                    kind_words(one["schema"]).removesuffix(" or null"),  # left out is how null is said
                    tuple(_named(one["schema"])),
                    one.get("required", False),
                    one.get("description", ""),
                )
                for one in told.get("parameters", ())
            )
            good = [_answer(a) for status, a in told["responses"].items() if status.startswith("2")]
            bad = [(s, a["description"]) for s, a in told["responses"].items() if not s.startswith("2")]
            yield Operation(
                told["operationId"], method.upper(), path, told.get("description", told["summary"]), tuple(rows),
                tuple(_named(_answer(told["requestBody"]))) if "requestBody" in told else (),
                tuple(dict.fromkeys(name for one in good for name in _named(one))), tuple(bad),
            )  # fmt: skip


def _answer(told: _Json) -> _Json:
    return cast("_Json", told["content"]["application/json"]["schema"])


def kind_words(schema: _Json) -> str:
    """Return the type of a schema in words: "text or null", "list of Incident", "latest, lowest or highest"."""
    match schema:
        case {"$ref": ref}:
            return str(ref).removeprefix(_REF)
        case {"anyOf": list(parts)}:
            return " or ".join(dict.fromkeys(map(kind_words, parts)))
        case {"enum": list(values)}:
            return ", ".join(map(str, values))
        case {"const": value}:
            return str(value)
        case {"type": "array"}:
            return f"list of {kind_words(schema.get('items', {}))}"
        case {"type": "object", "additionalProperties": dict(inner)}:
            return f"by name: {kind_words(inner)}"
        case {"type": "string", "format": named}:
            return {"date": "day", "date-time": "moment"}.get(named, "text")
        case {"type": kind}:
            named = {"string": "text", "integer": "whole number", "boolean": "yes or no"}
            return str(named.get(kind, kind))
    return "anything"


def _named(schema: _Json) -> Iterator[str]:
    """Yield the names of the schemas that a schema refers to."""
    if "$ref" in schema:
        yield schema["$ref"].removeprefix(_REF)
    for part in (*schema.get("anyOf", ()), schema.get("items"), schema.get("additionalProperties")):
        if isinstance(part, dict):
            yield from _named(part)
