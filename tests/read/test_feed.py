from datetime import date
from pathlib import Path

import pytest

from dateline.model import Report, SetAside
from dateline.read import read_inputs

BODY = "Gunmen attacked a checkpoint, killing four soldiers."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Northern Post</title>
<language>en</language>
<item><title>Four &amp; more killed</title><link>https://np.example/1</link>
<pubDate>Tue, 07 May 2019 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>Nine were hurt.</p><script>x()</script>]]></content:encoded></item>
<item><title>No date</title><description>{BODY}</description></item>
<item><title>Empty</title><pubDate>Tue, 07 May 2019 10:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Northern Post</title>
<entry><title>Four killed</title><link href="https://np.example/1"/><updated>2019-05-07T10:00:00Z</updated>
<summary>{BODY}</summary></entry></feed>"""


def read(tmp_path: Path, data: str | bytes, name: str = "a.xml") -> list[Report | SetAside]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_inputs([str(path)]))


def test_rss(tmp_path: Path) -> None:
    report, undated, empty = read(tmp_path, RSS)
    assert isinstance(report, Report)
    assert report.text == f"Four & more killed\n\n{BODY}\n\nNine were hurt."
    assert report.published == date(2019, 5, 7)  # as written, not moved to UTC
    assert (report.outlet, report.url) == ("Northern Post", "https://np.example/1")
    assert isinstance(undated, SetAside) and undated.input.endswith("a.xml#2") and "--published" in undated.reason
    assert isinstance(empty, SetAside) and "without content" in empty.reason


def test_atom_with_an_update_only(tmp_path: Path) -> None:
    (report,) = read(tmp_path, ATOM, "a.atom")
    assert isinstance(report, Report) and report.published == date(2019, 5, 7)
    assert report.text == f"Four killed\n\n{BODY}"


@pytest.mark.parametrize("data", ["<rss></rss>", "<rss><channel><title>x</title></channel></rss>", "<feed", "x"])
def test_a_feed_without_entries_is_set_aside(tmp_path: Path, data: str) -> None:
    (found,) = read(tmp_path, data, "a.rss")
    assert isinstance(found, SetAside) and "no entries" in found.reason


def test_a_cut_feed_keeps_what_came_before(tmp_path: Path) -> None:
    found = read(tmp_path, RSS[: RSS.index("No date")])
    assert isinstance(found[0], Report)
    assert isinstance(found[-1], SetAside) and "broken" in found[-1].reason
