"""Learning how likely statements are right, and measuring it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from confidence_fit import FEWEST, FOLDS, LESS, PAGE, Judged, across_folds, across_sets, columns_of, regression
from confidence_shown import MARKS, brier, calibration_error, figures_table, ranked, reliability, replaced


def made_up(number: int = 2_000) -> Judged:
    """Return statements of two rules that are right in nine and in four of ten, of two sets, in folds."""
    chance = np.random.default_rng(3)
    good = chance.random(number) < 0.5
    right = (chance.random(number) < np.where(good, 0.9, 0.4)).astype(float)
    levels = [{"property": "date", "rule": f"time.{'good' if one else 'bad'}.en.1"} for one in good.tolist()]
    levels[0] = {"property": "date", "rule": "time.once.en.1"}
    sets = np.where(chance.random(number) < 0.1, "small", "large")
    return Judged(levels, right, sets, np.arange(number) % FOLDS)


def test_a_level_seen_rarely_has_no_weight() -> None:
    columns = columns_of(made_up().levels)
    assert ("rule", "time.good.en.1") in columns
    assert ("rule", "time.once.en.1") not in columns
    assert columns_of([{"rule": "r"}] * (FEWEST - 1)) == []


def test_the_weights_give_back_the_shares_that_the_data_have() -> None:
    data = made_up(20_000)
    columns = columns_of(data.levels)
    weights = dict(
        zip([*columns, "prior"], regression(data.levels, data.right, data.weights(), columns), strict=True)
    )
    for rule, share in (("time.good.en.1", 0.9), ("time.bad.en.1", 0.4)):
        odds = weights["prior"] + weights["property", "date"] + weights["rule", rule]
        assert 1 / (1 + np.exp(-odds)) == pytest.approx(share, abs=0.04)


def test_what_was_learned_without_a_fold_is_calibrated_and_better_than_the_share() -> None:
    data = made_up()
    chance, share = across_folds(data)
    assert brier(data.right, chance) < brier(data.right, share) - 0.03
    assert calibration_error(data.right, chance) < 0.04
    assert ranked(data.right, chance) > 0.7


def test_a_set_is_told_by_what_the_others_taught() -> None:
    data = made_up()
    lines = list(across_sets(data, ("small", "large")))
    assert [line.split("|")[1].strip() for line in lines] == [
        "set small, of which nothing was learned",
        "set large, of which nothing was learned",
        "both",
    ]
    upside_down = Judged(
        data.levels, np.where(data.sets == "small", 1 - data.right, data.right), data.sets, data.fold
    )
    told = [float(next(across_sets(one, ("small",))).split("|")[8]) for one in (data, upside_down)]
    assert told[0] > 60
    assert told[1] < 40, "nothing of the set itself went in"


def test_a_statement_of_a_large_set_counts_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confidence_fit.EVEN", 400)
    data = made_up()
    counts, large = data.weights(), data.sets == "large"
    assert counts[large] == pytest.approx((400 / large.sum()) ** LESS)
    assert (counts[~large] == 1).all()


def test_scores_of_what_is_known() -> None:
    right = np.array([1.0, 0.0, 1.0, 0.0])
    assert brier(right, right) == calibration_error(right, right) == 0
    assert ranked(right, right) == 1
    assert ranked(right, 1 - right) == 0
    assert ranked(right, np.full(4, 0.5)) == 0.5
    assert brier(right, np.full(4, 0.5)) == 0.25
    assert calibration_error(right, np.full(4, 0.7)) == pytest.approx(0.2)


def test_the_page_takes_the_figures_between_its_marks() -> None:
    page = PAGE.read_text(encoding="utf-8")
    once = replaced(page, "| new |")
    assert f"{MARKS[0]}\n| new |\n{MARKS[1]}" in once
    assert replaced(once, "| new |") == once
    assert "| all |" in page, "the page has its figures"
    with pytest.raises(ValueError, match="lacks"):
        replaced("no marks", "| new |")


def test_the_table_has_a_line_a_set_and_property() -> None:
    data = made_up()
    shown = figures_table(data.right, data.right, data.right, data.sets, data.levels, ("small", "large"))
    names = [line.split("|")[1].strip() for line in shown.splitlines()[2:]]
    assert names == ["all", "set small", "set large", "date"]


def test_the_picture_is_the_same_for_the_same_data(tmp_path: Path) -> None:
    data = made_up()
    for name in ("one.svg", "two.svg"):
        reliability(data.right, np.full(len(data.right), 0.7), data.sets, tmp_path / name)
    first, second = ((tmp_path / name).read_text(encoding="utf-8") for name in ("one.svg", "two.svg"))
    assert first == second
    assert "share that is right" in first
