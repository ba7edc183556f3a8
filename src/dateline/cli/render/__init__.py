"""How a coding is shown: to people as a table or an explanation, to programs as JSON or CSV."""

from __future__ import annotations

from typing import Protocol

from dateline.model import Coding


class Renderer(Protocol):
    """Shows codings as they come."""

    def add(self, coding: Coding) -> None:
        """Show or keep one coding."""
        ...

    def finish(self) -> None:
        """Show what could not be shown before the end."""
        ...
