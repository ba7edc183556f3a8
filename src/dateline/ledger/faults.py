"""What ``verify`` finds: rows that are not what they must be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One row that is not what it must be."""

    table: str
    id: str
    cause: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.cause}"
