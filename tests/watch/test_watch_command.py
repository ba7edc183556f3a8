"""``dateline watch`` as a person runs it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import dateline.watch.watch
from dateline.cli.app import run
from dateline.watch.fetch import Fetcher
from feed_server import Site

pytestmark = pytest.mark.usefixtures("without_parser")

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>A bomb\x9b in the town</title>'
    "<link>http://news.example/1</link><pubDate>Sun, 01 Mar 2026 08:00:00 GMT</pubDate>"
    "<description>A bomb went off in the town.</description></item></channel></rss>"
)


@pytest.fixture
def command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def go(feeds: str, *words: str) -> tuple[int, str, str]:
        path = tmp_path / "feeds.toml"
        path.write_text(feeds, encoding="utf-8")
        status = run(["watch", str(path), "--ledger", str(tmp_path / "ledger.db"), *words])
        return status, *capfd.readouterr()

    return go


def settings(url: str) -> str:
    return f'[limits]\ndelay = "0.5s"\n[[feeds]]\nurl = "{url}"\noutlet = "The Example Post"\n'


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch, new_fetcher: Callable[..., Fetcher]) -> None:
    monkeypatch.setattr(dateline.watch.watch, "Fetcher", lambda *_given, **_more: new_fetcher())


def test_this_machine_is_refused_by_default(site: Site, command) -> None:
    site.put("/feed", FEED, Content_Type="text/xml")
    status, out, _ = command(settings(site.url("/feed", "127.0.0.1")), "--once")
    assert status == 0
    assert "failed: The Example Post: " in out
    assert "127.0.0.1 is a loopback address" in out
    assert site.asked == []
    assert command(settings(site.url("/feed", "127.0.0.1")), "--once", "--strict")[0] == 1


@pytest.mark.usefixtures("local")
def test_once_prints_a_line_an_article_and_what_was_added(site: Site, command) -> None:
    site.put("/feed", FEED, Content_Type="text/xml", ETag='"1"')
    status, out, err = command(settings(site.url("/feed")), "--once")
    assert (status, err) == (0, "")
    asked, added, told = out.splitlines()
    assert asked.endswith("1 entries, 1 new")
    assert " added: The Example Post: http://news.example/1: r" in added
    assert "\x9b" not in added
    assert told.startswith("added 1 report to ")
    assert "nothing new (304)" in command(settings(site.url("/feed")), "--once")[1]


@pytest.mark.usefixtures("local")
def test_ctrl_c_ends_it_clean_and_says_how_to_go_on(site: Site, command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self, seconds: float) -> None:
        if seconds > 60:
            raise KeyboardInterrupt
        time.sleep(seconds)

    monkeypatch.setattr("dateline.watch.pace.Clock.wait", stopped)
    site.put("/feed", FEED, Content_Type="text/xml")
    status, out, err = command(settings(site.url("/feed")))
    assert status == 130
    assert "added 1 report to " in out
    assert err == "dateline: stopped; give the same command again to go on\n"


def test_settings_that_cannot_be_used_are_refused_before_a_ledger_is_made(tmp_path: Path, command) -> None:
    status, out, err = command(settings("https://news.example/rss") + "evry = 1\n")
    assert (status, out) == (2, "")
    assert "feeds[1].evry is no setting; did you mean every?" in err
    assert not (tmp_path / "ledger.db").exists()


def test_a_missing_extra_is_told(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    status, _, err = command(settings("https://news.example/rss"))
    assert status == 2
    assert "pip install 'dateline[watch]'" in err
