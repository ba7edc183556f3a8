"""The library's face of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from dateline.codebook import Codebook, load_codebook
from dateline.ledger import dump as dumps
from dateline.ledger.answers import INCIDENTS, Count
from dateline.ledger.arrow import stream
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.bulk import loading
from dateline.ledger.engine import WAIT_S, ledger_url, named, open_engine, reading, writing
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.judging import Judging
from dateline.ledger.migrate import check_schema, create_schema, is_ledger
from dateline.ledger.reader import Reader
from dateline.ledger.stats import Stats, stats
from dateline.ledger.verify import Fault, verify
from dateline.ledger.write import LedgerWriter, utc_now
from dateline.model import Coding, Report

if TYPE_CHECKING:
    import pyarrow


class Ledger:
    """A ledger: an SQLite file (a path) or a PostgreSQL database (``postgresql://...``).

    Without a place: DATELINE_LEDGER, else dateline.db here. Use it in ``with``, or call ``close``.
    Raises LedgerError where there is no ledger, or one of another version.
    """

    def __init__(
        self, place: str | Path | None = None, *, book: Codebook | None = None, wait_s: float = WAIT_S
    ) -> None:
        self.url = ledger_url(place)
        self._book = book
        self.engine: Engine = open_engine(self.url, wait_s=wait_s)
        try:
            check_schema(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    @classmethod
    def create(cls, place: str | Path | None = None, *, book: Codebook | None = None) -> Ledger:
        """Make a new, empty ledger and open it; raises LedgerError where there is one."""
        create_schema(ledger_url(place))
        return cls(place, book=book)

    @classmethod
    def ensured(cls, place: str | Path | None = None, *, book: Codebook | None = None) -> Ledger:
        """Open a ledger, after making it where there is none."""
        url = ledger_url(place)
        if not is_ledger(url):
            create_schema(url, may_exist=True)
        return cls(place, book=book)

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

    @property
    def book(self) -> Codebook:
        """The coding scheme by which views are computed: ours, unless another was given."""
        if self._book is None:
            self._book = load_codebook()
        return self._book

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one state of the ledger to its end."""
        return reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that is alone in writing, and all of which is kept or nothing."""
        return writing(self.engine)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Give what answers questions - lists, one incident, history, counts, tallies - from one state."""
        with self.reading() as connection:
            yield Reader(connection, self.book)

    @contextmanager
    def judging(self, author: str, *, clock: Callable[[], datetime] = utc_now) -> Iterator[Judging]:
        """Give what records a person's verdicts, in one transaction."""
        with self.writing() as connection:
            yield Judging(connection, author, clock(), self.book)

    def count(
        self,
        what: str = INCIDENTS,
        filters: Filters | None = None,
        *,
        rule: str = DEFAULT_RULE,
        as_of: AsOf = NOW,
    ) -> Count:
        """Count ``incidents``, or people (``killed``, ``wounded``, ...) over them by a rule, as of a moment.

        The answer holds the incidents and reports behind it. Raises ValueError for anything else to count.
        """
        with self.reader() as reader:
            return reader.counted(what, filters, rule=rule, as_of=as_of)

    # ---- writing ----------------------------------------------------------------------------------------------

    def writer(self, *, clock: Callable[[], datetime] = utc_now) -> LedgerWriter:
        """Return what adds codings; ``clock`` gives the time of recording."""
        return LedgerWriter(self.engine, book=self.book, clock=clock)

    def add(self, coding: Coding, recorded: datetime | None = None) -> tuple[str, ...]:
        """Add what a coding tells, each report in one transaction; return the ids of the reports that are new."""
        return self.writer().add(coding, recorded)

    def knows(self, report: Report) -> bool:
        """Say whether the report, or the same text by the same outlet, is in the ledger."""
        return self.writer().knows(report)

    def rebuild_views(self) -> None:
        """Compute every view anew from what was read and decided."""
        self.writer().rebuild_views()

    def load(self, lines: Iterable[str], *, clock: Callable[[], datetime] = utc_now) -> int:
        """Add what ``dump`` printed, all or nothing; return the number of new reports."""
        with loading(self.engine), self.writing() as connection:
            return dumps.load(connection, lines, clock(), self.book)

    # ---- for analysis -----------------------------------------------------------------------------------------

    def statements(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> pyarrow.Table:
        """Return every statement, or those about the incidents that fit, as an Arrow table; ``arrow.STATEMENTS``."""
        return self.stream("statements", filters, as_of=as_of).read_all()

    def incidents(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> pyarrow.Table:
        """Return the incidents that fit, the latest first, as an Arrow table; columns: ``arrow.INCIDENTS``."""
        return self.stream("incidents", filters, as_of=as_of).read_all()

    def reports(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> pyarrow.Table:
        """Return the reports, or those that tell of the incidents that fit, as an Arrow table; ``arrow.REPORTS``."""
        return self.stream("reports", filters, as_of=as_of).read_all()

    def stream(self, table: str, filters: Filters | None = None, *, as_of: AsOf = NOW) -> pyarrow.RecordBatchReader:
        """Return the table called ``statements``, ``incidents`` or ``reports`` batch by batch, to be read once.

        Raises ValueError for another name, MissingAnalysisError where pyarrow is not installed.
        """
        return stream(table, self.reading, self.book, filters, as_of)

    # ---- the whole of it --------------------------------------------------------------------------------------

    def dump(self, *, with_times: bool = False) -> Iterator[str]:
        """Yield the whole ledger as lines of JSON, always the same for the same content."""
        with self.reading() as connection:
            yield from dumps.dump(connection, with_times=with_times)

    def verify(self) -> Iterator[Fault]:
        """Yield whatever is not as it must be; nothing for a sound ledger."""
        with self.reading() as connection:
            yield from verify(connection)

    def stats(self) -> Stats:
        """Count what the ledger holds."""
        with self.reading() as connection:
            return stats(connection)
