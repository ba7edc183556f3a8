"""The settings of an OpenID provider: a TOML file, checked before the workbench opens."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dateline.team.roles import Role

_Words = Annotated[str, Field(min_length=1, max_length=300)]


class OpenIdSettingsError(ValueError):
    """A settings file that cannot be used; the message says where, why, and what to write."""


class OpenIdSettings(BaseModel):
    """Who vouches for people, and what their claims mean here.

    ``domains``: only verified addresses of these may sign in. ``roles``: role -> values of the claim ``role_claim``,
    the highest of which is the account's role at every sign-in; without them admins give the roles.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: _Words
    client_id: _Words
    client_secret_env: Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] = "DATELINE_OPENID_SECRET"
    label: _Words = "OpenID"
    scopes: list[_Words] = ["openid", "profile", "email"]
    name_claim: _Words = "preferred_username"
    domains: list[_Words] = []
    role_claim: _Words = "groups"
    roles: dict[Role, list[_Words]] = {}

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, issuer: str) -> str:
        if not is_safe(issuer):
            raise ValueError(f"{issuer!r} is no https:// address; write the issuer as the provider calls itself")
        return issuer

    @model_validator(mode="after")
    def _asks_who(self) -> OpenIdSettings:
        if "openid" not in self.scopes:
            raise ValueError('scopes lack "openid", without which no provider tells who somebody is')
        if self.domains and "email" not in self.scopes:
            raise ValueError('domains need the scope "email"')
        return self

    def role_of(self, claims: Mapping[str, object]) -> Role | None:
        """Return the role that claims give, the least where none is given; None where admins give the roles."""
        if not self.roles:
            return None
        told = claims.get(self.role_claim)
        values = {told} if isinstance(told, str) else set(told) if isinstance(told, Iterable) else set()
        return max((role for role, wanted in self.roles.items() if values & set(wanted)), default=Role.READER)

    def is_allowed(self, claims: Mapping[str, object]) -> bool:
        """Say whether somebody's address is verified and of an allowed domain, where domains are named."""
        if not self.domains:
            return True
        _, at, domain = str(claims.get("email") or "").rpartition("@")
        is_verified = claims.get("email_verified") is True
        return bool(at) and is_verified and domain.casefold() in {one.casefold() for one in self.domains}


def is_safe(address: str) -> bool:
    """Say whether an address goes by https, or stays on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def load_openid(path: Path, environment: Mapping[str, str] = os.environ) -> tuple[OpenIdSettings, str]:
    """Read and check a settings file; return it with the client's secret from the environment.

    Raises OpenIdSettingsError that tells every fault.
    """
    try:
        settings = OpenIdSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise OpenIdSettingsError(f"{path} cannot be read ({error.strerror}); name a file of settings") from error
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        raise OpenIdSettingsError(f"{path}: {told}; see docs/team.md for one that is right") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OpenIdSettingsError(f"{path} is no TOML ({error}); see docs/team.md for one that is") from error
    secret = environment.get(settings.client_secret_env, "")
    if not secret:
        raise OpenIdSettingsError(
            f"{path}: the client's secret is missing; put it into the variable {settings.client_secret_env}"
        )
    return settings, secret
