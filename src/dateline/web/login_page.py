"""Signing in and out: by name and password, or through the provider that vouches for people."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.team.openid import STARTED_FOR, Provider, ProviderDownError, VouchError
from dateline.team.store import TooManyError
from dateline.web.pages import environment
from dateline.web.person import SentForm, sessions_of, settings_of, team_of, who
from dateline.web.refusal import Refusal, SignInNeeded

router = APIRouter()
BACK = "/login/openid/back"


def own_path(words: str) -> str:
    """Return a path of this server as it is given, "/" for any other address: no link to here leads away."""
    is_ours = words.startswith("/") and not words.startswith(("//", "/\\")) and words.isprintable()
    return words if is_ours else "/"


def address_of(request: Request) -> str:
    """Return the address from which a request comes: of the browser, where a trusted proxy tells it."""
    return request.client.host if request.client else "unknown"


def agent_of(request: Request) -> str:
    """Return what a browser calls itself."""
    return request.headers.get("user-agent", "unknown")


def begun(request: Request, secret: str, goto: str) -> Response:
    """Return the answer that signs a browser in under a session's new secret and leads it on."""
    answer = RedirectResponse(own_path(goto), 303)
    sessions_of(request).give(request, answer, secret)
    return answer


def form(request: Request, status: int = 200, *, goto: str = "/", name: str = "", problem: str = "") -> Response:
    """Return the page to sign in."""
    sessions, settings = sessions_of(request), settings_of(request)
    session, cookie = sessions.named(request), None
    if session is None:
        session, cookie = sessions.new()
    provider = settings.team.provider if settings.team else None
    page = (
        environment()
        .get_template("login.html")
        .render(
            token=sessions.token(session), goto=goto, name=name, problem=problem, provider=provider and provider.label
        )
    )
    answer = HTMLResponse(page, status)
    if cookie is not None:
        sessions.give(request, answer, cookie)
    return answer


@router.get("/login")
def login(request: Request) -> Response:
    """Show the form to sign in; who is signed in already goes on."""
    goto = own_path(request.query_params.get("next", "/"))
    try:
        who(request)
    except SignInNeeded:
        return form(request, goto=goto)
    return RedirectResponse(goto, 303)


@router.post("/login")
def sign_in(request: Request, sent: SentForm) -> Response:
    """Sign somebody in by ``name`` and ``password``; the browser's session is another from then on."""
    name, goto = str(sent.get("name") or ""), own_path(str(sent.get("next") or "/"))
    try:
        found = team_of(request).sign_in(
            name, str(sent.get("password") or ""), address_of(request), agent_of(request)
        )
    except TooManyError as error:
        answer = form(request, 429, goto=goto, name=name, problem=str(error))
        answer.headers["retry-after"] = str(error.wait_s)
        return answer
    if found is None:
        wrong = "That name and password do not go together, or the account is closed."
        return form(request, 403, goto=goto, name=name, problem=wrong)
    return begun(request, found[1], goto)


@router.get("/login/openid")
def begin_elsewhere(request: Request) -> Response:
    """Lead somebody to the provider that vouches for them."""
    try:
        secret, address = _provider(request).begin(own_path(request.query_params.get("next", "/")))
    except ProviderDownError as error:
        raise Refusal(503, str(error)) from error
    answer = RedirectResponse(address, 303)
    cookie, is_secure = _started(request)
    seconds = int(STARTED_FOR.total_seconds())
    answer.set_cookie(cookie, secret, max_age=seconds, httponly=True, samesite="lax", secure=is_secure, path="/")
    return answer


@router.get(BACK)
def back_from_elsewhere(request: Request) -> Response:
    """Sign somebody in for whom the provider vouches."""
    cookie, _ = _started(request)
    try:
        account, goto = _provider(request).finish(request.cookies.get(cookie, ""), dict(request.query_params))
    except ProviderDownError as error:
        raise Refusal(503, str(error)) from error
    except VouchError as error:
        raise Refusal(403, str(error)) from error
    secret = team_of(request).sessions.begin(account, address_of(request), agent_of(request))
    answer = begun(request, secret, goto)
    answer.delete_cookie(cookie, path="/")
    return answer


def _provider(request: Request) -> Provider:
    team = settings_of(request).team
    if team is None or team.provider is None:
        raise Refusal(404, "nobody vouches for people here; sign in with a name and password")
    return team.provider


def _started(request: Request) -> tuple[str, bool]:
    """Return the name of the cookie of a sign-in that was begun elsewhere, and whether it goes by https alone."""
    team = settings_of(request).team
    is_secure = team is not None and team.is_secure
    return ("__Host-" if is_secure else "") + "dateline_start", is_secure


@router.post("/logout")
def log_out(request: Request, sent: SentForm) -> Response:  # noqa: ARG001 - its token is checked
    """End the browser's session."""
    sessions = sessions_of(request)
    session = sessions.named(request)
    if session is not None:
        team_of(request).sessions.end(session)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(sessions.cookie, path="/", secure=sessions.cookie.startswith("__Host-"), httponly=True)
    return answer
