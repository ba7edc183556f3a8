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

from dateline.link.across.packed import NO_DAY, WEIGHT, Codes, Rows
from dateline.link.across.sides import Flags, Pairs, Side, pairs_of

Levels = npt.NDArray[np.intp]
_Numbers = npt.NDArray[np.float64]

_EARTH_DIAMETER_KM = 12_742.0
_CITY, _NO_PLACE = 2, 5  # ranks of the row's ``precision``


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of evidence: the names of its levels, and what finds the level of each pair.

    Where one of both tells nothing in ``field`` the level is the first; ``find`` is asked of the other pairs only.
    """

    name: str
    levels: tuple[str, ...]
    find: Callable[[Pairs], Levels]
    field: str | None = None

    def of(self, pairs: Pairs) -> Levels:
        """Return the level of each pair."""
        if self.field is None:
            return self.find(pairs)
        found = np.zeros(len(pairs), np.intp)
        (told,) = np.nonzero(pairs.told(self.field))
        if len(told):
            found[told] = self.find(pairs.only(told))
        return found


def _chosen(*cases: tuple[Flags, int], otherwise: int) -> Levels:
    """Return the level of the first case that holds, else the other one."""
    found = np.full(len(cases[0][0]), otherwise, np.intp)
    for case, level in reversed(cases):
        found[case] = level
    return found


def _bins(values: npt.NDArray[np.generic], edges: Sequence[float]) -> Levels:
    """Return 0 below the first edge, 1 from it on, and so forth."""
    return np.searchsorted(np.asarray(edges, np.float64), values.astype(np.float64), side="right").astype(np.intp)


def _between(edges: Sequence[float], unit: str) -> tuple[str, ...]:
    """Return the names of bins: below the first edge, between two, from the last on."""
    told = [f"{edge:g}" for edge in edges]
    return (
        f"below {told[0]}{unit}",
        *(f"{low} to {high}{unit}" for low, high in pairwise(told)),
        f"{told[-1]}{unit} or more",
    )


# ---- when -------------------------------------------------------------------------------------------------

_PUBLISHED_DAYS = (1, 2, 4, 8, 31, 181)


def _days_apart(a: Side, b: Side) -> _Numbers:
    """Return the days between two intervals, 0 where they meet; NaN where one is not told."""
    far = np.float64(1e7)
    starts = [np.where(p["earliest"] == NO_DAY, -far, p["earliest"]) for p in (a, b)]
    ends = [np.where(p["latest"] == NO_DAY, far, p["latest"]) for p in (a, b)]
    apart = np.maximum(np.maximum(*starts) - np.minimum(*ends), 0.0)
    untold = [(p["earliest"] == NO_DAY) & (p["latest"] == NO_DAY) for p in (a, b)]
    return np.where(untold[0] | untold[1], np.nan, apart)


def _date(pairs: Pairs) -> Levels:
    apart = _days_apart(pairs.a, pairs.b)
    exact = (pairs.a["is_one_day"] & pairs.b["is_one_day"]).astype(bool)
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


def _published(pairs: Pairs) -> Levels:
    """Return how far apart both were published; it says more where one tells no day of the incident."""
    a, b = pairs.a, pairs.b
    both = a["is_one_day"].astype(bool) & b["is_one_day"].astype(bool)
    apart = _bins(np.abs(a["published"] - b["published"]), _PUBLISHED_DAYS)
    return np.asarray(apart + both * (len(_PUBLISHED_DAYS) + 1), np.intp)


def _standing(pairs: Pairs) -> Levels:
    return np.asarray((pairs.a["ordinal"] > 0).astype(np.intp) + (pairs.b["ordinal"] > 0), np.intp)


# ---- where ------------------------------------------------------------------------------------------------


def kilometres(a: Side, b: Side) -> _Numbers:
    """Return great-circle distances; NaN where one has no coordinates."""
    lat_a, lon_a, lat_b, lon_b = (np.radians(v.astype(np.float64)) for v in (a["lat"], a["lon"], b["lat"], b["lon"]))
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(_EARTH_DIAMETER_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), np.float64)


def _place(pairs: Pairs) -> Levels:
    """Return how near both are; that they share a town says less of one whose name is common, as a city's."""
    a, b = pairs.a, pairs.b
    far = kilometres(a, b)
    told = (a["precision"] < _NO_PLACE) & (b["precision"] < _NO_PLACE)
    towns = (a["city"] > 0) & (b["city"] > 0)
    same = towns & (a["city"] == b["city"])
    regions = (a["admin1"] > 0) & (b["admin1"] > 0)
    nations = (a["country"] > 0) & (b["country"] > 0)
    exact = (a["precision"] <= _CITY) & (b["precision"] <= _CITY)
    rarity = a["town"] & WEIGHT
    with np.errstate(invalid="ignore"):
        return _chosen(
            (~told, 0),
            (same & (rarity < 5), 1),
            (same & (rarity < 9), 2),
            (same, 3),
            (exact & (far <= 10), 4),
            (exact & (far <= 40), 5),
            (exact & (far <= 150), 6),
            ((a["town"] == b["town"]) & (a["town"] > 0), 11),
            (nations & (a["country"] != b["country"]), 10),
            (regions & (a["admin1"] != b["admin1"]), 9),
            (regions & towns, 8),
            otherwise=7,
        )


