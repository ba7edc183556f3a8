"""Traits as numbers in rows of one size, so that very many pairs can be compared at once, and rows kept as bytes.

Words, names and codes become 32-bit codes: a checksum of the word, with the bits that it is worth in the lowest
five. Two different words share a code once in a hundred million pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from dateline.link.across.traits import (
    MOST_AGES,
    MOST_HEAD,
    MOST_NAMES,
    MOST_PEOPLE,
    MOST_PROPER,
    MOST_SITES,
    MOST_SUBJECT,
    MOST_TIMES,
    MOST_WORDS,
    Traits,
    rarest_word,
)
from dateline.model import DatePrecision, PlacePrecision

MOST_KINDS = 4
NO_DAY = np.iinfo(np.int32).min
NO_COUNT = -1
WEIGHT = np.uint32(31)  # the lowest five bits of a code
_EXACT = tuple(PlacePrecision)
_ONE_DAY = (DatePrecision.DAY, DatePrecision.TIME)

# Days are proleptic ordinals (NO_DAY: not told); counts lowest and highest (NO_COUNT: none told); precision is the
# place's rank from landmark (0) to country, one more where no place is told; town is the rarest word of its name, as
# it is coded in ``proper``; times are minutes of the day, plus one; lists are sorted, zeros before them, but for
# ``subject``, whose last word is what the passage tells most.
ROW = np.dtype(
    [
        ("report", "<u8"),
        ("published", "<i4"),
        ("earliest", "<i4"),
        ("latest", "<i4"),
        ("lat", "<f4"),
        ("lon", "<f4"),
        ("country", "<u4"),
        ("admin1", "<u4"),
        ("city", "<u4"),
        ("town", "<u4"),
        ("killed", "<i4", (2,)),
        ("wounded", "<i4", (2,)),
        ("types", "<u4", (MOST_KINDS,)),
        ("weapons", "<u4", (MOST_KINDS,)),
        ("targets", "<u4", (MOST_KINDS,)),
        ("actors", "<u4", (MOST_KINDS,)),
        ("people", "<u4", (MOST_PEOPLE,)),
        ("surnames", "<u4", (MOST_PEOPLE,)),
        ("names", "<u4", (MOST_NAMES,)),
        ("proper", "<u4", (MOST_PROPER,)),
        ("words", "<u4", (MOST_WORDS,)),
        ("head", "<u4", (MOST_HEAD,)),
        ("subject", "<u4", (MOST_SUBJECT,)),
        ("proper_bits", "<u2"),
        ("words_bits", "<u2"),
        ("subject_bits", "<u2"),
        ("sites", "<u4", (MOST_SITES,)),
        ("times", "<u2", (MOST_TIMES,)),
        ("ages", "u1", (MOST_AGES,)),
        ("ordinal", "u1"),
        ("is_one_day", "u1"),
        ("precision", "u1"),
    ]
)
FORM = 6  # of ROW and of what traits mean; rows of another form are made anew

Rows = npt.NDArray[np.void]  # of ROW
Codes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]


def days(rows: Rows) -> Numbers:
    """Return the day of each incident as far as it is told, else that of the report."""
    told = np.where(rows["latest"] != NO_DAY, rows["latest"], rows["earliest"])
    return np.where(told != NO_DAY, told, rows["published"]).astype(np.int64)


def code(word: str, weight: float = 1.0) -> int:
    """Return a word's code: a checksum, with its weight in whole bits (1 to 31) in the lowest five."""
    return (crc32(word.encode()) & ~int(WEIGHT)) | min(max(round(weight), 1), int(WEIGHT))


def shared(ours: Codes, theirs: Codes) -> Numbers:
    """Return for each pair of rows what the codes in both are worth together."""
    both = np.concatenate((ours, theirs), axis=1)
    both.sort(axis=1)
    flat, long = both.ravel(), both.shape[1]
    twice = (flat[1:] == flat[:-1]) & (flat[1:] > 0)
    twice[long - 1 :: long] = False  # the last of a row beside the first of the next
    at = np.flatnonzero(twice) + 1  # few: far less work than with a number for each
    return np.bincount(at // long, weights=flat[at] & WEIGHT, minlength=len(both)).astype(np.int64)


def to_bytes(rows: Rows) -> list[bytes]:
    """Return each row as it is kept."""
    return [row.tobytes() for row in rows]


def from_bytes(kept: Sequence[bytes]) -> Rows:
    """Return rows that were kept."""
    return np.frombuffer(b"".join(kept), ROW)


def pack(found: Iterable[Traits]) -> Rows:
    """Return the rows of mentions."""
    every = list(found)
    rows = np.zeros(len(every), ROW)
    for row, traits in zip(rows, every, strict=True):
        _set_when_and_where(row, traits)
    rows["report"] = [int(t.report[1:17], 16) for t in every]
    rows["published"] = [t.published.toordinal() for t in every]
    rows["ordinal"] = [min(t.ordinal, 255) for t in every]
    for name in ("killed", "wounded"):
        rows[name] = np.array([getattr(t, name) or (NO_COUNT, NO_COUNT) for t in every], np.int32).reshape(-1, 2)
    for name in ("types", "weapons", "targets", "actors", "people", "sites"):
        _fill(rows[name], [_codes(getattr(t, name)) for t in every])
    _fill(rows["surnames"], [_codes({name.split()[-1] for name in t.people}) for t in every])
    for name in ("names", "proper", "words", "head"):
        _fill(rows[name], [_weighted(getattr(t, name)) for t in every])
    _fill(rows["subject"], [_weighted(t.subject)[::-1] for t in every], in_order=True)
    for name in ("proper", "words", "subject"):
        rows[f"{name}_bits"] = (rows[name] & WEIGHT).sum(axis=1)
    _fill(rows["ages"], [[age for age in t.ages if age] for t in every])
    _fill(rows["times"], [[1 + time for time in t.times] for t in every])
    return rows


def _set_when_and_where(row: np.void, traits: Traits) -> None:
    when, place = traits.date, traits.place
    row["earliest"] = when.earliest.toordinal() if when and when.earliest else NO_DAY
    row["latest"] = when.latest.toordinal() if when and when.latest else NO_DAY
    row["is_one_day"] = when is not None and when.precision in _ONE_DAY
    row["lat"], row["lon"] = float("nan"), float("nan")
    row["precision"] = len(_EXACT)
    if place is None:
        return
    if place.lat is not None and place.lon is not None:
        row["lat"], row["lon"] = place.lat, place.lon
    row["precision"] = _EXACT.index(place.precision)
    row["country"] = _place_code(place.country)
    row["admin1"] = _place_code(place.admin1, place.country)
    row["city"] = _place_code(place.city, place.admin1, place.country)
    if place.city:
        row["town"] = code(*rarest_word(place.city))


def _place_code(name: str | None, *within: str | None) -> int:
    return crc32("|".join([name.casefold(), *(w or "" for w in within)]).encode()) | 1 if name else 0


def _codes(found: Iterable[str]) -> list[int]:
    return [code(word) for word in sorted(found)]


def _weighted(found: Mapping[str, float]) -> list[int]:
    return [code(word, worth) for word, worth in found.items()]


def _fill(column: npt.NDArray[Any], lists: Sequence[Sequence[int]], *, in_order: bool = False) -> None:
    most = column.shape[1]
    for row, codes in zip(column, lists, strict=True):
        kept = codes[-most:] if in_order else sorted(set(codes[:most]))
        row[most - len(kept) :] = kept
