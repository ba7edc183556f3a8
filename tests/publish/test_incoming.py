"""Rows in the shape of UCDP GED and ACLED, made by hand: read as reports, added, and held against incidents."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dateline.cli.app import run
from dateline.codebook import load_codebook
from dateline.ledger.filters import AsOf
from dateline.ledger.ledger import Ledger
from dateline.model import Coding, DatePrecision, Perpetrator, PlacePrecision, SetAside, Toll
from dateline.publish.compare import AGREES, DIFFERS, compare, kilometres
from dateline.publish.crosswalk import acled, ucdp
from dateline.publish.incoming import actor_named, incoming, rows_of

from .conftest import codings

BOOK = load_codebook()
BOMBING = codings()[0].incidents[0].id
HERAT = {
    "id": "1", "year": "2019", "type_of_violence": "3", "side_a": "IS", "side_b": "Civilians", "where_prec": "1",
    "where_coordinates": "Herat town", "adm_1": "Herat province", "latitude": "34.348", "longitude": "62.2",
    "country": "Afghanistan", "country_id": "700", "date_prec": "1", "date_start": "2019-03-04 00:00:00.000",
    "date_end": "2019-03-04 00:00:00.000", "deaths_civilians": "23", "best": "23", "low": "20", "high": "31",
    "source_article": '"An invented wire, 2019-03-05"', "where_description": "the bazaar of Herat",
}  # fmt: skip
LIMA = {
    **HERAT, "id": "2", "where_coordinates": "Lima", "adm_1": "Lima", "latitude": "-12", "longitude": "-77",
    "country": "Peru", "country_id": "135", "side_a": "Quispe Band", "best": "0", "low": "0", "high": "2",
    "deaths_civilians": "0", "date_prec": "4", "date_start": "2019-06-01 00:00:00.000",
    "date_end": "2019-06-30 00:00:00.000", "where_prec": "4",
}  # fmt: skip
RAID = {
    "event_id_cnty": "AFG1", "event_date": "2019-03-04", "year": "2019", "time_precision": "1",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb",
    "actor1": "Islamic State (Khorasan)", "inter1": "Rebel group", "actor2": "Civilians (Afghanistan)",
    "inter2": "Civilians", "iso": "4", "country": "Afghanistan", "admin1": "Herat", "location": "Herat",
    "latitude": "34.3482", "longitude": "62.1997", "geo_precision": "1", "source": "An invented wire",
    "notes": "On 4 March 2019, a made-up event.", "fatalities": "20", "timestamp": "1552000000",
}  # fmt: skip
PROTEST = {**RAID, "event_id_cnty": "AFG2", "event_type": "Protests", "sub_event_type": "Peaceful protest"}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows in all columns of their database."""

    def write(*rows: dict[str, str], encoding: str = "utf-8") -> Path:
        walk = ucdp() if "best" in rows[0] else acled()
        path = tmp_path / f"{walk.rule}.csv"
        with path.open("w", encoding=encoding, newline="") as target:
            writer = csv.DictWriter(target, [column.name for column in walk.columns], restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def read(path: Path, **more: object) -> list[Coding]:
    return [one for one in rows_of(path, BOOK, **more) if isinstance(one, Coding)]


def said(coding: Coding) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for statement in coding.statements:
        found.setdefault(statement.property, []).append(statement.value)
    return found


def test_a_row_of_ucdp_is_a_report_whose_values_slice_back(file: Callable) -> None:
    bombing, raid = read(file(HERAT, LIMA), published=date(2020, 6, 1))
    report = bombing.reports[0]
    assert (report.outlet, report.published, report.title) == ("UCDP GED", date(2020, 6, 1), "UCDP GED event 1")
    bombing.check()
    quotes = {s.rule: s.evidence.quote for s in bombing.statements}
    assert quotes["import.ucdp.best.1"] == "23"
    assert quotes["import.ucdp.range.1"] == "20 to 31"
    told = said(bombing)
    assert told["killed"][:2] == [Toll(23, 23, includes_attackers=True), Toll(20, 31, includes_attackers=True)]
    assert told["killed"][2] == Toll(23, 23, part=True)
    assert told["perpetrator"] == [Perpetrator("islamic-state", "Islamic State")]
    place = bombing.incidents[0].place
    assert place and (place.city, place.country, place.precision) == ("Herat town", "AF", PlacePrecision.CITY)
    later = said(raid)
    assert later["killed"] == [Toll(0, 2, includes_attackers=True)]
    assert raid.incidents[0].date and raid.incidents[0].date.precision is DatePrecision.MONTH
    assert later["perpetrator"] == [Perpetrator(None, "Quispe Band")]


def test_a_row_of_acled_and_one_that_is_no_act_of_violence(file: Callable) -> None:
    path = file(RAID, {**RAID, "event_id_cnty": "AFG3", "fatalities": "0", "time_precision": "2"}, PROTEST)
    one, vague, aside = rows_of(path, BOOK)
    assert isinstance(one, Coding)
    assert isinstance(vague, Coding)
    assert isinstance(aside, SetAside)
    assert aside.input == f"{path}#4"
    assert "'Peaceful protest' is no act of violence" in aside.reason
    told = said(one)
    assert told["killed"] == [Toll(20, 20, includes_attackers=True)]
    assert one.reports[0].published == date(2019, 3, 7)  # the row's own stamp
    assert (one.incidents[0].types, one.incidents[0].suicide) == (("bombing",), True)
    assert "killed" not in said(vague)
    when = vague.incidents[0].date
    assert when and when.days == 7


def test_files_in_latin_1_and_of_no_known_kind(file: Callable, tmp_path: Path) -> None:
    (coding,) = read(file({**HERAT, "where_description": "Café Zürich"}, encoding="latin-1"))
    assert "Café Zürich" in coding.reports[0].text
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="its head is of no database that is known: ucdp-ged has best"):
        list(rows_of(other, BOOK))
    with pytest.raises(ValueError, match="'gtd' is no database"):
        list(rows_of(other, BOOK, kind="gtd"))
    broken = file({**HERAT, "date_start": "soon"})
    (aside,) = rows_of(broken, BOOK)
    assert isinstance(aside, SetAside)
    assert aside.input.endswith("#2")


