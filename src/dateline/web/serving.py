"""Serves the workbench: opens the port, says where it is, ends cleanly."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from dateline.ledger import Ledger
from dateline.web.app import make_app
from dateline.web.settings import LOOPBACK, Settings

DEFAULT_PORT = 8417
_TRIED = 20  # ports after the default one, where that is taken
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")


class NotServedError(Exception):
    """The workbench cannot be served so; the message says why and what to do."""


def checked_host(host: str, *, is_team: bool = False) -> str:
    """Return the address that a host names; raises NotServedError, without a team for all but loopback ones."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise NotServedError(f"{host!r} is no address; give 127.0.0.1 or ::1") from error
    if not (is_team or address.is_loopback):
        raise NotServedError(f"{host} can be reached from other machines; without --team only 127.0.0.1 and ::1 can")
    return str(address)


def checked_public(url: str) -> str:
    """Return the address by which browsers call a team's workbench, as they send it; raises NotServedError."""
    try:
        parts = urlsplit(url.strip().lower())
        port = parts.port
    except ValueError as error:
        raise NotServedError(f"{url!r} is no address; write it as https://dateline.example.org") from error
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not _NAME.fullmatch(host) or not is_bare:
        raise NotServedError(f"{url!r} is not scheme and host alone; write it as https://dateline.example.org")
    is_usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")


def bound(host: str, port: int | None) -> socket.socket:
    """Return a listening socket; without a port the default one, or the next that is free.

    Raises NotServedError where the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = [port] if port is not None else list(range(DEFAULT_PORT, DEFAULT_PORT + _TRIED))
    for number in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(128)
        except OSError as error:
            listener.close()
            failed = error
        else:
            return listener
    raise NotServedError(f"port {ports[0]} cannot be opened ({failed.strerror}); name another one with --port")


def serve(ledger: Ledger, author: str, host: str, port: int | None, tell: Callable[[str], object]) -> None:
    """Serve to this machine until stopped (Ctrl-C, or SIGTERM); ``tell`` is given the address once it answers."""
    address = checked_host(host)
    with bound(address, port) as listener:
        _run(ledger, Settings(author, hosts=(*LOOPBACK, address)), listener, tell, [])


def serve_team(
    ledger: Ledger,
    settings: Callable[[str], Settings],
    host: str,
    port: int | None,
    public: str | None,
    proxies: list[str],
    tell: Callable[[str], object],
) -> None:
    """Serve to a team until stopped.

    ``settings`` makes them from the public address: as given, else that on which it listens, which then has to be
    one that browsers can call. ``proxies`` are the addresses of reverse proxies, whose word on who asks is taken.
    """
    address = checked_host(host, is_team=True)
    if public is None and ipaddress.ip_address(address).is_unspecified:
        raise NotServedError(f"{host} is no name to call; say by --public-url how browsers call it")
    for proxy in proxies:
        checked_host(proxy, is_team=True)
    given = None if public is None else checked_public(public)
    with bound(address, port) as listener:
        own = f"http://{_shown(address)}:{listener.getsockname()[1]}"
        made = settings(given or own)
        called = urlsplit(given or own).hostname or ""
        _run(ledger, replace(made, hosts=(called,)), listener, tell, proxies)


@contextlib.contextmanager
def served(app_for: Callable[[str], FastAPI]) -> Iterator[str]:
    """Serve an app, made for its address, beside what else goes on: a notebook, a measurement; give the address."""
    with bound("127.0.0.1", 0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app_for(address), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _shown(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _run(
    ledger: Ledger, settings: Settings, listener: socket.socket, tell: Callable[[str], object], proxies: list[str]
) -> None:
    number, address = listener.getsockname()[1], listener.getsockname()[0]
    config = uvicorn.Config(
        make_app(ledger, settings),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
    )
    own = f"http://{_shown(address)}:{number}"
    is_fronted = settings.team is not None and settings.team.public != own
    tell(f"{settings.team.public}/ on port {number}" if settings.team and is_fronted else f"{own}/")
    with contextlib.suppress(KeyboardInterrupt):  # how uvicorn passes Ctrl-C on, when all is tidied up
        uvicorn.Server(config).run(sockets=[listener])
