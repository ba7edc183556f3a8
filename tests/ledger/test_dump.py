from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.ledger import Ledger, LedgerError, schema
from dateline.ledger import codings as stored
from dateline.ledger.contract import coding_from
from dateline.model import content_id
from made_codings import FIRST_DAY, coding, codings, distinct, whole_text

TOP = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SLOW_ENGINES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def judge(ledger: Ledger, when: datetime, **more: object) -> str:
    """Record a verdict by hand and return its id."""
    names = ("kind", "subject", "other", "property", "value", "reason", "author", "is_human", "reverses")
    row = {**dict.fromkeys(names), "kind": "accept", "subject": "s1", "author": "ann", "is_human": True, **more}
    row["id"] = content_id("v", *(row[name] for name in names), 0)
    with ledger.writing() as connection:
        connection.execute(sqlalchemy.insert(schema.verdicts), {**row, "recorded": when})
    return row["id"]


@given(codings())
def test_a_coding_comes_back_from_the_contract(made) -> None:
    assert coding_from(json.loads(json.dumps(made.to_json()))) == made


@SLOW_ENGINES
@given(drawn=st.lists(codings(), max_size=5), reason=whole_text)
def test_what_was_dumped_and_loaded_dumps_the_same(new_ledger: Callable[[], str], drawn, reason: str) -> None:
    with Ledger(new_ledger()) as one, Ledger(new_ledger()) as other, Ledger(new_ledger()) as timed:
        for number, made in enumerate(distinct(drawn)):
            one.add(made, recorded=NOON + timedelta(hours=number))
        mentions = sorted({i.id for made in drawn for i in made.incidents})
        for number, mention in enumerate(mentions[:2]):
            when = NOON + timedelta(days=1, seconds=9 - number)
            judge(one, when, kind="unsure", subject=mention, other=mentions[-1], reason=reason)
        lines, with_times = list(one.dump()), list(one.dump(with_times=True))
        assert not any("\n" in line for line in lines)
        assert other.load(lines) == timed.load(with_times) == len(distinct(drawn))
        assert list(other.dump()) == list(timed.dump()) == lines
        assert list(timed.dump(with_times=True)) == with_times
        assert list(other.verify()) == []
        assert other.load(lines) == 0
        assert list(other.dump()) == lines


def test_each_line_is_a_document_of_the_contract(ledger: Ledger) -> None:
    ledger.add(coding(grouped=True))
    ledger.add(coding(3, outlet=None, city="Mosul"))
    validator = jsonschema.Draft202012Validator(json.loads((TOP / "docs" / "contract.schema.json").read_text()))
    lines = [json.loads(line) for line in ledger.dump()]
    assert len(lines) == 2
    for document in lines:
        document.setdefault("set_aside", [])
        validator.validate(document)


def test_reports_stand_in_the_order_of_publication(ledger: Ledger) -> None:
    for days in (3, 1, 2):
        ledger.add(coding(days, day=FIRST_DAY + timedelta(days)))
    published = [json.loads(line)["reports"][0]["published"] for line in ledger.dump()]
    assert published == ["2017-06-08", "2017-06-09", "2017-06-10"]


def test_a_dump_of_more_than_one_batch_holds_all(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:

    made = [coding(n, day=FIRST_DAY + timedelta(n % 3)) for n in range(11)]
    ledger.writer().add_all(made)
    whole = list(ledger.dump())
    for size in (1, 2, 5, 11):
        monkeypatch.setattr(stored, "_AT_ONCE", size)
        assert list(ledger.dump()) == whole


def test_verdicts_keep_their_order_without_their_times(new_ledger: Callable[[], str]) -> None:
    with Ledger(new_ledger()) as one, Ledger(new_ledger()) as other:
        first = judge(one, NOON)
        judge(one, NOON + timedelta(seconds=1), kind="undo", reverses=first)
        other.load(one.dump())
        kinds = [json.loads(line)["verdicts"][0]["kind"] for line in other.dump()]
        assert kinds == ["accept", "undo"]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("{", "line 2: "),
        ("[]", "line 2: "),
        ('{"contract": 2}', "line 2: it is of contract 2, not 1"),
        ('{"contract": 1, "reports": [{"id": "r1"}]}', "line 2: 'text' is missing"),
        ('{"contract": 1, "verdicts": [{"kind": "accept"}]}', "line 2: 'id' is missing"),
        ('{"contract": 1, "recorded": "yesterday"}', "line 2: Invalid isoformat string"),
    ],
)
def test_what_is_no_dump_is_refused_whole(ledger: Ledger, line: str, cause: str) -> None:
    good = json.dumps(coding().to_json())
    with pytest.raises(LedgerError, match=cause):
        ledger.load([good, line])
    assert ledger.stats().rows["reports"] == 0


def test_a_changed_quote_is_refused(ledger: Ledger) -> None:
    document = coding().to_json()
    document["statements"][0]["evidence"]["quote"] = "Bombs were found"
    with pytest.raises(LedgerError, match=r"line 1: .*Bombs were found"):
        ledger.load([json.dumps(document)])


def test_times_go_into_an_empty_ledger_only(new_ledger: Callable[[], str]) -> None:
    with Ledger(new_ledger()) as one, Ledger(new_ledger()) as other:
        one.add(coding(1))
        other.add(coding(2))
        with pytest.raises(LedgerError, match="load them into an empty ledger"):
            other.load(one.dump(with_times=True))
        assert other.load(one.dump()) == 1
