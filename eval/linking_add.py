"""Measure how long a ledger of very many mentions takes to link one more.

Usage: python eval/linking_add.py [NUMBER] [--asks N]

Made-up mentions (``linking_scale.made``) are put into a new SQLite ledger's tables of traits and keys; then mentions
that are new are linked with them one at a time, each in a transaction that is taken back. What else adding a report
takes - its rows, its family, its view - does not grow with the mentions and is measured by ``ledger.py``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import quantiles

import numpy as np

from dateline.ledger import Ledger, linking
from dateline.link.across.keys import own_keys
from dateline.link.across.packed import Rows, to_bytes
from linking_scale import made

_AT_ONCE = 100_000


def fill(ledger: Ledger, rows: Rows) -> int:
    """Put mentions into the tables of traits and keys, number n as mention ``i`` n; return the number of keys."""
    form = linking.form()
    own = own_keys(rows)
    pairs = np.unique(np.stack([own.keys, own.rows.astype(np.int64) + 1], axis=1), axis=0)
    with ledger.writing() as connection:
        cursor = connection.connection.cursor()
        for at in range(0, len(rows), _AT_ONCE):
            told = enumerate(to_bytes(rows[at : at + _AT_ONCE]), at + 1)
            cursor.executemany(
                "INSERT INTO mention_traits (number, mention, form, packed) VALUES (?, ?, ?, ?)",
                ((number, f"i{number:08d}", form, packed) for number, packed in told),
            )
        for at in range(0, len(pairs), _AT_ONCE):
            cursor.executemany(
                "INSERT INTO mention_keys (key, number) VALUES (?, ?)", pairs[at : at + _AT_ONCE].tolist()
            )
        cursor.close()
    return len(pairs)


def main() -> None:
    """Fill a ledger, add to it, and print the times in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, nargs="?", default=100_000)
    parser.add_argument("--asks", type=int, default=50)
    given = parser.parse_args()
    every = made(given.number + given.asks)
    chosen = np.random.default_rng(3).choice(len(every), given.asks, replace=False)
    new, held = every[chosen], np.delete(every, chosen)
    with tempfile.TemporaryDirectory() as place, Ledger.create(Path(place) / "made.db") as ledger:
        keys = fill(ledger, held)
        times = []
        for n, packed in enumerate(to_bytes(new)):
            with ledger.engine.connect() as connection:
                began = time.perf_counter()
                linking.take_in(connection, [(f"inew{n:04d}", packed)])
                times.append(1000 * (time.perf_counter() - began))
                connection.rollback()
        cuts = quantiles(times, n=100, method="inclusive")
        size = ledger.stats().size / 1e6
        print(f"{given.number} mentions, {keys} keys, {size:.0f} MB; one more linked in ms:", end=" ")
        print(f"p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, most {max(times):.1f}")


if __name__ == "__main__":
    main()
