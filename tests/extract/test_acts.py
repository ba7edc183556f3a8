from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.extract.acts import find_acts
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "acts.yaml").read_text(encoding="utf-8"))


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:40], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", params())
def test_acts_of_a_sentence(case: dict[str, Any]) -> None:
    book = load_codebook()
    sentence = next(parse_sentences(split_sentences(case["text"])))
    found = [a for a in find_acts(sentence, book) if not a.is_anaphor]
    assert len(found) == len(case["acts"]), [case["text"][a.span.start : a.span.end] for a in found]
    for act, wanted in zip(found, case["acts"], strict=True):
        words = case["text"][act.span.start : act.span.end]
        assert set(wanted["words"].split()) <= set(words.split())
        assert list(act.codes) == wanted["types"]
        assert act.outcome.value == wanted.get("outcome", "completed")
        assert act.is_suicide == wanted.get("suicide", act.is_suicide)
        assert act.count == wanted.get("count", act.count)
