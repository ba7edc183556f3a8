"""Keys of mentions: only two that share a key are compared.

A key is a 64-bit hash of a trait and of a stretch of days, so that a ledger of many years holds few mentions a key.
Each mention has keys for the stretch of its own day; it is looked up by those and by the stretches beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.link.across.packed import WEIGHT, Codes, Rows, days

Keys = npt.NDArray[np.int64]

TOWN_DAYS, COUNTRY_DAYS = 4, 2
# Kind, field, least bits, the most a mention, days: rare words of the field are keys, the rarest first. Measured on
# half a of gva (2026-11-23): of 100 true pairs 85 share a key, at 6 pairs a mention; common words in lower case
# made ten times the pairs for 1 in 100 more.
LISTED = (
    (4, "names", 18, 12, 512),
    (3, "names", 12, 12, 64),
    (5, "proper", 9, 24, 64),
    (6, "head", 10, 12, 64),
    (7, "proper", 7, 32, 4),
)
# Two of the words that a report tells most, of which one is a name, are a key too: reports on one matter that were
# published far apart, or share no rare word. Both without a name made five times the pairs for 1 in 1,000 more.
MOST_TOLD, TOGETHER_BITS, TOGETHER_DAYS = 5, 8, 512


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys of rows: ``rows[n]`` has ``keys[n]``."""

    rows: npt.NDArray[np.intp]
    keys: Keys


@dataclass(frozen=True, slots=True)
class _Part:
    """Codes of one kind, the rows that have them, and the stretch of days of each."""

    kind: int
    rows: npt.NDArray[np.intp]
    codes: Codes
    stretch: npt.NDArray[np.int64]

    def keys(self, beside: int) -> Keys:
        """Return 64-bit hashes (after splitmix64, Steele, Lea and Flood 2014) of kind, code and stretch."""
        with np.errstate(over="ignore"):
            mixed = self.codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            mixed += (self.stretch + beside).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
            mixed += np.uint64(self.kind) * np.uint64(0x8CB92BA72F3D8DD7)
            mixed ^= mixed >> np.uint64(30)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(27)
        return mixed.view(np.int64)


def _of_list(kind: int, codes: Codes, least: int, most: int, stretch: npt.NDArray[np.int64]) -> _Part:
    """Return the rarest codes of each row."""
    rarest_last = (codes >> np.uint32(5)) | ((codes & WEIGHT) << np.uint32(27))
    rarest_last.sort(axis=1)
    rarest_last = rarest_last[:, -most:]
    rows, columns = np.nonzero(rarest_last >= np.uint32(least << 27))
    return _Part(kind, rows, rarest_last[rows, columns], stretch[rows])


def _of_code(kind: int, codes: Codes, stretch: npt.NDArray[np.int64]) -> _Part:
    (rows,) = np.nonzero(codes)
    return _Part(kind, rows, codes[rows], stretch[rows])


def _together(kind: int, found: Rows, stretch: npt.NDArray[np.int64]) -> _Part:
    """Return two of the words that each row tells most, of which at least one is written as a name only.

    With the country told: texts in the same words of acts in two countries are a form that is filled in.
    """
    told = found["subject"][:, -MOST_TOLD:]
    is_name = (told[:, :, None] == found["proper"][:, None, :]).any(axis=2) & (told > 0)
    one, other = np.triu_indices(told.shape[1], 1)
    a, b = told[:, one], told[:, other]
    worth = (a & WEIGHT) + (b & WEIGHT)
    chosen = (a > 0) & (b > 0) & (is_name[:, one] | is_name[:, other]) & (worth >= TOGETHER_BITS)
    rows, columns = np.nonzero(chosen)
    small, large = np.minimum(a, b)[rows, columns], np.maximum(a, b)[rows, columns]
    country = found["country"][rows].astype(np.uint32) * np.uint32(0x85EBCA77)
    mixed = (small >> np.uint32(5)) * np.uint32(0x9E3779B1) ^ large ^ country
    return _Part(kind, rows, mixed, stretch[rows])


def _parts(found: Rows) -> list[_Part]:
    # Words by the day of the report: one in thirty tells, or is read to tell, of a day far from it.
    day, published = days(found), found["published"].astype(np.int64)
    town = found["town"] & ~WEIGHT
    placed = np.where(town == 0, found["country"], 0).astype(np.uint32)
    return [
        _of_code(1, town, day // TOWN_DAYS),
        _of_code(9, town, published // TOWN_DAYS),
        _of_code(2, placed, day // COUNTRY_DAYS),
        *(_of_list(kind, found[field], bits, most, published // long) for kind, field, bits, most, long in LISTED),
        _together(10, found, published // TOGETHER_DAYS),
    ]


def _people(found: Rows) -> _Part:
    return _of_list(8, found["people"], 1, found["people"].shape[1], np.zeros(len(found), np.int64))


def _keyed(parts: list[_Part], besides: tuple[int, ...]) -> Keyed:
    rows = [part.rows for part in parts for _ in besides]
    return Keyed(np.concatenate(rows), np.concatenate([part.keys(beside) for part in parts for beside in besides]))


def own_keys(found: Rows) -> Keyed:
    """Return the keys by which mentions are found."""
    return _keyed([*_parts(found), _people(found)], (0,))


def looked_up(found: Rows) -> Keyed:
    """Return the keys by which mentions look for others: their own, and those of the stretches beside."""
    beside, always = _keyed(_parts(found), (-1, 0, 1)), _keyed([_people(found)], (0,))
    return Keyed(np.concatenate((beside.rows, always.rows)), np.concatenate((beside.keys, always.keys)))
