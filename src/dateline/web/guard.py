"""What every request passes: the host it calls, where it comes from, its token; and the headers of every answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.assets import root
from dateline.web.errors import answer
from dateline.web.sessions import SAFE
from dateline.web.settings import Settings

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
