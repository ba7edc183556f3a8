"""All accounts, for admins: made, given roles, closed and opened again, and what was done to them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dateline.team.passwords import provisional
from dateline.team.roles import Role
from dateline.web.pages import page
from dateline.web.person import AtDesk, SentForm, Who, team_of
from dateline.web.refusal import Refusal

router = APIRouter(prefix="/accounts")


def _shown(request: Request, desk: AtDesk, status: int = 200, made: tuple[str, str] | None = None) -> Response:
    team = team_of(request)
    return page(
        request,
        "accounts.html",
        desk,
        status,
        accounts=team.accounts.all(),
        log=team.accounts.log(limit=50),
        roles=list(Role),
        made=made,
    )


@router.get("")
def accounts(request: Request, desk: AtDesk) -> Response:
    """Show all accounts."""
    return _shown(request, desk)


@router.post("/add")
def add(request: Request, desk: AtDesk, person: Who, form: SentForm) -> Response:
    """Make an account (``name``, ``role``) with a password that is shown this once, and is to be changed."""
    password = provisional()
    made = team_of(request).accounts.add(
        _text(form, "name") or "",
        _role(form),
        password,
        by=person.name,
        reason=_text(form, "reason"),
        is_provisional=True,
    )
    return _shown(request, desk, 201, (made.name, password))


@router.post("/password")
def password(request: Request, desk: AtDesk, person: Who, form: SentForm) -> Response:
    """Give an account (``name``) another password, shown this once and to be changed.

    It is signed out everywhere, and its tokens are revoked.
    """
    given, name = provisional(), _text(form, "name") or ""
    team_of(request).accounts.set_password(
        name, given, by=person.name, reason=_text(form, "reason"), is_provisional=True
    )
    return _shown(request, desk, 200, (name, given))


@router.post("/role")
def role(request: Request, person: Who, form: SentForm) -> Response:
    """Give an account (``name``) another ``role``; it is signed out everywhere."""
    team_of(request).accounts.set_role(
        _text(form, "name") or "", _role(form), by=person.name, reason=_text(form, "reason")
    )
    return _back()


@router.post("/close")
def close(request: Request, person: Who, form: SentForm) -> Response:
    """Close an account (``name``): it is signed out everywhere and its tokens are revoked."""
    team_of(request).accounts.close(_text(form, "name") or "", by=person.name, reason=_text(form, "reason"))
    return _back()


@router.post("/reopen")
def reopen(request: Request, person: Who, form: SentForm) -> Response:
    """Open a closed account (``name``) again."""
    team_of(request).accounts.reopen(_text(form, "name") or "", by=person.name, reason=_text(form, "reason"))
    return _back()


def _role(form: FormData) -> Role:
    words = _text(form, "role")
    found = next((role for role in Role if role.value == words), None)
    if found is None:
        raise Refusal(422, f"{words!r} is no role; they are {', '.join(role.value for role in Role)}")
    return found


def _text(form: FormData, name: str) -> str | None:
    return str(form.get(name) or "").strip()[:500] or None


def _back() -> Response:
    return RedirectResponse("/accounts", 303)
