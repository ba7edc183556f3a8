from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all
from dateline.extract.raw import RawTally
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "tallies.yaml").read_text(encoding="utf-8"))


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:60], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


def tallies_of(text: str) -> list[RawTally]:
    found = find_all(list(parse_sentences(split_sentences(text))), load_codebook())
    return [tally for of_sentence in found for tally in of_sentence.tallies]


@pytest.mark.parametrize("case", params())
def test_tallies_of_a_sentence(case: dict[str, Any]) -> None:
    found = tallies_of(case["text"])
    assert len(found) == len(case["tallies"]), found
    for tally, wanted in zip(found, case["tallies"], strict=True):
        assert tally.count == wanted["count"]
        assert wanted["actor"] in tally.actors if "actor" in wanted else tally.actors == ()
        assert (tally.modality.value if tally.modality else None) == wanted.get("modality")
        words = tally.period.of(case["text"]) if tally.period else None
        # "since" may stand before the time expression or in it
        assert words == wanted.get("period") or f"since {words}" == wanted.get("period")


def test_the_words_of_a_tally_cover_its_period_and_lie_in_its_sentence() -> None:
    for case in CASES:
        for tally in tallies_of(case["text"]):
            assert 0 <= tally.span.start < tally.span.end <= len(case["text"])
            assert tally.period is None or tally.span.covers(tally.period)
            assert tally.count > 1
            assert tally.rule == "tally.ordinal.en.1"
