"""Alpha against Krippendorff's own worked example, against the package for it, and what must not change it."""

from __future__ import annotations

import random
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.review.alpha import interval, masi, nominal, ratio, reliability

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, five
# values, some missing. His results, to three digits: nominal .743, ordinal .815, interval .849, ratio .797.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def worked_example() -> list[tuple[str, list[int]]]:
    rows = [row.split() for row in OBSERVERS]
    return [(f"u{n}", [int(row[n]) for row in rows if row[n] != "."]) for n in range(12)]


@pytest.mark.parametrize(("distance", "alpha"), [(nominal, 0.743), (interval, 0.849), (ratio, 0.797)])
def test_the_worked_example(distance, alpha: float) -> None:
    found = reliability(worked_example(), distance)
    assert found.alpha is not None
    assert round(found.alpha, 3) == alpha
    assert found.units == 11  # the twelfth has one value, which pairs with none
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high


def test_sets_of_one_are_codes() -> None:
    units = worked_example()
    sets = [(name, [frozenset({value}) for value in values]) for name, values in units]
    assert reliability(sets, masi).alpha == pytest.approx(reliability(units, nominal).alpha)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("a", "b", 1),
        ("ab", "ba", 0),
        ("ab", "a", 1 - 1 / 2 * 2 / 3),  # a part
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),  # each holds something of its own
    ],
)
def test_sets_are_apart_by_what_they_share(a: str, b: str, apart: float) -> None:
    assert masi(frozenset(a), frozenset(b)) == masi(frozenset(b), frozenset(a)) == pytest.approx(apart)


def test_counts_are_apart_by_their_ratio_and_from_none_as_far_as_can_be() -> None:
    assert ratio(10, 12) == ratio(100, 120) < ratio(10, 20) < ratio(0, 5) == ratio(None, 5) == 1
    assert ratio(None, None) == ratio(0, 0) == 0


def test_of_nothing_nothing_is_told() -> None:
    assert reliability([], nominal).alpha is None
    assert reliability([("r1", [1])], nominal).units == 0
    alike = reliability([("r1", [1, 1]), ("r2", [1, 1])], nominal)
    assert (alike.alpha, alike.units) == (None, 2)
    one_report = reliability([("r1", [1, 1]), ("r1", [2, 1])], nominal)
    assert one_report.alpha is not None
    assert one_report.low is None


coded = st.lists(st.tuples(st.sampled_from("abcd"), st.lists(st.integers(0, 4), max_size=4)), max_size=12)


@settings(deadline=None, max_examples=60)
@given(coded, st.sampled_from([nominal, interval, ratio]), st.integers())
def test_neither_the_order_of_units_nor_the_names_of_coders_change_it(units, distance, seed: int) -> None:
    shuffled = [(name, random.Random(seed).sample(values, len(values))) for name, values in units]
    random.Random(seed).shuffle(shuffled)
    assert reliability(shuffled, distance, resamples=40) == reliability(units, distance, resamples=40)


@settings(deadline=None, max_examples=60)
@given(coded, st.sampled_from(["nominal", "interval", "ratio"]))
def test_the_package_says_the_same(units: Sequence[tuple[str, list[int]]], measure: str) -> None:
    pairable = [values for _, values in units if len(values) > 1]
    assume(len({value for values in pairable for value in values}) > 1)
    counts = np.array([[values.count(value) for value in range(5)] for values in pairable])
    theirs = krippendorff.alpha(value_counts=counts, level_of_measurement=measure)
    ours = reliability(units, {"nominal": nominal, "interval": interval, "ratio": ratio}[measure], resamples=2)
    assert ours.alpha == pytest.approx(theirs)
