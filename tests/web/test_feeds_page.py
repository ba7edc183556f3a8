"""The page of feeds shows what a watch keeps, and nothing of it as markup."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.ledger import Ledger
from dateline.watch.kept import Article, FeedState, Kept

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_without_feeds_it_says_what_to_do(workbench) -> None:
    assert "dateline watch feeds.toml" in workbench.page("/feeds")


def test_feeds_that_fail_stand_first_with_their_problem(workbench, ledger: Ledger) -> None:
    kept = Kept(ledger)
    well = FeedState("http://a.example/rss", "A Post", NOON, asked=NOON, added=1200)
    kept.keep(well, [Article("http://a.example/1", well.url, None, NOON, NOON)])
    kept.keep(FeedState("http://b.example/rss", "B <b>Post</b>", NOON, failures=3, problem="it is <script>"))
    page = workbench.page("/feeds")
    assert page.index("b.example/rss") < page.index("a.example/rss")
    assert "failed 3 times: it is &lt;script&gt;" in page
    assert "B &lt;b&gt;Post&lt;/b&gt;" in page
    assert '<td class="n">1,200</td>\n    <td class="n">1</td>' in page
    assert "2026-03-01 12:00" in page
