"""Keeps all incidents of a ledger in memory, in step with it, for whoever shows how many there are of what and where.

They are read once, beside what else goes on, a million in some seconds. Each question then reads on in the record of
changes (``changes``), so that an answer is never behind the state of the ledger that it is asked of. What is not held
(people, weapons and targets) is answered from the latest incidents that fit; so are words as long as the reports that
hold them are looked up (``holding``), and everything as long as the first reading goes on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from threading import Event, Lock
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.ledger import changes
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.held import Held, Mask, Numbers, Vocabulary, answers, held_of, joined, read_held, rows_held
from dateline.ledger.holding import Holding
from dateline.ledger.order import Order
from dateline.ledger.read import Incidents
from dateline.ledger.search import Sought
from dateline.ledger.sight import Part, Sight
from dateline.ledger.tellings import NONE, Tellings, read_tellings, tellings_of
from dateline.ledger.verdicts import chunks

LATEST = 400  # incidents that are looked at where not all can be
IN_MOTION = 40  # incidents in motion as of a day that are computed, at a millisecond or two each
_PATIENCE_S = 1.0  # how long a question waits for the first reading
_SOUGHT = 1_000  # incidents, the newest, in whose reports words are sought that are being looked up in all
_MERGED = 2_000  # changed incidents that are kept beside the others
_KEPT = 24  # sights, for the same question of a page's parts and of the next reader


class _State(NamedTuple):
    """What is held after a change: all incidents, which of them still stand so, and those that changed since."""

    last: int
    words: Vocabulary
    held: Held
    stands: Mask
    tellings: Tellings
    changed: Held
    changed_tellings: Tellings
    holding: Holding


class Survey:
    """The incidents of one ledger; ``reading`` gives connections to it. Close it before the ledger."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], book: Codebook) -> None:
        self._reading = reading
        self._book = book
        self._lock = Lock()
        self._stopped = Event()
        self._worker = ThreadPoolExecutor(1, "survey")
        self._state: Future[_State] | None = None
        self._sights: OrderedDict[tuple[int, Filters, date | None], Sight] = OrderedDict()

    def begin(self, then: Callable[[], None] = lambda: None) -> None:
        """Begin to read, beside what else goes on; ``then`` is called when that is done, in the thread that reads."""
        with self._lock:
            self._begun().add_done_callback(lambda _: then())

    def close(self) -> None:
        """Stop reading."""
        self._stopped.set()
        self._worker.shutdown(cancel_futures=True)

    def sight(self, connection: Connection, filters: Filters, as_of: AsOf = NOW) -> Sight:
        """Return what is seen of the incidents that fit, in the state of the ledger that a connection sees."""
        if as_of.recorded is not None or not answers(filters):
            return self._of_latest(connection, filters, as_of, is_final=True)
        state = self._stepped(connection)
        if state is None:
            return self._of_latest(connection, filters, as_of, is_final=False)
        key = (state.last, filters, as_of.published)
        with self._lock:
            found = self._sights.pop(key, None)
        if found is None:
            reports = np.empty(0, np.int32)
            if filters.text:
                sought = Sought(connection, filters.text)
                known = state.holding.of(connection, sought)
                if known is None:
                    return _of_newest(state, filters, as_of, sought)
                reports = known
            found = self._seen(connection, state, filters, as_of, reports)
        with self._lock:
            self._sights[key] = found
            while len(self._sights) > _KEPT:
                self._sights.popitem(last=False)
        return found

    def whole(self, connection: Connection, filters: Filters) -> Sight | None:
        """Return what is seen of all incidents that fit now; None where not all are known, or it cannot be told."""
        if not answers(filters):
            return None
        found = self.sight(connection, filters)
        return found if found.is_final and found.latest is None else None

    # ---- answering -----------------------------------------------------------------------------------------

    def _of_latest(self, connection: Connection, filters: Filters, as_of: AsOf, *, is_final: bool) -> Sight:
        """Return what is seen of the latest that fit; of all of them where they are few."""
        words = Vocabulary()
        found = Incidents(connection, filters, self._book, as_of)
        listed = list(found.page(Order("day"), limit=LATEST + 1))
        held = held_of(listed[:LATEST], words)
        every = np.ones(len(held), np.bool_)
        latest = LATEST if len(listed) > LATEST else None
        return Sight([(held, every)], words, latest=latest, is_final=is_final or latest is None)

    def _seen(self, connection: Connection, state: _State, filters: Filters, as_of: AsOf, reports: Numbers) -> Sight:
        """Return what is seen of all that fit; ``reports`` hold the words, where some are asked for."""
        parts: list[Part] = []
        for held, stands, tellings in (
            (state.held, state.stands, state.tellings),
            (state.changed, np.ones(len(state.changed), np.bool_), state.changed_tellings),
        ):
            fits = stands & held.fitting(filters, state.words)
            parts.append((held, fits & tellings.told_of(len(held), reports) if filters.text else fits))
        if as_of.published is None:
            return Sight(parts, state.words)
        day = as_of.published.toordinal()
        known = [(held, fits & (held.first <= day)) for held, fits in parts]
        moving = [
            (state.held.first <= day) & (state.held.last > day) & state.stands,
            (state.changed.first <= day) & (state.changed.last > day),
        ]
        if sum(int(one.sum()) for one in moving) > IN_MOTION:
            in_motion = sum(int((fits & one).sum()) for (_, fits), one in zip(known, moving, strict=True))
            return Sight(known, state.words, in_motion=in_motion)
        settled = [(held, fits & ~one) for (held, fits), one in zip(known, moving, strict=True)]
        then = held_of(Incidents(connection, filters, self._book, as_of).in_motion(), state.words)
        return Sight([*settled, (then, np.ones(len(then), np.bool_))], state.words)

    # ---- keeping in step -----------------------------------------------------------------------------------

    def _begun(self) -> Future[_State]:
        if self._state is None:
            self._state = self._worker.submit(self._read)
        return self._state

    def _read(self) -> _State:
        with self._reading() as connection:
            words = Vocabulary()
            last = changes.last_of(connection)
            held = read_held(connection, words, self._goes_on)
            tellings = read_tellings(connection, held, self._goes_on)
        holding = Holding(self._reading, self._worker)
        return _State(last, words, held, np.ones(len(held), np.bool_), tellings, _none_of(held), NONE, holding)

    def _goes_on(self) -> bool:
        return not self._stopped.is_set()

    def _stepped(self, connection: Connection) -> _State | None:
        """Return what is held, with all that the connection sees; None while it is being read."""
        with self._lock:
            reading = self._begun()
        try:
            reading.result(_PATIENCE_S)
        except (TimeoutError, CancelledError):  # not yet; or closed meanwhile
            return None
        except Exception:
            with self._lock:  # the next question tries again
                self._state = None
            raise
        with self._lock:
            if not (begun := self._begun()).done():
                return None
            state = begun.result()
            told = changes.since(connection, state.last)
            if told.incidents:
                state = _with(state, connection, told.last, told.incidents)
                self._state = Future()
                self._state.set_result(state)
            if told.incidents is not None:
                return state
            self._state = self._worker.submit(self._read)
        return self._stepped(connection)


