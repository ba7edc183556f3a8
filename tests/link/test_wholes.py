"""People told in passing are the count where nothing else counts those who came to harm."""

from __future__ import annotations

from datetime import date

import pytest

import dateline
from dateline.model import Toll

DAY = date(2018, 5, 16)


def wounded(text: str) -> list[tuple[int | None, int | None]]:
    coding = dateline.code(text, published=DAY)
    tolls = [s.value for s in coding.statements if s.property == "wounded" and isinstance(s.value, Toll)]
    return [(t.low, t.high) for t in tolls if not t.part]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Deputies were called on Monday about a gunman and a boy who had been shot in the foot.", [(1, 1)]),
        (
            "Gunmen wounded four people in Quetta on Monday. Deputies spoke of a boy who had been shot in the foot.",
            [(4, 4)],
        ),
    ],
)
def test_one_told_in_passing_is_all_of_them_only_where_nobody_else_is_counted(
    text: str, counts: list[tuple[int, int]]
) -> None:
    assert wounded(text) == counts
