"""Serves the workbench to this machine: opens the port, says where it is, ends cleanly."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable

import uvicorn

from dateline.ledger import Ledger
from dateline.web.app import make_app
from dateline.web.settings import LOOPBACK, Settings

DEFAULT_PORT = 8417
_TRIED = 20  # ports after the default one, where that is taken


class NotServedError(Exception):
    """The workbench cannot be served so; the message says why and what to do."""


def checked_host(host: str) -> str:
    """Return the loopback address that a host names; raises NotServedError for any other."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise NotServedError(f"{host!r} is no address; give 127.0.0.1 or ::1") from error
    if not address.is_loopback:
        raise NotServedError(f"{host} can be reached from other machines; without --team only 127.0.0.1 and ::1 can")
    return str(address)


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
    """Serve until stopped (Ctrl-C, or SIGTERM); ``tell`` is given the address once it answers there."""
    address = checked_host(host)
    with bound(address, port) as listener:
        number = listener.getsockname()[1]
        shown = f"[{address}]" if ":" in address else address
        app = make_app(ledger, Settings(author, hosts=(*LOOPBACK, address)))
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
        tell(f"http://{shown}:{number}/")
        with contextlib.suppress(KeyboardInterrupt):  # how uvicorn passes Ctrl-C on, when all is tidied up
            uvicorn.Server(config).run(sockets=[listener])
