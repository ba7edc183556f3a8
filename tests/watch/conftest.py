"""A real HTTP server on this machine, and a fetcher that may ask it alone: every other address stays refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address

import pytest

import dateline.run.loop
from dateline.model import Coding
from dateline.watch.addresses import Address, why_refused
from dateline.watch.fetch import Fetcher
from feed_server import Site, handler_of

HERE = ip_address("127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(made))
    server.daemon_threads = True
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def only_here(address: Address) -> str | None:
    """Permit the server of the tests; whatever else is refused stays so."""
    return None if address == HERE else why_refused(address)


@pytest.fixture
def new_fetcher() -> Callable[..., Fetcher]:
    """Return what makes fetchers to whom every name is this machine."""

    def make(**more: object) -> Fetcher:
        options = {"seconds": 5.0, "resolve": lambda host, port: [HERE], "refuse": only_here, **more}
        return Fetcher("dateline/test", **options)  # type: ignore[arg-type]

    return make


class HurriedClock:
    """A clock whose waiting takes no time; ``waits`` are its lengths."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HurriedClock:
    return HurriedClock()


@pytest.fixture
def without_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code with what keeps reports and finds nothing in them: what is tested is how they come."""
    monkeypatch.setattr(
        dateline.run.loop, "default_coder", lambda: lambda report, codebook, *, pipeline: Coding(reports=(report,))
    )
    monkeypatch.setattr(dateline.run.loop, "pipeline_version", lambda name: f"{name}@0")
