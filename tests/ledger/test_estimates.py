"""SQLite's planner takes the index that was made for a question, in a ledger of any size."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from dateline.ledger import Ledger, schema
from dateline.ledger.filters import Filters
from dateline.ledger.migrations.estimates import ESTIMATES
from dateline.ledger.order import Order
from dateline.ledger.reader import Reader
from made_codings import coding


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "a.db") as ledger:
        ledger.add(coding())
    return tmp_path / "a.db"


def test_every_index_has_an_estimate_of_as_many_columns(path: Path) -> None:
    with sqlite3.connect(path) as database:
        kept = {(table, index): told for table, index, told in database.execute("SELECT * FROM sqlite_stat1")}
        names = database.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'").fetchall()
        tables = {table.name for table in (*schema.SOURCE_TABLES, *schema.DERIVED_TABLES)} - {
            "runs",
            "releases",
            "exports",
        }
        assert {(table, name) for table, name in names if table in tables} <= set(kept)
        for table, index in kept:
            columns = database.execute(f"PRAGMA index_info({index})").fetchall()
            told = kept[table, index].split()
            if columns:
                assert len(told) == len(columns) + 1, index
            assert [int(number) for number in told] == sorted(map(int, told), reverse=True), index
    assert {table for table, _ in kept} == set(ESTIMATES)


@pytest.mark.parametrize(
    ("filters", "order", "index"),
    [
        (Filters(country=("AF",)), Order(), "ix_incident_view_kind_country_day_incident"),
        (Filters(), Order(), "ix_incident_view_kind_day_incident"),
        (Filters(), Order("killed"), "ix_incident_view_kind_killed_low_incident"),
        (Filters(place="Kabul"), Order(), "ix_incident_view_city_day"),
        (Filters(min_killed=3), Order(), "ix_incident_view_kind_killed_low_incident"),
        (Filters(country=("AF",)), Order("killed"), "ix_incident_view_kind_country_killed_low_incident"),
        (Filters(text="Bombs"), Order(), "sqlite_autoindex_incident_view_1 (incident=?)"),
    ],
)
def test_a_list_is_answered_by_its_index(path: Path, filters: Filters, order: Order, index: str) -> None:
    asked: list[tuple[str, object]] = []
    with Ledger(path) as ledger:

        def note(connection, cursor, statement, parameters, context, executemany) -> None:
            asked.append((statement, parameters))

        event.listen(ledger.engine, "before_cursor_execute", note)
        with ledger.reading() as connection:
            assert len(list(Reader(connection, ledger.book).incidents(filters, order=order, limit=50))) == 1
            statement, parameters = next(one for one in asked if "killed_high" in one[0])
            cursor = connection.connection.cursor()
            plan = " / ".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))
    assert index in plan
