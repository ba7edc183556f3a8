from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert

from dateline.ledger import Ledger, schema
from dateline.ledger.verify import guards
from dateline.model import content_id
from made_codings import coding


def unguarded(connection: Connection) -> None:
    """Do what only somebody with the database in hand can do: take the guards away."""
    for table in schema.SOURCE_TABLES:
        for name in guards(connection.dialect.name, table.name):
            on = f" ON {table.name}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def tamper(ledger: Ledger, change: str) -> None:
    """Change rows behind the ledger's back, with guards and references off for as long as that takes."""
    if ledger.engine.dialect.name == "postgresql":
        with ledger.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            assert connection.exec_driver_sql(change).rowcount > 0
        return
    ledger.close()
    raw = sqlite3.connect(str(ledger.url.database), isolation_level=None)
    guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        raw.execute(f"DROP TRIGGER {name}")
    assert raw.execute(change).rowcount > 0
    for _, sql in guards:
        raw.execute(sql)
    raw.close()


SEALED = "its rows are not those that were sealed"
CHANGES = [
    ("reports", "UPDATE reports SET text = text || '.'", "sha256 is not the hash"),
    ("reports", "UPDATE reports SET outlet = 'Another'", "its id is not the hash"),
    ("reports", "UPDATE reports SET title = 'Another'", SEALED),
    ("runs", "UPDATE runs SET made_by = '{}'", "its id is not the hash of made_by"),
    ("reports", "UPDATE mentions SET suicide = true", SEALED),
    ("mentions", "UPDATE mentions SET group_id = 'g0' WHERE group_id IS NOT NULL", "group g0 is not a group"),
    ("mentions", "UPDATE mentions SET members = '[\"i0\"]' WHERE kind = 'group'", "member i0 is not an incident"),
    ("statements", "UPDATE statements SET quote = 'nope'", "but the quote says 'nope'"),
    ("statements", "UPDATE statements SET start = start + 1", "but the quote says"),
    ("statements", "UPDATE statements SET rule = 'toll.other.1'", "its id is not the hash of what it says"),
    (
        "statements",
        "UPDATE statements SET low = 99 WHERE property = 'killed'",
        "columns low are not what its value says",
    ),
    ("statements", "UPDATE statements SET value = '{}' WHERE property = 'killed'", "it cannot be read"),
    ("statements", "UPDATE statements SET about = 'i0' WHERE property = 'weapon'", "it is about i0, no mention"),
    ("statements", "UPDATE statements SET run = 'n0'", "run n0 is not there"),
    ("statements", "UPDATE statements SET report = 'r0' WHERE property = 'weapon'", "report r0 is not there"),
    ("reports", "DELETE FROM statements WHERE property = 'killed'", SEALED),
    ("tallies", "UPDATE tallies SET count = 7", "its id is not the hash"),
    ("tallies", "UPDATE tallies SET matches = '[\"i0\"]'", "it matches i0, no mention"),
    ("tallies", "UPDATE tallies SET quote = 'nope'", "but the quote says 'nope'"),
    ("reports", "DELETE FROM report_family", "it has no text family"),
    ("incident_of", "DELETE FROM incident_of", "the mention has no incident"),
    ("incident_view", "DELETE FROM incident_view", "the incident has no row"),
    ("incident_of", "INSERT INTO incident_of VALUES ('i0', 'i0')", "there is no such mention"),
    (
        "verdicts",
        "INSERT INTO verdicts (id, kind, subject, author, is_human, recorded) "
        "VALUES ('v0', 'accept', 's0', 'ann', true, '2026-01-02 00:00:00.000000')",
        "subject s0 is not there",
    ),
]


def test_a_sound_ledger_has_no_fault(ledger: Ledger) -> None:
    assert list(ledger.verify()) == []
    ledger.add(coding(grouped=True))
    ledger.add(coding(4, outlet=None, speaker=None))
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("table", "change", "cause"), CHANGES, ids=[f"{t}-{n}" for n, (t, _, _) in enumerate(CHANGES)]
)
def test_what_was_changed_behind_its_back_is_named(ledger: Ledger, table: str, change: str, cause: str) -> None:
    ledger.add(coding(grouped=True))
    tamper(ledger, change)
    faults = list(ledger.verify())
    assert any(fault.table == table and cause in fault.cause for fault in faults), faults
    assert all(fault.id for fault in faults)


def test_a_changed_verdict_is_named(ledger: Ledger) -> None:
    made = coding()
    ledger.add(made)
    content = ("accept", made.statements[0].id, None, None, None, "read it", "ann", True, None)
    row = dict(
        zip(("kind", "subject", "other", "property", "value", "reason", "author", "is_human"), content, strict=False)
    )
    again = [
        {**row, "id": content_id("v", *content, n), "recorded": datetime(2026, 1, 2, tzinfo=UTC)} for n in range(2)
    ]
    with ledger.writing() as connection:
        connection.execute(insert(schema.verdicts), again)
    assert list(ledger.verify()) == []
    tamper(ledger, "UPDATE verdicts SET reason = 'guessed'")
    assert [fault.cause for fault in ledger.verify()] == ["its id is not the hash of what it says"] * 2


def test_views_that_lag_behind_are_sound_after_a_rebuild(ledger: Ledger) -> None:
    ledger.add(coding(grouped=True))
    for table in ("incident_of", "incident_view", "report_family"):
        tamper(ledger, f"DELETE FROM {table}")
    assert list(ledger.verify())
    ledger.rebuild_views()
    assert list(ledger.verify()) == []


def test_a_guard_that_is_gone_is_named(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        unguarded(connection)
    faults = list(ledger.verify())
    assert {fault.table for fault in faults} == {table.name for table in schema.SOURCE_TABLES}
    assert all("rows could be changed" in fault.cause for fault in faults)


def test_a_guard_that_is_off_is_named(ledger: Ledger) -> None:
    if ledger.engine.dialect.name == "sqlite":
        return  # SQLite's triggers are there or not
    with ledger.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE statements DISABLE TRIGGER ALL")
    assert {fault.table for fault in ledger.verify()} == {"statements"}
