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

TOWN_DAYS, WORD_DAYS, COUNTRY_DAYS = 4, 64, 2
LEAST_NAME, LEAST_WORD, LEAST_HEAD = 15, 10, 9  # bits: rarer ones are keys
MOST_WORDS = 14
_ALWAYS = 0  # the stretch of keys that hold for all days


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys of rows: ``rows[n]`` has ``keys[n]``."""

    rows: npt.NDArray[np.intp]
    keys: Keys


def _mixed(kind: int, codes: npt.NDArray[np.generic], stretch: npt.NDArray[np.generic] | int) -> Keys:
    """Return 64-bit hashes (after splitmix64, Steele, Lea and Flood 2014) of a kind of key, a code and a stretch."""
    with np.errstate(over="ignore"):
        mixed = codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed += np.asarray(stretch).astype(np.int64).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
        mixed += np.uint64(kind) * np.uint64(0x8CB92BA72F3D8DD7)
        mixed ^= mixed >> np.uint64(30)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
    return mixed.view(np.int64)


def _of_list(
    kind: int, codes: Codes, least: int, most: int, stretch: int, day: npt.NDArray[np.int64], beside: int
) -> Keyed:
    """Return the keys of the rarest codes of each row."""
    worth = codes & WEIGHT
    chosen = worth >= least
    if most < codes.shape[1]:
        order = np.argsort(worth.astype(np.int64) * 2**32 + codes, axis=1)  # the same ones in every run
        chosen &= np.argsort(order, axis=1) >= codes.shape[1] - most
    rows, columns = np.nonzero(chosen)
    which = day[rows] // stretch + beside if stretch else np.full(len(rows), _ALWAYS)
    return Keyed(rows, _mixed(kind, codes[rows, columns], which))


def _of_code(kind: int, codes: Codes, stretch: int, day: npt.NDArray[np.int64], beside: int) -> Keyed:
    (rows,) = np.nonzero(codes)
    return Keyed(rows, _mixed(kind, codes[rows], day[rows] // stretch + beside))


def _keys(found: Rows, beside: int) -> Keyed:
    day = days(found)
    parts = [
        _of_code(1, found["city"], TOWN_DAYS, day, beside),
        _of_code(2, np.where(found["city"] == 0, found["country"], 0).astype(np.uint32), COUNTRY_DAYS, day, beside),
        _of_list(4, found["names"], LEAST_NAME, MOST_WORDS, WORD_DAYS, day, beside),
        _of_list(5, found["words"], LEAST_WORD, MOST_WORDS, WORD_DAYS, day, beside),
        _of_list(6, found["head"], LEAST_HEAD, MOST_WORDS, WORD_DAYS, day, beside),
    ]
    if beside == 0:
        parts.append(_of_list(3, found["people"], 1, found["people"].shape[1], 0, day, 0))
    return Keyed(np.concatenate([p.rows for p in parts]), np.concatenate([p.keys for p in parts]))


def own_keys(found: Rows) -> Keyed:
    """Return the keys by which mentions are found."""
    return _keys(found, 0)


def looked_up(found: Rows) -> Keyed:
    """Return the keys by which mentions look for others: their own, and those of the stretches beside."""
    parts = [_keys(found, beside) for beside in (-1, 0, 1)]
    return Keyed(np.concatenate([p.rows for p in parts]), np.concatenate([p.keys for p in parts]))
