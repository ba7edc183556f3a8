"""Adding very many at once leaves the ledger that adding one by one leaves, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, schema
from dateline.ledger.bulk import add_many, judge_many, prepared
from dateline.ledger.engine import fetched
from dateline.ledger.judging import Judging
from dateline.model import Coding, EvidenceError
from made_codings import FIRST_DAY, coding, codings, distinct, long_text
from made_verdicts import as_of_each_moment

NOON = datetime(2017, 6, 9, 12, tzinfo=UTC)
LONG = long_text(0, 1, 2, 3, 4)
# Near ones, versions by page and by headline, the same again, a group, and plain ones.
MIXED = [
    coding(12, outlet="Post", url="https://example.org/1"),
    coding(14, outlet="Post", url="https://example.org/1", day=FIRST_DAY + timedelta(1)),
    coding(12, outlet="Wire", more=LONG),
    coding(12, outlet="Post", more=LONG),
    coding(13, outlet="Post", title="Blast in Kabul", more=LONG),
    coding(15, outlet="Post", title="Blast in Kabul", more=LONG + " More.", day=FIRST_DAY + timedelta(2)),
    coding(16, outlet=None, grouped=True, city="Manila"),
    coding(17, outlet="Herald", city="Mosul", title="Blast in Mosul"),
    coding(17, outlet="Herald", city="Mosul", title="Another"),
    coding(18, outlet="Herald", city="Mosul", title="Blast in Manila"),
]


def _add(ledger: Ledger, given_codings: list[Coding], batch: int = 3, moment: datetime = NOON) -> int:
    found = [one for one_coding in given_codings for one in prepared(one_coding, ledger.book)]
    return add_many(ledger.engine, found, ledger.book, lambda: moment, batch=batch)


def _derived(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    """Return the derived tables without the numbers of arrival."""
    with ledger.reading() as connection:
        found = {table.name: fetched(connection, select(table)) for table in schema.DERIVED_TABLES}
    for row in found["report_family"]:
        del row["number"]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _but_last_recorded(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    found = _derived(ledger)
    for row in found["incident_view"]:
        del row["last_recorded"]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _both(new_ledger: Callable[[], str]) -> tuple[Ledger, Ledger]:
    return Ledger(new_ledger()), Ledger(new_ledger())


@pytest.mark.parametrize("batch", [1, 4, 100])
def test_the_same_ledger_as_one_by_one(new_ledger, batch: int) -> None:
    one, many = _both(new_ledger)
    with one, many:
        assert one.writer().add_all(MIXED, NOON) == _add(many, MIXED, batch) == len(MIXED) - 1
        assert list(one.dump(with_times=True)) == list(many.dump(with_times=True))
        assert _derived(one) == _derived(many)
        assert list(many.verify()) == []


def test_the_text_index_finds_what_was_added_at_once(ledger: Ledger) -> None:
    from dateline.ledger.search import search

    _add(ledger, MIXED)
    with ledger.reading() as connection:
        assert {hit.outlet for hit in search(connection, '"blood and moved patients"')} == {"Wire", "Post"}


def test_added_again_nothing_is_new_and_times_stay(ledger: Ledger) -> None:
    _add(ledger, MIXED[:5])
    before = list(ledger.dump(with_times=True))
    assert _add(ledger, MIXED[:5], moment=NOON + timedelta(1)) == 0
    assert list(ledger.dump(with_times=True)) == before
    assert _add(ledger, MIXED, moment=NOON + timedelta(1)) == len(MIXED) - 6


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(codings(), max_size=8), batch=st.integers(1, 9))
def test_any_codings(new_ledger, drawn: list[Coding], batch: int) -> None:
    one, many = _both(new_ledger)
    with one, many:
        one.writer().add_all(distinct(drawn), NOON)
        _add(many, distinct(drawn), batch)
        assert list(one.dump(with_times=True)) == list(many.dump(with_times=True))
        assert _derived(one) == _derived(many)


def test_a_failing_batch_leaves_the_earlier_ones(ledger: Ledger) -> None:
    found = [one for c in MIXED[:6] for one in prepared(c, ledger.book)]
    found[4].tables["statements"][0]["about"] = "i0"  # of no mention: refused by the database
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        add_many(ledger.engine, found, ledger.book, lambda: NOON, batch=2)
    assert ledger.stats().rows["reports"] == 4
    assert [fault.table for fault in ledger.verify()] == ["link_due"]
    ledger.rebuild_views()
    assert list(ledger.verify()) == []


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_in_whatever_portions_it_is_linked_the_ledger_is_the_same(new_ledger, at_once: int) -> None:
    one, many = _both(new_ledger)
    told: list[tuple[str, int]] = []
    with one, many:
        one.writer().add_all(MIXED, NOON)
        found = [prepare for made in MIXED for prepare in prepared(made, many.book)]
        add_many(many.engine, found, many.book, lambda: NOON, at_once=at_once, tell=lambda *step: told.append(step))
        assert _derived(one) == _derived(many)
    left = [number for step, number in told if step == "link"]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert len(left) == -(-10 // at_once)


@pytest.mark.parametrize("goes_on_by", ["add_many", "add", "rebuild"])
def test_a_load_broken_off_before_linking_goes_on(new_ledger, goes_on_by: str) -> None:
    def stop(step: str, _number: int) -> None:
        raise KeyboardInterrupt(step)

    one, many = _both(new_ledger)
    with one, many:
        one.writer().add_all(MIXED, NOON)
        found = [prepare for made in MIXED[:-1] for prepare in prepared(made, many.book)]
        with pytest.raises(KeyboardInterrupt):
            add_many(many.engine, found, many.book, lambda: NOON, tell=stop)
        assert [fault.table for fault in many.verify()] == ["link_due"]
        if goes_on_by == "add_many":
            _add(many, MIXED)
        else:
            many.add(MIXED[-1], NOON)
        if goes_on_by == "rebuild":
            many.rebuild_views()
            one.rebuild_views()  # gives the numbers by which mentions are stored anew
        assert list(many.verify()) == []
        assert _derived(one) == _derived(many)


def test_a_false_quote_is_refused(ledger: Ledger) -> None:
    from dataclasses import replace

    good = MIXED[0]
    statement = good.statements[0]
    bad = replace(statement, evidence=replace(statement.evidence, quote="never said"))
    with pytest.raises((EvidenceError, ValueError)):
        list(prepared(replace(good, statements=(bad, *good.statements[1:])), ledger.book))


def test_pairs_judged_at_once_join_as_those_judged_one_by_one(new_ledger) -> None:
    one, many = _both(new_ledger)
    ids = [c.incidents[0].id for c in MIXED]
    pairs = [
        ("same", ids[0], ids[1]),
        ("same", ids[1], ids[2]),
        ("different", ids[3], ids[7]),
        ("same", ids[7], ids[9]),
    ]
    with one, many:
        for ledger in (one, many):
            ledger.writer().add_all(MIXED, NOON)
        with one.writing() as connection:
            judging = Judging(connection, "made", NOON, one.book, is_human=False)
            for kind, a, b in pairs:
                judging.pair(kind, a, b)
        assert judge_many(many.engine, pairs, "made", many.book, lambda: NOON, batch=2) == len(pairs)
        assert list(one.dump(with_times=True)) == list(many.dump(with_times=True))
        assert _but_last_recorded(one) == _but_last_recorded(many)
        # Each verdict has its moment, of which a row brought up to date once knows the last; no answer differs.
        assert as_of_each_moment(one) == as_of_each_moment(many)
        assert judge_many(many.engine, pairs, "made", many.book, lambda: NOON + timedelta(1)) == 0


def test_a_pair_of_no_mention_is_refused_whole(ledger: Ledger) -> None:
    _add(ledger, MIXED[:2])
    ids = [c.incidents[0].id for c in MIXED[:2]]
    with pytest.raises(ValueError, match="no mention inone"):
        judge_many(ledger.engine, [("same", *ids), ("same", ids[0], "inone")], "made", ledger.book, lambda: NOON)
    assert ledger.stats().rows["verdicts"] == 0
