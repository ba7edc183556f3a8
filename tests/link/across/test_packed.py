"""Rows keep what is compared, in bytes that come back as they were."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across.packed import ROW, code, from_bytes, pack, shared, to_bytes
from link.across.build import DAY, MENTIONS, PROPER, day, place, rows_of, traits


@settings(deadline=None, max_examples=40)
@given(st.lists(MENTIONS, max_size=5))
def test_rows_come_back_from_bytes(told: list[dict[str, object]]) -> None:
    rows = rows_of(told)
    kept = to_bytes(rows)
    assert from_bytes(kept).tobytes() == rows.tobytes()
    assert from_bytes(list(reversed(kept))).tobytes() == rows[::-1].tobytes()


def test_a_row_is_small() -> None:
    assert ROW.itemsize <= 768


def test_what_is_not_told_is_not_nought() -> None:
    (row,) = pack([traits(1)])
    (other,) = pack([traits(1, killed=(0, 0), date=day(DAY), place=place("Qom", 0.0))])
    assert row["killed"].tolist() == [-1, -1]
    assert other["killed"].tolist() == [0, 0]
    assert np.isnan(row["lat"])
    assert other["lat"] == 0.0
    assert row["earliest"] < 0 < other["earliest"]


@settings(deadline=None, max_examples=40)
@given(st.sets(st.sampled_from(sorted(PROPER))), st.sets(st.sampled_from(sorted(PROPER))))
def test_shared_is_what_the_words_in_both_are_worth(ours: set[str], theirs: set[str]) -> None:
    ours, theirs = set(sorted(ours)[:48]), set(sorted(theirs)[:48])
    rows = pack([traits(n, proper={w: PROPER[w] for w in of}) for n, of in enumerate((ours, theirs))])
    told = shared(rows["proper"][:1], rows["proper"][1:])
    assert told.tolist() == [sum(PROPER[w] for w in ours & theirs)]


def test_a_code_tells_its_weight_and_words_keep_theirs_apart() -> None:
    assert code("tehran", 12.4) & 31 == 12
    assert code("tehran", 99.0) & 31 == 31
    assert code("tehran", 5.0) >> 5 == code("tehran", 12.0) >> 5 != code("qom", 5.0) >> 5
