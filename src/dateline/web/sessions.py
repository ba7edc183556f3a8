"""Sessions of browsers: the cookie that names one, and the token that each of its forms must bring back."""

from __future__ import annotations

import hmac
import re
from secrets import token_urlsafe
from typing import Final, Literal

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from dateline.web.settings import Settings

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # methods that change nothing, and need no token
COOKIE: Final = "dateline_session"
TOKEN_HEADER: Final = "x-csrf-token"
TOKEN_FIELD: Final = "token"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


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
