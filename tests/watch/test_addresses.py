"""Only public addresses are asked, however the others are written."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

import pytest

from dateline.watch.addresses import resolved, why_refused
from dateline.watch.fetch import Fetcher, FetchError, place_of


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.0.3", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),  # shared by carriers
        ("169.254.169.254", "link-local"),  # the metadata of clouds
        ("192.0.2.1", "private"),  # documentation
        ("198.18.0.1", "private"),  # benchmarks
        ("192.88.99.1", "reserved"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("fe80::1", "link-local"),
        ("fec0::1", "link-local"),
        ("fc00::1", "private"),
        ("fd12:3456::1", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "private"),
        ("::ffff:127.0.0.1", "written as IPv6"),
        ("::ffff:93.184.215.14", "written as IPv6"),
        ("::127.0.0.1", "reserved"),
        ("2002:7f00:1::", "tunnel"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "tunnel"),
        ("64:ff9b::7f00:1", "loopback"),
        ("64:ff9b::a00:1", "private"),
        ("100::1", "private"),
        ("4000::1", "reserved"),
    ],
)
def test_what_is_not_public_is_refused(address: str, why: str) -> None:
    assert why in str(why_refused(ip_address(address)))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_what_is_public_is_asked(address: str) -> None:
    assert why_refused(ip_address(address)) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_in_every_notation(site, host: str) -> None:
    """By the default checks: the server runs, and is never asked."""
    site.put("/feed", "secret")
    with pytest.raises(FetchError, match=r"only public addresses are asked|not an address|is not found"):
        Fetcher("dateline/test").get(site.url("/feed", host), accept="*/*", most_bytes=1000)
    assert site.asked == []


def test_a_name_with_one_address_that_is_not_public_is_refused(site) -> None:
    def mixed(host: str, port: int):
        return [ip_address("93.184.215.14"), ip_address("127.0.0.1")]

    with pytest.raises(FetchError, match="loopback"):
        Fetcher("dateline/test", resolve=mixed).get(site.url("/"), accept="*/*", most_bytes=10)
    assert site.asked == []


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(
    site, new_fetcher: Callable[..., Fetcher]
) -> None:
    """The second answer of a name that rebinds is never asked for."""
    answers = iter([[ip_address("127.0.0.1")], [ip_address("10.0.0.1")]])
    asked = []

    def rebinding(host: str, port: int):
        asked.append(host)
        return next(answers)

    site.put("/feed", "words")
    fetcher = new_fetcher(resolve=rebinding)
    assert fetcher.get(site.url("/feed", "no-such-host.invalid"), accept="*/*", most_bytes=10).body == b"words"
    assert asked == ["no-such-host.invalid"]  # the name has no address in truth: nothing else resolved it
    assert site.asked[0][1]["host"] == f"no-such-host.invalid:{site.port}"
    with pytest.raises(FetchError, match="private"):
        fetcher.get(site.url("/feed", "no-such-host.invalid"), accept="*/*", most_bytes=10)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/feed",
        "gopher://news.example/",
        "http://user:secret@news.example/",
        "http:///feed",
        "//news.example/feed",
        "http://news.example/a\r\nX-More: 1",
        "http://news.example/" + "a" * 3000,
        "javascript:alert(1)",
    ],
)
def test_other_schemes_users_and_broken_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        place_of(url)
    assert caught.value.is_lasting


def test_an_address_is_taken_apart() -> None:
    place = place_of("HTTPS://News.Example/a b/ü?q=1#part".replace(" ", "%20"))
    assert (place.scheme, place.host, place.port) == ("https", "news.example", 443)
    assert place.path == "/a%20b/%C3%BC?q=1"
    assert place.origin == "https://news.example"


def test_resolving_gives_addresses() -> None:
    assert ip_address("127.0.0.1") in resolved("127.0.0.1", 80)
