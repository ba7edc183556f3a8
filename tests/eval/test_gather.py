"""The command that measures everything: what it runs, what it does with a measure that fails, and its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

import gather
from figures import Figure, Judged
from gather import LANES, chosen, gathered
from shown import aims, rule_table, rules, table

MEASURE = """
import sys
from figures import Figure, Judged, Measured, alone

def measure(bench, sample):
    {body}
    return Measured([Figure("one", "day", 60.0, sample or 100), Figure("two", "day", 1.0, 5)], [], [])

if __name__ == "__main__":
    alone(measure, None)
"""


OWN = ({"bad": ["three"], "good": ["one", "two"]}, {"killed": ["four"]})


@pytest.fixture
def measures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put measures of our own in the place of the real ones: one that works, and two that end badly."""
    for name, body in (("good", "pass"), ("bad", "raise ValueError('no such row')"), ("killed", "sys.exit(9)")):
        (tmp_path / f"{name}.py").write_text(MEASURE.format(body=body), encoding="utf-8")
    monkeypatch.setattr(gather, "HERE", tmp_path)
    real = Path(__file__).resolve().parents[2]
    monkeypatch.setenv("PYTHONPATH", f"{real / 'eval'}:{real / 'src'}")
    return tmp_path


def test_a_measure_that_fails_is_told_and_stops_no_other(measures: Path) -> None:
    found = gathered(measures, sample=7, lanes=OWN)
    assert found.figures == [Figure("one", "day", 60.0, 7), Figure("two", "day", 1.0, 5)]
    assert set(found.failed) == {"bad", "killed"}
    assert "no such row" in found.failed["bad"]
    assert found.failed["killed"].startswith("ended with 9")
    assert set(found.seconds) == {"good", "bad", "killed"}


def test_of_a_measure_of_several_sets_only_the_one_asked_for_is_told(measures: Path) -> None:
    assert chosen("two", OWN) == [["good"]]
    assert [figure.set for figure in gathered(measures, "two", lanes=OWN).figures] == ["two"]


def test_without_a_folder_only_the_examples_are_measured() -> None:
    with pytest.raises(SystemExit, match="needs the folder"):
        gathered(None, "gva")


def test_sets_and_measures_are_chosen_by_name() -> None:
    assert chosen("gtd_texts") == [["paragraphs", "tolls"]]
    assert chosen("geo") == chosen("geo lgl") == [["geo"]]
    assert chosen("linking") == [["linking"]]
    assert sum(map(len, chosen(None))) == sum(map(len, LANES))
    with pytest.raises(SystemExit, match=r"no measure or set 'nothing'.*gva"):
        chosen("nothing")


def test_every_measure_is_a_script_of_the_folder() -> None:
    for lane in LANES:
        for name in lane:
            assert (gather.HERE / f"{name}.py").exists()


def test_aims_are_of_sets_that_are_measured_in_the_form_that_the_table_takes() -> None:
    known = {name for lane in LANES for sets in lane.values() for name in sets}
    for name, fields in aims().items():
        assert name in known
        for held in fields.values():
            assert set(held) <= {"aim", "baseline", "published"}


def test_the_table_holds_figures_against_floor_aim_and_others() -> None:
    field = next(field for field, held in aims()["gva"].items() if held.get("aim") == 88)
    lines = table([Figure("gva", field, 88.0, 3), Figure("gva", "made up", 1.0, 3)], {"gva": {field: 70.5}})
    _, reached, other = lines.splitlines()
    assert reached.split()[:8] == ["gva", field, "88.0", "3", "70.5", "88.0", "+", "55.9"]
    assert other.split() == ["gva", "made", "up", "1.0", "3"]


def test_rules_stand_by_their_harm_with_counts_of_all_sets() -> None:
    told = rules(
        [
            Judged("a", "good.en.1", "type", 9, 1, 0, 5),
            Judged("a", "bad.en.1", "type", 1, 2, 3, 0),
            Judged("b", "bad.en.1", "type", 1, 0, 0, 4),
            Judged("b", "open.en.1", "type", 0, 0, 0, 4),
        ]
    )
    assert [(one.rule, one.harm, one.precision) for one in told] == [
        ("bad.en.1", 3, 0.286),
        ("open.en.1", 0, None),
        ("good.en.1", -8, 0.9),
    ]
    assert told[0].sets == {"a": (1, 5), "b": (1, 0)}
    first = rule_table(told).splitlines()[1].split()
    assert first == ["bad.en.1", "type", "3", "2", "2", "3", "4", "29", "a", "1/5,", "b", "1/0"]
