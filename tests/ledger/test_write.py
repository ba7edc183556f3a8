from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, LedgerError, schema
from dateline.ledger.engine import fetched
from dateline.model import Evidence, EvidenceError, Statement
from handmade import full_coding, report
from made_codings import FIRST_DAY, coding, codings, distinct

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SLOW_ENGINES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def held(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    """Return all rows of source and derived tables but for what tells when or in which order they came."""
    found = {}
    with ledger.reading() as connection:
        for table in (*schema.SOURCE_TABLES, *schema.DERIVED_TABLES):
            columns = [c for c in table.c if c.name not in {"recorded", "first_recorded", "last_recorded", "number"}]
            rows = fetched(connection, select(*columns or table.c))
            found[table.name] = sorted(rows, key=repr)
    return found


def test_a_report_is_kept_with_all_that_it_tells(ledger: Ledger) -> None:
    made = full_coding(report())
    assert ledger.add(made) == (made.reports[0].id,)
    stats = ledger.stats()
    assert (stats.rows["reports"], stats.rows["statements"], stats.rows["tallies"]) == (1, 15, 1)
    assert (stats.incidents, stats.groups, stats.families) == (2, 1, 1)
    assert list(ledger.verify()) == []


def test_the_same_again_adds_nothing(ledger: Ledger) -> None:
    ledger.add(coding())
    before = held(ledger)
    assert ledger.add(coding()) == ()
    assert ledger.add(coding(made_by={"dateline": "9"})) == ()
    assert held(ledger) == before


def test_the_same_text_by_the_same_outlet_is_one_report_whatever_its_day(ledger: Ledger) -> None:
    first = coding()
    text, outlet = first.reports[0].text, first.reports[0].outlet
    later = type(first.reports[0]).of(text, FIRST_DAY + timedelta(2), outlet=outlet)
    assert later.id != first.reports[0].id
    ledger.add(first)
    assert ledger.knows(later)
    assert ledger.add(replace(first, reports=(later,), incidents=(), groups=(), statements=())) == ()
    elsewhere = type(later).of(text, FIRST_DAY, outlet="Another Outlet")
    assert not ledger.knows(elsewhere)


@SLOW_ENGINES
@given(drawn=st.lists(codings(), min_size=1, max_size=6), seed=st.integers(0, 10**6))
def test_the_order_of_adding_and_repeats_do_not_matter(new_ledger: Callable[[], str], drawn, seed: int) -> None:
    each = distinct(drawn)
    shuffled = each + each[: len(each) // 2]
    random.Random(seed).shuffle(shuffled)
    with Ledger(new_ledger()) as one, Ledger(new_ledger()) as other:
        for made in each:
            one.add(made)
        for made in shuffled:
            other.add(made)
        assert list(one.dump()) == list(other.dump())
        assert held(one) == held(other)
        one.rebuild_views()
        assert held(one) == held(other)
        assert list(one.verify()) == []


@SLOW_ENGINES
@given(drawn=st.lists(codings(), min_size=2, max_size=5))
def test_what_was_recorded_by_a_moment_never_changes(new_ledger: Callable[[], str], drawn) -> None:
    moments = [NOON + timedelta(minutes=n) for n in range(len(drawn))]

    def recorded_by(ledger: Ledger, moment: datetime) -> list[list[dict[str, object]]]:
        tables = [t for t in schema.SOURCE_TABLES if "recorded" in t.c]
        with ledger.reading() as connection:
            return [fetched(connection, select(t).where(t.c.recorded <= moment).order_by(t.c.id)) for t in tables]

    with Ledger(new_ledger()) as ledger:
        seen = []
        for made, moment in zip(drawn, moments, strict=True):
            ledger.add(made, recorded=moment)
            seen.append(recorded_by(ledger, moment))
        assert [recorded_by(ledger, moment) for moment in moments] == seen


def test_a_clock_that_goes_back_does_not_change_what_was_known(ledger: Ledger) -> None:
    ledger.add(coding(1), recorded=NOON)
    ledger.add(coding(2), recorded=NOON - timedelta(hours=1))
    assert ledger.stats().last_recorded == NOON
    with ledger.reading() as connection:
        assert set(connection.scalars(select(schema.reports.c.recorded))) == {NOON}


def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises((ValueError, sqlalchemy.exc.StatementError), match="no time zone"):
        ledger.add(coding(), recorded=NOON.replace(tzinfo=None))
    assert ledger.stats().rows["reports"] == 0


def test_a_quote_that_is_not_the_reports_words_is_refused_and_nothing_is_kept(ledger: Ledger) -> None:
    made = coding()
    good = made.statements[0]
    wrong = Statement.of(good.about, "type", good.value, Evidence(good.evidence.report, 0, 4, "nope"), good.rule)
    with pytest.raises(EvidenceError, match="nope"):
        ledger.add(replace(made, statements=(*made.statements, wrong)))
    assert ledger.stats().rows["reports"] == 0


def test_an_id_that_is_no_hash_is_refused(ledger: Ledger) -> None:
    made = coding()
    with pytest.raises(ValueError, match="not the hash of what it says"):
        ledger.add(replace(made, statements=(replace(made.statements[0], id="s1"),)))
    with pytest.raises(ValueError, match="not the hash of its text"):
        ledger.add(replace(made, reports=(replace(made.reports[0], outlet="X"),)))
    assert ledger.stats().rows["reports"] == 0


def test_what_belongs_to_no_report_is_refused(ledger: Ledger) -> None:
    made = coding()
    with pytest.raises(ValueError, match="cannot be told"):
        ledger.add(replace(made, incidents=()))


def test_a_report_that_fails_halfway_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.ledger import views

    ledger.add(coding(1))
    before = held(ledger)

    def fails(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(views, "refresh", fails)
    with pytest.raises(RuntimeError, match="the power went"):
        ledger.add(coding(2))
    assert held(ledger) == before


def test_one_coding_of_many_reports_is_many_reports(ledger: Ledger) -> None:
    both = coding(1, grouped=True).joined(coding(2, outlet="Wire"))
    assert len(ledger.add(both)) == 2
    assert len(list(ledger.dump())) == 2


def test_many_codings_go_in_together_or_not_at_all(ledger: Ledger) -> None:
    wrong = replace(coding(3), incidents=())
    with pytest.raises(ValueError, match="cannot be told"):
        ledger.writer().add_all([coding(1), coding(2), wrong])
    assert ledger.stats().rows["reports"] == 0
    assert ledger.writer().add_all([coding(1), coding(2), coding(1)]) == 2


SAMPLE = {
    "share": 1.0,
    "seed": "s",
    "asked": "{}",
    "from_scratch": False,
    "population": 1,
    "reports": "[]",
    "author": "a",
}
BLIND = {"sample": "x", "kind": "accept", "subject": "s", "author": "b"}
EXPORT = {"formats": "[]", "asked": "{}", "files": "{}", "incidents": 0, "statements": 0, "author": "a"}


@pytest.mark.parametrize("table", [t.name for t in schema.SOURCE_TABLES])
def test_the_database_itself_refuses_changes(ledger: Ledger, table: str) -> None:
    (report,) = ledger.add(coding(grouped=True))
    with ledger.writing() as connection:
        for name, row in (
            ("samples", SAMPLE),
            ("blind_verdicts", {**BLIND, "report": report}),
            ("verdicts", {"kind": "accept", "subject": "s", "author": "a", "is_human": True}),
            ("releases", {"number": 1, "manifest": "{}"}),
            ("exports", EXPORT),
        ):
            connection.execute(sqlalchemy.insert(schema.metadata.tables[name]), {"id": "x", **row, "recorded": NOON})
    attempts = [f"UPDATE {table} SET id = 'other'", f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
    if ledger.engine.dialect.name == "sqlite":
        attempts += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]
        attempts += [f"UPDATE OR REPLACE {table} SET id = id"]
    else:
        attempts += [f"TRUNCATE {table} CASCADE"]
    before = held(ledger)
    for attempt in attempts:
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
            connection.exec_driver_sql(attempt)
    assert held(ledger) == before


def test_replace_is_refused_on_connections_that_are_not_ours(ledger: Ledger) -> None:
    if ledger.engine.dialect.name != "sqlite":
        return  # PostgreSQL has no REPLACE
    import sqlite3

    ledger.add(coding())
    with sqlite3.connect(str(ledger.url.database)) as connection:
        for replacing in (
            "INSERT OR REPLACE INTO reports SELECT * FROM reports",
            "INSERT OR REPLACE INTO reports (id, sha256, outlet, published, language, text, seal, run, recorded) "
            "SELECT 'other', sha256, outlet, published, language, 'changed', seal, run, recorded FROM reports",
            "INSERT OR REPLACE INTO reports (rowid, id, sha256, published, language, text, seal, run, recorded) "
            "SELECT rowid, 'other', 'other', published, language, 'changed', seal, run, recorded FROM reports",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(replacing)
