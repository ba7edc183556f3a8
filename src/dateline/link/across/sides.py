"""Pairs of mentions, held side by side: a field is copied for a comparison that asks for it, not with the pair.

A row is some 760 bytes, and most pairs are settled by a few of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.link.across.packed import NO_COUNT, Numbers, Rows, shared

Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
_UNTOLD = {"killed": NO_COUNT, "wounded": NO_COUNT}  # the last entry of a field that tells nothing, where it is not 0


class Side:
    """One side of pairs: rows by their positions, field by field."""

    def __init__(self, rows: Rows, at: Positions) -> None:
        self._rows, self._at = rows, at
        self._copied: dict[str, npt.NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, field: str) -> npt.NDArray[Any]:
        """Return a field of each row."""
        if field not in self._copied:
            self._copied[field] = self._rows[field][self._at]
        return self._copied[field]

    def tells(self, field: str) -> Flags:
        """Return for each row whether it tells anything in a field of several numbers."""
        return np.asarray(self._rows[field][:, -1][self._at] > _UNTOLD.get(field, 0), np.bool_)

    def only(self, chosen: Positions) -> Side:
        """Return this side of some of the pairs."""
        return Side(self._rows, self._at[chosen])


class Pairs:
    """Pairs of rows: ``a`` and ``b`` are their two sides."""

    def __init__(self, a: Side, b: Side) -> None:
        self.a, self.b = a, b
        self._shared: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self.a)

    def told(self, field: str) -> Flags:
        """Return for each pair whether both tell something in a field."""
        return self.a.tells(field) & self.b.tells(field)

    def shared(self, field: str) -> Numbers:
        """Return for each pair what the codes of a field that both hold are worth together."""
        if field not in self._shared:
            self._shared[field] = shared(self.a[field], self.b[field])
        return self._shared[field]

    def only(self, chosen: Positions) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.a.only(chosen), self.b.only(chosen))


def pairs_of(a: Rows, b: Rows) -> Pairs:
    """Return the pairs of rows that stand at the same place."""
    return Pairs(Side(a, np.arange(len(a))), Side(b, np.arange(len(b))))
