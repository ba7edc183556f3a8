"""Errors as answers: problem+json (RFC 9457) for programs, a page in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dateline.ledger import LedgerError
from dateline.ledger.asked import AskedError
from dateline.ledger.lookup import UnknownIdError
from dateline.model import EvidenceError
from dateline.team.store import TooManyError
from dateline.web.pages import error_page
from dateline.web.refusal import PasswordNeeded, Refusal, SignInNeeded

PROBLEM = "application/problem+json"


def wants_page(request: Request) -> bool:
    """Say whether a person in a browser waits for a page: not a program, and not a script of ours."""
    if request.url.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer(request: Request, status: int, detail: str) -> Response:
    """Return an error as what the asker can read."""
    title = HTTPStatus(status).phrase
    if wants_page(request):
        return HTMLResponse(error_page(status, title, detail), status)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type=PROBLEM)


def _fault(one: Mapping[str, Any]) -> str:
    """Return what is wrong with one part of what was sent, as Pydantic tells it."""
    if one["type"] == "json_invalid":
        return f"the body is not JSON at character {one['loc'][-1]} ({one['ctx']['error']}); see /api/docs"
    return f"{'.'.join(map(str, one['loc'][1:])) or 'the body'}: {one['msg'].removeprefix('Value error, ')}"


def _told(request: Request, error: HTTPException) -> str:
    """Return the cause and the next step of an error that the framework raised."""
    is_api = request.url.path.startswith("/api/")
    if error.status_code == 404:
        where = "address; /api/docs lists them all" if is_api else "page; the menu leads to those that there are"
        return f"there is no such {where}"
    if error.status_code == 405:
        return f"{request.method} is not for this address; it takes {(error.headers or {}).get('Allow', 'another')}"
    if is_api and error.status_code == 400:
        return "the body cannot be read; send JSON in UTF-8"
    return str(error.detail)


def install(app: FastAPI) -> None:
    """Make the app answer errors this way."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, error: Refusal) -> Response:
        return answer(request, error.status, str(error))

    @app.exception_handler(SignInNeeded)
    async def unknown_person(request: Request, error: SignInNeeded) -> Response:
        if wants_page(request):
            back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?{urlencode({'next': back if request.method == 'GET' else '/'})}", 303)
        refused = answer(request, error.status, str(error))
        refused.headers["www-authenticate"] = 'Bearer realm="dateline"'
        return refused

    @app.exception_handler(PasswordNeeded)
    async def unchanged_password(request: Request, error: PasswordNeeded) -> Response:
        return RedirectResponse("/account", 303) if wants_page(request) else answer(request, error.status, str(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        refused = answer(request, error.status_code, _told(request, error))
        refused.headers.update(error.headers or {})
        return refused

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, 422, "; ".join(map(_fault, error.errors()[:5])))

    @app.exception_handler(UnknownIdError)
    async def unknown(request: Request, error: UnknownIdError) -> Response:
        return answer(request, 404, str(error))

    @app.exception_handler(AskedError)
    async def asked(request: Request, error: AskedError) -> Response:
        return answer(request, 422, f"{error.name.replace('_', ' ')}: {error}")

    @app.exception_handler(TooManyError)
    async def too_many(request: Request, error: TooManyError) -> Response:
        refused = answer(request, 429, str(error))
        refused.headers["retry-after"] = str(error.wait_s)
        return refused

    @app.exception_handler(EvidenceError)
    @app.exception_handler(ValueError)
    async def undecidable(request: Request, error: ValueError) -> Response:
        return answer(request, 422, str(error))

    @app.exception_handler(LedgerError)
    async def failed(request: Request, error: LedgerError) -> Response:
        return answer(request, 503, str(error))
