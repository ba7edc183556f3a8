"""Measure the workbench's pages on a ledger: how long the server takes for each kind of page, and how much it sends.

Usage: python eval/pages.py PLACE [--asks N] [--only WORDS] [--json FILE]

PLACE is a ledger that is there already, of any size: a path or a postgresql:// URL (``eval/ledger.py`` makes one).
Pages are asked for one after the other of the application itself, without a network between, each with values drawn
anew from the ledger's own incidents. Told are milliseconds of work (of this process and of the server's that answer
it) and by the clock, at p50 and p95, and kilobytes as they are and packed, as they go to a browser. The first answer
of each kind, which reads templates and compiles queries, is left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from urllib.parse import urlencode

from sqlalchemy import func, select, text
from starlette.testclient import TestClient

from dateline.ledger import Ledger
from dateline.ledger.schema import incident_term as terms
from dateline.ledger.schema import incident_view as view
from dateline.ledger.schema import report_open, reports
from dateline.review.queue import KINDS
from dateline.web.app import make_app
from dateline.web.settings import Settings

SOME = 3_000  # incidents and reports among which values are drawn
MOST_S = 30.0  # a kind of page is asked for so long at most
LEVEL = 5  # of gzip, as the application packs
Address = Callable[[], str]
_BASE = "http://127.0.0.1:8417"


class Drawn:
    """Values that the ledger's own incidents have, as common ones as often as they are common."""

    def __init__(self, ledger: Ledger) -> None:
        self._draw = Random(7)
        with ledger.reading() as connection:
            ids = self._spread(list(connection.scalars(select(view.c.incident).where(view.c.kind == "incident"))))
            rows = [
                row
                for start in range(0, len(ids), 500)
                for row in connection.execute(select(view).where(view.c.incident.in_(ids[start : start + 500])))
            ]
            of_terms = select(terms.c.term, terms.c.value).where(terms.c.incident.in_(ids[:500]))
            self._terms = [(term, value) for term, value in connection.execute(of_terms)]
            self.reports = self._spread(list(connection.scalars(select(report_open.c.report))))
            self._days = connection.execute(
                select(func.min(reports.c.published), func.max(reports.c.published))
            ).one()
            told = reports.c.id.in_(self.reports[:300])
            self._words = [
                w for words in connection.scalars(select(reports.c.text).where(told)) for w in words.split()
            ]
        self.incidents = [row.incident for row in rows]
        self.told_often = [row.incident for row in rows if row.report_count > 2]
        self.countries = [row.country for row in rows if row.country]
        self.places = [row.city for row in rows if row.city]
        self._days_of = [row.day for row in rows]

    def _spread(self, ids: list[str]) -> list[str]:
        return self._draw.sample(sorted(ids), min(SOME, len(ids)))

    def one(self, values: list[str]) -> str:
        """Return one of the values."""
        return self._draw.choice(values)

    def term(self, name: str) -> str:
        """Return a value of a term: an actor, a type."""
        return self.one([value for term, value in self._terms if term == name])

    def word(self) -> str:
        """Return a word of a report, as common as it is there."""
        return self.one([word.strip('.,"').lower() for word in self._words if word.isalpha()])

    def day(self) -> date:
        """Return a day on which the ledger knew something."""
        first, last = self._days
        return first + timedelta(self._draw.randrange((last - first).days + 1))

    def month(self) -> dict[str, object]:
        """Return a month about an incident, as filters."""
        since = self._draw.choice(self._days_of)
        return {"since": since, "until": since + timedelta(30)}

    def part(self) -> dict[str, object]:
        """Return what a reader looks at who has gone near to a place on the map."""
        zoom, west, south = self._draw.randrange(3, 9), self._draw.uniform(-20, 100), self._draw.uniform(-20, 50)
        width = 1400 / 512 / 2**zoom * 360
        return {
            "zoom": zoom,
            "west": west,
            "east": min(west + width, 180.0),
            "south": south,
            "north": min(south + width / 2, 85),
        }


