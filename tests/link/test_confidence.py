"""How likely statements are right: traits, weights, and that nothing else of a coding changes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from importlib import resources

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.link.confidence import LEAST, MOST, Weights, levels_of, load_confidence, with_confidence
from dateline.model import Coding, Report
from dateline.run.pipeline import code_report

TEXT = (
    "Gunmen kill three police officers in Mosul\n\n"
    "Gunmen killed three police officers at a checkpoint in Mosul on Tuesday, the interior ministry said. "
    "At least two others were wounded, a doctor said. Nobody has claimed the attack. "
    "Three officers died in the shooting, a second official said. "
    "On 2 March 2015 a car bomb killed 14 people in Baghdad."
)


@pytest.fixture(scope="module")
def coding() -> Coding:
    return code_report(Report.of(TEXT, date(2017, 6, 7)), load_codebook())


def flat(prior: float = 0.0, **traits: dict[str, float]) -> Weights:
    return Weights("test", prior, traits)


def test_every_statement_says_how_likely_it_is_and_nothing_else_changes(coding: Coding) -> None:
    assert len(coding.statements) > 5
    bare = replace(coding, statements=tuple(replace(s, confidence=None) for s in coding.statements))
    again = with_confidence(bare)
    assert again == coding
    assert [s.id for s in again.statements] == [s.id for s in bare.statements]
    for statement in again.statements:
        assert statement.confidence is not None
        assert LEAST <= statement.confidence <= MOST
        assert round(statement.confidence, 2) == statement.confidence
    assert with_confidence(again) == again, "what was weighed weighs nothing"


def test_the_traits_are_what_the_coding_tells(coding: Coding) -> None:
    levels = dict(zip(coding.statements, levels_of(coding), strict=True))
    killed = [s for s in coding.statements if s.property == "killed"]
    three = [s for s in killed if s.value.to_json()["low"] == 3]
    assert len(three) >= 2
    first = levels[three[0]]
    assert first["told again"] == "yes"
    assert first["exactness"] == "count: below ten"
    assert first["place in the report"] == "head"
    assert first["paragraphs of the act"] == "two", "headline and body"
    assert first["day of the act"] == "told"
    assert first["length of the report"] == "below 700"
    assert first["family"] == "toll.killed"
    (wounded,) = (s for s in coding.statements if s.property == "wounded")
    assert levels[wounded]["exactness"] == "count: open"
    assert levels[wounded]["voice"] == "a speaker's"
    assert levels[wounded]["told again"] == "no"
    old = next(s for s in killed if s.value.to_json()["low"] == 14)
    assert levels[old]["paragraphs of the act"] == "one"
    assert levels[old]["place in the report"] == "second half"
    exact = {own["exactness"] for own in levels.values()}
    assert {"date: day, new", "date: day, old", "who: nobody"} <= exact


def test_a_place_far_from_all_others_stands_out() -> None:
    text = (
        "Gunmen killed two people in Mosul on Tuesday. A bomb killed three in Kirkuk on Monday. "
        "A blast in Basra on Sunday killed one. On 2 March 2015 a car bomb killed 14 people in Lahore."
    )
    coding = code_report(Report.of(text, date(2017, 6, 7)), load_codebook())
    told = zip(coding.statements, levels_of(coding), strict=True)
    found = {s.value.to_json()["name"]: own["country"] for s, own in told if s.property == "place"}
    assert found == {"Mosul": "of most", "Kirkuk": "of most", "Basra": "of most", "Lahore": "of few"}


def test_the_probability_is_the_sum_of_the_weights() -> None:
    weights = flat(0.5, rule={"a.b.en.1": 1.0}, voice={"a speaker's": -0.25})
    levels = {"rule": "a.b.en.1", "voice": "a speaker's", "country": "no place"}
    assert weights.probability(levels) == round(1 / (1 + math.exp(-1.25)), 2)
    assert weights.probability({"rule": "of.no.weight"}) == round(1 / (1 + math.exp(-0.5)), 2)


@pytest.mark.parametrize(("prior", "expected"), [(-30.0, LEAST), (30.0, MOST)])
def test_nothing_is_certain(prior: float, expected: float) -> None:
    assert flat(prior).probability({}) == expected


def test_a_report_without_statements_is_left_as_it_is() -> None:
    empty = Coding((Report.of("Nothing happened.", date(2017, 6, 7)),))
    assert with_confidence(empty) == empty
    assert with_confidence(Coding()) == Coding()


def test_the_weights_that_come_with_the_package_are_of_traits_that_there_are(coding: Coding) -> None:
    weights = load_confidence()
    traits = set(next(levels_of(coding)))
    assert set(weights.traits) <= traits
    assert {"property", "rule", "exactness"} <= set(weights.traits)
    assert all(abs(weight) < 10 for table in weights.traits.values() for weight in table.values())


def test_the_file_says_what_it_was_learned_from() -> None:
    text = resources.files("dateline.link").joinpath("confidence.yaml").read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    for words in ("Editorial rule:", "Learned", "Source:", "Licence:", "confidence_fit.py"):
        assert any(words in line for line in header), words
    told = yaml.safe_load(text)
    assert set(told) == {"version", "prior", "weights"}
    assert list(told["weights"]) == sorted(told["weights"])
    for table in told["weights"].values():
        assert list(table) == sorted(table)
