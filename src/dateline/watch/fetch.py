"""One request: to a public address that was checked, within limits of size and time, redirects not followed.

What is fetched is written by strangers, and a server may be slow or lie on purpose. The whole request has one time
limit, which a watchdog keeps by shutting the connection: a server that sends a byte every second never meets the
time limit of a single read. Bodies are unpacked piece by piece, so that a small packed one never becomes a huge one.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from threading import Timer
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from dateline.watch.addresses import Address, Resolve, WhyRefused, resolved, why_refused

_PIECE = 64 * 1024
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_ADDRESS = 2_000  # characters; longer ones are not articles
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """What was asked for did not come; the words say why.

    ``is_lasting`` where asking again would not help; ``retry_after`` seconds where the server said when to.
    """

    def __init__(self, words: str, *, is_lasting: bool = False, retry_after: float | None = None) -> None:
        super().__init__(words)
        self.is_lasting = is_lasting
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the web, taken apart: what is connected to, and what is asked for there."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is about."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The Host header: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; ``body`` unpacked, empty for a redirect."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as a whole address; None for any other answer."""
        target = self.headers.get("location")
        return urljoin(self.url, target) if target and self.status in _REDIRECTS else None

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters, in lower case; empty where none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header gives."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        found = message.get_param("charset")
        return found if isinstance(found, str) else None

    def retry_after(self, now: float) -> float | None:
        """Return the seconds that the server asks to wait, given as such or as a date; None where it does not."""
        written = self.headers.get("retry-after", "").strip()
        if written.isdecimal():
            return float(written)
        try:
            return max(0.0, parsedate_to_datetime(written).timestamp() - now)
        except (TypeError, ValueError, OverflowError):
            return None


def place_of(url: str) -> Place:
    """Take an address apart; raises FetchError for what is not a plain http(s) address."""
    if len(url) > _LONGEST_ADDRESS or _UNSAFE.search(url.strip()):
        raise FetchError(f"not an address that can be asked: {url[:80]!r}", is_lasting=True)
    try:
        parts = urllib3.util.parse_url(url.strip())
    except urllib3.exceptions.LocationParseError as error:
        raise FetchError(f"not an address that can be asked: {url[:80]!r}", is_lasting=True) from error
    if parts.scheme not in _PORTS or not parts.host:
        raise FetchError(f"only http and https addresses are asked, not {url[:80]!r}", is_lasting=True)
    if parts.auth:
        raise FetchError("an address with a user name or password is not asked", is_lasting=True)
    host = parts.host.strip("[]").lower()
    plain = parts._replace(fragment=None)
    return Place(plain.url, parts.scheme, host, parts.port or _PORTS[parts.scheme], plain.request_uri)


class Fetcher:
    """Asks servers. ``resolve`` and ``refuse`` say where a name leads and what may not be asked."""

    def __init__(
        self,
        user_agent: str,
        *,
        seconds: float = 30.0,
        resolve: Resolve = resolved,
        refuse: WhyRefused = why_refused,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.user_agent = user_agent
        self._seconds = seconds
        self._resolve = resolve
        self._refuse = refuse
        self._tls = tls or ssl.create_default_context()

    def get(self, url: str, *, accept: str, most_bytes: int, more: Mapping[str, str] | None = None) -> Answer:
        """Ask once and return the answer, whatever its status; raises FetchError where none came whole.

        ``more`` are further headers; no cookies are kept, no proxy is used, no redirect is followed.
        """
        place = place_of(url)
        end = time.monotonic() + self._seconds
        headers = {
            "Host": place.authority,
            "User-Agent": self.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **(more or {}),
        }
        connection = self._connected(place, self._checked(place), end)
        try:
            with _watchdog(connection, end):
                connection.request("GET", place.path, headers=headers, preload_content=False)
                with connection.getresponse() as response:
                    found = {name.lower(): value for name, value in response.headers.items()}
                    answer = Answer(place.url, response.status, found)
                    if response.status == 200:
                        answer = replace(answer, body=_body(response, answer, most_bytes))
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise FetchError(self._told(error, end)) from error
        finally:
            connection.close()
        return answer

    def _checked(self, place: Place) -> list[Address]:
        """Return the addresses of a host, all of them public; raises FetchError."""
        try:
            addresses = list(dict.fromkeys(self._resolve(place.host, place.port)))
        except (OSError, UnicodeError, ValueError) as error:
            raise FetchError(f"the host {place.host} is not found ({_words(error)})") from error
        for address in addresses:
            why = self._refuse(address)
            if why:
                raise FetchError(
                    f"{place.host} is {why} ({address}); only public addresses are asked", is_lasting=True
                )
        if not addresses:
            raise FetchError(f"the host {place.host} has no address")
        return addresses

    def _connected(self, place: Place, addresses: list[Address], end: float) -> HTTPConnection:
        """Connect to the first of the addresses that answers: to the address itself, never to the name again."""
        fault: Exception | None = None
        for address in addresses:
            left = end - time.monotonic()
            if left <= 0:
                break
            connection = self._connection(place, str(address), left)
            try:
                connection.connect()
            except (urllib3.exceptions.HTTPError, OSError) as error:
                connection.close()
                fault = error
            else:
                return connection
        raise FetchError(self._told(fault or TimeoutError(), end)) from fault

    def _connection(self, place: Place, address: str, seconds: float) -> HTTPConnection:
        if place.scheme == "http":
            return HTTPConnection(address, place.port, timeout=seconds)
        # The certificate is held against the name, though an address is connected to.
        return HTTPSConnection(
            address,
            place.port,
            timeout=seconds,
            ssl_context=self._tls,
            server_hostname=place.host,
        )

    def _told(self, error: Exception, end: float) -> str:
        if time.monotonic() >= end or isinstance(error, TimeoutError):
            return f"no whole answer within {self._seconds:g} s"
        return f"the connection failed ({_words(error)})"


def _words(error: Exception) -> str:
    said = " ".join(str(error).split())
    return (said or type(error).__name__)[:160]


@contextmanager
def _watchdog(connection: HTTPConnection, end: float) -> Iterator[None]:
    """Shut a connection when its time is over, whatever is being read from it; raises TimeoutError then."""
    taken = connection.sock  # kept here, since the connection hands it on to the response

    def shut() -> None:
        try:
            if taken is not None:
                taken.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it was closed a moment before, which is what was wanted

    timer = Timer(max(0.0, end - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    # A connection that was shut looks like one that came to its end: a body without a length seems whole.
    if time.monotonic() >= end:
        raise TimeoutError


def _body(response: urllib3.HTTPResponse, answer: Answer, most: int) -> bytes:
    """Read a body whole, unpacked; raises FetchError where it is larger than ``most`` or packed as we cannot."""
    packed = answer.headers.get("content-encoding", "").strip().lower()
    if packed not in _PACKED:
        raise FetchError(f"it is packed as {packed[:40]!r}, which was not asked for", is_lasting=True)
    too_large = FetchError(f"it is larger than {most:,} bytes", is_lasting=True)
    announced = answer.headers.get("content-length", "").strip()
    if announced.isdecimal() and int(announced) > most:
        raise too_large
    pieces, size = [], 0
    while piece := response.read(_PIECE, decode_content=True):
        size += len(piece)
        if size > most:
            raise too_large
        pieces.append(piece)
    return b"".join(pieces)
