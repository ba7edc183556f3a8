"""Makes a ledger's schema, and brings an older one up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from dateline.ledger.engine import LedgerError, faults_told, named, open_engine, reading, writing

# Every revision in order; the last one is what this version reads and writes. A test holds it against the
# migrations themselves.
REVISIONS = ("0001",)
HEAD = REVISIONS[-1]
_VERSIONS = "alembic_version"


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision of the database, or None where it holds no ledger."""
    if not sqlalchemy.inspect(connection).has_table(_VERSIONS):
        return None
    return connection.exec_driver_sql(f"SELECT version_num FROM {_VERSIONS}").scalar()


def check_schema(engine: Engine) -> None:
    """Raise LedgerError unless the database holds a ledger of the schema that this version writes."""
    name = named(engine.url)
    _check_file(engine.url)
    with reading(engine) as connection:
        found = revision_of(connection)
    if found is None:
        raise LedgerError(f"{name} holds no ledger; make one with `dateline ledger create`, or with `dateline add`")
    _refuse_newer(name, found)
    if found != HEAD:
        raise LedgerError(
            f"{name} has schema {found}, this version needs {HEAD}; copy it, then run `dateline ledger migrate`"
        )


def _check_file(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        what = "is a folder" if Path(str(url.database)).is_dir() else "is not there"
        raise LedgerError(f"{named(url)} {what}; make a ledger with `dateline ledger create`, or with `dateline add`")


def _refuse_newer(name: str, found: str) -> None:
    if found not in REVISIONS:
        raise LedgerError(
            f"{name} has schema {found}, of a newer Dateline than this one, which knows {HEAD}; update Dateline"
        )


def create_schema(url: URL) -> None:
    """Make an empty ledger; raises LedgerError where there is one, or a database of something else."""
    from dateline.ledger import schema, triggers

    engine = open_engine(url)
    with faults_told(url), writing(engine) as connection:
        if revision_of(connection) is not None:
            raise LedgerError(f"{named(url)} is a ledger already")
        schema.metadata.create_all(connection)
        dialect = connection.dialect.name
        for statement in [
            *triggers.append_only(dialect, [t.name for t in schema.SOURCE_TABLES]),
            *triggers.SEARCH[dialect],
        ]:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.exec_driver_sql(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO {_VERSIONS} VALUES ('{HEAD}')")
    engine.dispose()
