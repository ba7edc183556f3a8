"""The commands of second coding and activity: what they print in each form, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.cli.app import run
from dateline.ledger import Ledger
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from made_codings import FIRST_DAY, coding

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    place = tmp_path / "team.db"
    with Ledger.create(place) as ledger:
        for number, city in enumerate(("Kabul", "Manila", "Mosul", "Kabul")):
            ledger.add(coding(10 + number, day=FIRST_DAY + timedelta(number), outlet=f"Post {number}", city=city))
    monkeypatch.setenv("DATELINE_LEDGER", str(place))
    monkeypatch.setenv("DATELINE_AUTHOR", "cy")
    monkeypatch.setenv("COLUMNS", "150")

    def ask(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capfd.readouterr()
        return status, out, err

    return ask


def told(answer: tuple[int, str, str]) -> str:
    status, out, err = answer
    assert (status, err) == (0, "")
    return out


def code_twice(place: str) -> None:
    with Ledger(place) as ledger:
        ann, bo = Desk(ledger, "ann"), Desk(ledger, "bo")
        (sample,) = bo.second.samples()
        for report in sorted(sample.sample.reports):
            fields = ann.sheet(report).fields
            ann.accept_seen(report, [field.id for field in fields])
            killed = next(field.id for field in fields if field.name == "killed")
            bo.second.decide(sample.sample.id, report, [Decision("correct", killed, value="11", reason="as told")])
            bo.second.accept_seen(sample.sample.id, report, [field.id for field in fields])


def test_a_sample_is_drawn_listed_and_measured(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    out = told(command("sample", "new", "--share", "50%", "--seed", "7", "--note", "the week's"))
    assert out.startswith("sample q")
    assert "2 of 4 reports, seed '7'" in out
    assert told(command("sample", "new", "--share", "0.5", "--seed", "7")) == out
    code_twice(os.environ["DATELINE_LEDGER"])
    (one,) = json.loads(told(command("sample", "list", "--format", "json")))["samples"]
    assert (one["done"], one["twice"], one["note"], one["author"]) == (2, 2, "the week's", "cy")
    assert len(one["reports"]) == 2
    table = told(command("sample", "list"))
    assert "seed 7" in table
    assert table.endswith("1 sample\n")
    (row,) = csv.DictReader(io.StringIO(told(command("sample", "list", "--format", "csv"))))
    assert (row["reports"], row["population"]) == ("2", "4")
    rows = list(csv.DictReader(io.StringIO(told(command("agreement", "--sample", one["id"][:4], "--format", "csv")))))
    fields = json.loads(told(command("agreement", "--format", "json")))["fields"]
    assert [row["field"] for row in rows] == [field["field"] for field in fields]
    killed = next(field for field in fields if field["field"] == "killed")
    assert (killed["units"], killed["measure"]) == (2, "ratio")
    table = told(command("agreement"))
    assert table.endswith("2 reports coded twice by ann, bo\n")


def test_what_cannot_be_drawn_is_refused(command: Command) -> None:
    for words, cause in (
        (("--share", "ten", "--seed", "7"), "'ten' is no share; write one like 10% or 0.1"),
        (("--share", "110%", "--seed", "7"), "a share of 1.1 is none"),
        (("--share", "10%", "--seed", "7", "--done"), "no report fits; nothing is drawn"),
        (("--share", "10%", "--seed", "7", "--country", "XX"), "is no country"),
    ):
        status, out, err = command("sample", "new", *words)
        assert (status, out) == (2, "")
        assert cause in err
    status, _, err = command("agreement", "--sample", "q0")
    assert status == 2
    assert "is no sample of this ledger; `dateline sample list` lists them" in err


def test_a_sample_of_what_fits(command: Command) -> None:
    out = told(command("sample", "new", "--share", "100%", "--seed", "7", "--place", "Manila", "--format", "json"))
    (one,) = json.loads(out)["samples"]
    assert (one["population"], one["asked"]) == (1, {"place": "Manila"})


def test_activity_in_three_forms(command: Command) -> None:
    (first,) = (json.loads(told(command("incidents", "--until", "2017-06-07", "--format", "json"))))["incidents"]
    told(command("pin", first["id"], "killed", "12", "--reason", "by the hospital"))
    told(command("undo"))
    rows = json.loads(told(command("activity", "--format", "json")))["activity"]
    assert [(row["kind"], row["holds"]) for row in rows] == [("undo", True), ("pin", False)]
    table = told(command("activity", "--kind", "pin"))
    assert "pinned killed at 12 (undone)" in table
    assert "by the hospital" in table
    found = list(csv.DictReader(io.StringIO(told(command("activity", "--author", "cy", "--format", "csv")))))
    assert [row["incident"] for row in found] == [first["id"]] * 2
    assert told(command("activity", "--author", "bo")) == "0 decisions\n"
    assert len(json.loads(told(command("activity", "--after", rows[0]["id"], "--format", "json")))["activity"]) == 1
    status, _, err = command("activity", "--since", "yesterday")
    assert status == 2
    assert "--since: 'yesterday' is no day" in err
