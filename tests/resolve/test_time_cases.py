"""Times of whole passages: the sentences of ``tests/cases/times.yaml``, found, read in order and resolved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.extract.raw import RawTime
from dateline.extract.time_tense import is_future
from dateline.extract.times import find_times
from dateline.model import DateValue
from dateline.resolve.timeline import Timeline
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "times.yaml").read_text(encoding="utf-8"))


def read(case: dict[str, Any]) -> list[tuple[RawTime, bool | None, DateValue | None]]:
    """Return each time of a case with whether it is to come, and its days."""
    line, found = Timeline(case["published"], case.get("story")), []
    for sentence in parse_sentences(split_sentences(case["text"])):
        for raw in find_times(sentence):
            future = is_future(sentence, raw)
            found.append((raw, future, line.read(raw, future=future)))
    return found


def days(value: DateValue | None) -> list[date | None] | None:
    return None if value is None else [value.earliest, value.latest]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            c, id=c["text"][:60], marks=[pytest.mark.xfail(strict=True)] if c.get("expect") == "fail" else []
        )
        for c in CASES
    ],
)
def test_times_of_a_case(case: dict[str, Any]) -> None:
    found = read(case)
    assert [(raw.text, days(value)) for raw, _, value in found] == [
        (told["words"], told.get("days")) for told in case["times"]
    ]
    for (_, future, _), told in zip(found, case["times"], strict=True):
        assert "future" not in told or future is told["future"]
