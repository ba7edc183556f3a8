"""The pairs of mentions worth comparing: those that share a key (``keys``) and are of different reports."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dateline.link.across.keys import looked_up, own_keys
from dateline.link.across.packed import Rows

Positions = npt.NDArray[np.intp]


def candidates(found: Rows, *, pairs_at_once: int = 2_000_000) -> Iterator[tuple[Positions, Positions]]:
    """Yield all pairs of rows that share a key, the smaller row first, each pair once."""
    own, asked = own_keys(found), looked_up(found)
    order = np.argsort(own.keys, kind="stable")
    keys, rows = own.keys[order], own.rows[order].astype(np.int64)
    first = np.searchsorted(keys, asked.keys, side="left")
    number = np.searchsorted(keys, asked.keys, side="right") - first
    by_row = np.argsort(asked.rows, kind="stable")
    asking, first, number = asked.rows[by_row].astype(np.int64), first[by_row], number[by_row]
    at, total = 0, np.cumsum(number)
    while at < len(asking):
        done = total[at - 1] if at else 0
        upto = max(int(np.searchsorted(total, done + pairs_at_once, side="right")), at + 1)
        # all keys of one row together, so that each pair is found once
        upto = int(np.searchsorted(asking, asking[upto - 1], side="right"))
        counts = number[at:upto]
        ours = np.repeat(asking[at:upto], counts)
        within = np.arange(len(ours)) - np.repeat(np.cumsum(counts) - counts, counts)
        theirs = rows[np.repeat(first[at:upto], counts) + within]
        kept = ours < theirs
        pairs = np.unique(ours[kept] * len(found) + theirs[kept])
        a, b = np.divmod(pairs, len(found))
        apart = found["report"][a] != found["report"][b]
        yield a[apart].astype(np.intp), b[apart].astype(np.intp)
        at = upto
