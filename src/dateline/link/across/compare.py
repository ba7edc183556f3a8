"""Holds two mentions against each other: for each kind of evidence the level on which they agree.

A level is a number that has a name and, in ``weights.yaml``, a weight: the logarithm (to base e) of how much more
often it is seen between two mentions of one incident than between two of different ones, all other evidence equal.
The sum of the weights is the log odds that both tell of the same act. Levels are pure functions of both mentions,
the same whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.link.across.packed import NO_COUNT, NO_DAY, Codes, Rows, shared, weights

Levels = npt.NDArray[np.intp]
_Numbers = npt.NDArray[np.float64]

_EARTH_DIAMETER_KM = 12_742.0
_CITY, _COUNTRY, _NO_PLACE = 2, 4, 5  # ranks of the row's ``precision``


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of evidence: the names of its levels, and what finds the level of each pair."""

    name: str
    levels: tuple[str, ...]
    find: Callable[[Rows, Rows], Levels]


def _chosen(*cases: tuple[npt.NDArray[np.bool_], int], otherwise: int) -> Levels:
    return np.select([case for case, _ in cases], [level for _, level in cases], otherwise).astype(np.intp)


def _bins(values: npt.NDArray[np.generic], edges: Sequence[float]) -> Levels:
    """Return 0 below the first edge, 1 from it on, and so forth."""
    return np.searchsorted(np.asarray(edges, np.float64), np.asarray(values, np.float64), side="right").astype(
        np.intp
    )


# ---- when -------------------------------------------------------------------------------------------------


def _days_apart(a: Rows, b: Rows) -> _Numbers:
    """Return the days between two intervals, 0 where they meet; NaN where one is not told."""
    far = np.float64(1e7)
    starts = [np.where(p["earliest"] == NO_DAY, -far, p["earliest"]) for p in (a, b)]
    ends = [np.where(p["latest"] == NO_DAY, far, p["latest"]) for p in (a, b)]
    apart = np.maximum(np.maximum(*starts) - np.minimum(*ends), 0.0)
    untold = [(p["earliest"] == NO_DAY) & (p["latest"] == NO_DAY) for p in (a, b)]
    return np.where(untold[0] | untold[1], np.nan, apart)


def _date(a: Rows, b: Rows) -> Levels:
    apart = _days_apart(a, b)
    exact = (a["is_one_day"] & b["is_one_day"]).astype(bool)
    return _chosen(
        (np.isnan(apart), 0),
        (exact & (apart == 0), 1),
        (apart == 0, 2),
        (apart <= 1, 3),
        (apart <= 3, 4),
        (apart <= 7, 5),
        (apart <= 30, 6),
        otherwise=7,
    )


def _published(a: Rows, b: Rows) -> Levels:
    return _bins(np.abs(a["published"] - b["published"]), (1, 2, 4, 8, 31, 181))


# ---- where ------------------------------------------------------------------------------------------------


def kilometres(a: Rows, b: Rows) -> _Numbers:
    """Return great-circle distances; NaN where one has no coordinates."""
    lat_a, lon_a, lat_b, lon_b = (np.radians(v.astype(np.float64)) for v in (a["lat"], a["lon"], b["lat"], b["lon"]))
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(_EARTH_DIAMETER_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), np.float64)


def _place(a: Rows, b: Rows) -> Levels:
    far = kilometres(a, b)
    told = (a["precision"] < _NO_PLACE) & (b["precision"] < _NO_PLACE)
    towns = (a["city"] > 0) & (b["city"] > 0)
    regions = (a["admin1"] > 0) & (b["admin1"] > 0)
    nations = (a["country"] > 0) & (b["country"] > 0)
    exact = (a["precision"] <= _CITY) & (b["precision"] <= _CITY)
    with np.errstate(invalid="ignore"):
        return _chosen(
            (~told, 0),
            (towns & (a["city"] == b["city"]), 1),
            (exact & (far <= 10), 2),
            (exact & (far <= 40), 3),
            (exact & (far <= 150), 4),
            (nations & (a["country"] != b["country"]), 8),
            (regions & (a["admin1"] != b["admin1"]), 7),
            (regions & towns, 6),
            otherwise=5,
        )


# ---- what and by whom -------------------------------------------------------------------------------------


def _kinds(ours: Codes, theirs: Codes) -> Levels:
    """Return 0 where one tells none, 1 where they share one, else 2."""
    told = (ours[:, -1] > 0) & (theirs[:, -1] > 0)
    return _chosen((~told, 0), (shared(ours, theirs) > 0, 1), otherwise=2)


def _people(a: Rows, b: Rows) -> Levels:
    told = (a["people"][:, -1] > 0) & (b["people"][:, -1] > 0)
    return _chosen(
        (~told, 0),
        (shared(a["people"], b["people"]) > 0, 1),
        (shared(a["surnames"], b["surnames"]) > 0, 2),
        otherwise=3,
    )


# ---- how many ---------------------------------------------------------------------------------------------


