"""The example reports can all be read, and the example codebook is valid."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from dateline import code
from dateline.codebook import load_codebook
from dateline.model import Kind, Report
from dateline.read import read_inputs

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
REPORTS = EXAMPLES / "reports"


def _reports() -> list[Report]:
    read = list(read_inputs([str(REPORTS)]))
    assert [item for item in read if not isinstance(item, Report)] == []
    return [item for item in read if isinstance(item, Report)]


def test_every_example_is_read_with_its_date_and_head() -> None:
    reports = _reports()
    assert len(reports) == 47
    assert all(2014 <= report.published.year <= 2019 for report in reports)
    assert sum(report.outlet is None for report in reports) == 1  # the saved wire copy has only a date
    assert not any("Published:" in report.text or "<p>" in report.text for report in reports)


def test_every_format_is_there_and_no_report_twice() -> None:
    formats = Counter(path.suffix for path in REPORTS.rglob("*.*"))
    assert formats == {".txt": 32, ".html": 3, ".jsonl": 1, ".csv": 1, ".xml": 1}
    assert len({report.id for report in _reports()}) == 47


def test_the_readme_lists_every_folder() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for folder in REPORTS.iterdir():
        assert f"| `{folder.name}`" in readme


def test_records_of_the_json_lines_hold_our_own_fields() -> None:
    for line in (REPORTS / "easter-2019" / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        assert set(json.loads(line)) - {"url"} == {"id", "title", "published", "outlet", "text"}


def test_the_codebook_of_a_team_extends_ours() -> None:
    ours, theirs = load_codebook(), load_codebook(EXAMPLES / "codebook-hospitals.yaml")
    assert theirs.label == "hospitals@1"
    types = {target.id: set(target.words) for target in theirs.targets}
    assert set(types) - {target.id for target in ours.targets} == {"ambulance", "health_worker", "hospital"}
    assert "hospital" in types["hospital"]
    assert "hospital" not in types["health"]  # an entry with an id of ours replaces ours
    assert {"obstruction"} == {act.id for act in theirs.types} - {act.id for act in ours.types}
    assert theirs.weapons == ours.weapons


def test_a_report_is_coded_by_the_codebook_of_a_team() -> None:
    text = (
        "Soldiers at a checkpoint blocked two ambulances for an hour in Taiz on Monday, "
        "doctors at the city's main hospital said."
    )
    coding = code(text, published="2018-05-08", codebook=EXAMPLES / "codebook-hospitals.yaml")
    assert coding.made_by["codebook"] == "hospitals@1"
    assert [incident.types for incident in coding.incidents] == [("obstruction",)]
    targets = [statement.value for statement in coding.statements if statement.property == "target"]
    assert "ambulance" in {target.type for target in targets if isinstance(target, Kind)}
    assert code(text, published="2018-05-08").incidents == ()  # ours knows no such act
