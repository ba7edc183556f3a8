"""What a workbench is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_bytes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.team.openid import Provider
    from dateline.team.team import Team

HELD_FOR = timedelta(minutes=10)  # what a team is served with; pages speak every minute
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """How a workbench of a team runs: who is on it, and by which address browsers call it.

    ``public`` is scheme and host ("https://dateline.example.org"), as the reverse proxy is called; ``provider`` is
    who vouches for people, besides passwords.
    """

    team: Team
    public: str
    provider: Provider | None = None

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https, so that cookies go by nothing else."""
        return self.public.startswith("https://")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workbench runs.

    ``author`` is who decides in local mode. ``hosts`` are the names by which browsers may call it; any other Host
    header is refused, so that no web page can reach a loopback server through a name of its own (DNS rebinding).
    ``secret`` signs sessions in local mode; one made anew signs everybody out. ``team`` is set in team mode only.
    ``held_for`` is how long a page that says nothing keeps its task from others; None: nobody else is at work.
    """

    author: str
    hosts: tuple[str, ...] = LOOPBACK
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    team: TeamSettings | None = None
    held_for: timedelta | None = None
