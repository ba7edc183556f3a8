"""The library's face of a ledger."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from dateline.ledger.engine import ledger_url, named, open_engine, reading, writing
from dateline.ledger.migrate import check_schema, create_schema


class Ledger:
    """A ledger: an SQLite file (a path) or a PostgreSQL database (``postgresql://...``).

    Without a place: DATELINE_LEDGER, else dateline.db here. Use it in ``with``, or call ``close``.
    Raises LedgerError where there is no ledger, or one of another version.
    """

    def __init__(self, place: str | Path | None = None, *, wait_s: float = 30.0) -> None:
        self.url = ledger_url(place)
        self.engine: Engine = open_engine(self.url, wait_s=wait_s)
        try:
            check_schema(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    @classmethod
    def create(cls, place: str | Path | None = None) -> Ledger:
        """Make a new, empty ledger and open it; raises LedgerError where there is one."""
        create_schema(ledger_url(place))
        return cls(place)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """The path, or the URL without its password."""
        return named(self.url)

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one state of the ledger to its end."""
        return reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that is alone in writing, and all of which is kept or nothing."""
        return writing(self.engine)
