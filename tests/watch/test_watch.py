"""A watch against a real server: what it asks, what it keeps, and what it does when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dateline.ledger import Ledger
from dateline.ledger import schema as tables
from dateline.watch.fetch import Fetcher
from dateline.watch.kept import Kept
from dateline.watch.settings import Settings
from dateline.watch.told import Kind, Told
from dateline.watch.watch import Watch
from feed_server import Site

pytestmark = pytest.mark.usefixtures("without_parser")

WORDS = (
    "The police said that a bomb had gone off near the market of the town on Sunday morning and that it had wounded "
    "people who were there at the time. Nobody has claimed the attack, the police said, and no one was arrested."
)


def item(site: Site, number: int, words: str = WORDS, host: str = "news.example") -> str:
    told = f"<description>No. {number}. {words}</description>"
    return (
        f"<item><title>Story {number}</title><link>{site.url(f'/story/{number}', host)}</link><guid>g{number}</guid>"
        f"<pubDate>Sun, 01 Mar 2026 0{number}:00:00 GMT</pubDate>{told}</item>"
    )


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def page(number: int, words: str = WORDS) -> str:
    return (
        f"<html lang='en'><head><title>Story {number}</title></head><body><article><h1>Story {number}</h1>"
        f"<p>Page {number}. {words}</p><p>{words}</p></article></body></html>"
    )


def put_feed(site: Site, *numbers: int, path: str = "/feed", tag: str = '"1"') -> None:
    site.put(path, rss(*(item(site, number) for number in numbers)), Content_Type="application/rss+xml", ETag=tag)


def put_pages(site: Site, *numbers: int) -> None:
    for number in numbers:
        site.put(f"/story/{number}", page(number), Content_Type="text/html")


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "ledger.db"
    copy.write_bytes(sqlite_template.read_bytes())
    return copy


@pytest.fixture
def ledger(place: Path) -> Iterator[Ledger]:
    with Ledger(place) as opened:
        yield opened


@pytest.fixture
def new_watch(site: Site, ledger: Ledger, new_fetcher: Callable[..., Fetcher], clock) -> Callable[..., Watch]:
    """Return what makes watches of feeds by path or address, all of them by one outlet."""

    def make(*feeds: str, limits: dict[str, object] | None = None, **more: object) -> Watch:
        given = [{"url": f if "//" in f else site.url(f), "outlet": "The Example Post", **more} for f in feeds]
        settings = Settings.model_validate({"feeds": given, "limits": limits or {}})
        return Watch(settings, ledger, new_fetcher(), clock=clock)

    return make


def once(watch: Watch) -> list[Told]:
    return [told for told in watch.run(once=True) if told.kind is not Kind.WAITING]


def kinds(lines: list[Told]) -> list[str]:
    return [told.kind.value for told in lines]


def reports(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(tables.reports))


def test_three_entries_are_three_reports_once(site: Site, ledger: Ledger, new_watch: Callable[..., Watch]) -> None:
    put_feed(site, 1, 2, 3)
    assert kinds(once(new_watch("/feed"))) == ["asked", "added", "added", "added"]
    assert reports(ledger) == 3
    again = once(new_watch("/feed"))
    assert [told.words for told in again] == ["nothing new (304)"]
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    put_feed(site, 1, 2, 3, 4, tag='"2"')
    assert kinds(once(new_watch("/feed"))) == ["asked", "added"]
    assert reports(ledger) == 4
    state = Kept(ledger).feed(site.url("/feed"))
    assert state and (state.etag, state.added, state.failures) == ('"2"', 4, 0)


def test_pages_are_fetched_once_each_and_dated_by_their_feed(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch]
) -> None:
    put_feed(site, 1, 2, 3)
    put_pages(site, 1, 2, 3)
    lines = once(new_watch("/feed", full_text=True))
    assert kinds(lines) == ["asked", "added", "added", "added"]
    assert all("2026-03-01" in told.words for told in lines[1:])
    put_feed(site, 1, 2, 3, tag='"2"')
    assert kinds(once(new_watch("/feed", full_text=True))) == ["asked"]
    assert sorted(site.paths()) == ["/feed", "/feed", "/robots.txt", "/robots.txt"] + [
        f"/story/{n}" for n in (1, 2, 3)
    ]
    assert reports(ledger) == 3


def test_a_last_modified_date_is_sent_back_as_it_came(site: Site, new_watch: Callable[..., Watch]) -> None:
    date = "Sun, 01 Mar 2026 10:00:00 GMT"
    site.put("/feed", rss(item(site, 1)), Content_Type="text/xml", Last_Modified=date)
    once(new_watch("/feed"))
    once(new_watch("/feed"))
    assert site.asked[-1][1]["if-modified-since"] == date


def test_a_stop_and_a_start_go_on_where_it_was(site: Site, ledger: Ledger, new_watch: Callable[..., Watch]) -> None:
    put_feed(site, 1, 2, 3)
    put_pages(site, 1, 2, 3)
    for told in new_watch("/feed", full_text=True).run(once=True):
        if told.kind is Kind.ADDED:
            break  # as a kill after the first page would leave it
    assert reports(ledger) == 1
    assert kinds(once(new_watch("/feed", full_text=True))) == ["added", "added", "asked"]  # what waited longest first
    assert reports(ledger) == 3
    assert [site.paths().count(f"/story/{n}") for n in (1, 2, 3)] == [1, 1, 1]


def test_a_kill_before_the_feed_was_kept_loses_and_doubles_nothing(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_feed(site, 1, 2, 3)
    watch = new_watch("/feed")
    real, kept = watch._keep_report, []

    def killed(*given):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(given)
        return real(*given)

    monkeypatch.setattr(watch, "_keep_report", killed)
    with pytest.raises(KeyboardInterrupt):
        once(watch)
    assert reports(ledger) == 2
    assert kinds(once(new_watch("/feed"))) == ["asked", "added"]
    assert reports(ledger) == 3


def test_robots_are_honoured_and_asked_first(site: Site, ledger: Ledger, new_watch: Callable[..., Watch]) -> None:
    put_feed(site, 1, 2, 3)
    put_pages(site, 1, 2, 3)
    rules = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /story/2$\nDisallow: /*/3\nCrawl-delay: 30\n"
    site.put("/robots.txt", rules)
    watch = new_watch("/feed", full_text=True)
    lines = once(watch)
    assert site.paths() == ["/robots.txt", "/feed", "/story/1"]
    assert kinds(lines) == ["asked", "added", "failed", "failed"]
    assert "robots.txt forbids it; set full_text = false" in lines[2].words
    assert kinds(once(new_watch("/feed", full_text=True))) == ["asked"]  # forbidden ones are not asked again
    site.put("/robots.txt", "User-agent: dateline\nDisallow: /\n")
    assert "forbids it" in once(new_watch("/feed"))[0].words
    assert site.paths().count("/feed") == 2


def test_a_host_is_asked_no_oftener_than_it_wants(site: Site, clock, new_watch: Callable[..., Watch]) -> None:
    moments = []
    put_feed(site, 1, 2)
    put_pages(site, 1, 2)
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 30\n")
    for path in list(site.answers):
        answer = site.answers[path]

        def stamped(handler, answer=answer):
            moments.append(clock.now())
            status, headers, body = answer
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        site.answers[path] = stamped
    once(new_watch("/feed", full_text=True))
    gaps = [(b - a).total_seconds() for a, b in pairwise(moments)]
    assert gaps == [5.0, 30.0, 30.0]  # robots.txt, feed, page, page


def test_a_slow_host_does_not_hold_up_another(site: Site, new_watch: Callable[..., Watch]) -> None:
    put_feed(site, 1, path="/slow")
    put_feed(site, 2, path="/quick")
    lines = once(new_watch(site.url("/slow", "slow.example"), site.url("/quick", "quick.example")))
    assert kinds(lines) == ["asked", "added", "asked", "added"]
    assert len({told.moment for told in lines}) == 1  # neither waited for the other's pace


def test_a_single_round_leaves_a_host_that_wants_hours_for_the_next(
    site: Site, clock, new_watch: Callable[..., Watch]
) -> None:
    put_feed(site, 1, 2)
    put_pages(site, 2)
    site.put("/story/1", status=429, Retry_After="7200")
    lines = once(new_watch("/feed", full_text=True))
    assert kinds(lines) == ["asked", "failed", "failed"]
    assert "left for the next time" in lines[2].words
    assert sum(clock.waits) < 60
    assert kinds(once(new_watch("/feed", full_text=True))) == ["added", "asked"]  # the one that was left


@pytest.mark.parametrize("status", [500, 503])
def test_without_an_answer_of_robots_nothing_is_asked(
    site: Site, new_watch: Callable[..., Watch], status: int
) -> None:
    put_feed(site, 1)
    site.put("/robots.txt", status=status)
    lines = once(new_watch("/feed", "/other"))
    assert all("without it nothing is asked there" in told.words for told in lines)
    assert len(lines) == 2
    assert site.paths() == ["/robots.txt"]


def test_a_bad_feed_never_stops_the_others(site: Site, ledger: Ledger, new_watch: Callable[..., Watch]) -> None:
    site.put("/page", page(1), Content_Type="text/html")
    site.put("/words", "no feed at all", Content_Type="text/plain")
    site.put("/gone", status=410)
    site.put("/large", b"x" * 5000, Content_Type="text/xml")
    site.put("/round", status=302, Location="/round")
    site.put("/file", status=302, Location="file:///etc/passwd")
    bad = ("/page", "/words", "/none", "/gone", "/large", "/round", "/file")
    put_feed(site, 1)
    lines = once(new_watch(*bad, "/feed", limits={"feed_bytes": 4000}))
    failed = {told.url.rpartition("/")[2]: told.words for told in lines if told.kind is Kind.FAILED}
    assert set(failed) == {path[1:] for path in bad}
    assert "text/html, not a feed" in failed["page"]
    assert "no entries of an RSS or Atom feed" in failed["words"]
    assert "answers 404" in failed["none"]
    assert "larger than 4,000 bytes" in failed["large"]
    assert "more than 5 redirects" in failed["round"]
    assert "only http and https" in failed["file"]
    assert all("asked again at" in words for words in failed.values())
    assert reports(ledger) == 1


def test_redirects_to_other_addresses_are_checked_as_any_other(
    site: Site, ledger: Ledger, clock, new_fetcher: Callable[..., Fetcher]
) -> None:
    """A public feed that leads to this network's own: refused at the hop, without a connection."""
    from ipaddress import ip_address

    inside = {"inside.example": "10.0.0.7", "cloud.example": "169.254.169.254", "six.example": "::ffff:127.0.0.1"}

    def resolve(host: str, port: int):
        return [ip_address(inside.get(host, "127.0.0.1"))]

    for name in inside:
        site.put(f"/{name}", status=307, Location=f"http://{name}/")
    feeds = [{"url": site.url(f"/{name}"), "outlet": "Post"} for name in inside]
    watch = Watch(Settings.model_validate({"feeds": feeds}), ledger, new_fetcher(resolve=resolve), clock=clock)
    lines = once(watch)
    assert kinds(lines) == ["failed"] * 3
    assert all("only public addresses are asked" in told.words for told in lines)


