"""Pairs tell of each field what their rows hold, whichever pairs are chosen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across.packed import ROW, shared
from dateline.link.across.sides import Pairs, Side
from link.across.build import MENTIONS, rows_of


@settings(deadline=None, max_examples=40)
@given(st.lists(MENTIONS, min_size=1, max_size=4), st.lists(st.integers(0, 3), max_size=6), st.data())
def test_fields_of_chosen_pairs_are_those_of_their_rows(
    told: list[dict[str, object]], chosen: list[int], data: st.DataObject
) -> None:
    rows = rows_of(told)
    first = np.array([n % len(rows) for n in chosen], np.intp)
    second = first[::-1]
    pairs = Pairs(Side(rows, first), Side(rows, second))
    some = np.array([n for n in range(len(chosen)) if data.draw(st.booleans())], np.intp)
    for kept, a, b in ((pairs, first, second), (pairs.only(some), first[some], second[some])):
        assert len(kept) == len(a)
        for field in ROW.names or ():
            assert kept.a[field].tobytes() == rows[a][field].tobytes()
            assert kept.b[field].tobytes() == rows[b][field].tobytes()
        assert kept.shared("proper").tolist() == shared(rows["proper"][a], rows["proper"][b]).tolist()


@settings(deadline=None, max_examples=40)
@given(st.lists(MENTIONS, min_size=2, max_size=4))
def test_a_pair_tells_what_both_of_its_mentions_tell(told: list[dict[str, object]]) -> None:
    rows = rows_of(told)
    pairs = Pairs(Side(rows, np.arange(len(rows) - 1)), Side(rows, np.arange(1, len(rows))))
    for field in ("killed", "people", "ages", "times"):
        tells = [bool(one[field]) for one in told]
        assert pairs.told(field).tolist() == [a and b for a, b in pairwise(tells)]
