"""``why``, ``candidates`` and counts with what stands behind them, as commands on ledgers of both engines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dateline.cli.app import run
from dateline.ledger import Ledger, linking
from dateline.link.across.weigh import load_weights
from dateline.model import Coding, Evidence, Perpetrator, Report, Span, Statement, Victim, content_id
from made_codings import FIRST_DAY, coding

pytestmark = pytest.mark.linked

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Fill a ledger with two reports of one bombing and one of another, and return what runs a command on it."""
    loose = replace(load_weights(), prior=3.0, join=0.0)
    monkeypatch.setattr(linking, "load_weights", lambda: loose)
    for number, city, day in ((80, "Mosul", 0), (90, "Mosul", 0), (7, "Kabul", 40)):
        ledger.add(coding(number, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(day), city=city))
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setenv("DATELINE_LEDGER", ledger_url)
    monkeypatch.setenv("DATELINE_AUTHOR", "ann")

    def ask(*words: object) -> tuple[int, str, str]:
        status = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return ask


def told_json(answer: tuple[int, str, str]) -> dict:
    status, out, err = answer
    assert (status, err) == (0, "")
    return json.loads(out)


def mentions(command: Command) -> dict[str, list[str]]:
    found = {}
    for one in told_json(command("incidents", "--format", "json"))["incidents"]:
        shown = told_json(command("show", one["id"], "--format", "json"))["incident"]
        found[one["place"]["city"]] = shown["mentions"]
    return found


def test_why_tells_for_and_against_in_three_forms(command: Command) -> None:
    one, other = mentions(command)["Mosul"]
    (far,) = mentions(command)["Kabul"]
    whole = told_json(command("why", one[:9], other, "--format", "json"))
    assert whole["one_incident"]
    assert whole["mean"] is None
    status, out, _ = command("why", one, other, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["comparison"] for row in rows] == [ground["comparison"] for ground in whole["grounds"]]
    apart = told_json(command("why", one, far, "--format", "json"))
    assert not apart["one_incident"]
    assert apart["weight"] < whole["weight"]
    status, table, _ = command("why", one, far)
    assert status == 0
    assert "two incidents" in table
    assert "different countries" in table
    assert "against" in table


def test_verdicts_show_in_why_and_take_a_pair_off_the_candidates(command: Command) -> None:
    one, other = mentions(command)["Mosul"]
    listed = told_json(command("candidates", "--format", "json"))["candidates"]
    assert {one, other} in [{c["first"], c["second"]} for c in listed]
    assert command("candidates")[1].rstrip().endswith(f"{len(listed)} pairs" if len(listed) != 1 else "1 pair")
    assert command("different", one, other, "--reason", "two markets")[0] == 0
    assert "judged different by ann: two markets" in command("why", one, other)[1]
    left = told_json(command("candidates", "--format", "json"))["candidates"]
    assert {one, other} not in [{c["first"], c["second"]} for c in left]
    _, out, _ = command("candidates", "--limit", 1, "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) <= 1
    assert command("undo")[0] == 0
    assert told_json(command("why", one, other, "--format", "json"))["one_incident"]


def test_what_cannot_be_compared_is_refused(command: Command) -> None:
    (far,) = mentions(command)["Kabul"]
    for words, told in (
        ((far, "nothing"), "no incident 'nothing'"),
        ((far, far), "are one mention; name two"),
    ):
        status, out, err = command("why", *words)
        assert (status, out) == (2, "")
        assert told in err


def test_a_count_tells_the_incidents_and_reports_behind_it(command: Command, ledger: Ledger) -> None:
    told = told_json(command("count", "--place", "Mosul", "--format", "json"))
    assert (told["number"], len(told["ids"]), len(told["reports"])) == (1, 1, 2)
    people = told_json(command("count", "killed", "--rule", "highest", "--format", "json"))
    assert (people["low"], len(people["ids"]), len(people["reports"])) == (97, 2, 3)
    assert ledger.count("killed", rule="highest").low == 97
    with pytest.raises(ValueError, match="'cows' counts no people"):
        ledger.count("cows")


def named(text: str, *people: tuple[str, str]) -> Coding:
    """Return a coding with people: a name and a status, or ``suspect``."""
    made = coding(2, more=text)
    (report,) = made.reports
    incident = content_id("i", report.id, 0)
    assert incident == made.incidents[0].id

    def evidence(report: Report, quote: str) -> Evidence:
        at = report.text.index(quote)
        return Evidence.of(report.id, report.text, Span(at, at + len(quote)))

    said = [
        Statement.of(
            incident,
            "perpetrator" if status == "suspect" else "victim",
            Perpetrator(None, name) if status == "suspect" else Victim(name, None, status, "person"),
            evidence(report, name),
            "people.test.1",
        )
        for name, status in people
    ]
    return replace(made, statements=(*made.statements, *said))


def test_incidents_are_found_by_who_was_harmed_or_did_it(command: Command, ledger: Ledger) -> None:
    text = "Zoë O’Hara-Quill Jr. died; Bram Oleander was held."
    ledger.add(named(text, ("Zoë O’Hara-Quill Jr.", "killed"), ("Bram Oleander", "suspect")))
    for name in ("zoe", "O'Hara-Quill", "Zoë O’Hara-Quill", "bram oleander", "Jr."):
        assert told_json(command("count", "--person", name, "--format", "json"))["number"] == 1, name
    assert told_json(command("count", "--person", "Zoe Oleander", "--format", "json"))["number"] == 0
    status, _, err = command("incidents", "--person", "...")
    assert status == 2
    assert "--person: '...' is no name" in err


def test_a_place_may_be_told_with_what_it_lies_in(command: Command) -> None:
    assert told_json(command("count", "--place", "Kabul, Kabul", "--format", "json"))["number"] == 1
    assert told_json(command("count", "--place", "Mosul, Kabul", "--format", "json"))["number"] == 0