def test_a_redirect_is_followed_within_the_rules_of_the_host_it_leads_to(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch]
) -> None:
    site.put("/old", status=301, Location=site.url("/feed", "moved.example"))
    put_feed(site, 1)
    assert kinds(once(new_watch("/old"))) == ["asked", "added"]
    assert [(path, head["host"].partition(":")[0]) for path, head in site.asked] == [
        ("/robots.txt", "news.example"),
        ("/old", "news.example"),
        ("/robots.txt", "moved.example"),
        ("/feed", "moved.example"),
    ]


def test_when_to_come_again_is_the_servers_to_say(site: Site, clock, new_watch: Callable[..., Watch]) -> None:
    site.put("/feed", status=503, Retry_After="7200")
    start = clock.now()
    lines = takewhile(lambda told: site.paths().count("/feed") < 2, new_watch("/feed").run())
    assert [told.kind for told in lines if told.kind is Kind.FAILED]
    assert (clock.now() - start).total_seconds() >= 7200
    assert "left alone until" in once(new_watch("/feed"))[0].words


def test_back_off_doubles_and_ends_with_the_first_answer(site: Site, clock, new_watch: Callable[..., Watch]) -> None:
    moments = []
    for told in new_watch("/feed", every=600).run():  # nothing is there: 404
        if told.kind is Kind.FAILED:
            moments.append(told.moment)
            if len(moments) == 3:
                put_feed(site, 1)
        if told.kind is Kind.ASKED:
            moments.append(told.moment)
            if len(moments) == 5:
                break
    gaps = [round((b - a).total_seconds() / 60) for a, b in pairwise(moments)]
    assert gaps == [10, 20, 40, 10]


