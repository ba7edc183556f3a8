"""Which reports hold the words that people ask for, looked up once and kept.

Reports are added and never changed, so what was found stays right: who asks again looks only at reports that came
since. PostgreSQL reads a row for each report that holds a word, half a second for one in ten of 575,000; such words
are looked up beside what else goes on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import AbstractContextManager
from threading import Lock
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from dateline.ledger.held import Numbers
from dateline.ledger.search import Sought, last_number

_KEPT = 32  # searches, each of four bytes a report that it found


class _Found(NamedTuple):
    """The reports that hold words, of all up to the one of number ``last``."""

    reports: Numbers
    last: int


class Holding:
    """The reports that hold words, by their numbers in the text index, as long as these numbers stand."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], worker: Executor) -> None:
        self._reading = reading
        self._worker = worker
        self._lock = Lock()
        self._searches: OrderedDict[str, Future[_Found]] = OrderedDict()

    def of(self, connection: Connection, sought: Sought) -> Numbers | None:
        """Return the reports that hold words, in the state of the ledger that a connection sees at least.

        None while they are looked up beside what else goes on.
        """
        with self._lock:
            search = self._searches.get(sought.words)
        if search is None:
            search = self._begun(connection, sought)
        return self._read_on(connection, sought, search) if search.done() else None

    def _begun(self, connection: Connection, sought: Sought) -> Future[_Found]:
        found = _done(_found(connection, sought)) if sought.is_soon else None
        with self._lock:
            if sought.words not in self._searches:  # nobody else began it meanwhile
                begun = found or self._worker.submit(self._looked_up, sought.given)
                self._searches[sought.words] = begun
            while len(self._searches) > _KEPT:
                self._searches.popitem(last=False)
            return self._searches[sought.words]

    def _looked_up(self, words: str) -> _Found:
        with self._reading() as connection:
            return _found(connection, Sought(connection, words))

    def _read_on(self, connection: Connection, sought: Sought, search: Future[_Found]) -> Numbers | None:
        """Return what a search found, and what the connection sees that came since."""
        try:
            found = search.result()
        except CancelledError:  # closed meanwhile
            return None
        except Exception:
            with self._lock:  # the next question tries again
                self._searches.pop(sought.words, None)
            raise
        if (last := last_number(connection)) > found.last:
            found = _Found(np.append(found.reports, sought.numbers(after=found.last)), last)
            search = _done(found)
        with self._lock:
            self._searches[sought.words] = search
            self._searches.move_to_end(sought.words)
        return found.reports


def _found(connection: Connection, sought: Sought) -> _Found:
    return _Found(sought.numbers(), last_number(connection))


def _done(found: _Found) -> Future[_Found]:
    future: Future[_Found] = Future()
    future.set_result(found)
    return future