def test_rows_link_to_incidents_and_say_what_agrees(ledger: Ledger, file: Callable) -> None:
    rows = rows_of(file({**HERAT, "best": "99", "low": "99", "high": "99"}, LIMA), BOOK, by_day=True)
    before = list(ledger.dump())
    with ledger.reading() as connection:
        made = compare(connection, ledger.book, rows)
    assert [match.incident for match in made.matches] == [BOMBING, None]
    values = {v.name: v for v in made.matches[0].values}
    assert values["date"].result == AGREES
    assert values["place"].result == AGREES
    assert values["perpetrator"].result == AGREES
    assert values["killed"].result == DIFFERS
    assert values["killed"].theirs == "99"
    assert "23" in values["killed"].ours
    assert made.lacking == []
    assert list(ledger.dump()) == before  # nothing of the file is kept


def test_what_they_lack_is_told_within_their_days_and_countries(ledger: Ledger, file: Callable) -> None:
    other = {**HERAT, "where_coordinates": "Kandahar", "adm_1": "Kandahar", "latitude": "31.6", "longitude": "65.7"}
    other |= {"date_start": "2019-02-01 00:00:00.000", "date_prec": "5", "best": "4", "low": "4", "high": "4"}
    other |= {"where_description": "a road", "deaths_civilians": "4"}
    with ledger.reading() as connection:
        made = compare(connection, ledger.book, rows_of(file({**other, "side_a": "Taleban"}), BOOK, by_day=True))
    assert [match.incident for match in made.matches] == [None]
    assert made.lacking == [BOMBING]
    with ledger.reading() as connection:
        then = AsOf.of(published=date(2019, 3, 1))
        made = compare(connection, ledger.book, rows_of(file(HERAT), BOOK, by_day=True), as_of=then)
    assert (made.matches[0].incident, made.lacking) == (None, [])


def test_the_commands(ledger: Ledger, file: Callable, capfd: pytest.CaptureFixture[str]) -> None:
    path = file(HERAT, LIMA)
    assert run(["compare", str(path), "--ledger", ledger.name]) == 0
    table = capfd.readouterr().out
    assert f"UCDP GED event 1 is {BOMBING}" in table
    assert "UCDP GED event 2: not among ours" in table
    assert "2 rows, 1 linked; 0 incidents of ours without a row" in table
    assert run(["compare", str(path), "--ledger", ledger.name, "--format", "json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["rows"], told["linked"]) == (2, 1)
    assert run(["compare", str(path), "--ledger", ledger.name, "--format", "csv"]) == 0
    assert capfd.readouterr().out.startswith("row,incident,weight,property,result,theirs,ours\n")
    assert run(["import", "ucdp-ged", str(path), "--ledger", ledger.name]) == 2
    assert "--published: UCDP GED does not say when it came out" in capfd.readouterr().err
    assert run(["import", "ucdp-ged", str(path), "--ledger", ledger.name, "--published", "2020-06-01"]) == 0
    assert capfd.readouterr().out.startswith("added 2 reports to ")
    protest = file(RAID, PROTEST)
    assert run(["import", "acled", str(protest), "--ledger", ledger.name, "--strict"]) == 1
    captured = capfd.readouterr()
    assert "added 1 report to" in captured.out
    assert "dateline: 1 rows were set aside" in captured.err
    assert list(ledger.verify()) == []


def test_whole_copies_are_imported_by_command(
    ledger: Ledger, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["publish", "csv", "jsonl", "--whole", "--out", str(out), "--ledger", ledger.name]) == 0
    for kind, place in (("jsonl", out / "reports.jsonl"), ("csv", out / "ledger")):
        copy = tmp_path / f"{kind}.db"
        assert run(["import", kind, str(place), "--ledger", str(copy)]) == 0
        with Ledger(copy) as made:
            assert list(made.dump()) == list(ledger.dump())
    capfd.readouterr()
    assert run(["import", "csv", str(tmp_path), "--ledger", str(tmp_path / "c.db")]) == 2
    assert "is not there" in capfd.readouterr().err


def test_codes_of_others_are_known_ones() -> None:
    types, weapons = {e.id for e in BOOK.types}, {e.id for e in BOOK.weapons}
    scheme = incoming().acled
    assert set(scheme.types.values()) <= types
    assert set(scheme.weapons.values()) <= weapons
    assert scheme.suicide | scheme.both_sides | set(scheme.weapons) <= set(scheme.types)


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Islamic State", "islamic-state"),
        ("IS", "islamic-state"),
        ("Taleban", "taliban"),
        ("Government of Afghanistan", "afghanistan"),
        ("Quispe Band", None),
        ("Government of Ruritania", None),
    ],
)
def test_names_of_databases_find_their_actor(name: str, actor: str | None) -> None:
    assert actor_named(name, BOOK).actor == actor


def test_kilometres() -> None:
    assert round(kilometres((51.5, -0.1), (48.9, 2.4))) == 339
    assert kilometres((1, 2), (1, 2)) == 0