def test_a_page_that_fails_for_a_while_is_tried_again_and_then_given_up(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch]
) -> None:
    put_feed(site, 1, 2)
    site.put("/story/1", status=500)
    site.put("/story/2", "%PDF", Content_Type="application/pdf")
    lines = []
    for told in new_watch("/feed", full_text=True, every=86_400, limits={"tries": 3}).run():
        lines.append(told)
        if told.url.endswith("/story/1") and "not asked again" in told.words:
            break
    assert site.paths().count("/story/1") == 3
    assert site.paths().count("/story/2") == 1
    assert any("application/pdf, not a web page; not asked again" in told.words for told in lines)
    assert Kept(ledger).waiting(site.url("/feed")) == ()


def test_what_cannot_be_read_is_set_aside_and_told_once(site: Site, new_watch: Callable[..., Watch]) -> None:
    german = "Der Mann ist mit dem Auto in die Stadt und nicht nach Hause gefahren, wie die Polizei auch sagte. " * 4
    site.put("/feed", rss(item(site, 1, german), item(site, 2)), Content_Type="application/rss+xml")
    lines = once(new_watch("/feed"))
    assert kinds(lines) == ["asked", "set aside", "added"]
    assert "not English" in lines[1].words
    assert kinds(once(new_watch("/feed"))) == ["asked"]


