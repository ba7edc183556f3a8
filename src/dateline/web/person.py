"""Who is at work: the desk of a request, and what a form must bring to change anything.

Local mode has one person, the author named at the start. Every route asks here and nowhere else.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from dateline.ledger import Ledger
from dateline.review.desk import Desk
from dateline.web.errors import Refusal
from dateline.web.guard import TOKEN_FIELD, TOKEN_HEADER, Sessions
from dateline.web.settings import Settings


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that the workbench is on."""
    return cast("Ledger", request.app.state.ledger)


def sessions_of(request: Request) -> Sessions:
    """Return what signs and reads sessions."""
    return cast("Sessions", request.app.state.sessions)


def desk_of(request: Request) -> Desk:
    """Return the desk of the person who asks."""
    settings = cast("Settings", request.app.state.settings)
    return Desk(ledger_of(request), settings.author)


async def sent_form(request: Request) -> FormData:
    """Return a form that a page of ours sent; refuse one without the token of its session."""
    form = await request.form(max_files=0)
    given = request.headers.get(TOKEN_HEADER) or str(form.get(TOKEN_FIELD) or "")
    sessions = sessions_of(request)
    if not sessions.is_token(sessions.named(request), given):
        raise Refusal(403, "this page is older than your session; reload it and do that again")
    return form


AtDesk = Annotated[Desk, Depends(desk_of)]
SentForm = Annotated[FormData, Depends(sent_form)]
OnLedger = Annotated[Ledger, Depends(ledger_of)]
