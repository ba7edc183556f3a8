"""Arrow tables of a ledger: what is in it is in them, now and as of a moment, and other programs take them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars
import pyarrow
import pytest

from dateline.ledger import Ledger, arrow
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.judging import Judging
from dateline.ledger.reader import Reader
from made_codings import FIRST_DAY, coding

NOON = datetime(2017, 6, 9, 12, tzinfo=UTC)
LATER = NOON + timedelta(1)
NEXT_DAY = FIRST_DAY + timedelta(1)
FIRST, SECOND = coding(12), coding(14, day=NEXT_DAY, outlet="Wire", title="Toll rises")
MANILA, GROUPED = coding(3, city="Manila", speaker=None), coding(16, city="Mosul", grouped=True)
EVERY = (FIRST, SECOND, MANILA, GROUPED)
KILLED = next(s for s in FIRST.statements if s.property == "killed")


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """Four reports; a day later the first two are judged the same and a count of the first is corrected."""
    for one in EVERY:
        ledger.add(one, NOON)
    with ledger.writing() as connection:
        judging = Judging(connection, "me", LATER, ledger.book)
        judging.pair("same", FIRST.incidents[0].id, SECOND.incidents[0].id)
        judging.statement("correct", KILLED.id, value={"low": 13, "high": 13})
    return ledger


def test_statements_are_all_there_as_they_were_told(told: Ledger) -> None:
    table = told.statements()
    assert table.schema == arrow.schema_of("statements")
    rows = table.to_pylist()
    expected = {s.id: s for one in EVERY for s in one.statements}
    assert {row["id"] for row in rows} == set(expected)
    for row in rows:
        statement = expected[row["id"]]
        assert json.loads(row["value"]) == statement.value.to_json()
        assert row["mention"] == statement.about
        assert row["quote"] == statement.evidence.quote
        assert [who["name"] for who in row["speakers"]] == [who.name for who in statement.speakers]
        assert row["speaker"] == (statement.speakers[0].name if statement.speakers else None)
        assert row["recorded"] == NOON
    assert [(r["published"], r["report"], r["ordinal"]) for r in rows] == sorted(
        (r["published"], r["report"], r["ordinal"]) for r in rows
    )


def test_a_correction_stands_beside_what_was_told(told: Ledger) -> None:
    rows = told.statements().to_pylist()
    (killed,) = (row for row in rows if row["id"] == KILLED.id)
    assert (killed["low"], killed["verdict"]) == (12, "correct")
    assert json.loads(killed["corrected"])["low"] == 13
    assert {row["verdict"] for row in rows if row["id"] != KILLED.id} == {None}


def test_incidents_are_those_of_the_list(told: Ledger) -> None:
    table = told.incidents()
    assert table.schema == arrow.schema_of("incidents")
    with told.reading() as connection:
        listed = list(Reader(connection, told.book).incidents())
    rows = table.to_pylist()
    assert [row["incident"] for row in rows] == [one.incident for one in listed]
    joined = next(row for row in rows if row["report_count"] == 2)
    assert (joined["killed_low"], joined["killed_high"]) == (14, 14)
    assert (joined["country"], joined["types"]) == ("AF", ["bombing"])
    assert joined["actors"] == [{"actor": None, "modality": "unclaimed", "name": None}]
    assert (joined["first_published"], joined["last_published"]) == (FIRST_DAY, NEXT_DAY)


def test_statements_name_the_incident_that_lists_show(told: Ledger) -> None:
    statements, incidents = told.statements(), told.incidents()
    shown = set(incidents["incident"].to_pylist())
    of_incidents = {row["incident"] for row in statements.to_pylist() if not row["mention"].startswith("g")}
    assert of_incidents <= shown
    by_mention = {row["mention"]: row["incident"] for row in statements.to_pylist()}
    assert by_mention[FIRST.incidents[0].id] == by_mention[SECOND.incidents[0].id]


def test_reports_have_texts_and_families(told: Ledger) -> None:
    table = told.reports()
    assert table.schema == arrow.schema_of("reports")
    texts = {row["id"]: row["text"] for row in table.to_pylist()}
    assert texts == {one.reports[0].id: one.reports[0].text for one in EVERY}
    assert table["family"].null_count == 0


def test_filters_are_those_of_incidents(told: Ledger) -> None:
    manila = Filters(place="Manila")
    assert set(told.statements(manila)["id"].to_pylist()) == {s.id for s in MANILA.statements}
    assert told.reports(manila)["id"].to_pylist() == [MANILA.reports[0].id]
    assert told.incidents(manila)["city"].to_pylist() == ["Manila"]


def test_as_of_a_day_what_came_later_is_not_there(told: Ledger) -> None:
    day = AsOf.of(FIRST_DAY)
    late = SECOND.reports[0].id
    assert late not in told.reports(as_of=day)["id"].to_pylist()
    assert late not in told.statements(as_of=day)["report"].to_pylist()
    assert {row["killed_low"] for row in told.incidents(as_of=day).to_pylist() if row["country"] == "AF"} == {13}


def test_as_of_a_recording_verdicts_that_came_later_do_not_count(told: Ledger) -> None:
    before = AsOf.of(recorded=NOON)
    rows = told.statements(as_of=before).to_pylist()
    assert {row["verdict"] for row in rows} == {None}
    by_mention = {row["mention"]: row["incident"] for row in rows}
    assert by_mention[FIRST.incidents[0].id] != by_mention[SECOND.incidents[0].id]
    assert told.reports(as_of=AsOf.of(recorded=NOON - timedelta(1))).num_rows == 0


def test_a_stream_comes_in_batches_and_lets_the_ledger_be_written(told: Ledger, monkeypatch) -> None:
    monkeypatch.setattr(arrow, "_AT_ONCE", 2)
    with told.stream("statements") as reader:
        sizes = [batch.num_rows for batch in reader]
    assert len(sizes) > 1
    assert sum(sizes) == told.statements().num_rows
    monkeypatch.undo()
    assert told.add(coding(99), LATER)


def test_an_empty_ledger_has_tables_with_columns(ledger: Ledger) -> None:
    for name in arrow.COLUMNS:
        table = ledger.stream(name).read_all()
        assert (table.num_rows, table.schema) == (0, arrow.schema_of(name))


def test_an_unknown_table_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="'mentions' is no table"):
        ledger.stream("mentions")


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_duckdb_asks_tables_and_streams(told: Ledger) -> None:
    statements, incidents = told.statements(), told.incidents()  # noqa: F841 - DuckDB finds them by name
    found = duckdb.sql(
        "SELECT i.country, sum(i.killed_low), count(DISTINCT s.speaker) FROM incidents i"
        " JOIN statements s USING (incident) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [row[0] for row in found] == ["AF", "IQ", "PH"]
    assert found[0][1] % 14 == 0
    stream = told.stream("reports")  # noqa: F841
    assert duckdb.sql("SELECT max(published) FROM stream").fetchall() == [(NEXT_DAY,)]
    assert duckdb.sql("SELECT list_distinct(flatten(list(types))) FROM incidents").fetchall() == [(["bombing"],)]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_pandas_takes_them(told: Ledger) -> None:
    frame = told.statements().to_pandas()
    assert frame.loc[frame["id"] == KILLED.id, "low"].item() == 12
    assert frame["recorded"].dt.tz is not None


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_polars_takes_them(told: Ledger) -> None:
    frame = polars.from_arrow(told.incidents())
    assert frame.schema["types"] == polars.List(polars.String)
    assert frame["killed_low"].max() == 14


def test_every_column_is_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "analysis.md").read_text(encoding="utf-8")
    parts = re.split(r"^### ", page, flags=re.MULTILINE)
    for name, columns in arrow.COLUMNS.items():
        (part,) = (p for p in parts if p.startswith(f"`{name}`"))
        assert set(re.findall(r"^\| `(\w+)`", part, flags=re.MULTILINE)) == set(columns)


def test_without_pyarrow_the_message_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from dateline.ledger import arrow\n"
        "try: arrow.schema_of('reports')\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'dateline[analysis]'" in done.stdout


def test_dates_and_times_have_their_types() -> None:
    schema = arrow.schema_of("statements")
    assert schema.field("published").type == pyarrow.date32()
    assert schema.field("recorded").type == pyarrow.timestamp("us", tz="UTC")
