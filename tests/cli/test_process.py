"""The command as a process: Ctrl-C, a reader that goes away, standard input, the time to start."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli.interrupt import Stop
from handmade import TEXT

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that is there as soon as a long run has come to its 30th report."""
    place = tmp_path / "mark"
    monkeypatch.setenv("HANDMADE_MARK", str(place))
    return place


@pytest.fixture
def long_run(tmp_path: Path, mark: Path) -> Path:
    """Return a folder that takes most of a minute."""
    folder = tmp_path / "long"
    folder.mkdir()
    (folder / "a.txt").write_text(f" date 2017-06-07 {TEXT}", encoding="utf-8")
    for number in range(1000):
        text = f" date 2017-06-07 The bombs of day {number} went off. WAIT 50 ms. {'MARK' * (number == 30)}"
        (folder / f"b{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def interrupted(process: subprocess.Popen[str], after: Callable[[], bool]) -> tuple[int, str, str]:
    deadline = time.monotonic() + 60
    while not after():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # to all its processes, as a terminal sends it
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("form", "workers"), [("json", 1), ("jsonl", 1), ("table", 1), ("csv", 1), ("json", 2), ("table", 2)]
)
def test_ctrl_c_prints_what_is_done_and_ends_it_well(
    start: Start, long_run: Path, mark: Path, tmp_path: Path, form: str, workers: int
) -> None:
    place = tmp_path / "out.txt"
    with place.open("w") as out:
        process = start("code", long_run, "--format", form, "--workers", workers, stdout=out)
        status, _, err = interrupted(process, mark.exists)
    text = place.read_text(encoding="utf-8")
    assert (status, err) == (130, "dateline: stopped\n")
    assert text.endswith("\n")
    if form == "json":
        document = json.loads(text)
        assert 1 <= len(document["reports"]) < 500
        assert len(document["incidents"]) == 2
    elif form == "jsonl":
        assert 1 <= len([json.loads(line) for line in text.splitlines()]) < 500
    elif form == "table":
        assert " reports, 2 incidents, 15 statements, 0 set aside" in text.splitlines()[-1]
    else:
        assert len(text.splitlines()) >= 16


def test_ctrl_c_leaves_the_old_file_and_what_was_done_beside_it(
    start: Start, long_run: Path, mark: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    place = folder / "result.json"
    place.write_text("old")
    process = start("code", long_run, "--format", "json", "-o", place)
    status, out, err = interrupted(process, mark.exists)
    assert (status, out) == (130, "")
    assert place.read_text() == "old"
    assert json.loads((folder / "result.json.partial").read_text())["reports"]
    assert "result.json.partial" in err
    assert len(list(folder.iterdir())) == 2


def test_ctrl_c_while_waiting_for_input_stops_at_once(start: Start) -> None:
    process = start("code", "-", stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(" date 2017-06-07 ")
    process.stdin.flush()

    def is_waiting() -> bool:
        unread = fcntl.ioctl(process.stdin, termios.FIONREAD, struct.pack("i", 0))
        return struct.unpack("i", unread)[0] == 0

    assert interrupted(process, is_waiting)[0] == 130


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "json"])
def test_a_reader_that_goes_away_ends_the_run_quietly(start: Start, long_run: Path, form: str) -> None:
    for path in sorted(long_run.iterdir())[20:]:
        path.unlink()
    (long_run / "z.txt").write_text(f" date 2017-06-08 {TEXT}", encoding="utf-8")
    process = start("code", long_run, "--format", form)
    assert process.stdout
    assert process.stdout.read(1)
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    assert process.wait(timeout=30) in ((0, 141) if form == "json" else (141,))


def test_standard_input_is_read_where_nothing_is_named(start: Start) -> None:
    for words in ([], ["-"]):
        process = start("code", "--format", "json", *words, stdin=subprocess.PIPE)
        out, err = process.communicate(f" date 2017-06-07 {TEXT}", timeout=30)
        assert (process.returncode, err) == (0, "")
        assert len(json.loads(out)["incidents"]) == 2


def test_output_is_utf_8_whatever_the_locale(start: Start, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(" date 2017-06-07 Bombs in Şırnak – “many”.", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = start("code", tmp_path / "x.txt", "--format", "json", env=environment, encoding="utf-8")
    out, err = process.communicate(timeout=30)
    assert err == ""
    assert "Şırnak – “many”" in json.loads(out)["reports"][0]["text"]


def test_half_a_surrogate_pair_stays_valid_json(start: Start, tmp_path: Path) -> None:
    source = {"text": "Bombs \ud83d went off in the old town.", "published": "2017-06-07"}
    (tmp_path / "x.json").write_text(json.dumps(source))
    out, _ = start("code", tmp_path / "x.json", "--format", "json").communicate(timeout=30)
    assert "contract" in json.loads(out)


@pytest.mark.usefixtures("hearing_ctrl_c")
def test_a_held_part_is_finished_before_ctrl_c_counts() -> None:
    done = []
    with Stop() as stop:
        with pytest.raises(KeyboardInterrupt), stop.held():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            done.append("written")
        with stop.held():
            done.append("closed")
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        with pytest.raises(KeyboardInterrupt), stop.held():
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            done.append("never")
    assert done == ["written", "closed"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
