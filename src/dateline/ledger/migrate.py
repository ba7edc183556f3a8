"""Makes a ledger's schema, brings an older one up to date, and refuses a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from dateline.ledger.engine import LedgerError, faults_told, named, open_engine, reading, writing

if TYPE_CHECKING:
    from alembic.config import Config

# Every revision in order; the last one is what this version reads and writes. A test holds it against the
# migrations themselves, which opening a ledger need not load.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
HEAD = REVISIONS[-1]
_DERIVING = "0005"  # the last revision that changed what derived tables hold: from older ones they are computed anew
_VERSIONS = "alembic_version"
_MAKE = "make a ledger with `dateline ledger create`, or with `dateline add`"


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision of the database, or None where it holds no ledger."""
    if not sqlalchemy.inspect(connection).has_table(_VERSIONS):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))
    return found


def is_ledger(url: URL) -> bool:
    """Say whether there is a ledger at a URL, of whatever schema; raises LedgerError where that cannot be told."""
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            return revision_of(connection) is not None
    finally:
        engine.dispose()


def check_schema(engine: Engine) -> None:
    """Raise LedgerError unless the database holds a ledger of the schema that this version writes."""
    name = named(engine.url)
    _check_file(engine.url)
    with reading(engine) as connection:
        found = revision_of(connection)
    if found is None:
        raise LedgerError(f"{name} holds no ledger; {_MAKE}")
    _refuse_newer(name, found)
    if found != HEAD:
        raise LedgerError(
            f"{name} has schema {found}, this version needs {HEAD}; copy it, then run `dateline ledger migrate`"
        )


def _check_file(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        what = "is a folder" if Path(str(url.database)).is_dir() else "is not there"
        raise LedgerError(f"{named(url)} {what}; {_MAKE}")


def _refuse_newer(name: str, found: str) -> None:
    if found not in REVISIONS:
        raise LedgerError(
            f"{name} has schema {found}, of a newer Dateline than this one, which knows {HEAD}; update Dateline"
        )


def create_schema(url: URL, *, may_exist: bool = False) -> None:
    """Make an empty ledger; raises LedgerError where there is one (unless it may exist), or other tables."""
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            if revision_of(connection) is not None:
                if may_exist:
                    return
                raise LedgerError(f"{named(url)} is a ledger already; name another place")
            if tables := sqlalchemy.inspect(connection).get_table_names():
                raise LedgerError(f"{named(url)} has other tables ({tables[0]}); name an empty database")
            upgrade(connection)
    finally:
        engine.dispose()


def migrate(url: URL) -> tuple[str, str]:
    """Bring a ledger up to this version's schema, all or nothing; return the schema before and after.

    Derived tables are computed anew where what they hold changed with the schema.

    Raises LedgerError where there is none, or one of a newer schema.
    """
    from dateline.codebook import load_codebook
    from dateline.ledger.views import rebuild

    _check_file(url)
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            found = revision_of(connection)
            if found is None:
                raise LedgerError(f"{named(url)} holds no ledger; {_MAKE}")
            _refuse_newer(named(url), found)
            if found != HEAD:
                upgrade(connection)
            if REVISIONS.index(found) < REVISIONS.index(_DERIVING):
                rebuild(connection, load_codebook())
            return found, HEAD
    finally:
        engine.dispose()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision on a connection that is in a transaction."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    with faults_told(connection.engine.url):
        command.upgrade(config, revision)


def alembic_config() -> Config:
    """Return Alembic's configuration: where the migrations are."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("version_locations", str(Path(__file__).parent / "migrations" / "versions"))
    config.set_main_option("path_separator", "os")
    return config
