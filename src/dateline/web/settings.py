"""What a workbench is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_bytes

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workbench runs.

    ``author`` is who decides in local mode. ``hosts`` are the names by which browsers may call it; any other Host
    header is refused, so that no web page can reach a loopback server through a name of its own (DNS rebinding).
    ``secret`` signs sessions; one made anew signs everybody out.
    """

    author: str
    hosts: tuple[str, ...] = LOOPBACK
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
