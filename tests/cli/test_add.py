from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.ledger import Ledger
from handmade import TEXT
from made_codings import long_text


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


def reports(place: Path) -> int:
    with Ledger(place) as ledger:
        assert list(ledger.verify()) == []
        return ledger.stats().rows["reports"]


def test_reports_are_added_once(dateline_command: Callable, news: Path, place: Path) -> None:
    status, out, err = dateline_command("add", news, "--ledger", place)
    assert status == 0
    assert out == f"added 1 report to {place}\n"
    assert "b.txt" in err
    assert "1 input set aside" in err
    status, out, _ = dateline_command("add", news, "--ledger", place)
    assert (status, out) == (0, f"added 0 reports to {place}; 1 report was there already\n")
    assert reports(place) == 1


def test_what_is_there_is_not_coded_again(
    dateline_command: Callable, news: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dateline.run.loop

    dateline_command("add", news, "--ledger", place)

    def codes_again(*_: object, **__: object) -> None:
        raise AssertionError("coded again")

    monkeypatch.setattr(dateline.run.loop, "default_coder", lambda: codes_again)
    status, out, err = dateline_command("add", news, "--ledger", place)
    assert "coding failed" not in err
    assert (status, out) == (0, f"added 0 reports to {place}; 1 report was there already\n")


def test_the_default_ledger_is_here_or_where_the_environment_says(
    dateline_command: Callable, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)
    assert dateline_command("add", news)[1] == "added 1 report to dateline.db\n"
    monkeypatch.setenv("DATELINE_LEDGER", str(tmp_path / "team.db"))
    dateline_command("add", news)
    assert reports(tmp_path / "dateline.db") == reports(tmp_path / "team.db") == 1


def test_strict_fails_where_something_was_set_aside_and_keeps_the_rest(
    dateline_command: Callable, news: Path, place: Path
) -> None:
    assert dateline_command("add", news, "--ledger", place, "--strict")[0] == 1
    assert reports(place) == 1


def test_a_report_that_cannot_be_coded_is_tried_again(
    dateline_command: Callable, tmp_path: Path, place: Path
) -> None:
    (tmp_path / "a.txt").write_text("date 2017-06-07\n\nFAIL")
    for _ in range(2):
        status, out, err = dateline_command("add", tmp_path / "a.txt", "--ledger", place)
        assert (status, out) == (0, f"added 0 reports to {place}\n")
        assert "coding failed" in err


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["--ledger", "mysql://ann:secret@host/db"], "is no ledger's URL; give a path"),
        (["--ledger", "no/such/folder/a.db"], "cannot be opened; check that its folder is there"),
        (["--ledger", "postgresql://ann:secret@127.0.0.1:9/db"], "no connection to the server"),
        (["--published", "yesterday"], "is not a date"),
        (["nowhere.txt"], "nowhere.txt"),
    ],
)
def test_bad_requests_are_refused_in_one_line(
    dateline_command: Callable,
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    cause: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    status, out, err = dateline_command("add", news, *words)
    assert (status, out) == (2, "")
    assert cause in err
    assert "secret" not in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_newer_schema_is_refused(dateline_command: Callable, news: Path, place: Path) -> None:
    Ledger.create(place).close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (["add", news], ["ledger", "verify"], ["ledger", "migrate"], ["ledger", "dump"]):
        status, out, err = dateline_command(*command, "--ledger", place)
        assert (status, out) == (2, "")
        assert "update Dateline" in err


def test_a_disk_that_fills_up_ends_the_run_and_keeps_what_was_done(
    dateline_command: Callable, tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dateline.ledger.engine

    Ledger.create(place).close()
    with sqlite3.connect(place) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        words = " ".join(f"There were {number + n} of them. {long_text(n % 5)}" for n in range(40))
        (folder / f"{number:02}.txt").write_text(f"date 2017-06-07\n\n{words}\n")
    set_up = dateline.ledger.engine._set_up_sqlite

    def small(connection: sqlite3.Connection, record: object) -> None:
        set_up(connection, record)
        connection.execute(f"PRAGMA max_page_count = {pages + 60}")

    with monkeypatch.context() as patch:
        patch.setattr(dateline.ledger.engine, "_set_up_sqlite", small)
        status, out, err = dateline_command("add", folder, "--ledger", place)
    assert status == 3, out + err
    assert "the disk is full" in err
    added = int(out.split()[1])
    assert 0 < added < 60
    assert reports(place) == added
    status, out, _ = dateline_command("add", folder, "--ledger", place)  # room was made
    assert status == 0
    assert reports(place) == 60


def test_ctrl_c_keeps_what_was_done_and_the_same_command_goes_on(
    start: Callable, tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    monkeypatch.setenv("HANDMADE_MARK", str(mark))
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "1.txt").write_text(f"date 2017-06-07\n\n{TEXT}")
    (folder / "2.txt").write_text("date 2017-06-07\n\nMARK WAIT 20000 ms")
    process = start("add", folder, "--ledger", place)
    for _ in range(300):
        if mark.exists():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == f"added 1 report to {place}\n"
    assert "give the same command again to go on" in err
    assert reports(place) == 1
    (folder / "2.txt").write_text("date 2017-06-07\n\nNothing to wait for.")
    process = start("add", folder, "--ledger", place)
    out, _ = process.communicate(timeout=30)
    assert out == f"added 1 report to {place}; 1 report was there already\n"


def test_several_processes_make_the_same_ledger(start: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"date 2017-06-{number + 1:02}\n\n{TEXT}")
    dumps = []
    for workers in (1, 2):
        place = tmp_path / f"by{workers}.db"
        process = start("add", folder, "--ledger", place, "--workers", workers)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        with Ledger(place) as ledger:
            dumps.append([line.split('"reports"', 1)[1] for line in ledger.dump()])
    assert dumps[0] == dumps[1]