def _counts(name: str) -> Callable[[Rows, Rows], Levels]:
    def find(a: Rows, b: Rows) -> Levels:
        ours, theirs = a[name].astype(np.int64), b[name].astype(np.int64)
        told = (ours[:, 1] != NO_COUNT) & (theirs[:, 1] != NO_COUNT)
        is_later = (b["published"] > a["published"])[:, None]
        first, then = np.where(is_later, ours, theirs), np.where(is_later, theirs, ours)
        low, high = np.maximum(ours[:, 0], theirs[:, 0]), np.minimum(ours[:, 1], theirs[:, 1])
        meets = low <= high
        least, most = (f(ours[:, 1], theirs[:, 1]) for f in (np.minimum, np.maximum))
        same_day = a["published"] == b["published"]
        grows = (then[:, 1] >= first[:, 1]) | same_day
        near = most <= 2 * np.maximum(least, 1)
        return _chosen(
            (~told, 0),
            (meets & (high >= 5), 1),
            (meets & (high >= 2), 2),
            (meets & (high == 1), 3),
            (meets, 4),
            (near & grows, 5),
            (near, 6),
            (grows, 7),
            otherwise=8,
        )

    return find


_COUNT_LEVELS = (
    "not told by both",
    "same, five or more",
    "same, two to four",
    "same, one",
    "same, none",
    "grows a little",
    "falls a little",
    "more than doubles",
    "falls by half or more",
)

# ---- words ------------------------------------------------------------------------------------------------


def _names(a: Rows, b: Rows) -> Levels:
    return _bins(shared(a["names"], b["names"]), (1, 20, 40, 70, 120))


def _head(a: Rows, b: Rows) -> Levels:
    told = (a["head"][:, -1] > 0) & (b["head"][:, -1] > 0)
    return np.where(told, 1 + _bins(shared(a["head"], b["head"]), (8, 16, 26, 40, 60)), 0).astype(np.intp)


def _overlap(a: Rows, b: Rows) -> _Numbers:
    """Return the share of the words' worth that both have, of the smaller one's; 0 to 1."""
    least = np.minimum(weights(a["words"]), weights(b["words"]))
    return shared(a["words"], b["words"]) / np.maximum(least, 1)


def _words(a: Rows, b: Rows) -> Levels:
    return _bins(shared(a["words"], b["words"]), (8, 20, 35, 55, 80, 120, 180, 260))


def _wording(a: Rows, b: Rows) -> Levels:
    return _bins(_overlap(a, b), (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75))


def _between(edges: Sequence[float], unit: str) -> tuple[str, ...]:
    """Return the names of bins: below the first edge, between two, from the last on."""
    told = [f"{edge:g}" for edge in edges]
    return (
        f"below {told[0]}{unit}",
        *(f"{low} to {high}{unit}" for low, high in pairwise(told)),
        f"{told[-1]}{unit} or more",
    )


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "date",
        (
            "not told by both",
            "the same day",
            "intervals meet",
            "a day apart",
            "2 or 3 days apart",
            "4 to 7 days apart",
            "8 to 30 days apart",
            "further apart",
        ),
        _date,
    ),
    Comparison("published", _between((1, 2, 4, 8, 31, 181), " days apart"), _published),
    Comparison(
        "place",
        (
            "not told by both",
            "the same town",
            "within 10 km",
            "within 40 km",
            "within 150 km",
            "one within the other, as told",
            "towns of one province far apart",
            "different provinces",
            "different countries",
        ),
        _place,
    ),
    Comparison(
        "site",
        ("not told by both", "a word of it in both", "other words"),
        lambda a, b: _kinds(a["sites"], b["sites"]),
    ),
    Comparison("type", ("not told by both", "shared", "different"), lambda a, b: _kinds(a["types"], b["types"])),
    Comparison(
        "weapon", ("not told by both", "shared", "different"), lambda a, b: _kinds(a["weapons"], b["weapons"])
    ),
    Comparison(
        "target", ("not told by both", "shared", "different"), lambda a, b: _kinds(a["targets"], b["targets"])
    ),
    Comparison("actor", ("not told by both", "shared", "different"), lambda a, b: _kinds(a["actors"], b["actors"])),
    Comparison("people", ("not named by both", "one person in both", "a last name in both", "other people"), _people),
    Comparison("killed", _COUNT_LEVELS, _counts("killed")),
    Comparison("wounded", _COUNT_LEVELS, _counts("wounded")),
    Comparison("names", _between((1, 20, 40, 70, 120), " bits"), _names),
    Comparison("head", ("not of both reports' heads", *_between((8, 16, 26, 40, 60), " bits")), _head),
    Comparison("words", _between((8, 20, 35, 55, 80, 120, 180, 260), " bits"), _words),
    Comparison("wording", _between((0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75), " of the smaller"), _wording),
)


def levels(a: Rows, b: Rows) -> Levels:
    """Return the levels of each pair of rows, one column a comparison in the order of ``COMPARISONS``."""
    return np.stack([comparison.find(a, b) for comparison in COMPARISONS], axis=1)
