"""Levels are the same whichever mention comes first, and say what they are named for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across.compare import COMPARISONS, levels
from dateline.link.across.packed import Rows, pack
from dateline.model import DatePrecision, DateValue
from link.across.build import DAY, MENTIONS, PROPER, day, place, rows_of, traits


def level(name: str, one: dict[str, object], other: dict[str, object]) -> str:
    found = levels(pack([traits(1, **one)]), pack([traits(2, **other)]))[0]
    return next(c.levels[n] for c, n in zip(COMPARISONS, found, strict=True) if c.name == name)


@settings(deadline=None, max_examples=40)
@given(st.tuples(MENTIONS, MENTIONS))
def test_levels_are_the_same_whichever_comes_first(told: tuple[dict[str, object], dict[str, object]]) -> None:
    rows: Rows = rows_of(list(told))
    one, other = levels(rows[:1], rows[1:]), levels(rows[1:], rows[:1])
    assert one.tolist() == other.tolist()
    for comparison, found in zip(COMPARISONS, one[0], strict=True):
        assert 0 <= found < len(comparison.levels)


BOMBING: dict[str, object] = {"types": ("bombing",)}
WEEK = DateValue(DAY - timedelta(6), DAY, DatePrecision.WEEK)


@pytest.mark.parametrize(
    ("name", "one", "other", "told"),
    [
        ("date", {"date": day(DAY)}, {"date": day(DAY)}, "the same day"),
        ("date", {"date": day(DAY)}, {"date": WEEK}, "intervals meet"),
        ("date", {"date": day(DAY)}, {"date": day(DAY + timedelta(20))}, "8 to 30 days apart"),
        ("date", {"date": day(DAY)}, {}, "not told by both"),
        ("place", {"place": place("Qom")}, {"place": place("Qom")}, "the same town, of a rare name"),
        ("place", {"place": place("Qom")}, {"place": place("Ray", 35.2)}, "within 40 km"),
        (
            "place",
            {"place": place("Qom")},
            {"place": place("Qom", 5.0, "SD")},
            "towns of one name, read as different",
        ),
        ("place", {"place": place("Qom")}, {"place": place("Juba", 5.0, "SD")}, "different countries"),
        ("town", {"place": place("Qom")}, {"proper": {"qom": 10.0}}, "one told, which the other names"),
        ("people", {"people": ("ann lee",)}, {"people": ("bob lee",)}, "a last name in both"),
        ("ages", {"ages": (3, 21)}, {"ages": (3, 21, 40)}, "two or more in both"),
        ("killed", {"killed": (4, 4)}, {"killed": (6, 6), "published": DAY + timedelta(1)}, "grows a little"),
        ("killed", {"killed": (6, 6)}, {"killed": (4, 4), "published": DAY + timedelta(1)}, "falls a little"),
        ("actor", {"actors": ("islamic-state",)}, {"actors": ("al-shabaab",)}, "different"),
        ("standing", {"ordinal": 0}, {"ordinal": 3}, "one told in passing"),
        ("proper words", BOMBING | {"proper": PROPER}, BOMBING | {"proper": PROPER}, "160 bits or more"),
        (
            "proper words",
            BOMBING | {"proper": PROPER},
            {"proper": PROPER},
            "160 bits or more, one tells no kind of act",
        ),
        ("subject", {"subject": {"dam": 9.0, "sluice": 12.0}}, {"subject": {"sluice": 12.0}}, "8 to 14 bits"),
    ],
)
def test_levels(name: str, one: dict[str, object], other: dict[str, object], told: str) -> None:
    assert level(name, one, other) == told
    assert level(name, other, one) == told
