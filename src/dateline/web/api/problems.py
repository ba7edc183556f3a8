"""How the routes declare what they answer when something is wrong: problem+json (RFC 9457), made in ``errors``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from dateline.web.errors import PROBLEM

_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_WHEN = {
    400: "The body cannot be read.",
    401: "In a team: no token came, or one that was revoked or has run out.",
    404: "There is nothing of that id; the detail says where to look.",
    409: "The key came with another decision before; or you are coding it a second time, unseen.",
    415: "The body is not application/json.",
    422: "It cannot be asked or decided so; the detail names the part and says how to write it.",
    421: "This server is not called by that name.",
    403: "It came from a page of another site; in a team: the account's role may not do it.",
    413: "The body is too long, or its length is not told.",
    503: "The ledger cannot answer now: locked, gone, or of another version.",
}
ALWAYS = (401, 421, 422, 503)
_Answers = dict[int | str, dict[str, Any]]  # as FastAPI takes them


def problems(*statuses: int) -> _Answers:
    """Return the declarations of these errors, and of those that every route may answer."""
    return {
        status: {
            "description": f"{HTTPStatus(status).phrase}. {_WHEN[status]}",
            "content": {PROBLEM: {"schema": _SCHEMA}},
        }
        for status in sorted({*statuses, *ALWAYS})
    }
