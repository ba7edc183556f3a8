"""The example reports are coded as well as they once were; their gold is whole and quotes them exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.codebook import load_codebook
from examples import KEPT, fingerprint, kept, scored
from floors import FLOORS, below, raised
from gold import EXAMPLES, bounds, days, faults, gold, reports

HELD: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))


def test_no_figure_of_the_examples_falls_below_its_floor() -> None:
    assert set(HELD["floors"]) == set(KEPT)
    assert min(HELD["floors"].values()) > 0
    assert below(HELD["floors"], kept(scored().figures)) == []


def test_the_floors_are_of_this_gold_and_these_reports() -> None:
    now = fingerprint()
    assert {name: HELD[name] for name in now} == now, "run `python eval/examples.py --raise` if the change is meant"


def test_the_fingerprint_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "expected.yaml").write_text("a", encoding="utf-8")
    report = tmp_path / "reports" / "one.txt"
    report.write_text("text", encoding="utf-8")
    first = fingerprint(tmp_path)
    renamed = report.rename(report.with_name("two.txt"))
    second = fingerprint(tmp_path)
    assert (first["gold"], first["reports"] == second["reports"]) == (second["gold"], False)
    renamed.write_text("texts", encoding="utf-8")
    assert fingerprint(tmp_path)["reports"] != second["reports"]


def test_floors_are_raised_to_a_margin_below_and_never_lowered() -> None:
    assert raised({"type": 50.0, "city": 70.0}, {"type": 60.04, "city": 60.0, "date": 0.5}) == {
        "type": 59.0,
        "city": 70.0,
        "date": 0.0,
    }


def test_a_figure_below_its_floor_is_named() -> None:
    assert below({"type": 50.0, "city": 50.0}, {"type": 49.9, "city": 50.0}) == ["type: 49.9, floor 50.0"]


def test_every_report_is_coded_in_its_own_words_and_our_codes() -> None:
    assert list(faults(gold(), reports(), load_codebook())) == []
    assert len(gold()) == 47


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"types": ["robbery"]}, "no types of the codebook"),
        ({"weapons": [{"quote": "bomb", "type": "sword"}]}, "no weapons of the codebook"),
        ({"targets": [{"quote": "words that no report has", "type": "police"}]}, "not in the text"),
        ({"targets": [{"type": "police"}]}, "no quote"),
        ({"outcome": "done"}, "no outcome"),
        ({"wonded": []}, "unknown keys"),
        ({"place": {"country": "Turkey"}}, "no country"),
    ],
)
def test_a_fault_of_the_gold_is_told(change: dict[str, Any], said: str) -> None:
    rows = gold()
    rows[0]["incidents"][0] |= change
    assert any(said in fault for fault in faults(rows, reports(), load_codebook()))


def test_a_report_without_coding_is_told() -> None:
    missing, *rest = gold()
    (fault,) = faults(rest, reports(), load_codebook())
    assert missing["id"] in fault


def test_short_forms_are_written_out() -> None:
    assert [bounds(count) for count in ("30", "86..", "..8", "5..6")] == [(30, 30), (86, None), (None, 8), (5, 6)]
    assert days("2016-01-01..2016-01-31") == {"earliest": "2016-01-01", "latest": "2016-01-31"}
    assert days("2016-01-01") == {"earliest": "2016-01-01", "latest": "2016-01-01"}
    with pytest.raises(ValueError, match="after"):
        days("2016-02-01..2016-01-31")


def test_each_report_is_of_a_folder_of_the_examples() -> None:
    assert {name.split("/")[0] for name in reports()} == {path.name for path in (EXAMPLES / "reports").iterdir()}
