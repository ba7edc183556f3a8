"""Floors of the development sets: raised and never lowered, held only for the data that they were measured on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import floors
from figures import Figure

ROOT = Path(__file__).resolve().parents[2]
BENCH = os.environ.get("DATELINE_BENCH", "")
SAMPLE = "30"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    for name in ("gva", "geo"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "dev.jsonl").write_text('{"id": "1"}\n', encoding="utf-8")
    return tmp_path


def day(value: float, n: int = 1000) -> list[Figure]:
    return [Figure("gva", "day", value, n), Figure("geo lgl", "span F1", 50.0, 1000), Figure("examples", "x", 9.0, 1)]


def lifted(bench: Path, *values: float, sample: int | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"gold": "kept"}
    for value in values:
        told = floors.lifted(bench, sample, day(value), told)
    return told


def test_floors_are_a_margin_below_and_never_lowered(bench: Path) -> None:
    for told in (lifted(bench, 60.04), lifted(bench, 60.04, 50.0), lifted(bench, 50.0, 60.04)):
        held = floors.of(bench, None, ["gva", "geo lgl", "examples"], told)
        assert held.values == {"gva": {"day": 59.0}, "geo lgl": {"span F1": 49.0}}
        assert told["gold"] == "kept"


def test_three_facts_of_few_may_be_lost(bench: Path) -> None:
    told = floors.lifted(bench, None, day(60.0, n=20), {})
    assert told["sets"]["gva"]["all"] == {"day": 45.0}
    assert floors.lifted(bench, None, day(60.0, n=0), {})["sets"]["gva"]["all"] == {"day": 0.0}


def test_a_figure_below_its_floor_and_one_that_is_gone_are_named(bench: Path) -> None:
    held = floors.of(bench, None, ["gva"], lifted(bench, 60.04))
    assert held.below(day(59.0)) == []
    assert held.below(day(58.9)) == ["gva day: 58.9, floor 59.0"]
    assert held.below([Figure("gva", "city", 99.0, 9)]) == ["gva day: not measured, floor 59.0"]
    assert held.below([Figure("gva", "city", 99.0, 9)], is_whole=False) == []
    assert held.below(day(58.9), is_whole=False) == ["gva day: 58.9, floor 59.0"]


def test_other_data_is_measured_without_floors_and_that_is_told(bench: Path) -> None:
    told = lifted(bench, 60.0)
    (bench / "gva" / "dev.jsonl").write_text('{"id": "2"}\n', encoding="utf-8")
    held = floors.of(bench, None, ["gva", "geo lgl"], told)
    assert set(held.values) == {"geo lgl"}
    assert held.foreign == ["gva: the floors are of other data; measured without floors"]
    assert floors.lifted(bench, None, day(40.0), told)["sets"]["gva"]["all"] == {"day": 39.0}


def test_a_sample_has_floors_of_its_own(bench: Path) -> None:
    told = floors.lifted(bench, 30, day(40.0), lifted(bench, 60.0))
    assert floors.of(bench, None, ["gva"], told).values["gva"] == {"day": 59.0}
    assert floors.of(bench, 30, ["gva"], told).values["gva"] == {"day": 39.0}
    assert floors.of(bench, 31, ["gva"], told).values["gva"] == {}


def test_what_is_written_is_read_back(tmp_path: Path, bench: Path) -> None:
    told = lifted(bench, 60.0)
    floors.written(told, tmp_path / "floors.json")
    assert floors.read(tmp_path / "floors.json") == told
    assert floors.read(tmp_path / "none.json") == {}


@pytest.mark.slow
@pytest.mark.skipif(
    not Path(BENCH).is_dir() or not BENCH, reason="DATELINE_BENCH names no folder of development sets"
)
def test_no_figure_of_a_sample_of_the_development_sets_falls_below_its_floor() -> None:
    command = [sys.executable, "eval", BENCH, "--sample", SAMPLE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert floors.read()["sets"]["gva"][f"sample {SAMPLE}"]
