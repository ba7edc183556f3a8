from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dateline.run.loop
from dateline.cli.app import run
from handmade import TEXT, code_fully

HERE = Path(__file__).resolve().parent


@pytest.fixture
def dateline_command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable:
    """Run the command in this process with the coder made by hand; return status, stdout and stderr."""
    monkeypatch.setattr(dateline.run.loop, "default_coder", lambda: code_fully)
    monkeypatch.setattr(dateline.run.loop, "pipeline_version", lambda name: f"{name}@0")
    monkeypatch.setenv("COLUMNS", "110")

    def command(*words: object) -> tuple[int, str, str]:
        status = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return command


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Callable[..., subprocess.Popen[str]]:
    """Start the command as a process of its own, which is ended with the test."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")]))
    started = []

    def begin(*words: object, **more: object) -> subprocess.Popen[str]:
        options = {
            "start_new_session": True,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            **more,
        }
        command = [sys.executable, HERE / "fake_dateline.py", *map(str, words)]
        # What is run in the background is made to ignore Ctrl-C; this must not be, wherever the tests run.
        process = subprocess.Popen(command, preexec_fn=heed_ctrl_c, **options)  # type: ignore[call-overload]
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a folder with one report and one input that cannot be read."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(f" date 2017-06-07 {TEXT}", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    return folder