def _town(pairs: Pairs) -> Levels:
    """Return whether the town of one is named by the other, whatever place that tells."""
    a, b = pairs.a, pairs.b
    named = [_holds(theirs["proper"], ours["town"]) for ours, theirs in ((a, b), (b, a))]
    told = (a["town"] > 0).astype(np.intp) + (b["town"] > 0)
    return np.asarray(np.array((0, 1, 3))[told] + named[0] + named[1], np.intp)


# ---- what and by whom -------------------------------------------------------------------------------------


def _kinds(field: str) -> Callable[[Pairs], Levels]:
    """Return what finds 1 where both share one, else 2."""
    return lambda pairs: np.where(_in_both(pairs.a[field], pairs.b[field]) > 0, 1, 2).astype(np.intp)


def _people(pairs: Pairs) -> Levels:
    a, b = pairs.a, pairs.b
    return _chosen(
        (_in_both(a["people"], b["people"]) > 0, 1),
        (_in_both(a["surnames"], b["surnames"]) > 0, 2),
        otherwise=3,
    )


def _ages(pairs: Pairs) -> Levels:
    a, b = pairs.a, pairs.b
    number = _in_both(a["ages"], b["ages"])
    several = (a["ages"][:, -2] > 0) & (b["ages"][:, -2] > 0)
    return _chosen((number > 1, 1), (number > 0, 2), (~several, 3), otherwise=4)


# ---- how many ---------------------------------------------------------------------------------------------


def _counts(field: str) -> Callable[[Pairs], Levels]:
    def find(pairs: Pairs) -> Levels:
        a, b = pairs.a, pairs.b
        ours, theirs = a[field].astype(np.int64), b[field].astype(np.int64)
        is_later = (b["published"] > a["published"])[:, None]
        first, then = np.where(is_later, ours, theirs), np.where(is_later, theirs, ours)
        low, high = np.maximum(ours[:, 0], theirs[:, 0]), np.minimum(ours[:, 1], theirs[:, 1])
        meets = low <= high
        least, most = (f(ours[:, 1], theirs[:, 1]) for f in (np.minimum, np.maximum))
        same_day = a["published"] == b["published"]
        grows = (then[:, 1] >= first[:, 1]) | same_day
        near = most <= 2 * np.maximum(least, 1)
        return _chosen(
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

_NAME_BITS = (1, 20, 40, 70, 120)
_HEAD_BITS = (4, 12, 20, 30, 45)
_PROPER_BITS = (4, 12, 20, 30, 45, 60, 80, 110, 160)
_SUBJECT_BITS = (4, 8, 14, 20, 30, 40, 60, 80)
_WORD_BITS = (8, 20, 35, 55, 80, 120, 180)
BARE = ", one tells no kind of act"  # ends levels of their own for such pairs
_SHARES = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75)


def _in_both(ours: npt.NDArray[np.unsignedinteger], theirs: npt.NDArray[np.unsignedinteger]) -> Levels:
    """Return for each pair of rows how many numbers are in both; for short lists."""
    found = np.zeros(len(ours), np.intp)
    for column in range(ours.shape[1]):
        one = ours[:, column]
        found += (theirs == one[:, None]).any(axis=1) & (one > 0)
    return found


