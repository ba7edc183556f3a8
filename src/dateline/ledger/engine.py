"""Opens the database behind a ledger: an SQLite file or a PostgreSQL database."""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, Select, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

DEFAULT_LEDGER = "dateline.db"
LEDGER_VARIABLE = "DATELINE_LEDGER"
WAIT_S = 30.0  # how long a writer waits for another one before it gives up
_WRITES = "dateline_writes"
# PostgreSQL plans each question for its own values: of a common actor otherwise than of a rare one. And it starts
# other processes only for what takes long: their start takes longer than a page.
_PLANNING = "-c plan_cache_mode=force_custom_plan -c parallel_setup_cost=20000"
# One writer at a time on PostgreSQL too: the lock's number is "dateline" in ASCII.
_WRITER_LOCK = int.from_bytes(b"dateline", "big")


class LedgerError(Exception):
    """A ledger that cannot be opened, read or written; the message says which, why, and what to do."""


def ledger_url(place: str | Path | None = None) -> URL:
    """Return the database URL of a path or URL; without one, of DATELINE_LEDGER, else of dateline.db here.

    Raises LedgerError for what is neither a path nor an sqlite:// or postgresql:// URL.
    """
    words = str(place or os.environ.get(LEDGER_VARIABLE) or DEFAULT_LEDGER)
    if "://" not in words:
        return URL.create("sqlite", database=str(Path(words).expanduser()))
    try:
        url = make_url(words)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"{_without_password(words)} is not a URL; {_FORMS}") from error
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database and not url.host:
        return url.set(drivername="sqlite")
    raise LedgerError(f"{named(url)} is no ledger's URL; {_FORMS}")


_FORMS = "give a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"


def _without_password(words: str) -> str:
    return re.sub(r"(://|^)([^/@]*):[^@]*@", r"\1\2:***@", words)


def named(url: URL) -> str:
    """Return how messages call a ledger: its path, or its URL without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def open_engine(url: URL, *, wait_s: float = WAIT_S) -> Engine:
    """Return an engine for a URL of ``ledger_url``; connects to nothing yet.

    ``wait_s`` is how long to wait for a lock that another process holds.
    """
    if url.get_backend_name() == "sqlite":
        engine = sqlalchemy.create_engine(url, connect_args={"timeout": wait_s, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if importlib.util.find_spec("psycopg") is None:
        raise LedgerError(
            f"{named(url)} needs the driver psycopg; install it with: pip install 'dateline[postgresql]'"
        )
    engine = sqlalchemy.create_engine(
        url,
        connect_args={
            "connect_timeout": max(2, int(wait_s)),
            "options": f"-c lock_timeout={int(wait_s * 1000)} {_PLANNING}",
        },
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA recursive_triggers = ON")  # REPLACE fires the triggers that refuse it
    # Readers and a writer at once; FULL: what was committed survives a power cut.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the lock at once, where waiting for it is possible; a later upgrade could only fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the ledger from its first query to its end."""
    with faults_told(engine.url), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is alone in writing; it commits at the end, or not at all."""
    with faults_told(engine.url), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


def fetched(connection: Connection, query: Select[Any]) -> list[dict[str, object]]:
    """Return all rows of a query, each as column -> value."""
    result = connection.execute(query)
    names = [str(name) for name in result.keys()]  # noqa: SIM118 - the columns of a result, no mapping
    return [dict(zip(names, row, strict=True)) for row in result.all()]


@contextmanager
def faults_told(url: URL) -> Iterator[None]:
    """Turn what a database driver raises into LedgerError with the place, the cause and the next step."""
    try:
        yield
    except DBAPIError as error:
        raise LedgerError(f"{named(url)}: {_cause(error)}") from error


# Words of an engine's message -> what it means and what to do. Searched in this order.
_MEANINGS = (
    ("append-only", "{said}"),
    ("is locked", "another process has it locked ({said}); wait until it is done, or stop it"),
    ("lock timeout", "another process has it locked ({said}); wait until it is done, or stop it"),
    ("disk is full", "the disk is full; nothing of the report in hand was kept. Make room and run it again"),
    ("no space left", "the disk is full; nothing of the report in hand was kept. Make room and run it again"),
    ("could not extend file", "the server's disk is full ({said}); make room and run it again"),
    ("disk i/o error", "the disk failed ({said}); check that it is there, has room and may be written to"),
    ("readonly database", "it is read-only; ask for the right to write to it and to its folder"),
    ("read-only", "it is read-only; ask for the right to write to it"),
    ("unable to open", "it cannot be opened; check that its folder is there and that you may write to it"),
    ("permission denied", "{said}; ask for the right, or name another ledger"),
    ("password authentication", "{said}; check user and password"),
    ("no password supplied", "{said}; give a password in the URL, PGPASSWORD or a .pgpass file"),
    ("does not exist", "{said}; check the names, and make what is missing"),
    ("not a database", "the file is not an SQLite database; name another one"),
    ("malformed", "the file is damaged ({said}); restore it from a copy or a dump"),
    ("connection", "no connection to the server ({said}); check host and port, and that it runs"),
)


def _cause(error: DBAPIError) -> str:
    told = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
    said = " ".join(told.split())
    lower = said.lower()
    for words, meaning in _MEANINGS:
        if words in lower:
            return meaning.format(said=said)
    kind = "the database refused" if not isinstance(error, OperationalError) else "the database failed"
    return f"{kind}: {said}"
