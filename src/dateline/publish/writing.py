"""What every format's writer is given and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from dateline.codebook import Codebook
from dateline.publish.crosswalk import Overlay
from dateline.publish.losses import Losses
from dateline.publish.published import Asked, Published


class MissingLibraryError(ImportError):
    """A library that a format needs is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a writer is given: where to write, and how.

    ``folder`` is a folder of the writer's own until all is whole. ``connection`` sees the state of the ledger
    that is published. ``bom`` puts the mark before UTF-8 that Excel looks for, ``hxl`` a row of tags under the
    head; ``whole`` adds what an import needs, texts of reports among it. ``crosswalks`` are a team's own.
    """

    folder: Path
    connection: Connection
    book: Codebook
    asked: Asked
    losses: Losses
    title: str = "Incidents"
    bom: bool = False
    hxl: bool = False
    whole: bool = False
    crosswalks: Overlay | None = None


class Writer(Protocol):
    """Writes one format; it is given all incidents, then all groups, then closed."""

    def incident(self, one: Published) -> None:
        """Write an incident."""

    def group(self, one: Published) -> None:
        """Write a coordinated attack, with what is told of it as a whole."""

    def close(self) -> None:
        """Finish the files."""

    def drop(self) -> None:
        """Let go of the files without finishing them."""