def _to(path: str, **asked: object) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def addresses(drawn: Drawn) -> dict[str, Address]:
    """Return each kind of page as a call that gives the address of one."""
    country, one = lambda: drawn.one(drawn.countries), drawn.one
    queues: dict[str, Address] = {f"queue, {kind}": lambda kind=kind: _to("/", kind=kind) for kind in KINDS}
    return {
        "queue": lambda: "/",
        **queues,
        "queue, a country": lambda: _to("/", country=country()),
        "queue, a place": lambda: _to("/", place=one(drawn.places)),
        "queue, type and month": lambda: _to("/", type=drawn.term("type"), **drawn.month()),
        "report": lambda: f"/reports/{one(drawn.reports)}",
        "incident": lambda: f"/incidents/{one(drawn.incidents)}",
        "incident, three reports and more": lambda: f"/incidents/{one(drawn.told_often or drawn.incidents)}",
        "explore": lambda: "/explore",
        "explore, a country": lambda: _to("/explore", country=country()),
        "explore, country and type": lambda: _to("/explore", country=country(), type=drawn.term("type")),
        "explore, an actor": lambda: _to("/explore", actor=drawn.term("actor")),
        "explore, killed 5 or more": lambda: _to("/explore", min_killed=5),
        "explore, a place": lambda: _to("/explore", place=one(drawn.places)),
        "explore, a month": lambda: _to("/explore", **drawn.month()),
        "explore, a word": lambda: _to("/explore", text=drawn.word()),
        "explore, as of a day": lambda: _to("/explore", as_of=drawn.day()),
        "explore, country as of a day": lambda: _to("/explore", country=country(), as_of=drawn.day()),
        "map, a part": lambda: _to("/explore/cells", **drawn.part()),
        "map, a part in a country": lambda: _to("/explore/cells", country=country(), **drawn.part()),
        "feeds": lambda: "/feeds",
    }


def measured(client: TestClient, address: Address, asks: int, busy: Callable[[], float]) -> dict[str, float]:
    """Return p50 and p95 of one kind of page, of work and by the clock, and its size at p95."""
    taken: list[float] = []
    work: list[float] = []
    sizes: list[tuple[int, int]] = []
    for number in range(asks + 1):
        path = address()
        began, busy_before = time.perf_counter(), busy()
        answer = client.get(path, headers={"accept": "text/html", "accept-encoding": "identity"})
        took, worked = (time.perf_counter() - began) * 1000, (busy() - busy_before) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")
        if number:
            taken.append(took)
            work.append(worked)
            sizes.append((len(answer.content), len(gzip.compress(answer.content, LEVEL))))
        if sum(taken) > MOST_S * 1000 and number > 5:
            break
    told = {
        f"{name}_p{percent}": round(_cut(values, percent), 1)
        for name, values in (("work", work), ("clock", taken))
        for percent in (50, 95)
    }
    raw, packed = (_cut([size[n] / 1000 for size in sizes], 95) for n in (0, 1))
    return {**told, "kb": round(raw, 1), "kb_packed": round(packed, 1), "asks": len(taken)}


def _cut(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _busy(ledger: Ledger) -> Callable[[], float]:
    """Return what tells the seconds of work: this process's, and those of a PostgreSQL server's processes for it."""
    if ledger.engine.dialect.name != "postgresql":
        return time.process_time
    with ledger.reading() as connection:
        pids = connection.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")).all()
    schedules = [path for pid in pids if (path := Path(f"/proc/{pid}/schedstat")).exists()]
    return lambda: time.process_time() + sum(int(path.read_text().split()[0]) for path in schedules) / 1e9


def measure(place: str, asks: int, only: str) -> dict[str, dict[str, float]]:
    """Return the figures of every kind of page whose name holds the words, and print them as a table."""
    found: dict[str, dict[str, float]] = {}
    with Ledger(place) as ledger, TestClient(make_app(ledger, Settings("measure")), base_url=_BASE) as client:
        drawn = Drawn(ledger)
        began = time.perf_counter()
        while "data-partial" in client.get("/explore", headers={"accept": "text/html"}).text:
            time.sleep(0.2)
        print(f"explore knew the whole ledger after {time.perf_counter() - began:.1f} s\n")
        busy = _busy(ledger)
        print("| page | work p50 / p95, ms | by the clock | kB | packed |\n| --- | --- | --- | --- | --- |")
        for name, address in addresses(drawn).items():
            if any(word in name for word in only.split("|")):
                one = found[name] = measured(client, address, asks, busy)
                cells = f"{one['work_p50']} / {one['work_p95']} | {one['clock_p50']} / {one['clock_p95']}"
                print(f"| {name} | {cells} | {one['kb']} | {one['kb_packed']} |", flush=True)
    return found


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place")
    parser.add_argument("--asks", type=int, default=40, help="pages of each kind")
    parser.add_argument("--only", default="", help="only kinds of page whose name holds these words; several with |")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measure(given.place, given.asks, given.only)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
