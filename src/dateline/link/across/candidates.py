"""The pairs of mentions worth comparing: those that share a key (``keys``) and are of different reports."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dateline.link.across.keys import Keys, looked_up, own_keys
from dateline.link.across.packed import Rows

Positions = npt.NDArray[np.intp]
ROWS_AT_ONCE = 10_000


class Candidates:
    """The mentions by their keys: finds all pairs of rows that share one, each pair once, some rows at a time."""

    def __init__(self, found: Rows) -> None:
        self.rows = found
        keys, rows = [], []
        for at in self.starts():
            own = own_keys(found[at : at + ROWS_AT_ONCE])
            keys.append(own.keys)
            rows.append((own.rows + at).astype(np.uint32))
        every: Keys = np.concatenate(keys) if keys else np.empty(0, np.int64)
        order = np.argsort(every, kind="stable")
        self._keys = every[order]
        self._of_key = np.concatenate(rows)[order] if rows else np.empty(0, np.uint32)

    def starts(self) -> range:
        """Return where each part of the rows begins."""
        return range(0, len(self.rows), ROWS_AT_ONCE)

    def of_part(self, at: int) -> tuple[Positions, Positions]:
        """Return the pairs of which the smaller row is in the part that begins at ``at``, in order."""
        asked = looked_up(self.rows[at : at + ROWS_AT_ONCE])
        order = np.argsort(asked.keys)  # neighbours in the index one after the other
        keys, asking = asked.keys[order], asked.rows[order] + at
        first = np.searchsorted(self._keys, keys, side="left")
        number = np.searchsorted(self._keys, keys, side="right") - first
        ours = np.repeat(asking, number)
        within = np.arange(len(ours)) - np.repeat(np.cumsum(number) - number, number)
        theirs = self._of_key[np.repeat(first, number) + within].astype(np.intp)
        later = ours < theirs
        pairs = np.unique(ours[later] * len(self.rows) + theirs[later])
        a, b = np.divmod(pairs, len(self.rows))
        apart = self.rows["report"][a] != self.rows["report"][b]
        return a[apart].astype(np.intp), b[apart].astype(np.intp)


def candidates(found: Rows) -> Iterator[tuple[Positions, Positions]]:
    """Yield all pairs of rows that share a key, the smaller row first, each pair once."""
    index = Candidates(found)
    for at in index.starts():
        yield index.of_part(at)
