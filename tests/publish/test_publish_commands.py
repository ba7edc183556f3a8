from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli.app import run
from dateline.ledger.ledger import Ledger


@pytest.fixture
def command(ledger: Ledger, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable:
    monkeypatch.setenv("DATELINE_LEDGER", ledger.name)
    monkeypatch.setenv("DATELINE_AUTHOR", "ada")

    def call(*words: object) -> tuple[int, str, str]:
        status = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return call


def test_publish_and_the_log(command: Callable, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, said, _ = command("publish", "csv", "gtd", "--out", out, "--country", "AF", "--hxl", "--bom")
    assert (status, said) == (0, f"published 1 incidents as csv, gtd in {out}\n")
    assert (out / "gtd.loss.md").is_file()
    _, said, _ = command("ledger", "exports", "--format", "json")
    (logged,) = json.loads(said)
    assert (logged["author"], logged["formats"]) == ("ada", ["csv", "gtd"])
    _, said, _ = command("ledger", "exports")
    assert said.splitlines()[-1] == "1 export"


def test_what_cannot_be_done_is_refused_in_one_line(command: Callable, tmp_path: Path) -> None:
    for words, reason in (
        (("excel", "--out", tmp_path / "o"), "'excel' is no format; there are csv,"),
        (("csv", "--out", tmp_path / "o", "--status", "sure"), "--status: 'sure' is none; there are unreviewed"),
        (("csv", "--out", tmp_path / "o", "--whole", "--country", "AF"), "a whole copy is of the whole ledger"),
        (("csv", "--out", tmp_path / "o", "--whole", "--status", "reviewed"), "--whole: a whole copy leaves nothing"),
        (("csv", "--out", tmp_path / "o", "--rule", "mine"), "--rule: no rule 'mine'"),
    ):
        status, out, err = command("publish", *words)
        assert (status, out) == (2, "")
        assert reason in err
        assert err.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_releases_from_first_to_check(command: Callable, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    assert command("release", "new", "--shelf", shelf, "--as-of", "2019-03-04")[:2] == (
        0,
        f"release 1 in {shelf / 'release-0001'}\n",
    )
    command("release", "new", "csv", "geojson", "--shelf", shelf, "--note", "More")
    _, said, _ = command("release", "list", "--shelf", shelf, "--format", "json")
    assert [(r["number"], r["incidents"], r["note"]) for r in json.loads(said)["releases"]] == [
        (1, 1, None),
        (2, 5, "More"),
    ]
    _, said, _ = command("release", "list", "--shelf", shelf)
    assert said.splitlines()[-1] == "2 releases"
    one, two = shelf / "release-0001", shelf / "release-0002"
    _, said, _ = command("release", "diff", one, two)
    assert said.splitlines()[-1] == "6 incidents differ"
    _, said, _ = command("release", "diff", one, two, "--format", "csv")
    assert said.splitlines()[0] == "incident,kind,property,before,after"
    _, said, _ = command("release", "diff", one, two, "--format", "json")
    assert {json.loads(line)["kind"] for line in said.splitlines()} == {"added", "changed"}
    assert command("release", "verify", two) == (0, f"{two}: no fault\n", "")
    (two / "incidents.csv").chmod(0o644)
    (two / "incidents.csv").write_text("")
    status, said, _ = command("release", "verify", two)
    assert status == 1
    assert said.splitlines()[-1].endswith("faults")
    status, _, err = command("release", "verify", shelf)
    assert status == 2
    assert "has no manifest.json" in err


def test_a_crosswalk_of_ones_own_is_laid_over_ours(command: Callable, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "publish.md").read_text(encoding="utf-8")
    shown = page.split("```yaml\n")[1].split("```")[0]
    own = tmp_path / "own.yaml"
    own.write_text(shown + "  inter_of_kind: {armed_group: Political militia}\n", encoding="utf-8")
    out = tmp_path / "out"
    assert command("publish", "gtd", "acled", "--out", out, "--crosswalk", own)[0] == 0
    assert "Political militia-Civilians" in (out / "acled.csv").read_text(encoding="utf-8")
    for words, reason in (
        ("gtd: {attacks: {bombing: many}}", "gtd.attacks.bombing: Input should be a valid integer"),
        ("cameo: {}", "it must be a mapping of gtd, acled, ucdp, plover"),
        ("gtd: [", "cannot be read"),
    ):
        own.write_text(words, encoding="utf-8")
        status, _, err = command("publish", "gtd", "--out", out, "--crosswalk", own)
        assert (status, reason in err) == (2, True)
