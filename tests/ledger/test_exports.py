"""The log of exports and the record of releases, and that both engines publish the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.ledger import Ledger
from dateline.ledger.exports import (
    Export,
    log_export,
    logged_exports,
    next_number,
    position,
    record_release,
    recorded_releases,
)
from dateline.publish.publish import publish
from made_codings import FIRST_DAY, coding

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


def export(moment: datetime = NOON, **more: object) -> Export:
    told = {"formats": ("csv",), "asked": {"rule": "latest"}, "files": {"a.csv": "00"}, "incidents": 1}
    return Export(**{**told, "statements": 2, "author": "Ada Ж", "recorded": moment, **more})


def test_exports_are_kept_in_order_and_never_before_what_was_recorded(ledger: Ledger) -> None:
    ledger.add(coding(), NOON)
    early = export(NOON - timedelta(days=1))
    later = export(NOON + timedelta(days=1), formats=("gtd", "csv"))
    with ledger.writing() as connection:
        log_export(connection, early)
        log_export(connection, early)  # the same again is one more
        log_export(connection, later)
    with ledger.reading() as connection:
        assert [one.formats for one in logged_exports(connection)] == [("gtd", "csv"), ("csv",), ("csv",)]
        assert [one.recorded for one in logged_exports(connection)][1:] == [NOON, NOON]
        assert logged_exports(connection)[0] == later
    assert list(ledger.verify()) == []


def test_releases_are_numbered_one_after_the_other(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert next_number(connection) == 1
        record_release(connection, 1, {"made": "then"}, "first", NOON)
        with pytest.raises(ValueError, match="release 1 cannot be recorded: the next one of this ledger is 2"):
            record_release(connection, 1, {}, None, NOON)
        record_release(connection, 2, {}, None, NOON)
    with ledger.reading() as connection:
        found = recorded_releases(connection)
    assert [(one.number, one.manifest, one.note) for one in found] == [(1, {"made": "then"}, "first"), (2, {}, None)]


def test_the_position_moves_with_what_is_recorded_and_not_with_exports(ledger: Ledger) -> None:
    ledger.add(coding(), NOON)
    with ledger.reading() as connection:
        before = position(connection)
    assert before["reports"] == {"rows": 1, "last": NOON.isoformat()}
    with ledger.writing() as connection:
        log_export(connection, export())
        assert position(connection) == before
    ledger.add(coding(3, day=FIRST_DAY + timedelta(9)), NOON + timedelta(days=1))
    with ledger.reading() as connection:
        assert position(connection)["reports"] == {"rows": 2, "last": (NOON + timedelta(days=1)).isoformat()}


def test_both_engines_publish_the_same_bytes(sqlite_template: Path, postgres_server, tmp_path: Path) -> None:
    made = []
    (tmp_path / "a.db").write_bytes(sqlite_template.read_bytes())
    for n, place in enumerate((tmp_path / "a.db", postgres_server.ledger())):
        with Ledger(place) as ledger:
            for killed, city in ((12, "Kabul"), (3, "Manila"), (7, "Mosul")):
                ledger.add(coding(killed, city=city, grouped=killed == 7), NOON)
            formats = ["csv", "jsonl", "geojson", "gtd", "acled", "ucdp-ged", "plover", "site"]
            made.append(publish(ledger, formats, tmp_path / f"out{n}", author="ada", clock=lambda: NOON))
            assert list(ledger.verify()) == []
    assert made[0].incidents == 4
    assert made[0].files == made[1].files
