"""How much a ledger holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from dateline.ledger import schema
from dateline.ledger.migrate import revision_of
from dateline.ledger.write import last_recorded


@dataclass(frozen=True, slots=True)
class Stats:
    """Rows by table, incidents and groups, text families, days, and the size on disk in bytes."""

    rows: dict[str, int]
    incidents: int
    groups: int
    families: int
    first_published: date | None
    last_published: date | None
    last_recorded: datetime | None
    schema: str
    size: int

    def to_json(self) -> dict[str, object]:
        """Return the figures for programs."""
        days = {"first_published": self.first_published, "last_published": self.last_published}
        return {
            **self.rows,
            "incidents": self.incidents,
            "groups": self.groups,
            "families": self.families,
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "last_recorded": self.last_recorded.isoformat() if self.last_recorded else None,
            "schema": self.schema,
            "size_bytes": self.size,
        }


def stats(connection: Connection) -> Stats:
    """Count what the ledger holds."""
    rows = {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in schema.SOURCE_TABLES}
    view = schema.incident_view
    kinds: dict[str, int] = dict(connection.execute(select(view.c.kind, func.count()).group_by(view.c.kind)).all())
    published = schema.reports.c.published
    first, last = connection.execute(select(func.min(published), func.max(published))).one()
    families = connection.scalar(select(func.count(schema.report_family.c.family.distinct()))) or 0
    return Stats(
        rows,
        kinds.get("incident", 0),
        kinds.get("group", 0),
        families,
        first,
        last,
        last_recorded(connection),
        revision_of(connection) or "",
        _size(connection),
    )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    path = Path(str(connection.engine.url.database))
    return sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.exists())
