"""``dateline serve``: it says where it is, answers there, ends at Ctrl-C, and refuses what it will not do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dateline.cli.app import run
from dateline.ledger import Ledger

SOURCE = Path(__file__).resolve().parents[2] / "src"


def test_it_serves_until_stopped(examples: Ledger) -> None:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "serve", "--port", "0", "--by", "ann"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "DATELINE_LEDGER": examples.name}
    # Python hears Ctrl-C only where its parent does: a job started in the background ignores it.
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address, told
        with urllib.request.urlopen(address[0], timeout=20) as answer:
            assert "Queue – Dateline" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--host", "0.0.0.0"), "serve: 0.0.0.0 can be reached from other machines"),
        (("--host", "example.org"), "serve: 'example.org' is no address"),
        (("--ledger", "nowhere.db"), "--ledger: nowhere.db is not there"),
        (("--by", " "), "--by: say who"),
    ],
)
def test_what_it_will_not_do_is_refused_in_one_line(
    examples: Ledger, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words, told: str
) -> None:
    monkeypatch.setenv("DATELINE_LEDGER", examples.name)
    assert run(["serve", *words]) == 2
    errors = capfd.readouterr().err
    assert errors.startswith("dateline: " + told)
    assert errors.count("\n") == 1


def test_without_the_extra_it_says_what_to_install(
    examples: Ledger, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else found(name))
    assert run(["serve", "--ledger", examples.name]) == 2
    assert "uvicorn not installed; run: pip install 'dateline[web]'" in capfd.readouterr().err
