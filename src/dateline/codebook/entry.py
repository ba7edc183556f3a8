"""What every part of the coding scheme is made of: frozen, checked entries."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """One entry of the coding scheme: immutable, with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
