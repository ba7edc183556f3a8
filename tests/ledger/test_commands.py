"""The commands that ask and decide, on ledgers of both engines: forms, ids begun, refusals, verdicts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from dateline.cli.app import run
from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.review.typed import read_count, read_value
from handmade import full_coding, report
from made_codings import FIRST_DAY, coding
from made_verdicts import mention_ids, statement_ids

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Fill a ledger and return what runs a command on it: status, stdout, stderr."""
    ledger.add(full_coding(report()))
    for number, (killed, outlet) in enumerate([(80, "Post"), (90, "Wire"), (150, "Daily")]):
        ledger.add(coding(killed, outlet=outlet, day=FIRST_DAY + timedelta(number), city="Mosul"))
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


def told_csv(answer: tuple[int, str, str]) -> list[dict[str, str]]:
    status, out, err = answer
    assert (status, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


def test_incidents_in_three_forms_tell_the_same(command: Command) -> None:
    whole = told_json(command("incidents", "--format", "json"))["incidents"]
    rows = told_csv(command("incidents", "--format", "csv"))
    assert [one["id"] for one in whole] == [row["incident"] for row in rows]
    assert len(whole) == 5
    status, table, _ = command("incidents", "--limit", 2)
    assert status == 0
    assert table.rstrip().endswith(f"2 incidents; for more: --after {whole[1]['id']}")
    assert all(one["id"][:9] in table for one in whole[:2])
    after = told_json(command("incidents", "--after", whole[1]["id"][:9], "--format", "json"))["incidents"]
    assert after == whole[2:]


def test_filters_take_codes_names_and_days(command: Command) -> None:
    def number(*words: object) -> int:
        return told_json(command("count", *words, "--format", "json"))["number"]

    assert number() == 5
    assert number("--country", "Iraq") == number("--country", "iq") == number("--place", "mosul") == 3
    assert number("--country", "IQ", "--country", "PH") == 4
    assert number("--actor", "Islamic State", "--modality", "claimed") == 1
    assert number("--type", "armed_assault", "--target", "business") == 1
    assert number("--weapon", "explosive", "--min-killed", 90) == 2
    assert number("--since", "2017-06-08", "--until", "2017-06-08") == 1
    assert number("--as-of", "2017-06-07") == 3
    assert number("--text", '"off in Mosul"') == 3
    status, out, _ = command("count", "--place", "Mosul")
    assert (status, out) == (0, "3 incidents\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("incidents", "--since", "June"), "--since: 'June' is no day"),
        (("incidents", "--since", "2017-06-08", "--until", "2017-06-07"), "is after until"),
        (("incidents", "--type", "robbery"), "--type: 'robbery' is not in the codebook; it has airstrike"),
        (("incidents", "--country", "Atlantis"), "--country: 'Atlantis' is no country"),
        (("incidents", "--actor", "nobody at all"), "--actor: 'nobody at all' is not in the codebook"),
        (("incidents", "--modality", "sung"), "--modality: 'sung' is none"),
        (("incidents", "--text", "..."), "--text: '...' holds no word"),
        (("incidents", "--sort", "size"), "--sort: 'size' is none"),
        (("incidents", "--after", "i000000"), "no incident or mention 'i000000'"),
        (("show", "nothing"), "no incident 'nothing' in this ledger"),
        (("show", "i", "--rule", "newest"), "--rule: no rule 'newest'"),
        (("count", "cows"), "count cows: there are incidents, killed"),
        (("reject", "s000"), "no statement 's000'"),
        (("undo",), "undo: ann has no verdict to undo"),
        (("incidents", "--ledger", "no/such.db"), "--ledger: no/such.db is not there"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(command: Command, words: tuple[str, ...], told: str) -> None:
    if words[1:2] == ("--after",):
        told = "no incident 'i000000'"
    status, out, err = command(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert told in err


def test_verdicts_join_part_and_are_undone(command: Command, ledger: Ledger) -> None:
    mosul = [
        one["id"] for one in told_json(command("incidents", "--place", "Mosul", "--format", "json"))["incidents"]
    ]
    third, second, first = mosul
    joined = told_json(command("same", third[:10], first, "--reason", "one bomb", "--format", "json"))
    assert joined["incidents"] == [first]
    assert (joined["author"], joined["reason"], joined["is_human"]) == ("ann", "one bomb", True)
    status, out, _ = command("same", second, first)
    assert (status, out.splitlines()[1]) == (0, f"now incident {first}")
    status, out, _ = command("different", second, third, "--by", "bob")
    assert status == 0
    assert "not followed:" in out
    assert "undo" in command("undo", "--by", "bob")[1]
    shown = told_json(command("show", third, "--format", "json"))
    assert shown["incident"]["id"] == first
    assert len(shown["reports"]) == 3
    assert [v["in_force"] for v in shown["verdicts"] if v["kind"] == "different"] == [False]
    disputed = [s for s in shown["statements"] if s["disputed"]]
    assert {s["property"] for s in disputed} == {"killed", "date"}
    status, table, _ = command("show", first)
    assert status == 0
    for words in (
        "≠ disagreement",
        "“150 people”",
        "chosen",
        "undone",
        "one bomb",
        "set aside: published 2017-06-07",
    ):
        assert words in table
    rows = told_csv(command("show", first, "--format", "csv"))
    assert [row["statement"] for row in rows] == [s["id"] for s in shown["statements"]]


def test_history_and_as_of_agree_day_by_day(command: Command, ledger: Ledger) -> None:
    mosul = [
        one["id"] for one in told_json(command("incidents", "--place", "Mosul", "--format", "json"))["incidents"]
    ]
    for other in mosul[:2]:
        command("same", other, mosul[2])
    changes = told_json(command("history", mosul[2], "--format", "json"))["changes"]
    tolls = [(c["day"], c["after"]["low"]) for c in changes if c["property"] == "killed"]
    assert tolls == [("2017-06-07", 80), ("2017-06-08", 90), ("2017-06-09", 150)]
    for day, low in tolls:
        (one,) = told_json(command("incidents", "--place", "Mosul", "--as-of", day, "--format", "json"))["incidents"]
        assert one["best"]["killed"]["low"] == low
        shown = told_json(command("show", mosul[2], "--as-of", day, "--format", "json"))
        assert shown["incident"]["best"]["killed"]["low"] == low
    assert len(told_csv(command("history", mosul[2], "--format", "csv"))) == len(changes)
    assert "9 June 2017" in command("history", mosul[2])[1]


def test_people_are_counted_with_their_parts(command: Command) -> None:
    told = told_json(command("count", "killed", "--country", "IQ", "--format", "json"))
    assert (told["low"], told["high"], len(told["parts"])) == (320, 320, 3)
    assert sum(part["low"] for part in told["parts"]) == 320
    status, table, _ = command("count", "killed", "--country", "IQ", "--rule", "acled")
    assert status == 0
    assert "killed: 320  rule acled" in table
    assert len(told_csv(command("count", "killed", "--country", "IQ", "--format", "csv"))) == 3


def test_statements_are_corrected_and_counts_pinned(command: Command, ledger: Ledger) -> None:
    statement = next(s for s in statement_ids(ledger) if _low(command, s) == 80)
    assert command("correct", statement[:12], "85-88")[0] == 0
    (one,) = told_json(command("incidents", "--place", "Mosul", "--until", "2017-06-07", "--format", "json"))[
        "incidents"
    ]
    assert one["best"]["killed"] == {"low": 85, "high": 88, "rule": "latest"}
    assert command("pin", one["id"], "killed", "99+", "--reason", "court")[0] == 0
    assert "pinned by ann" in command("show", one["id"])[1]
    status, out, err = command("correct", statement, '{"low": 9, "high": 1}')
    assert (status, out) == (2, "")
    assert "no value of killed" in err
    assert command("accept", statement)[0] == 0
    assert mention_ids(ledger)


def _low(command: Command, statement: str) -> int | None:
    for one in told_json(command("incidents", "--format", "json"))["incidents"]:
        for told in told_json(command("show", one["id"], "--format", "json"))["statements"]:
            if told["id"] == statement:
                return told["value"]["low"]
    return None


def test_tallies_are_checked_in_three_forms(command: Command) -> None:
    (tally,) = told_json(command("check", "--format", "json"))["tallies"]
    assert (tally["count"], tally["result"], tally["agrees"]) == (2, "short", False)
    (row,) = told_csv(command("check", "--format", "csv"))
    assert (row["result"], row["known"]) == ("short", "1")
    status, table, _ = command("check")
    assert status == 0
    assert "1 tally" in table
    assert "short" in table


@pytest.mark.parametrize(
    ("words", "bounds"),
    [("12", (12, 12)), ("12-15", (12, 15)), ("12..15", (12, 15)), ("12+", (12, None)), ("..15", (None, 15))],
)
def test_counts_are_written_as_people_write_them(words: str, bounds: tuple[int | None, int | None]) -> None:
    assert read_count(words) == {"low": bounds[0], "high": bounds[1]}
    assert read_value("killed", words, load_codebook()) == {"low": bounds[0], "high": bounds[1]}


@pytest.mark.parametrize("words", ["", "..", "+", "12+15", "dozens", "-"])
def test_other_words_are_no_count(words: str) -> None:
    assert read_count(words) is None
