"""Settings are checked before any work starts, and every fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.watch.settings import SettingsError, load_settings

GOOD = """
contact = "https://desk.example/about"
[[feeds]]
url = "https://news.example/rss#top"
outlet = "The Example Post"
every = "30m"
full_text = true
[[feeds]]
url = "http://other.example/atom"
outlet = "Other"
language = "en"
[limits]
delay = "10s"
page_bytes = 1048576
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD))
    first, second = settings.feeds
    assert (first.url, first.outlet, first.every, first.full_text) == (
        "https://news.example/rss", "The Example Post", 1800, True,
    )  # fmt: skip
    assert (second.every, second.full_text, second.language) == (900, False, "en")
    assert (settings.limits.delay, settings.limits.page_bytes, settings.limits.tries) == (10, 1_048_576, 5)
    assert settings.user_agent.endswith(" (+https://desk.example/about)")


FEED = '[[feeds]]\nurl = "https://news.example/rss"\noutlet = "Post"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "feeds is missing"),
        ("feeds = []", "feeds: List should have at least 1 item"),
        (FEED + 'evry = "1h"', "feeds[1].evry is no setting; did you mean every?"),
        (FEED + "colour = 1", "feeds[1].colour is no setting; there are url, outlet, language, every, full_text"),
        (FEED + "[limit]\ndelay = 1", "limit is no setting; did you mean limits?"),
        (FEED + "[limits]\ntimout = 1", "limits.timout is no setting; did you mean timeout?"),
        (FEED + 'every = "often"', "feeds[1].every: 'often' is no length of time; write one like 30s"),
        (FEED + 'every = "5s"', "feeds[1].every: Input should be greater than or equal to 60"),
        (FEED + 'full_text = "yes"', "feeds[1].full_text: Input should be a valid boolean"),
        (FEED + "[limits]\ntries = true", "limits.tries: Input should be a valid integer"),
        (FEED + FEED, "https://news.example/rss is given twice"),
        ('[[feeds]]\nurl = "file:///etc/passwd"\noutlet = "x"', "only http and https addresses are asked"),
        ('[[feeds]]\nurl = "news"', "feeds[1].outlet is missing"),
        (FEED + "every = ", "is no TOML"),
        ('contact = "a\\nb"\n' + FEED, "contact: "),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    assert told in str(caught.value)
    assert "feeds.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")