def _of_newest(state: _State, filters: Filters, as_of: AsOf, sought: Sought) -> Sight:
    """Return what is seen of the newest that fit and whose reports hold words, sought in these alone."""
    parts = [(state.held, state.stands), (state.changed, np.ones(len(state.changed), np.bool_))]
    fitting = [fits & held.fitting(filters, state.words) for held, fits in parts]
    if as_of.published is not None:
        day = as_of.published.toordinal()
        fitting = [fits & (held.first <= day) for (held, _), fits in zip(parts, fitting, strict=True)]
    days = np.concatenate([held.day[fits] for (held, _), fits in zip(parts, fitting, strict=True)])
    since = np.partition(days, -_SOUGHT)[-_SOUGHT] if len(days) > _SOUGHT else 0
    found: list[Part] = []
    tellings = (state.tellings, state.changed_tellings)
    for (held, _), fits, told in zip(parts, fitting, tellings, strict=True):
        newest = fits & (held.day >= since)
        found.append((held, newest & told.told_of(len(held), sought.numbers(among=told.of(newest)))))
    return Sight(found, state.words, latest=sum(int(fits.sum()) for _, fits in found), is_final=False)


def _none_of(held: Held) -> Held:
    return held.where(np.empty(0, np.intp))


def _with(state: _State, connection: Connection, last: int, incidents: frozenset[str]) -> _State:
    """Return what is held with the rows of some incidents as they are now."""
    stands = state.stands.copy()
    stands[state.held.numbers_of(incidents)] = False
    kept = np.ones(len(state.changed), np.bool_)
    kept[state.changed.numbers_of(incidents)] = False
    some = list(chunks(incidents))
    changed = joined([state.changed.where(kept), *(rows_held(connection, chunk, state.words) for chunk in some)])
    new = [tellings_of(connection, chunk, changed) for chunk in some]
    told = state.changed_tellings.moved(state.changed, kept, changed).joined(new)
    if len(changed) <= _MERGED:
        return state._replace(last=last, stands=stands, changed=changed, changed_tellings=told)
    held = joined([state.held.where(stands), changed])
    every = np.ones(len(changed), np.bool_)
    tellings = state.tellings.moved(state.held, stands, held).joined([told.moved(changed, every, held)])
    every = np.ones(len(held), np.bool_)
    return _State(last, state.words, held, every, tellings, _none_of(held), NONE, state.holding)
