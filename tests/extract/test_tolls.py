import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.extract.raw import RawToll
from dateline.extract.report_tolls import find_report_tolls
from dateline.extract.tolls import find_tolls
from dateline.model import TOLL_PROPERTIES, Toll
from dateline.text.clipped import mended
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "tolls.yaml").read_text(encoding="utf-8"))
FORM = re.compile(r"(\w+) (\d*)\.\.(\d*)( part)?( with attackers)?: (.+)")


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:40], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


def tolls_of(text: str) -> list[RawToll]:
    sentences = [mended(s, load_codebook()) for s in parse_sentences(split_sentences(text))]
    return [toll for of_sentence in find_report_tolls(sentences, load_codebook()) for toll in of_sentence]


def number(digits: str) -> int | None:
    return int(digits) if digits else None


@pytest.mark.parametrize("case", params())
def test_tolls_of_a_sentence(case: dict[str, Any]) -> None:
    found = [
        (t.property, t.low, t.high, t.is_part, t.includes_attackers, t.span.of(case["text"]))
        for t in tolls_of(case["text"])
    ]
    left = list(found)
    for wanted in case["tolls"]:
        match = FORM.fullmatch(wanted)
        assert match, f"{wanted!r} is not 'property low..high: words'"
        name, low, high, part, with_attackers, words = match.groups()
        key = (name, number(low), number(high), bool(part), bool(with_attackers))
        fits = [f for f in left if f[:5] == key and words in f[5]]
        assert fits, f"{wanted!r} not among {left}"
        left.remove(fits[0])
    assert not left, f"too much: {left}"


def test_every_toll_is_a_value_of_the_model_with_exact_words() -> None:
    for case in CASES:
        for toll in tolls_of(case["text"]):
            assert toll.property in TOLL_PROPERTIES
            Toll(toll.low, toll.high, toll.includes_attackers)  # raises if the bounds are no bounds
            words = toll.span.of(case["text"])
            assert words and words == words.strip()
            assert re.fullmatch(r"toll\.[a-z_.]+\.en\.1", toll.rule)


def test_the_same_sentence_gives_the_same_tolls_wherever_it_stands() -> None:
    text = "A car bomb killed three people and wounded 20 others."
    later = "The market was full. " + text
    here, there = tolls_of(text), tolls_of(later)
    assert [(t.property, t.low, t.high, t.span.of(text)) for t in here] == [
        (t.property, t.low, t.high, t.span.of(later)) for t in there
    ]


def test_an_unparsed_sentence_has_no_tolls() -> None:
    sentence = split_sentences("Ten people were killed.")[0]
    assert find_tolls(sentence, load_codebook()) == []


def test_the_verb_is_the_word_of_the_harm() -> None:
    sentence = next(parse_sentences(split_sentences("A bombing in the capital last week killed at least 90 people.")))
    (toll,) = find_tolls(sentence, load_codebook())
    assert toll.verb is not None
    assert sentence.tokens[toll.verb].text == "killed"


def test_attackers_are_remembered_only_within_a_report() -> None:
    assert tolls_of("The assailants were killed.") == []


def test_fewer_attackers_than_dead_fighters_means_other_fighters() -> None:
    found = tolls_of("Three militants attacked a post. The army killed 12 militants.")
    assert [(t.property, t.low) for t in found] == [("attackers", 3), ("killed", 12)]