def test_a_feed_that_breaks_off_gives_what_came_before(site: Site, new_watch: Callable[..., Watch]) -> None:
    whole = rss(item(site, 1), item(site, 2))
    site.put("/feed", whole[: whole.index("Story 2")] + "<<", Content_Type="application/rss+xml")
    lines = once(new_watch("/feed"))
    assert kinds(lines)[:2] == ["asked", "set aside"]
    assert "the feed is broken" in lines[1].words
    assert Kind.ADDED in [told.kind for told in lines]


def test_a_feed_without_entries_is_one(site: Site, new_watch: Callable[..., Watch]) -> None:
    site.put("/feed", rss(), Content_Type="application/rss+xml")
    assert [told.words for told in once(new_watch("/feed"))] == ["0 entries, 0 new"]


def test_of_an_entry_whose_link_cannot_be_asked_the_feeds_own_text_is_read(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch]
) -> None:
    odd = [item(site, n).replace(site.url(f"/story/{n}"), link) for n, link in ((1, "mailto:a@b.example"), (2, ""))]
    long = item(site, 3).replace("/story/3", "/story/" + "ü" * 3000).replace("g3", "ü" * 5000)
    site.put("/feed", rss(*odd, long), Content_Type="application/rss+xml")
    assert kinds(once(new_watch("/feed", full_text=True))) == ["asked", "added", "added", "added"]
    assert site.paths() == ["/robots.txt", "/feed"]


def test_two_feeds_that_name_one_page_have_it_fetched_once(
    site: Site, ledger: Ledger, new_watch: Callable[..., Watch]
) -> None:
    put_feed(site, 1, path="/one")
    put_feed(site, 1, path="/two")
    put_pages(site, 1)
    once(new_watch("/one", "/two", full_text=True))
    assert site.paths().count("/story/1") == 1
    assert reports(ledger) == 1
