from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.ledger import Ledger
from dateline.ledger.migrate import HEAD
from handmade import full_coding, report


@pytest.fixture
def place(tmp_path: Path) -> Path:
    found = tmp_path / "kept.db"
    with Ledger.create(found) as ledger:
        ledger.add(full_coding(report()))
    return found


def test_create_makes_an_empty_ledger_once(dateline_command: Callable, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert dateline_command("ledger", "create", "--ledger", path)[:2] == (0, f"made ledger {path}\n")
    status, out, err = dateline_command("ledger", "create", "--ledger", path)
    assert (status, out) == (2, "")
    assert err == f"dateline: --ledger: {path} is a ledger already; name another place\n"


def test_migrate_tells_that_nothing_is_to_be_done(dateline_command: Callable, place: Path) -> None:
    status, out, _ = dateline_command("ledger", "migrate", "--ledger", place)
    assert (status, out) == (0, f"ledger {place} is of schema {HEAD} already\n")


def test_verify_names_each_fault_and_exits_with_1(dateline_command: Callable, place: Path) -> None:
    assert dateline_command("ledger", "verify", "--ledger", place)[:2] == (0, f"ledger {place}: no fault\n")
    with sqlite3.connect(place) as connection:
        connection.execute("DROP TRIGGER statements_no_update")
        connection.execute("UPDATE statements SET quote = 'nope' WHERE property = 'suicide'")
    status, out, _ = dateline_command("ledger", "verify", "--ledger", place)
    assert status == 1
    assert "the quote says 'nope'" in out
    assert "trigger statements_no_update is gone" in out
    assert out.endswith("3 faults\n")
    status, out, _ = dateline_command("ledger", "verify", "--ledger", place, "--format", "json")
    assert status == 1
    assert {tuple(json.loads(line)) for line in out.splitlines()} == {("table", "id", "cause")}


def test_stats_count_for_people_and_programs(dateline_command: Callable, place: Path) -> None:
    status, out, _ = dateline_command("ledger", "stats", "--ledger", place)
    assert status == 0
    assert "statements" in out
    figures = json.loads(dateline_command("ledger", "stats", "--ledger", place, "--format", "json")[1])
    assert (figures["reports"], figures["statements"], figures["incidents"], figures["groups"]) == (1, 15, 2, 1)
    assert figures["size_bytes"] > 0


def test_what_was_dumped_is_loaded_and_dumps_the_same(
    dateline_command: Callable, place: Path, tmp_path: Path
) -> None:
    dumped, other = tmp_path / "dump.jsonl", tmp_path / "other.db"
    assert dateline_command("ledger", "dump", "--ledger", place, "-o", dumped)[0] == 0
    assert dateline_command("ledger", "load", dumped, "--ledger", other)[:2] == (0, f"added 1 report to {other}\n")
    status, out, _ = dateline_command("ledger", "dump", "--ledger", other)
    assert (status, out) == (0, dumped.read_text(encoding="utf-8"))
    assert "recorded" not in out
    timed = dateline_command("ledger", "dump", "--ledger", place, "--with-times")[1]
    assert "recorded" in json.loads(timed)


def test_what_code_prints_can_be_loaded(dateline_command: Callable, news: Path, tmp_path: Path) -> None:
    coded = tmp_path / "coded.jsonl"
    dateline_command("code", news, "--format", "jsonl", "-o", coded)
    status, out, _ = dateline_command("ledger", "load", coded, "--ledger", tmp_path / "a.db")
    assert (status, out) == (0, f"added 1 report to {tmp_path / 'a.db'}\n")


@pytest.mark.parametrize(
    ("content", "cause"), [(b"{", "line 1: "), (b"\xff\xfe", "it is not UTF-8"), (None, "cannot be read")]
)
def test_what_cannot_be_loaded_is_refused(
    dateline_command: Callable, place: Path, tmp_path: Path, content: bytes | None, cause: str
) -> None:
    file = tmp_path / "dump.jsonl"
    if content is not None:
        file.write_bytes(content)
    status, out, err = dateline_command("ledger", "load", file, "--ledger", place)
    assert (status, out) == (2, "")
    assert cause in err


def test_rebuild_changes_nothing_of_a_sound_ledger(dateline_command: Callable, place: Path) -> None:
    before = dateline_command("ledger", "dump", "--ledger", place)[1]
    assert dateline_command("ledger", "rebuild", "--ledger", place)[0] == 0
    assert dateline_command("ledger", "dump", "--ledger", place)[1] == before


@pytest.mark.parametrize("command", ["migrate", "verify", "stats", "dump", "rebuild"])
def test_no_ledger_is_told_with_the_next_step(dateline_command: Callable, tmp_path: Path, command: str) -> None:
    status, out, err = dateline_command("ledger", command, "--ledger", tmp_path / "none.db")
    assert (status, out) == (2, "")
    assert "is not there; make a ledger with" in err
    assert not (tmp_path / "none.db").exists()


def test_without_a_command_help_is_printed(dateline_command: Callable) -> None:
    assert "verify" in dateline_command("ledger")[1]
