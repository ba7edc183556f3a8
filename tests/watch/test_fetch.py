"""One request keeps its limits, whatever the server does."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from dateline.watch.fetch import Answer, Fetcher, FetchError
from feed_server import Site, handler_of

CERTIFICATE = Path(__file__).parent / "secure.example.pem"


def get(fetcher: Fetcher, url: str, most: int = 100_000) -> Answer:
    return fetcher.get(url, accept="*/*", most_bytes=most)


def test_an_answer_comes_whole_and_packed_ones_unpacked(site: Site, new_fetcher: Callable[..., Fetcher]) -> None:
    site.put("/plain", "words", Content_Type="text/html; charset=ISO-8859-1")
    site.put("/packed", gzip.compress(b"words" * 1000), Content_Encoding="gzip")
    plain = get(new_fetcher(), site.url("/plain"))
    assert (plain.status, plain.body, plain.media_type, plain.charset) == (200, b"words", "text/html", "ISO-8859-1")
    assert get(new_fetcher(), site.url("/packed")).body == b"words" * 1000
    assert site.asked[0][1]["user-agent"] == "dateline/test"


def test_what_is_larger_than_the_limit_is_refused(site: Site, new_fetcher: Callable[..., Fetcher]) -> None:
    site.put("/large", b"x" * 100_001)

    def endless(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return

    site.answers["/endless"] = endless
    for path in ("/large", "/endless"):
        with pytest.raises(FetchError, match="larger than 100,000 bytes") as caught:
            get(new_fetcher(), site.url(path))
        assert caught.value.is_lasting
    assert len(get(new_fetcher(), site.url("/large"), 100_001).body) == 100_001


def test_a_small_packed_body_never_becomes_a_huge_one(site: Site, new_fetcher: Callable[..., Fetcher]) -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), compresslevel=9)
    twice = gzip.compress(bomb)
    assert len(bomb) < 250_000
    site.put("/bomb", bomb, Content_Encoding="gzip")
    site.put("/twice", twice, Content_Encoding="gzip, gzip")
    start = time.monotonic()
    with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
        get(new_fetcher(seconds=20), site.url("/bomb"), 1_000_000)
    with pytest.raises(FetchError, match="packed as"):
        get(new_fetcher(), site.url("/twice"), 1_000_000)
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("part", ["body", "head"])
def test_a_server_that_drips_is_left_at_the_time_limit(
    site: Site, new_fetcher: Callable[..., Fetcher], part: str
) -> None:
    def drip(handler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        try:
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    site.answers["/drip"] = drip
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"no whole answer within 0\.8 s") as caught:
        get(new_fetcher(seconds=0.8), site.url("/drip"))
    assert time.monotonic() - start < 8
    assert not caught.value.is_lasting


def test_an_answer_that_breaks_off_is_none(site: Site, new_fetcher: Callable[..., Fetcher]) -> None:
    site.put("/short", "words", Content_Length="500")
    site.put("/damaged", gzip.compress(b"words" * 1000)[:-20] + b"????", Content_Encoding="gzip")
    site.put("/brotli", b"words", Content_Encoding="br")
    site.answers["/nonsense"] = lambda handler: handler.wfile.write(b"words\r\n\r\n")
    for path in ("/short", "/damaged", "/brotli", "/nonsense"):
        with pytest.raises(FetchError):
            get(new_fetcher(), site.url(path))


def test_a_server_that_is_not_there_is_told(new_fetcher: Callable[..., Fetcher]) -> None:
    with pytest.raises(FetchError, match="the connection failed"):
        get(new_fetcher(), "http://news.example:9/")


def test_redirects_are_told_and_not_followed(site: Site, new_fetcher: Callable[..., Fetcher]) -> None:
    site.put("/old", status=301, Location="new?x=1")
    answer = get(new_fetcher(), site.url("/old"))
    assert answer.location == site.url("/new?x=1")
    assert site.paths() == ["/old"]


def test_a_certificate_is_held_against_the_name_though_an_address_is_connected_to(
    new_fetcher: Callable[..., Fetcher],
) -> None:
    site = Site()
    site.put("/feed", "words")
    names: list[str | None] = []
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(CERTIFICATE)
    own.sni_callback = lambda _socket, name, _context: names.append(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.socket = own.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    try:
        answer = get(new_fetcher(tls=trusting), f"https://secure.example:{site.port}/feed")
        assert (answer.body, names) == (b"words", ["secure.example"])
        with pytest.raises(FetchError, match="Hostname mismatch"):
            get(new_fetcher(tls=trusting), f"https://other.example:{site.port}/feed")
        with pytest.raises(FetchError, match="verify"):
            get(new_fetcher(), f"https://secure.example:{site.port}/feed")
    finally:
        server.shutdown()
        server.server_close()


def test_when_to_come_again_is_read_as_seconds_and_as_a_date() -> None:
    def told(value: str) -> float | None:
        return Answer("http://news.example/", 503, {"retry-after": value}).retry_after(1_000_000_000)

    assert told("120") == 120
    assert told("Sun, 09 Sep 2001 01:47:40 GMT") == 60
    assert told("Sun, 09 Sep 2001 01:40:00 GMT") == 0
    assert told("soon") is None
    assert told("") is None
