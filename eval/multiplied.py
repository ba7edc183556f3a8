"""Multiply a made-up ledger in its database, to ask a ledger of a size that would take hours to load.

Usage: python eval/multiplied.py PLACE TIMES

Every row is copied with a letter behind its ids and hashes, two days later than the copy before; the times of
recording follow on those of the rows before. Places, actors and texts stay as they are, so that a hundred thousand
incidents ten times have the shape of a million: each question finds ten times as many rows. ``report_bands`` and what
linking compares are not copied: of adding reports the copies tell nothing. The content no longer fits the ids, nor
the seals: the ledger is good for being asked and for nothing else. Use a copy.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import sqlalchemy
from sqlalchemy import Connection, func, select, text

from dateline.ledger.engine import ledger_url, open_engine
from dateline.ledger.migrations import estimates
from dateline.ledger.schema import report_family, reports

IDS = {
    "reports": ("id", "sha256"),
    "mentions": ("id", "report", "group_id"),
    "statements": ("id", "about", "report"),
    "verdicts": ("id", "subject", "other", "reverses"),
    "report_family": ("report", "family", "replaces"),
    "incident_of": ("mention", "incident"),
    "incident_view": ("incident", "group_id"),
    "incident_term": ("incident",),
    "tallies": ("id", "report"),
    "report_open": ("report",),
    "links": ("mention", "other"),
    "report_search": ("report",),
}
_MOMENTS = ("recorded", "first_recorded", "last_recorded")
_GAP = timedelta(minutes=1)
DAYS_LATER = 2


def multiply(connection: Connection, times: int) -> None:
    """Put ``times - 1`` copies of all rows beside them."""
    is_sqlite = connection.dialect.name == "sqlite"
    last = connection.scalar(select(func.max(report_family.c.number))) or 0
    first_recorded, last_recorded = connection.execute(
        select(func.min(reports.c.recorded), func.max(reports.c.recorded))
    ).one()
    made = _taken_away(connection, is_sqlite=is_sqlite)
    for table in IDS:
        if is_sqlite and table == "report_search":
            continue
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE source AS SELECT * FROM {table}")
        columns = sqlalchemy.inspect(connection).get_columns(table)
        days = {column["name"] for column in columns if isinstance(column["type"], sqlalchemy.Date)}
        for number in range(1, times):
            later = (_minutes(last_recorded - first_recorded) + _GAP) * number
            changed = _changed(table, days, number, last * number, later, is_sqlite=is_sqlite)
            told = [changed.get(name := column["name"], f'"{name}"') for column in columns]
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT {', '.join(told)} FROM source")
        connection.exec_driver_sql("DROP TABLE source")
        print(table, flush=True)
    if is_sqlite:
        connection.exec_driver_sql(
            "INSERT INTO report_search (rowid, title, body) SELECT number, coalesce(title, ''), text"
            f" FROM report_family JOIN reports ON reports.id = report WHERE number > {last} ORDER BY number"
        )
    for statement in made:
        connection.exec_driver_sql(statement)
    if is_sqlite:
        estimates.write(connection)
    else:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('report_family', 'number'), :last)"), {"last": last * times}
        )


def _minutes(lasted: timedelta) -> timedelta:
    return timedelta(minutes=lasted // timedelta(minutes=1) + 1)


def _changed(
    table: str, days: set[str], number: int, numbers: int, later: timedelta, *, is_sqlite: bool
) -> dict[str, str]:
    """Return what stands in the columns of the copy of that number that are not the same in all."""
    minutes, days_later = later // timedelta(minutes=1), DAYS_LATER * number
    found = {name: f"\"{name}\" || '{chr(96 + number)}'" for name in IDS[table]}
    found["number"] = f"number + {numbers}"
    for name in days:
        found[name] = f"date({name}, '+{days_later} days')" if is_sqlite else f"{name} + {days_later}"
    for name in _MOMENTS:
        found[name] = f"{name} + interval '{minutes} minutes'"
        if is_sqlite:
            found[name] = f"strftime('%Y-%m-%d %H:%M:', {name}, '+{minutes} minutes') || substr({name}, 18)"
    return found


def _taken_away(connection: Connection, *, is_sqlite: bool) -> list[str]:
    """Take away guards and indexes (keys stay), which are faster made at the end; return how to make them."""
    if not is_sqlite:
        connection.exec_driver_sql("SET session_replication_role = replica")  # neither guards nor foreign keys
        indexes = connection.exec_driver_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        return [made for _, made in indexes]
    query = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    found = connection.exec_driver_sql(f"{query} ORDER BY type").all()
    for kind, name, _ in found:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    return [made for _, _, made in found]


def main() -> None:
    """Read the command line, multiply the ledger, and say how long it took."""
    place, times = sys.argv[1], int(sys.argv[2])
    began = time.monotonic()
    engine = open_engine(ledger_url(place))
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -600000"):
            raw.cursor().execute(f"PRAGMA {setting}")
        raw.close()
    with engine.begin() as connection:
        multiply(connection, times)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
