"""Weights are complete, and wording alone never joins two mentions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import resources
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across import weigh as under_test
from dateline.link.across.compare import COMPARISONS, levels
from dateline.link.across.packed import pack
from dateline.link.across.weigh import STAGES, load_weights, weigh, weigh_between, weights_from
from link.across.build import DAY, MENTIONS, NAMES, PROPER, WORDS, day, place, rows_of, traits

RULE = load_weights()


def told() -> dict[str, Any]:
    text = resources.files("dateline.link.across").joinpath("weights.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def weight(one: dict[str, object], other: dict[str, object]) -> float:
    rows = pack([traits(1, **one), traits(2, **other)])
    return float(weigh(rows, np.array([0]), np.array([1]), RULE)[0])


def test_the_weights_in_force_name_each_level() -> None:
    assert RULE.keep < RULE.join
    for comparison, table in zip(COMPARISONS, RULE.tables, strict=True):
        assert len(table) == len(comparison.levels) == len(set(comparison.levels))
        assert np.isfinite(table).all()


def test_weights_with_a_level_missing_or_unknown_are_refused() -> None:
    lacking = told()
    del lacking["weights"]["date"]["the same day"]
    with pytest.raises(ValueError, match="date needs the levels"):
        weights_from(lacking)
    with pytest.raises(ValueError, match="no comparison 'mood'"):
        weights_from({**told(), "weights": {**told()["weights"], "mood": {}}})


SAME_WORDS: dict[str, object] = {
    "words": dict(list(WORDS.items())[:48]),
    "head": dict(list(WORDS.items())[:12]),
    "proper": {},
    "names": {},
}


def test_equal_words_and_nothing_else_do_not_join() -> None:
    assert weight(SAME_WORDS, SAME_WORDS) < RULE.join


BOILERPLATE: dict[str, object] = {
    **SAME_WORDS,
    "proper": dict(list(PROPER.items())[:48]),
    "names": NAMES,
    "killed": (7, 7),
    "types": ("bombing",),
    "ages": (33,),
}


def test_equal_boilerplate_of_other_days_and_places_stays_apart() -> None:
    later = DAY + timedelta(9)
    one = {**BOILERPLATE, "date": day(DAY), "place": place("Qom", 34.6)}
    other = {**BOILERPLATE, "date": day(later), "published": later, "place": place("Tabriz", 38.1)}
    assert weight(one, other) < RULE.join
    assert weight({**one, "people": ("ann lee",)}, {**other, "people": ("bob roe",)}) < RULE.join


def test_the_same_day_town_and_people_join() -> None:
    facts = {"date": day(DAY), "place": place("Qom"), "people": ("ann lee",), "names": {"ann lee": 25.0}}
    own = {"proper": {"qom": 12.0, "lee": 9.0, "ann": 9.0}, "killed": (3, 3)}
    assert weight({**facts, **own}, {**facts, **own}) >= RULE.join


@settings(deadline=None, max_examples=40)
@given(st.tuples(MENTIONS, MENTIONS))
def test_a_pair_joins_only_where_facts_or_names_agree(two: tuple[dict[str, object], dict[str, object]]) -> None:
    bare = [
        {**one, "date": None, "place": None, "people": (), "names": {}, "proper": {}, "subject": {}, "words": WORDS}
        for one in two
    ]
    rows = rows_of(bare)
    assert float(RULE.of(levels(rows[:1], rows[1:]))[0]) < RULE.join


def test_each_comparison_is_made_in_one_stage() -> None:
    staged = [name for stage in STAGES for name in stage]
    assert sorted(staged) == sorted(comparison.name for comparison in COMPARISONS)


@settings(deadline=None, max_examples=100)
@given(st.lists(MENTIONS, min_size=2, max_size=8), st.integers(-900, 200))
def test_weighing_skips_only_what_is_below_the_floor(told: list[dict[str, object]], floor: int) -> None:
    rows, rule = rows_of(told), replace(RULE, keep=floor / 100)
    first, second = np.triu_indices(len(rows), 1)
    quick, whole = weigh(rows, first, second, rule), rule.of(levels(rows[first], rows[second]))
    counts = whole >= np.float32(rule.keep)
    assert quick[counts].tolist() == whole[counts].tolist()
    assert (quick[~counts] < rule.keep).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(MENTIONS, min_size=2, max_size=8), st.integers(1, 5))
def test_weights_between_two_lists_of_rows_are_those_within_both(told: list[dict[str, object]], at_once: int) -> None:
    rows, half = rows_of(told), len(told) // 2
    first, second = (side.ravel() for side in np.indices((half, len(rows) - half)))
    within = weigh(rows, first, second + half, RULE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "_AT_ONCE", at_once)
        assert weigh_between(rows[:half], first, rows[half:], second, RULE).tolist() == within.tolist()


@settings(deadline=None, max_examples=40)
@given(st.tuples(MENTIONS, MENTIONS))
def test_the_evidence_adds_up_to_the_weight(two: tuple[dict[str, object], dict[str, object]]) -> None:
    rows = rows_of(list(two))
    found = levels(rows[:1], rows[1:])
    total = RULE.prior + sum(worth for _, _, worth in RULE.evidence(found[0]))
    assert total == pytest.approx(float(RULE.of(found)[0]), abs=0.02)
