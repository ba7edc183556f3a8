"""What every request passes: the host it calls, where it comes from, its token; and the headers of every answer."""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final, Literal

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.assets import root
from dateline.web.errors import answer
from dateline.web.settings import Settings

COOKIE: Final = "dateline_session"
TOKEN_HEADER: Final = "x-csrf-token"
TOKEN_FIELD: Final = "token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES: Final = 1_000_000
# The one style element that Observable Plot writes into every plot, by its hash: no other is let through.
PLOT_STYLE: Final = "'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='"
# Nothing comes from elsewhere and nothing runs that is not a file of ours. Styles that scripts set go through the
# CSSOM, which needs no exception; data: is for the map's own images.
POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {PLOT_STYLE}; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_A_YEAR: Final = "public, max-age=31536000, immutable"
_PRIVATE: Final = "private, no-store"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class Guard:
    """The outermost layer: refuses what may not come in, and sets the headers of what goes out."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    own.setdefault(name, value)
                is_asset = scope["path"].startswith(f"{root()}/") and message["status"] == HTTPStatus.OK
                own.setdefault("cache-control", _A_YEAR if is_asset else _PRIVATE)
            await send(message)

        if not self._is_ours(headers.get("host", "")):
            refused = answer(
                Request(scope), 421, "this server is not called by that name; use the address it printed"
            )
            await refused(scope, receive, with_headers)
            return
        if scope["method"] not in SAFE and not _is_short(headers):
            refused = answer(Request(scope), 413, f"a request holds at most {MOST_BYTES:,} bytes, and says how many")
            await refused(scope, receive, with_headers)
            return
        public = self._settings.team.public if self._settings.team else None
        if scope["method"] not in SAFE and not is_from_here(headers, public):
            refused = answer(Request(scope), 403, "that came from another site; open the page here and try again")
            await refused(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name.strip("[]").lower() in self._settings.hosts


def _is_short(headers: Headers) -> bool:
    """Say whether a request says how long it is, and is not too long; without any length it has no body."""
    told = headers.get("content-length", "0")
    return "transfer-encoding" not in headers and told.isdecimal() and int(told) <= MOST_BYTES


def is_from_here(headers: Headers, public: str | None = None) -> bool:
    """Say whether a browser says that a request comes from a page of this server; a program says nothing.

    ``public`` is the address by which browsers call it, where that is known.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    return origin.lower() == public if public else origin.partition("://")[2] == headers.get("host")


class Sessions:
    """Signed session names in cookies, and the token that a form must bring back."""

    cookie = COOKIE
    same_site: Literal["strict", "lax"] = "strict"

    def __init__(self, settings: Settings) -> None:
        self._signer = URLSafeSerializer(settings.secret, salt="dateline.session")
        self._secret = settings.secret

    def named(self, request: Request) -> str | None:
        """Return the session that a request's cookie names, None where it has none of ours."""
        try:
            return str(self._signer.loads(request.cookies.get(COOKIE, "")))
        except BadSignature:
            return None

    def new(self) -> tuple[str, str]:
        """Return a new session and its cookie's value."""
        session = token_urlsafe(18)
        return session, str(self._signer.dumps(session))

    def give(self, request: Request, answer: Response, cookie: str) -> None:
        """Send the browser its cookie."""
        is_secure = request.url.scheme == "https"
        answer.set_cookie(self.cookie, cookie, httponly=True, samesite=self.same_site, secure=is_secure, path="/")

    def token(self, session: str) -> str:
        """Return the token of a session's forms."""
        return hmac.new(self._secret, f"csrf {session}".encode(), "sha256").hexdigest()

    def is_token(self, session: str | None, given: str) -> bool:
        """Say whether a token is this session's."""
        return session is not None and hmac.compare_digest(self.token(session).encode(), given.encode())


class TeamSessions(Sessions):
    """Sessions of a team: a random secret in a cookie, whose digest is kept with the account that it signs in.

    A visitor who is not signed in has one that is kept nowhere, for the token of the form to sign in; signing in
    gives another. No secret of the server's is needed, so it may be started again and run in several processes. The
    cookie is sent when a link leads here from elsewhere (lax): what changes anything takes the token as well.
    """

    same_site = "lax"

    def __init__(self, *, is_secure: bool) -> None:
        self._is_secure = is_secure
        # The prefix makes browsers refuse such a cookie from any other host, and without https.
        self.cookie = f"__Host-{COOKIE}" if is_secure else COOKIE

    def named(self, request: Request) -> str | None:
        """Return the secret of a request's cookie, None where it has none of our form."""
        given = request.cookies.get(self.cookie, "")
        return given if _SECRET.fullmatch(given) else None

    def new(self) -> tuple[str, str]:
        """Return a visitor's secret, twice: it is the cookie's value."""
        secret = token_urlsafe(32)
        return secret, secret

    def give(self, request: Request, answer: Response, cookie: str) -> None:  # noqa: ARG002 - the address decides
        """Send the browser its cookie, until it is closed."""
        answer.set_cookie(
            self.cookie, cookie, httponly=True, samesite=self.same_site, secure=self._is_secure, path="/"
        )

    def token(self, session: str) -> str:
        """Return the token of a session's forms, which only who knows the secret can make."""
        return hmac.new(session.encode(), b"csrf", "sha256").hexdigest()


def sessions_for(settings: Settings) -> Sessions:
    """Return the sessions of a workbench as it runs."""
    return Sessions(settings) if settings.team is None else TeamSessions(is_secure=settings.team.is_secure)