def _holds(codes: Codes, one: npt.NDArray[np.uint32]) -> Flags:
    """Return for each row whether its codes hold a word, whatever it is worth in them."""
    found = np.zeros(len(codes), np.bool_)
    found[np.flatnonzero((codes ^ one[:, None]) <= WEIGHT) // codes.shape[1]] = True
    return found & (one > 0)


def _worth(field: str, edges: Sequence[float]) -> Callable[[Pairs], Levels]:
    """Return what finds how much the words that both have are worth."""
    return lambda pairs: _bins(pairs.shared(field), edges)


def _head(pairs: Pairs) -> Levels:
    return np.asarray(1 + _bins(pairs.shared("head"), _HEAD_BITS), np.intp)


def _share(field: str) -> Callable[[Pairs], Levels]:
    """Return what finds the share of the words' worth that both have, of the smaller one's; 0 to 1."""

    def find(pairs: Pairs) -> Levels:
        least = np.minimum(pairs.a[f"{field}_bits"], pairs.b[f"{field}_bits"])
        return _bins(pairs.shared(field) / np.maximum(least, 1), _SHARES)

    return find


def _also_bare(comparison: Comparison) -> Comparison:
    """Return a comparison with levels of their own for pairs of which one tells no kind of act.

    That is mostly a report in which no incident was coded: its names are all it tells of the act, and say more.
    """

    def find(pairs: Pairs) -> Levels:
        return np.asarray(comparison.of(pairs) + len(comparison.levels) * ~pairs.told("types"), np.intp)

    return Comparison(comparison.name, (*comparison.levels, *(told + BARE for told in comparison.levels)), find)


_DATE_LEVELS = (
    "not told by both",
    "the same day",
    "intervals meet",
    "a day apart",
    "2 or 3 days apart",
    "4 to 7 days apart",
    "8 to 30 days apart",
    "further apart",
)
_PLACE_LEVELS = (
    "not told by both",
    "the same town, of a common name",
    "the same town, of a known name",
    "the same town, of a rare name",
    "within 10 km",
    "within 40 km",
    "within 150 km",
    "one within the other, as told",
    "towns of one province far apart",
    "different provinces",
    "different countries",
    "towns of one name, read as different",
)
_TOWN_LEVELS = (
    "no town told",
    "one told, which the other does not name",
    "one told, which the other names",
    "two told, neither named by the other",
    "two told, one named by the other",
    "two told, each named by the other",
)
_AGE_LEVELS = ("not told by both", "two or more in both", "one in both", "none in both", "none of several in both")
_PEOPLE_LEVELS = ("not named by both", "one person in both", "a last name in both", "other people")
_KIND_LEVELS = ("not told by both", "shared", "different")

COMPARISONS: tuple[Comparison, ...] = (
    Comparison("date", _DATE_LEVELS, _date),
    Comparison(
        "published",
        (
            *(f"{level}, a day of the incident not told" for level in _between(_PUBLISHED_DAYS, " days apart")),
            *_between(_PUBLISHED_DAYS, " days apart"),
        ),
        _published,
    ),
    Comparison(
        "standing",
        ("both their reports' subject", "one told in passing", "both told in passing"),
        _standing,
    ),
    Comparison("time of day", _KIND_LEVELS, _kinds("times"), "times"),
    Comparison("place", _PLACE_LEVELS, _place),
    Comparison("town", _TOWN_LEVELS, _town),
    Comparison("site", ("not told by both", "a word of it in both", "other words"), _kinds("sites"), "sites"),
    Comparison("type", _KIND_LEVELS, _kinds("types"), "types"),
    Comparison("weapon", _KIND_LEVELS, _kinds("weapons"), "weapons"),
    Comparison("target", _KIND_LEVELS, _kinds("targets"), "targets"),
    Comparison("actor", _KIND_LEVELS, _kinds("actors"), "actors"),
    Comparison("people", _PEOPLE_LEVELS, _people, "people"),
    Comparison("ages", _AGE_LEVELS, _ages, "ages"),
    Comparison("killed", _COUNT_LEVELS, _counts("killed"), "killed"),
    Comparison("wounded", _COUNT_LEVELS, _counts("wounded"), "wounded"),
    Comparison("names", _between(_NAME_BITS, " bits"), _worth("names", _NAME_BITS)),
    _also_bare(Comparison("proper words", _between(_PROPER_BITS, " bits"), _worth("proper", _PROPER_BITS))),
    _also_bare(
        Comparison("share of proper words", _between(_SHARES, " of the smaller"), _share("proper")),
    ),
    Comparison("head", ("not of both reports' heads", *_between(_HEAD_BITS, " bits")), _head, "head"),
    Comparison("subject", _between(_SUBJECT_BITS, " bits"), _worth("subject", _SUBJECT_BITS)),
    _also_bare(Comparison("share of subject", _between(_SHARES, " of the smaller"), _share("subject"))),
    Comparison("words", _between(_WORD_BITS, " bits"), _worth("words", _WORD_BITS)),
    Comparison("share of words", _between(_SHARES, " of the smaller"), _share("words")),
)

# Wording never decides (``weigh.may_join``): two mentions are held below the threshold where they agree on none of
# the first levels, and where they are of other days and of other places and share none of the last ones.
AGREEING: dict[str, frozenset[str]] = {
    "date": frozenset(_DATE_LEVELS[1:4]),
    "place": frozenset(_PLACE_LEVELS[1:5]),
    "town": frozenset((_TOWN_LEVELS[2], *_TOWN_LEVELS[4:])),
    "people": frozenset(_PEOPLE_LEVELS[1:3]),
    "names": frozenset(_between(_NAME_BITS, " bits")[2:]),
    "proper words": frozenset(
        told for level in _between(_PROPER_BITS, " bits")[3:] for told in (level, level + BARE)
    ),
    "subject": frozenset(_between(_SUBJECT_BITS, " bits")[3:]),
}
OTHER_DAY = {"date": frozenset(_DATE_LEVELS[5:])}
OTHER_PLACE = {"place": frozenset((_PLACE_LEVELS[6], *_PLACE_LEVELS[8:11]))}
SURE = {"people": frozenset(_PEOPLE_LEVELS[1:2]), "ages": frozenset(_AGE_LEVELS[1:2])}


def levels(a: Rows, b: Rows) -> Levels:
    """Return the levels of each pair of rows, one column a comparison in the order of ``COMPARISONS``."""
    pairs = pairs_of(a, b)
    return np.stack([comparison.of(pairs) for comparison in COMPARISONS], axis=1)
