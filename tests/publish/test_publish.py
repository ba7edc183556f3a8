"""Exports appear whole or not at all, and never without a line in the log."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.ledger import LedgerError
from dateline.ledger.exports import logged_exports
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.ledger import Ledger
from dateline.publish import publish as module
from dateline.publish.destination import sha256_of
from dateline.publish.formats import FORMATS, csv_tables
from dateline.publish.publish import Form, publish
from dateline.publish.published import Asked, Walk
from dateline.publish.writing import MissingLibraryError

from .conftest import NOON


def test_every_format_makes_its_files_and_loss_reports(publishing) -> None:
    out = publishing(*FORMATS)
    wanted = {name for one in FORMATS.values() for name in one.files}
    wanted |= {f"{name}.loss.{ending}" for name in FORMATS for ending in ("json", "md")}
    assert {path.name for path in out.iterdir()} == wanted


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    names = [name for name in FORMATS if name != "xlsx"]  # whose zip holds the time of writing
    made = [publish(ledger, names, tmp_path / str(n), author="ada", clock=lambda: NOON) for n in range(2)]
    assert made[0].files == made[1].files
    assert all(sha256_of(tmp_path / "0" / name) == digest for name, digest in made[0].files.items())


def test_an_export_is_logged_with_what_was_asked(ledger: Ledger, tmp_path: Path) -> None:
    asked = Asked(Filters(country=("AF",)), AsOf.of(published=NOON.date()), "gtd")
    made = publish(ledger, ["csv"], tmp_path / "out", asked, author="ada", clock=lambda: NOON)
    with ledger.reading() as connection:
        (export,) = logged_exports(connection)
    assert (export.author, export.formats, export.incidents) == ("ada", ("csv",), 1)
    assert export.asked["filters"] == {"country": ["AF"]}
    assert export.asked["as_of"] == "2020-01-01"
    assert export.asked["rule"] == "gtd"
    assert export.files == made.files
    assert list(ledger.verify()) == []


def test_without_the_log_nothing_is_published(ledger: Ledger, tmp_path: Path, monkeypatch) -> None:
    def fails(*_: object) -> None:
        raise LedgerError("it is read-only")

    monkeypatch.setattr(module, "log_export", fails)
    with pytest.raises(LedgerError, match="read-only"):
        publish(ledger, ["csv"], tmp_path / "out", author="ada")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".publish")] == []


def test_a_writer_that_fails_leaves_what_was_there(ledger: Ledger, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "out"
    publish(ledger, ["csv", "site"], out, author="ada")
    (out / "mine.txt").write_text("mine")
    before = {path: sha256_of(path) for path in out.rglob("*") if path.is_file()}

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv_tables.CsvWriter, "close", fails)
    with pytest.raises(OSError, match="No space"):
        publish(ledger, ["csv", "site"], out, Asked(Filters(country=("AF",))), author="ada")
    assert {path: sha256_of(path) for path in out.rglob("*") if path.is_file()} == before


def test_a_new_export_takes_the_place_of_the_old_and_leaves_the_rest(ledger: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(ledger, ["csv", "site"], out, author="ada")
    (out / "mine.txt").write_text("mine")
    publish(ledger, ["csv", "site"], out, Asked(Filters(country=("AF",))), author="ada")
    assert (out / "mine.txt").read_text() == "mine"
    assert len((out / "incidents.csv").read_text().splitlines()) == 2
    assert len(list((out / "site" / "incidents").rglob("*.html"))) == 1


def test_an_unknown_format_and_a_missing_library_are_told(ledger: Ledger, tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(ValueError, match=r"'excel' is no format; there are csv, jsonl"):
        publish(ledger, ["excel"], tmp_path / "out", author="ada")
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "dateline.publish.formats.xlsx", raising=False)
    with pytest.raises(MissingLibraryError, match=r"xlsx needs openpyxl: pip install 'dateline\[publish\]'"):
        publish(ledger, ["xlsx"], tmp_path / "out", author="ada")


def test_more_incidents_than_a_format_is_good_for_are_refused_before_any_work(
    ledger: Ledger, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(module, "FORMATS", {**FORMATS, "site": replace(FORMATS["site"], most=2)})
    monkeypatch.setattr(Walk, "incidents", lambda *_: pytest.fail("incidents were read"))
    with pytest.raises(ValueError, match=r"site is good for 2 incidents at most, and \d+ fit; leave it out, or ask"):
        publish(ledger, ["csv", "site"], tmp_path / "out", author="ada")
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    monkeypatch.setattr(module, "FORMATS", {**FORMATS, "site": replace(FORMATS["site"], most=1)})
    publish(ledger, ["site"], tmp_path / "out", Asked(Filters(country=("AF",))), author="ada")


def test_as_of_an_earlier_day_the_second_report_is_not_known(publishing) -> None:
    out = publishing("csv", asked=Asked(Filters(), AsOf.of(published=NOON.date().replace(2019, 3, 4))))
    lines = (out / "incidents.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "Northgate" not in lines[1]


def test_loss_reports_count_what_a_format_cannot_hold(publishing) -> None:
    out = publishing("gtd", "ucdp-ged", "csv")
    lost = {one["kind"]: one for one in json.loads((out / "gtd.loss.json").read_text())["lost"]}
    assert lost["passed_on"]["times"] == 1
    assert "police via a hospital" in lost["passed_on"]["examples"][0]["words"]
    assert lost["not_attempted"]["times"] == 1
    assert lost["parts"]["times"] == 1
    of_ucdp = {one["kind"]: one["times"] for one in json.loads((out / "ucdp-ged.loss.json").read_text())["lost"]}
    assert of_ucdp["denials"] == 1
    assert of_ucdp["no_death"] == 4
    told = json.loads((out / "csv.loss.json").read_text())
    assert told["lost"] == []
    assert told["withheld"]["names"] > 0
    page = (out / "gtd.loss.md").read_text(encoding="utf-8")
    assert "second speakers" in page
    assert "Karwan" not in page


def test_titles_reach_the_files_that_have_one(publishing) -> None:
    out = publishing("geojson", "site", form=Form(title="Herat <b>2019</b>"))
    assert json.loads((out / "incidents.geojson").read_text())["name"] == "Herat <b>2019</b>"
    assert "Herat &lt;b&gt;2019&lt;/b&gt;" in (out / "site" / "index.html").read_text(encoding="utf-8")
