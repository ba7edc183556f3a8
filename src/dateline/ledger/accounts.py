"""Tables of a team: who may sign in, what was done to accounts and why, and who is signed in.

No part of what the ledger holds of reports: they are neither dumped nor loaded, and an as-of view does not see them.
``account_log`` is append-only, as the source tables are; the others may change. What signs somebody in (a session, a
token, the start of a sign-in elsewhere) is kept as its SHA-256 only, so nobody can use what a copy of the database
holds.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint

from dateline.ledger.columns import ExactText, UtcTime
from dateline.ledger.schema import metadata

# The name is what verdicts bear as their author, so it never changes and no account is ever deleted.
accounts = Table(
    "accounts",
    metadata,
    Column("name", ExactText, primary_key=True),
    Column("folded", ExactText, nullable=False, unique=True),  # the name as it is compared: two are never confused
    Column("role", String, nullable=False),
    Column("password", ExactText),  # Argon2's own form; none: signs in elsewhere, or not at all
    Column("is_provisional", Boolean, nullable=False),  # the password is somebody else's choice, to be changed
    Column("issuer", ExactText),  # who vouches for the person (OpenID Connect), and their name there
    Column("subject", ExactText),
    Column("made", UtcTime, nullable=False),
    Column("closed", UtcTime),
    UniqueConstraint("issuer", "subject"),
)

account_log = Table(
    "account_log",
    metadata,
    Column("id", String, primary_key=True),
    Column("account", ExactText, nullable=False, index=True),
    Column("act", String, nullable=False),
    Column("detail", ExactText),
    Column("reason", ExactText),
    Column("author", ExactText, nullable=False),
    Column("recorded", UtcTime, nullable=False),
)

account_sessions = Table(
    "account_sessions",
    metadata,
    Column("digest", String, primary_key=True),
    Column("account", ExactText, ForeignKey("accounts.name"), nullable=False, index=True),
    Column("made", UtcTime, nullable=False),
    Column("used", UtcTime, nullable=False),
    Column("address", ExactText, nullable=False),
    Column("agent", ExactText, nullable=False),  # what the browser calls itself
)

account_tokens = Table(
    "account_tokens",
    metadata,
    Column("digest", String, primary_key=True),
    Column("id", String, nullable=False, unique=True),  # by which it is listed and revoked
    Column("account", ExactText, ForeignKey("accounts.name"), nullable=False, index=True),
    Column("label", ExactText, nullable=False),
    Column("made", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Column("used", UtcTime),
    Column("revoked", UtcTime),
)

# Attempts to sign in, for the limits; kept for a day.
login_attempts = Table(
    "login_attempts",
    metadata,
    Column("id", String, primary_key=True),
    Column("account", ExactText, nullable=False),  # the name as it was given, folded: it need not be one of ours
    Column("address", ExactText, nullable=False),
    Column("outcome", String, nullable=False),
    Column("moment", UtcTime, nullable=False),
    Index("ix_login_attempts_account_moment", "account", "moment"),
    Index("ix_login_attempts_address_moment", "address", "moment"),
)

# Sign-ins begun with an OpenID provider and not come back yet, by the digest of the browser's cookie.
login_starts = Table(
    "login_starts",
    metadata,
    Column("digest", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("nonce", String, nullable=False),
    Column("verifier", String, nullable=False),
    Column("goto", ExactText, nullable=False),
    Column("expires", UtcTime, nullable=False),
)
