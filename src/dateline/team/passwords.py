"""Passwords: what one must be, and Argon2's digests of them, with equal work for names that there are not.

Argon2id by argon2-cffi's own parameters (RFC 9106, low memory). A digest made with others is made anew when its
password next comes by. The length asked for is NIST SP 800-63B's, for a password that is the only factor (rev. 4).
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH: Final = 15
MOST_LENGTH: Final = 200
_AT_ONCE: Final = 4  # digests computed together: each takes 64 MiB


class PasswordError(ValueError):
    """A password that cannot be taken; the message says why and what to choose."""


def normal(password: str) -> str:
    """Return a password in the one form in which it is digested, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def checked(password: str, name: str) -> str:
    """Return a password in the one form in which it is digested; raises PasswordError for one too easy to guess."""
    plain = normal(password)
    if len(plain) < LEAST_LENGTH:
        raise PasswordError(f"that password is short; choose one of {LEAST_LENGTH} characters or more, as four words")
    if len(plain) > MOST_LENGTH:
        raise PasswordError(f"that password is long; {MOST_LENGTH} characters are the most")
    has_name = len(name) > 3 and name.casefold() in plain.casefold()
    if len(set(plain)) < 6 or has_name:
        raise PasswordError("that password is easy to guess; choose one without your name and of more characters")
    return plain


def provisional() -> str:
    """Return a password to be told to somebody, who then chooses their own: 16 letters, to be read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


class Passwords:
    """Makes and checks digests; ``hasher`` holds the parameters."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        """A digest that no password has, checked where there is no account, so that both take as long."""
        return self._hasher.hash(secrets.token_hex(32))

    def digest(self, password: str) -> str:
        """Return the digest of a password that was checked."""
        with self._turn:
            return self._hasher.hash(password)

    def is_right(self, digest: str | None, password: str) -> bool:
        """Say whether a password is the digest's; without a digest it takes as long and is not."""
        plain = normal(password)[: MOST_LENGTH + 1]
        with self._turn:
            try:
                self._hasher.verify(digest or self._nobodys, plain)
            except (VerificationError, InvalidHashError):
                return False
        return digest is not None

    def is_outdated(self, digest: str) -> bool:
        """Say whether a digest was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(digest)
