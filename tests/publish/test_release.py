"""Releases are numbered, never change, tell how they differ, and can be checked without the ledger."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.ledger.exports import logged_exports, recorded_releases
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.ledger import Ledger
from dateline.publish.contents import differences, lines_of
from dateline.publish.published import Asked
from dateline.publish.release import new_release
from dateline.publish.release_check import faults_of

from .conftest import NOON, codings

THEN = AsOf.of(published=NOON.date().replace(2019, 3, 4))


def made(ledger: Ledger, shelf: Path, asked: Asked | None = None, formats=("csv",), **more):
    return new_release(ledger, formats, shelf, asked, author="ada", clock=lambda: NOON, **more)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def test_a_release_is_whole_and_on_record(ledger: Ledger, shelf: Path) -> None:
    one = made(ledger, shelf, note="The first.", formats=("csv", "gtd", "site"))
    assert one.folder == shelf / "release-0001"
    manifest = json.loads((one.folder / "manifest.json").read_text())
    assert (manifest["release"], manifest["note"], manifest["previous"]) == (1, "The first.", None)
    assert set(manifest["formats"]) == {"jsonl", "csv", "gtd", "site"}
    assert manifest["versions"]["codebook"] == "attacks@1"
    assert manifest["versions"]["read_by"] == [{"codebook": "attacks@1", "dateline": "0.1.0", "parser": "none@0"}]
    assert manifest["ledger"]["reports"]["rows"] == 5
    assert manifest["counts"]["incidents"] == 5
    assert manifest["asked"]["care"]["with_names"] is False
    assert list(faults_of(one.folder)) == []
    with ledger.reading() as connection:
        (recorded,) = recorded_releases(connection)
        (export,) = logged_exports(connection)
    assert list(faults_of(one.folder, recorded)) == []
    assert export.files.keys() - {"manifest.json", "SHA256SUMS"} == manifest["files"].keys()
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=one.folder, check=False)
    assert checked.returncode == 0
    page = (one.folder / "METHODS.md").read_text()
    for words in ("release 1", "The first.", "| disputed |", "GTD-style", "blacked out", "sha256sum -c"):
        assert words in page


def test_the_next_release_tells_how_it_differs(ledger: Ledger, shelf: Path) -> None:
    first = made(ledger, shelf, Asked(as_of=THEN))
    second = made(ledger, shelf)
    assert second.manifest["previous"]["release"] == 1
    told = [json.loads(line) for line in (second.folder / "diff.jsonl").open(encoding="utf-8")]
    kinds = {one["incident"]: one["kind"] for one in told}
    bombing = codings()[0].incidents[0].id
    assert kinds[bombing] == "changed"
    assert sorted(kinds.values()) == ["added"] * 5 + ["changed"]
    changed = next(one for one in told if one["incident"] == bombing)["changed"]
    assert changed["reports"] == {"before": 1, "after": 2}
    assert changed["killed"]["after"] == {"low": 31, "high": 31}
    back = {
        one.incident: one.kind for one in differences(iter(lines_of(second.folder)), iter(lines_of(first.folder)))
    }
    assert sorted(back.values()) == ["changed", *["removed"] * 5]
    assert list(differences(iter(lines_of(first.folder)), iter(lines_of(first.folder)))) == []


def test_a_later_ledger_leaves_an_earlier_release_as_it_was(ledger: Ledger, shelf: Path) -> None:
    one = made(ledger, shelf)
    with ledger.judging("ada", clock=lambda: NOON + timedelta(days=1)) as judging:
        judging.statement("reject", codings()[3].statements[0].id)
    two = made(ledger, shelf)
    assert two.number == 2
    assert list(faults_of(one.folder)) == []
    assert two.manifest["ledger"]["verdicts"]["rows"] == 2
    assert two.manifest["counts"]["held_back"] == {"withdrawn": 1}


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("incidents.csv", "incidents.csv is not what was released"),
        ("contents.jsonl", "contents.jsonl is not what was released"),
        ("METHODS.md", "METHODS.md is not what was released"),
    ],
)
def test_a_file_that_was_changed_is_found(ledger: Ledger, shelf: Path, file: str, fault: str) -> None:
    folder = made(ledger, shelf).folder
    (folder / file).chmod(0o644)
    with (folder / file).open("a") as opened:
        opened.write("\n")
    assert any(found.startswith(fault) for found in faults_of(folder))


def test_a_change_that_was_hashed_again_is_found_by_content_and_by_the_ledger(ledger: Ledger, shelf: Path) -> None:
    folder = made(ledger, shelf).folder
    with ledger.reading() as connection:
        (recorded,) = recorded_releases(connection)
    for path in folder.iterdir():
        path.chmod(0o644)
    lines = (folder / "incidents.jsonl").read_text(encoding="utf-8").replace('"low": 31', '"low": 30')
    (folder / "incidents.jsonl").write_text(lines, encoding="utf-8")
    from dateline.publish.destination import sha256_of

    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["incidents.jsonl"]["sha256"] = sha256_of(folder / "incidents.jsonl")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    (folder / "SHA256SUMS").write_text("".join(f"{sha256_of(folder / name)}  {name}\n" for name in names))
    faults = list(faults_of(folder, recorded))
    assert len(faults) == 2
    assert "its content is not what contents.jsonl has" in faults[0]
    assert "not the one that the ledger recorded" in faults[1]


def test_an_incident_that_is_gone_is_found(ledger: Ledger, shelf: Path) -> None:
    folder = made(ledger, shelf).folder
    lines = (folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "incidents.jsonl").chmod(0o644)
    (folder / "incidents.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    gone = json.loads(lines[0])["incident"]["id"]
    assert f"incident {gone} is in contents.jsonl and not in incidents.jsonl" in set(faults_of(folder))
    (folder / "incidents.jsonl").write_text("{", encoding="utf-8")
    assert any(fault.startswith("the contents cannot be read") for fault in faults_of(folder))


def test_missing_and_strange_files_are_found(ledger: Ledger, shelf: Path) -> None:
    folder = made(ledger, shelf).folder
    (folder / "groups.csv").unlink()
    (folder / "more.csv").write_text("")
    faults = list(faults_of(folder))
    assert faults[:2] == ["groups.csv is missing", "more.csv is not listed in manifest.json"]
    with pytest.raises(ValueError, match=r"has no manifest\.json; name the folder of a release"):
        list(faults_of(shelf))


def test_a_folder_that_is_taken_is_left_alone(ledger: Ledger, shelf: Path) -> None:
    (shelf / "release-0001").mkdir(parents=True)
    with pytest.raises(ValueError, match="but this ledger knows no release 1; name another folder"):
        made(ledger, shelf)
    with ledger.reading() as connection:
        assert recorded_releases(connection) == []


def test_a_release_apart_from_the_last_says_so(ledger: Ledger, shelf: Path, tmp_path: Path) -> None:
    made(ledger, shelf)
    two = made(ledger, tmp_path / "elsewhere", Asked(Filters(country=("AF",))))
    assert two.manifest["previous"]["diff"] is None
    assert "does not lie beside" in (two.folder / "METHODS.md").read_text()


def test_releases_are_part_of_a_dump(ledger: Ledger, shelf: Path, tmp_path: Path) -> None:
    made(ledger, shelf)
    dumped = list(ledger.dump())
    with Ledger.create(tmp_path / "copy2.db") as copy:
        copy.load(dumped)
        assert list(copy.dump()) == dumped
        with copy.reading() as connection:
            assert [one.number for one in recorded_releases(connection)] == [1]
