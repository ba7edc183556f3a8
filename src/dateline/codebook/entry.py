"""What every part of the coding scheme is made of: frozen, checked entries."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """One entry of the coding scheme: immutable, with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __getstate__(self) -> dict[Any, Any]:
        # Tables that an entry made of itself and kept (cached properties) may not pickle; they are made anew.
        state = super().__getstate__()
        fields = type(self).model_fields
        return {**state, "__dict__": {k: v for k, v in state["__dict__"].items() if k in fields}}
