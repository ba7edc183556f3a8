from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from dateline.ledger import Ledger, LedgerError, schema
from dateline.ledger.accounts import account_log
from dateline.ledger.engine import ledger_url as url_of
from dateline.ledger.engine import open_engine, writing
from dateline.ledger.migrate import HEAD, REVISIONS, alembic_config, is_ledger, migrate, upgrade
from dateline.ledger.verify import guards
from dateline.ledger.working import drafts
from made_codings import coding


def set_revision(place: str, revision: str) -> None:
    engine = open_engine(url_of(place))
    with writing(engine) as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    engine.dispose()


def made_of(connection: Connection) -> set[str]:
    """Return what a database says of its tables, columns and indexes, in words that can be compared."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        found = {" ".join(sql.split()) for sql in rows.scalars()}
        for table in schema.metadata.tables:
            query = f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')"
            found |= {f"{table} {row}" for row in connection.exec_driver_sql(query)}
            query = f'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'{table}\')'
            found |= {f"{table} {row}" for row in connection.exec_driver_sql(query)}
            query = f"SELECT wr, ncol FROM pragma_table_list('{table}')"
            found |= {f"{table} {row}" for row in connection.exec_driver_sql(query)}
        return found
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
        "WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
        "'public'::regnamespace",
    )
    return {str(row) for query in queries for row in connection.exec_driver_sql(query)}


def test_the_migrations_make_what_the_tables_say(new_place) -> None:
    migrated, declared = (open_engine(url_of(new_place())) for _ in range(2))
    with writing(migrated) as connection:
        upgrade(connection)
        one = made_of(connection)
    with writing(declared) as connection:
        drafts.metadata.create_all(connection)
        other = made_of(connection)
    migrated.dispose()
    declared.dispose()
    beside = {row for row in one if "alembic" in row or "report_search" in row}
    assert one - beside == other
    assert len(other) > 100


def test_the_known_revisions_are_the_migrations_in_order() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert scripts.get_current_head() == HEAD
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


@pytest.mark.parametrize("first", REVISIONS)
def test_a_ledger_of_every_earlier_schema_is_brought_up_to_date(new_place, first: str) -> None:
    place = new_place()
    engine = open_engine(url_of(place))
    with writing(engine) as connection:
        upgrade(connection, first)
    engine.dispose()
    assert migrate(url_of(place)) == (first, HEAD)
    assert migrate(url_of(place)) == (HEAD, HEAD)
    with Ledger(place) as ledger:
        ledger.add(coding())
        assert list(ledger.verify()) == []


def test_the_planner_of_a_migrated_ledger_knows_as_much_as_that_of_a_new_one(tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    Ledger.create(new).close()
    engine = open_engine(url_of(old))
    with writing(engine) as connection:
        upgrade(connection, "0011")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE idx LIKE 'ix_links%'")
    engine.dispose()
    migrate(url_of(old))
    told = []
    for path in (new, old):
        with sqlite3.connect(path) as connection:
            told.append(sorted(connection.execute("SELECT * FROM sqlite_stat1")))
    assert told[0] == told[1]


def test_a_ledger_is_made_once(new_place) -> None:
    place = new_place()
    assert not is_ledger(url_of(place))
    Ledger.create(place).close()
    assert is_ledger(url_of(place))
    with pytest.raises(LedgerError, match="is a ledger already"):
        Ledger.create(place)
    with Ledger.ensured(place) as ledger:
        assert ledger.stats().schema == HEAD


def test_a_newer_schema_is_refused(ledger_url) -> None:
    set_revision(ledger_url, "9999")
    for attempt in (Ledger, Ledger.ensured, lambda place: migrate(url_of(place))):
        with pytest.raises(LedgerError, match=r"schema 9999, of a newer Dateline.*update Dateline"):
            attempt(ledger_url)


def test_an_older_schema_asks_to_be_migrated(ledger_url, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.ledger import migrate as module

    monkeypatch.setattr(module, "REVISIONS", (*REVISIONS, "9999"))
    monkeypatch.setattr(module, "HEAD", "9999")
    with pytest.raises(LedgerError, match="needs 9999; copy it, then run `dateline ledger migrate`"):
        Ledger(ledger_url)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (id)")
    for attempt in (Ledger.create, Ledger.ensured):
        with pytest.raises(LedgerError, match=r"has other tables \(songs\); name an empty database"):
            attempt(path)
    with pytest.raises(LedgerError, match="holds no ledger"):
        Ledger(path)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(new_place, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.ledger.migrations.versions import m0001_ledger  # noqa: F401 - it can be imported by name, too

    place = new_place()
    engine = open_engine(url_of(place))

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"), writing(engine) as connection:
        upgrade(connection)
        fails()
    engine.dispose()
    assert not is_ledger(url_of(place))
    Ledger.create(place).close()


def test_all_guards_stand(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        dialect = connection.dialect.name
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if dialect == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        found = set(connection.exec_driver_sql(query).scalars())
    assert found == {name for table in (*schema.SOURCE_TABLES, account_log) for name in guards(dialect, table.name)}
