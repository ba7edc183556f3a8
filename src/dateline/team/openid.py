"""Signing in through an OpenID provider: what it is asked, how its answer is proved, and whose account that is.

The authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636), the provider's own metadata (OpenID
Connect Discovery 1.0) and the issuer in its answer (RFC 9207), by Authlib and joserfc.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import timedelta
from threading import Lock
from typing import Any, Final, cast

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry
from sqlalchemy import delete, insert, select

from dateline.ledger.accounts import login_starts as table
from dateline.team.accounts import Account, Accounts, OnlyAdminError
from dateline.team.openid_settings import OpenIdSettings, is_safe
from dateline.team.roles import Role
from dateline.team.store import Store, TeamError, digest_of

STARTED_FOR: Final = timedelta(minutes=10)
# Signatures by a key that only the provider has; never by the client's own secret, and never none.
ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
_METADATA_S: Final = 3600.0
_TIMEOUT_S: Final = 10.0
_LEEWAY_S: Final = 60  # between the provider's clock and ours
_BASIC: Final = "client_secret_basic"
_Json = dict[str, Any]  # what a provider tells, of which only what is checked is used


class VouchError(Exception):
    """Somebody is not signed in: the provider did not vouch, or not for this; the message says why and what to do."""


class ProviderDownError(Exception):
    """The provider does not answer, or not as one; the message says what to do."""


class Provider:
    """An OpenID provider of a team; ``back`` is the address here to which it leads browsers back."""

    def __init__(self, settings: OpenIdSettings, secret: str, store: Store, accounts: Accounts, back: str) -> None:
        self.label = settings.label
        self._settings = settings
        self._secret = secret
        self._store = store
        self._accounts = accounts
        self._back = back
        self._lock = Lock()
        self._told: _Json = {}
        self._asked: float | None = None

    def begin(self, goto: str) -> tuple[str, str]:
        """Begin a sign-in and return the secret of the browser's cookie and the address to lead it to.

        Raises ProviderDownError.
        """
        metadata = self._metadata()
        secret, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client(metadata) as client:
            address, state = client.create_authorization_url(
                metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier
            )
        now = self._store.now()
        row = {"digest": digest_of(secret), "state": state, "nonce": nonce, "verifier": verifier, "goto": goto}
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.expires <= now))
            connection.execute(insert(table).values(**row, expires=now + STARTED_FOR))
        return secret, str(address)

    def finish(self, secret: str, answer: Mapping[str, str]) -> tuple[Account, str]:
        """Return the account of somebody who came back with an answer, and where they wanted to go.

        ``secret`` is that of the browser's cookie. Raises VouchError and ProviderDownError.
        """
        with self._store.transaction() as connection:  # whatever comes of it, a start is good for one answer
            query = select(table).where(table.c.digest == digest_of(secret), table.c.expires > self._store.now())
            start = connection.execute(query.with_for_update()).mappings().first()
            connection.execute(delete(table).where(table.c.digest == digest_of(secret)))
        if start is None or not secrets.compare_digest(start["state"], answer.get("state", "")):
            raise VouchError("this sign-in was not begun in this browser, or too long ago; sign in again")
        if "error" in answer:
            raise VouchError(f"{self.label} refused ({answer['error'][:80]}); sign in again, or ask who runs it")
        metadata = self._metadata()
        if answer.get("iss", metadata["issuer"]) != metadata["issuer"] or "code" not in answer:
            raise VouchError(f"the answer is not one of {self.label}; sign in again")
        claims = self._claims(metadata, answer["code"], start["nonce"], start["verifier"])
        return self._account(claims), str(start["goto"])

    # ---- what the provider says ---------------------------------------------------------------------------------

    def _metadata(self) -> _Json:
        with self._lock:
            if self._asked is None or time.monotonic() - self._asked > _METADATA_S:
                told = self._fetched(self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
                wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
                if told.get("issuer") != self._settings.issuer or not all(is_safe(str(told.get(n))) for n in wanted):
                    raise ProviderDownError(
                        f"{self._settings.issuer} calls itself {told.get('issuer')!r} or has no https:// addresses; "
                        "correct the settings, docs/team.md tells how"
                    )
                self._told = told | {"jwks": self._fetched(told["jwks_uri"])}
                self._asked = time.monotonic()
            return self._told

    def _keys_anew(self) -> _Json:
        with self._lock:
            self._told = self._told | {"jwks": self._fetched(self._told["jwks_uri"])}
            return dict(self._told["jwks"])

    def _fetched(self, address: str) -> _Json:
        try:
            answer = httpx2.get(address, timeout=_TIMEOUT_S)
            answer.raise_for_status()
            told = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderDownError(f"{self.label} does not answer ({error}); try again in a while") from error
        if not isinstance(told, dict):
            raise ProviderDownError(f"{self.label} answers otherwise than a provider does; ask who runs it")
        return told

    def _client(self, metadata: _Json) -> OAuth2Client:
        methods = metadata.get("token_endpoint_auth_methods_supported", [_BASIC])
        return OAuth2Client(
            self._settings.client_id,
            self._secret,
            token_endpoint_auth_method="client_secret_basic"
            if "client_secret_basic" in methods
            else "client_secret_post",
            scope=" ".join(self._settings.scopes),
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )

    def _claims(self, metadata: _Json, code: str, nonce: str, verifier: str) -> _Json:
        """Return what the provider proves of somebody."""
        try:
            with self._client(metadata) as client:
                token = client.fetch_token(metadata["token_endpoint"], code=code, code_verifier=verifier)
        except httpx2.HTTPError as error:
            raise ProviderDownError(f"{self.label} does not answer ({error}); try again in a while") from error
        except AuthlibBaseError as error:
            raise VouchError(f"{self.label} refused ({error.error}); sign in again, or ask who runs it") from error
        except ValueError as error:  # no JSON
            raise ProviderDownError(
                f"{self.label} answers otherwise than a provider does; ask who runs it"
            ) from error
        try:
            return self._proved(metadata, token, nonce)
        except (JoseError, ValueError) as error:
            raise VouchError(f"what {self.label} says is not proved ({error}); sign in again") from error

    def _proved(self, metadata: _Json, token: _Json, nonce: str) -> _Json:
        told = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        registry = JWSRegistry(algorithms=[name for name in ALGORITHMS if name in told], strict_check_header=False)
        words = str(token.get("id_token", ""))
        try:
            decoded = jwt.decode(words, _keys(metadata["jwks"]), registry=registry)
        except InvalidKeyIdError:  # providers change their keys
            decoded = jwt.decode(words, _keys(self._keys_anew()), registry=registry)
        client_id = self._settings.client_id
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": client_id},
                "sub": {"essential": True},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=_LEEWAY_S)
        return dict(claims)

    # ---- whose account it is ------------------------------------------------------------------------------------

    def _account(self, claims: _Json) -> Account:
        if not self._settings.is_allowed(claims):
            raise VouchError("your address is not verified or of no domain that may sign in here; ask an admin")
        issuer, subject, role = str(claims["iss"]), str(claims["sub"]), self._settings.role_of(claims)
        account = self._accounts.vouched(issuer, subject)
        if account is None:
            name = str(claims.get(self._settings.name_claim) or claims.get("email") or subject)
            try:
                return self._accounts.add_vouched(name, role or Role.READER, issuer, subject)
            except TeamError as error:
                raise VouchError(
                    f"{error}; if it is yours, an admin lets you in with `dateline account link`, subject {subject}"
                ) from error
        if account.closed is not None:
            raise VouchError(f"the account {account.name} is closed; ask an admin")
        if role is None or role is account.role:
            return account
        try:
            self._accounts.set_role(account.name, role, by=issuer, reason=f"by the claim {self._settings.role_claim}")
        except OnlyAdminError:
            return account  # somebody must be able to manage accounts, whatever the provider says
        return self._accounts.named(account.name)


def _keys(jwks: _Json) -> KeySet:
    return KeySet.import_key_set(cast("KeySetSerialization", jwks))
