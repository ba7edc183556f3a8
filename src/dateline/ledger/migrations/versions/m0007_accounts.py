"""Accounts of a team, what was done to them, sessions, tokens, and attempts to sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Make the tables, and the guards of the log."""
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        _moment("made"),
        _moment("closed", nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
        sa.UniqueConstraint("folded", name=op.f("uq_accounts_folded")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_accounts_issuer_subject")),
    )
    op.create_table(
        "account_log",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        _moment("recorded"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_log")),
    )
    op.create_index(op.f("ix_account_log_account"), "account_log", ["account"])
    _signed_in()
    _signing_in()
    _guards()


def _signed_in() -> None:
    op.create_table(
        "account_sessions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        _moment("made"),
        _moment("used"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_sessions")),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_account_sessions_account")),
    )
    op.create_index(op.f("ix_account_sessions_account"), "account_sessions", ["account"])
    op.create_table(
        "account_tokens",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        _moment("made"),
        _moment("expires"),
        _moment("used", nullable=True),
        _moment("revoked", nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_tokens")),
        sa.UniqueConstraint("id", name=op.f("uq_account_tokens_id")),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_account_tokens_account")),
    )
    op.create_index(op.f("ix_account_tokens_account"), "account_tokens", ["account"])


def _signing_in() -> None:
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        _moment("moment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    op.create_index("ix_login_attempts_account_moment", "login_attempts", ["account", "moment"])
    op.create_index("ix_login_attempts_address_moment", "login_attempts", ["address", "moment"])
    op.create_table(
        "login_starts",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("goto", sa.Text(), nullable=False),
        _moment("expires"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login_starts")),
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _guards() -> None:
    if op.get_context().dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'account_log is append-only: what was done stays on record'); END"
        found = "WHEN EXISTS (SELECT 1 FROM account_log WHERE id = NEW.id OR rowid = NEW.rowid)"
        _run(f"CREATE TRIGGER account_log_no_update BEFORE UPDATE ON account_log {refuse}")
        _run(f"CREATE TRIGGER account_log_no_delete BEFORE DELETE ON account_log {refuse}")
        _run(f"CREATE TRIGGER account_log_no_replace BEFORE INSERT ON account_log {found} {refuse}")
        return
    act = "EXECUTE FUNCTION dateline_append_only()"
    _run(f"CREATE TRIGGER account_log_no_change BEFORE UPDATE OR DELETE ON account_log FOR EACH ROW {act}")
    _run(f"CREATE TRIGGER account_log_no_truncate BEFORE TRUNCATE ON account_log FOR EACH STATEMENT {act}")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
