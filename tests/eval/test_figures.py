"""Figures as data: samples that stay the same, misses for reading, and what a measure alone prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figures import Figure, Judged, Measured, Miss, as_markdown, asked, passage, sampled, tell


def test_a_sample_is_the_same_whatever_else_is_in_the_set() -> None:
    rows = [{"id": str(n)} for n in range(50)]
    ten = sampled(rows, 10)
    assert len(ten) == 10
    assert ten == [row for row in rows if row in ten], "the order stays"
    assert sampled(rows[::-1], 10)[::-1] == ten
    assert [row for row in sampled(rows, 20) if row in ten] == ten, "a larger sample holds the smaller"
    assert sampled(rows, None) == sampled(rows, 50) == rows


def test_a_sample_by_another_key_takes_all_rows_of_it() -> None:
    rows = [{"id": str(n), "of": str(n % 5)} for n in range(20)]
    chosen = sampled(rows, 6, "of")
    assert {row["of"] for row in rows if row in chosen} == {row["of"] for row in chosen}
    assert len(chosen) == 8


def test_a_passage_marks_its_words_on_one_line() -> None:
    text = "Before it.\nA bomb went off."
    assert passage(text, 13, 17) == "Before it. A [bomb] went off."
    assert passage(text, 13, 17, around=2) == "A [bomb] w"


def _miss(document: str, harm: float) -> Miss:
    return Miss("made up", document, "target", ("police",), (), "rule: words\ngold: others", ("a.b.en.1",), harm)


def test_the_worst_misses_stand_first_with_words_and_rules() -> None:
    told = as_markdown([_miss("mild", 1), _miss("bad", 3), _miss("worse", 4)], "target", 2)
    assert told.startswith("# target: 2 of 3 misses")
    assert told.index("worse") < told.index("bad")
    assert "mild" not in told
    for line in ("- wanted: police", "- found: nothing", "- rules: a.b.en.1", "> rule: words", "> gold: others"):
        assert line in told.splitlines()


def test_a_field_without_misses_is_told_with_those_that_have_some() -> None:
    with pytest.raises(SystemExit, match="there are of: target"):
        as_markdown([_miss("mild", 1)], "weapon", 2)


def test_what_a_measure_found_is_read_back_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = Measured(
        [Figure("made up", "day", 50.0, 4)], [_miss("a", 1)], [Judged("made up", "r", "target", 1, 2, 3, 4)]
    )
    options = asked(None).parse_args(["--json", str(tmp_path / "found.json"), "--errors", "target"])
    tell(found, options)
    assert Measured.of(json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))) == found
    printed = capsys.readouterr().out
    assert "# target" in printed
    assert printed.splitlines()[-1].split() == ["made", "up", "day", "50.0", "of", "4"]
