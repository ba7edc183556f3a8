"""The log of exports and the releases of a ledger: both only grow, and no export goes without a line of the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, insert, select

from dateline.ledger.columns import canonical
from dateline.ledger.schema import SOURCE_TABLES, exports, releases
from dateline.ledger.write import not_before_the_last
from dateline.model import content_id

_NO_CONTENT = {"exports", "releases"}


@dataclass(frozen=True, slots=True)
class Export:
    """One line of the log. ``asked`` holds what was asked for, ``files`` the hash of each file by its name."""

    formats: tuple[str, ...]
    asked: Mapping[str, object]
    files: Mapping[str, str]
    incidents: int
    statements: int
    author: str
    recorded: datetime

    def to_json(self) -> dict[str, object]:
        """Return the line for programs."""
        return {
            "formats": list(self.formats),
            "asked": dict(self.asked),
            "files": dict(self.files),
            "incidents": self.incidents,
            "statements": self.statements,
            "author": self.author,
            "recorded": self.recorded.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Release:
    """A numbered publication, as the ledger remembers it."""

    number: int
    manifest: Mapping[str, object]
    note: str | None
    recorded: datetime


def log_export(connection: Connection, export: Export) -> None:
    """Put an export on record, at its moment or at the last one recorded if that is later."""
    moment = not_before_the_last(connection, export.recorded)
    row = {
        "formats": canonical(list(export.formats)),
        "asked": canonical(dict(export.asked)),
        "files": canonical(dict(export.files)),
        "incidents": export.incidents,
        "statements": export.statements,
        "author": export.author,
    }
    number = connection.scalar(select(func.count()).select_from(exports)) or 0
    name = content_id("x", number, *row.values(), moment.isoformat())
    connection.execute(insert(exports), {"id": name, **row, "recorded": moment})


def logged_exports(connection: Connection) -> list[Export]:
    """Return the log, the latest first."""
    rows = connection.execute(select(exports).order_by(exports.c.recorded.desc(), exports.c.id)).mappings()
    return [
        Export(
            tuple(json.loads(row["formats"])),
            json.loads(row["asked"]),
            json.loads(row["files"]),
            row["incidents"],
            row["statements"],
            row["author"],
            row["recorded"],
        )
        for row in rows
    ]


def record_release(
    connection: Connection, number: int, manifest: Mapping[str, object], note: str | None, recorded: datetime
) -> None:
    """Put a release on record; raises ValueError where its number is not the next one."""
    following = next_number(connection)
    if number != following:
        raise ValueError(f"release {number} cannot be recorded: the next one of this ledger is {following}")
    moment = not_before_the_last(connection, recorded)
    row = {"number": number, "manifest": canonical(dict(manifest)), "note": note}
    connection.execute(insert(releases), {"id": content_id("v", *row.values()), **row, "recorded": moment})


def recorded_releases(connection: Connection) -> list[Release]:
    """Return the releases in their order."""
    rows = connection.execute(select(releases).order_by(releases.c.number)).mappings()
    return [Release(row["number"], json.loads(row["manifest"]), row["note"], row["recorded"]) for row in rows]


def next_number(connection: Connection) -> int:
    """Return the number that the next release gets: 1, 2, 3."""
    return int(connection.scalar(select(func.max(releases.c.number))) or 0) + 1


def position(connection: Connection) -> dict[str, object]:
    """Return how far the ledger had got: rows by source table and the last moment of recording of each.

    Rows are only ever added, so two states with the same position are the same.
    """
    found: dict[str, object] = {}
    for table in SOURCE_TABLES:
        if table.name in _NO_CONTENT:
            continue
        rows = connection.scalar(select(func.count()).select_from(table)) or 0
        last = connection.scalar(select(func.max(table.c.recorded))) if "recorded" in table.c else None
        found[table.name] = {"rows": rows, "last": cast("datetime", last).isoformat() if last else None}
    return found
