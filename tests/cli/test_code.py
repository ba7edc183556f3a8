from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["code", "--published", "7 June 2017", "-"], ["--published", "2017-06-07"]),
        (["code", "--published", "2017-02-30", "-"], ["--published", "2017-02-30"]),
        (["code", "--published", "20170607", "-"], ["--published", "2017-06-07"]),
        (["code", "no/such/file.txt"], ["no/such/file.txt", "no such file"]),
        (["code", "--format", "xml", "-"], ["--format", "'table', 'json', 'jsonl', 'csv'"]),
        (["code", "--workers", "-1", "-"], ["--workers", "0"]),
        (["code", "--workers", "many", "-"], ["--workers"]),
        (["code", "--explain", "--format", "csv", "-"], ["--explain", "--format table"]),
        (["code", "--codebook", "no-such.yaml", "-"], ["--codebook", "no-such.yaml"]),
        (["code", "--pipeline", "no_such_pipeline", "-"], ["--pipeline", "no_such_pipeline", "install"]),
        (["code", "--pipeline", "..", "-"], ["--pipeline", "'..'"]),
        (["code", "-o", "no/such/folder/out.json", "-"], ["--output", "no/such/folder/out.json"]),
        (["code", "-o", ".", "-"], ["--output", "folder"]),
        (["code", "--no-such-option"], ["--no-such-option", "--help"]),
        (["cod"], ["cod", "--help"]),
        (["codebook", "check", "no-such.yaml"], ["no-such.yaml"]),
        (["codebook", "show", "no-such-code"], ["no-such-code", "types"]),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    dateline_command: Command, words: list[str], names: list[str]
) -> None:
    status, out, err = dateline_command(*words)
    assert status == 2
    assert out == ""
    assert err.startswith("dateline: ")
    assert err.count("\n") == 1
    assert all(name in err for name in names), err


def test_nothing_named_at_a_terminal_is_refused(dateline_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    status, _, err = dateline_command("code")
    assert (status, "no input" in err) == (2, True)


def test_the_version_is_told(dateline_command: Command) -> None:
    from dateline import __version__

    assert dateline_command("--version") == (0, f"dateline {__version__}\n", "")


@pytest.mark.parametrize("words", [[], ["--help"], ["code", "--help"], ["codebook"], ["codebook", "show", "-h"]])
def test_help_is_told_and_is_no_failure(dateline_command: Command, words: list[str]) -> None:
    status, out, err = dateline_command(*words)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: dateline")


def test_what_is_set_aside_is_listed_and_counted_on_stderr(dateline_command: Command, news: Path) -> None:
    status, out, err = dateline_command("code", news)
    assert status == 0
    assert out.endswith("1 report, 2 incidents, 15 statements, 1 set aside\n")
    lines = err.splitlines()
    assert lines[0].startswith(f"set aside: {news / 'b.txt'}: empty")
    assert lines[1:] == ["dateline: 1 input set aside"]


def test_strict_makes_what_is_set_aside_a_failure(dateline_command: Command, news: Path) -> None:
    assert dateline_command("code", "--strict", news)[0] == 1
    assert dateline_command("code", "--strict", news / "a.txt")[0] == 0


def test_nothing_is_said_on_stderr_where_all_is_well(dateline_command: Command, news: Path) -> None:
    assert dateline_command("code", news / "a.txt")[2] == ""


def test_published_and_outlet_hold_for_every_report(dateline_command: Command, news: Path) -> None:
    words = ("--published", "2016-01-02", "--outlet", "The Paper", "--format", "json")
    document = json.loads(dateline_command("code", *words, news / "a.txt")[1])
    assert document["reports"][0]["published"] == "2016-01-02"
    assert document["reports"][0]["outlet"] == "The Paper"


def test_a_fault_of_ours_is_set_aside_with_its_reason(dateline_command: Command, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("FAIL\x1b[2J: bombs went off in the old town.", encoding="utf-8")
    status, out, err = dateline_command("code", "--published", "2017-06-07", tmp_path / "x.txt")
    assert status == 0
    assert "1 set aside" in out
    assert "KeyError" in err
    assert "please report it" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("form", ["table", "json"])
def test_workers_give_the_same_bytes(start: Callable, news: Path, form: str) -> None:
    for number in range(20):
        (news / f"c{number:02}.txt").write_text(f" date 2017-06-07 Report {number} of bombs.", encoding="utf-8")
    alone = start("code", "--format", form, "--workers", 1, news).communicate(timeout=60)
    together = start("code", "--format", form, "--workers", 2, news).communicate(timeout=60)
    assert together == alone
    assert len(alone[0]) > 1000


def test_a_file_gets_what_standard_output_would(dateline_command: Command, news: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    _, out, _ = dateline_command("code", news, "--format", "csv")
    status, nothing, _ = dateline_command("code", news, "--format", "csv", "-o", place)
    assert (status, nothing) == (0, "")
    assert place.read_text(encoding="utf-8") == out
    assert len(list(csv.reader(io.StringIO(out)))) == 16


def test_a_failed_run_leaves_the_old_file_and_nothing_else(
    dateline_command: Command, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out" / "result.json"
    place.parent.mkdir()
    place.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dateline.cli.render.machine.JsonDocument.add", fail)
    with pytest.raises(OSError, match="No space"):
        dateline_command("code", news, "--format", "json", "-o", place)
    assert [path.name for path in place.parent.iterdir()] == ["result.json"]
    assert place.read_text() == "old"


def test_codebook_show_prints_sections_a_section_and_entries(dateline_command: Command) -> None:
    import yaml

    status, out, _ = dateline_command("codebook", "show")
    assert status == 0
    assert out.startswith("attacks@")
    assert "types" in out
    section = yaml.safe_load(dateline_command("codebook", "show", "types")[1])
    assert {"bombing", "armed_assault"} <= {entry["id"] for entry in section["types"]}
    entry = yaml.safe_load(dateline_command("codebook", "show", "bombing")[1])
    assert any(found["id"] == "bombing" and found.get("label") for found in entry.values())


def test_codebook_check_says_what_is_wrong_and_where(dateline_command: Command, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("extends: attacks\nname: mine\nversion: 3\n")
    bad.write_text("extends: attacks\nname: mine\nversion: soon\n")
    status, out, _ = dateline_command("codebook", "check", good)
    assert status == 0
    assert "mine@3" in out
    status, out, err = dateline_command("codebook", "check", bad)
    assert (status, out) == (2, "")
    assert "bad.yaml" in err
    assert "version" in err
    status, out, _ = dateline_command("codebook", "show", "--codebook", good)
    assert out.startswith("mine@3")


def test_a_codebook_of_ones_own_is_named_in_the_result(dateline_command: Command, news: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: attacks\nname: mine\nversion: 3\n")
    _, out, _ = dateline_command("code", "--codebook", mine, "--format", "json", news)
    assert json.loads(out)["made_by"]["codebook"] == "mine@3"
