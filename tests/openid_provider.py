"""A real OpenID provider on this machine: discovery, keys, consent without asking, PKCE checked, tokens signed RS256.

A test changes what it says to see that what is not right is refused: the claims, the key, the header, the answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from dateline.web.serving import served

CLIENT, SECRET = "dateline", "the client's secret"


@dataclass
class OpenIdProvider:
    """What the provider knows and says."""

    issuer: str
    key: RSAKey
    claims: dict[str, object] = field(default_factory=lambda: {"sub": "77", "preferred_username": "Olga"})
    headers: dict[str, str] = field(default_factory=dict)
    published: list[RSAKey] = field(default_factory=list)
    signed_by: RSAKey | OctKey | None = None
    metadata: dict[str, object] = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    is_down: bool = False

    def told(self, asked: dict[str, str]) -> dict[str, object]:
        """Return the claims on somebody who came with a question."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        return {name: value for name, value in (claims | self.claims).items() if value is not None}

    def id_token(self, asked: dict[str, str]) -> str:
        """Return the token of somebody who came with a question."""
        claims = self.told(asked)
        header = {"alg": "RS256", "kid": self.key.kid, **self.headers}
        return jwt.encode(header, claims, self.signed_by or self.key, algorithms=[header["alg"]])


def signed_with(secret: bytes, header: dict[str, str], claims: dict[str, object]) -> str:
    """Return a token signed by HMAC with any bytes, which libraries refuse to do with a public key."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    words = b".".join(parts)
    signature = base64.urlsafe_b64encode(hmac.digest(secret, words, "sha256")).rstrip(b"=")
    return (words + b"." + signature).decode()


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


def app_of(provider: OpenIdProvider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def configuration() -> JSONResponse:
        if provider.is_down:
            return JSONResponse({}, 503)
        own = provider.issuer
        return JSONResponse(
            {
                "issuer": own,
                "authorization_endpoint": f"{own}/authorize",
                "token_endpoint": f"{own}/token",
                "jwks_uri": f"{own}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **provider.metadata,
            }
        )

    @app.get("/keys")
    def keys() -> JSONResponse:
        listed = provider.published or [provider.key]
        return JSONResponse({"keys": [key.as_dict(private=False) for key in listed]})

    @app.get("/authorize")
    def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        provider.asked.append(asked)
        code = secrets.token_urlsafe(16)
        provider.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": provider.issuer} | provider.answer
        back = {name: value for name, value in back.items() if value}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        form = {str(name): str(value) for name, value in (await request.form()).items()}
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        asked = provider.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        is_proved = asked and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked.get("code_challenge")
        is_same = asked and form.get("redirect_uri") == asked["redirect_uri"]
        if not (is_proved and is_same and given == f"{CLIENT}:{SECRET}"):
            return JSONResponse({"error": "invalid_grant"}, 400)
        assert asked is not None
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": provider.id_token(asked),
            }
        )

    return app


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Give a provider that runs."""
    made: list[OpenIdProvider] = []

    def app_for(address: str) -> FastAPI:
        made.append(OpenIdProvider(address, new_key()))
        return app_of(made[0])

    with served(app_for):
        yield made[0]
