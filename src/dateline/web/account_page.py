"""One's own account: the password, the tokens of programs, the browsers that are signed in."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dateline.team.passwords import PasswordError
from dateline.team.store import TeamError, digest_of
from dateline.team.tokens import MOST_DAYS
from dateline.web.login_page import address_of
from dateline.web.pages import page
from dateline.web.person import AtDesk, SentForm, Who, sessions_of, team_of

router = APIRouter(prefix="/account")
_DAYS = (7, 30, 90, MOST_DAYS)
_DONE = {
    "password": "Your password is another now; your other browsers are signed out, and your tokens are revoked.",
    "token": "The token is revoked.",
    "session": "That browser is signed out.",
}


def _shown(request: Request, desk: AtDesk, status: int = 200, **told: object) -> Response:
    team, secret = team_of(request), sessions_of(request).named(request) or ""
    return page(
        request,
        "account.html",
        desk,
        status,
        account=team.accounts.named(desk.author),
        tokens=team.tokens.all(desk.author),
        sessions=team.sessions.of(desk.author, secret),
        days=_DAYS,
        **{"made": None, "problem": "", "done": _DONE.get(request.query_params.get("done", ""), "")} | told,
    )


@router.get("")
def account(request: Request, desk: AtDesk) -> Response:
    """Show one's account."""
    return _shown(request, desk)


@router.post("/password")
def password(request: Request, desk: AtDesk, form: SentForm) -> Response:
    """Choose another ``password``, given the one of now (``old``); the other browsers and all tokens end."""
    team, kept = team_of(request), sessions_of(request).named(request) or ""
    if not team.is_password(desk.author, str(form.get("old") or ""), address_of(request)):
        return _shown(request, desk, 403, problem="The password of now is another; nothing was changed.")
    chosen = str(form.get("password") or "")
    if chosen != str(form.get("again") or ""):
        return _shown(request, desk, 422, problem="The new password was typed in two ways; nothing was changed.")
    try:
        team.accounts.set_password(desk.author, chosen, by=desk.author, kept=digest_of(kept))
    except PasswordError as error:
        return _shown(request, desk, 422, problem=f"Nothing was changed: {error}.")
    return _back("password")


@router.post("/tokens")
def make_token(request: Request, desk: AtDesk, person: Who, form: SentForm) -> Response:
    """Make a token for a program (``label``, ``days``) and show it, this once."""
    days = str(form.get("days") or "")
    try:
        made = team_of(request).tokens.make(
            person.name, str(form.get("label") or ""), int(days) if days.isdecimal() else 0, by=person.name
        )
    except TeamError as error:
        return _shown(request, desk, 422, problem=f"No token was made: {error}.")
    return _shown(request, desk, 201, made=made)


@router.post("/tokens/revoke")
def revoke_token(request: Request, person: Who, form: SentForm) -> Response:
    """Revoke a token (``token_id``) of one's own."""
    team_of(request).tokens.revoke(str(form.get("token_id") or ""), by=person.name, account=person.name)
    return _back("token")


@router.post("/sessions/end")
def end_session(request: Request, person: Who, form: SentForm) -> Response:
    """Sign another browser (``session``) out."""
    team_of(request).sessions.end_one(person.name, str(form.get("session") or ""))
    return _back("session")


def _back(done: str) -> Response:
    return RedirectResponse(f"/account?done={done}", 303)
