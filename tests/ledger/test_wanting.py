"""What wants a look: a report's doubt is how many corrections another look at it can be expected to bring."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.ledger.rows import Row
from dateline.ledger.wanting import WRONG, chance_of_wrong, open_row


def stated(name: str, confidence: float | None) -> Row:
    return {
        "id": f"s-{name}",
        "report": "r1",
        "published": date(2017, 6, 7),
        "property": name,
        "confidence": confidence,
    }


def test_a_statement_is_doubted_by_its_confidence() -> None:
    assert chance_of_wrong(stated("date", 0.7)) == pytest.approx(0.3)
    assert chance_of_wrong(stated("date", None)) == WRONG["date"]
    assert 0 < chance_of_wrong(stated("victim", None)) < 1


def test_the_doubt_of_a_report_is_the_sum_in_whatever_order() -> None:
    rows = [stated("date", 0.9), stated("killed", 0.34), stated("target", None)]
    made = open_row(rows)
    assert made == open_row(rows[::-1])
    assert made is not None
    assert made["undecided"] == 3
    assert made["doubt"] == round(0.1 + 0.66 + WRONG["target"], 3)
    assert open_row([]) is None


def test_the_place_of_a_report_stays_while_it_is_worked_on() -> None:
    rows = [stated("date", 0.9), stated("killed", 0.34)]
    half, whole = open_row(rows, {"s-date"}), open_row(rows)
    assert half is not None
    assert whole is not None
    assert (half["undecided"], half["doubt"]) == (1, whole["doubt"])
    assert open_row(rows, {"s-date", "s-killed"}) is None
