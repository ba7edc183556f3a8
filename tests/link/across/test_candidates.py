"""The candidates are all pairs of different reports that share a key, each once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across import candidates as under_test
from dateline.link.across.candidates import candidates
from dateline.link.across.keys import MOST_TOLD, looked_up, own_keys
from dateline.link.across.packed import Rows, pack
from dateline.link.across.pairs import weighed
from dateline.link.across.weigh import load_weights, weigh
from link.across.build import DAY, MENTIONS, day, place, rows_of, traits


def _sharing(rows: Rows) -> set[tuple[int, int]]:
    own, asked = own_keys(rows), looked_up(rows)
    having = defaultdict(set)
    for row, key in zip(own.rows.tolist(), own.keys.tolist(), strict=True):
        having[key].add(row)
    found = {
        (min(row, other), max(row, other))
        for row, key in zip(asked.rows.tolist(), asked.keys.tolist(), strict=True)
        for other in having[key]
    }
    return {(a, b) for a, b in found if rows["report"][a] != rows["report"][b]}


@settings(deadline=None, max_examples=40)
@given(st.lists(MENTIONS, max_size=8), st.integers(1, 9))
def test_candidates_are_the_pairs_that_share_a_key(told: list[dict[str, object]], at_once: int) -> None:
    rows = rows_of(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "ROWS_AT_ONCE", at_once)
        found = [(int(a), int(b)) for first, second in candidates(rows) for a, b in zip(first, second, strict=True)]
    assert len(found) == len(set(found))
    assert set(found) == _sharing(rows)


def test_two_mentions_of_one_report_are_no_candidates() -> None:
    one = traits(1, place=place("Qom"), date=day(DAY))
    rows = pack([one, one])
    assert [len(first) for first, _ in candidates(rows)] == [0]


@pytest.mark.parametrize(("apart", "number"), [(0, 1), (4, 1), (400, 0)])
def test_one_town_is_a_key_for_some_days(apart: int, number: int) -> None:
    later = DAY + timedelta(apart)
    rows = pack(
        [
            traits(1, place=place("Qom"), date=day(DAY)),
            traits(2, place=place("Qom"), date=day(later), published=later),
        ]
    )
    assert sum(len(first) for first, _ in candidates(rows)) == number


def test_several_processes_find_the_same_links_as_one() -> None:
    named = [{"names": {"ann lee": 25.0}, "proper": {"lee": 12.0}, "place": place("Qom")} for _ in range(6)]
    rows, rule = rows_of(named), load_weights()
    one, two = (list(weighed(rows, rule, processes=n)) for n in (1, 2))
    assert [part.weight.tolist() for part in one] == [part.weight.tolist() for part in two]
    first, second = np.triu_indices(6, 1)
    heavy = weigh(rows, first, second, rule)
    assert sorted(np.concatenate([p.weight for p in one])) == sorted(heavy[heavy >= rule.keep])


@pytest.mark.parametrize(
    ("subject", "apart", "number"),
    [
        ({"harbour": 5.0, "dunmore": 9.0, "crane": 6.0}, 300, 1),
        ({"harbour": 5.0, "dunmore": 9.0, "crane": 6.0}, 1500, 0),
        ({"harbour": 5.0, "crane": 6.0}, 300, 0),  # no name among them
        ({"port": 3.0, "dunmore": 3.5}, 300, 0),  # two words that very many reports tell
        ({"dunmore": 9.0}, 300, 0),
    ],
)
def test_two_words_told_most_are_a_key_for_a_year_where_one_is_a_name(
    subject: dict[str, float], apart: int, number: int
) -> None:
    named = {word: worth for word, worth in subject.items() if word == "dunmore"}
    rows = pack(
        [
            traits(1, subject={**subject, "ferry": 4.0}, proper=named),
            traits(2, subject={"strike": 6.0, **subject}, proper=named, published=DAY + timedelta(apart)),
        ]
    )
    assert sum(len(first) for first, _ in candidates(rows)) == number


@pytest.mark.parametrize(("second", "number"), [("IR", 1), ("PH", 0)])
def test_two_words_told_most_are_a_key_within_one_country(second: str, number: int) -> None:
    told = {"harbour": 5.0, "dunmore": 9.0}
    rows = pack(
        [
            traits(1, subject=told, proper={"dunmore": 9.0}, place=place("Arak")),
            traits(
                2,
                subject=told,
                proper={"dunmore": 9.0},
                place=place("Manila", 14.0, second),
                published=DAY + timedelta(300),
            ),
        ]
    )
    assert sum(len(first) for first, _ in candidates(rows)) == number


def test_words_that_a_report_tells_less_often_are_no_key() -> None:
    often = {f"often{n}": 9.0 for n in range(MOST_TOLD)}
    seldom = {"dunmore": 6.5, "harbour": 6.0}
    rows = pack(
        [
            traits(1, subject=often | seldom, proper={"dunmore": 6.5}),
            traits(2, subject=seldom, proper={"dunmore": 6.5}, published=DAY + timedelta(300)),
        ]
    )
    assert [len(first) for first, _ in candidates(rows)] == [0]
