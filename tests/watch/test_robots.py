"""What a robots.txt lets us ask, from a real server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address

import pytest

from dateline.watch.fetch import Fetcher, FetchError, place_of
from dateline.watch.robots import Robots
from feed_server import Site


@pytest.mark.parametrize(
    ("rules", "delay"),
    [
        ("User-agent: *\nRequest-rate: 1/20\n", 20),
        ("User-agent: *\nCrawl-delay: 7\n\nUser-agent: dateline\nCrawl-delay: 2.5\n", 2.5),
        ("User-agent: *\nCrawl-delay: 100000\n", 3600),
        ("User-agent: *\nCrawl-delay: soon\n", 0),
        ("\x00\xff not rules at all", 0),
        ("", 0),
    ],
)
def test_the_pace_that_a_host_wants(
    site: Site, clock, new_fetcher: Callable[..., Fetcher], rules: str, delay: float
) -> None:
    site.put("/robots.txt", rules)
    robots, place = Robots(new_fetcher()), place_of(site.url("/a"))
    robots.learn(place, clock.now())
    assert robots.delay(place) == delay
    assert robots.allows(place)


def test_rules_hold_for_a_day_and_silence_for_five_minutes(
    site: Site, clock, new_fetcher: Callable[..., Fetcher]
) -> None:
    robots, place = Robots(new_fetcher()), place_of(site.url("/a"))
    site.put("/robots.txt", status=500)
    for _ in range(2):
        with pytest.raises(FetchError, match="answers 500"):
            robots.learn(place, clock.now())
    assert len(site.asked) == 1
    site.put("/robots.txt", "User-agent: *\nDisallow: /a\n")
    clock.wait(301)
    robots.learn(place, clock.now())
    assert not robots.allows(place)
    assert robots.allows(place_of(site.url("/b")))
    assert robots.is_known(place, clock.now() + timedelta(hours=23))
    assert not robots.is_known(place, clock.now() + timedelta(hours=24))


def test_a_redirect_is_followed_but_not_for_ever_nor_inside(
    site: Site, clock, new_fetcher: Callable[..., Fetcher]
) -> None:
    def literal(host: str, port: int):
        return [ip_address("127.0.0.1" if host == "news.example" else host)]

    robots, place = Robots(new_fetcher()), place_of(site.url("/a"))
    site.put("/robots.txt", status=302, Location="/rules")
    site.put("/rules", "User-agent: *\nDisallow: /a\n")
    robots.learn(place, clock.now())
    assert not robots.allows(place)
    site.put("/rules", status=302, Location="/rules")
    robots = Robots(new_fetcher())
    robots.learn(place, clock.now())
    assert robots.allows(place)  # RFC 9309: after five redirects it may be taken for one that is not there
    site.put("/robots.txt", status=302, Location="http://192.168.0.1/robots.txt")
    with pytest.raises(FetchError, match="only public addresses are asked"):
        Robots(new_fetcher(resolve=literal)).learn(place, clock.now())
