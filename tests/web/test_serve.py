"""``dateline serve``: it says where it is, answers there, ends at Ctrl-C, and refuses what it will not do."""

from __future__ import annotations

import re
import urllib.request

import pytest

from dateline.cli.app import run
from dateline.ledger import Ledger
from served import served, stopped


def test_it_serves_until_stopped(examples: Ledger) -> None:
    with served("--by", "ann", DATELINE_LEDGER=examples.name) as (process, told):
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address, told
        with urllib.request.urlopen(address[0], timeout=20) as answer:
            assert "Queue – Dateline" in answer.read().decode()
        assert stopped(process) == (0, "")


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
