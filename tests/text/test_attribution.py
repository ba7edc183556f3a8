from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.model import Span, Speaker
from dateline.text.attribution import Attribution, find_attributions, speakers_of, to_speakers
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "attribution.yaml").read_text(encoding="utf-8"))
BOOK = load_codebook().speakers


@cache
def _parsed(text: str) -> tuple[Sentence, ...]:
    return tuple(parse_sentences(split_sentences(text)))


def _find(text: str, *, plain: bool = False, attitudes: bool = False) -> tuple[Attribution, ...]:
    return find_attributions(split_sentences(text) if plain else _parsed(text), BOOK, attitudes=attitudes)


def _where(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _params() -> list[object]:
    params = []
    for case in CASES:
        marks = [pytest.mark.xfail(strict=True)] if case.get("fails") else []
        params.append(pytest.param(case, False, id=case["id"], marks=marks))
        if case.get("plain"):
            params.append(pytest.param(case, True, id=f"{case['id']}-plain", marks=marks))
    return params


@pytest.mark.parametrize(("case", "plain"), _params())
def test_case(case, plain):
    text = case["text"]
    attributions = _find(text, plain=plain)
    for expected in case["expect"]:
        chain = speakers_of(_where(text, expected["of"]), attributions)
        assert [f"{a.name} ({a.kind})" if a.name else "-" for a in chain] == expected["by"], expected["of"]
        if "stance" in expected:
            assert chain[0].stance == expected["stance"]


def test_cases_are_told_apart():
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))


def test_role_is_kept_beside_the_name():
    (found,) = _find("Iraq's deputy trade minister Samir Latif said two trucks were burnt.")
    assert (found.name, found.role) == ("Samir Latif", "Iraq's deputy trade minister")


def test_courtesy_is_no_role():
    (found,) = _find("Mr Samir Latif said two trucks were burnt.")
    assert (found.name, found.role) == ("Samir Latif", None)


def test_cue_and_speaker_are_slices_of_the_text():
    text = "Early on Monday, a police spokesman told reporters that nine people had died."
    (found,) = _find(text)
    assert found.cue.of(text) == "told"
    assert found.speaker is not None
    assert found.speaker.of(text) == "a police spokesman"


def test_attitudes_only_where_asked_for():
    text = "The mayor condemned the attack."
    assert _find(text) == ()
    (found,) = _find(text, attitudes=True)
    assert [c.of(text) for c in found.content] == ["the attack"]


def test_a_title_in_the_text_is_no_headline():
    text = "Nine people died. It was cold.\n\nThe author of A Long War: Modern Rebels"
    assert _find(text, plain=True) == ()


def test_report_without_words():
    assert find_attributions((), BOOK) == ()


def test_result_can_be_pickled_and_repeats():
    text = "“We saw two men,” a nurse told Reuters. “They ran.”"
    found = _find(text)
    assert pickle.loads(pickle.dumps(found)) == found
    assert _find(text) == found


def test_to_speakers_leaves_out_the_unnamed_and_the_repeated():
    text = "Reports that a witness said two men ran could not be checked. A witness said a witness said it ended."
    found = _find(text)
    speakers = to_speakers(speakers_of(_where(text, "two men ran"), found))
    assert speakers == (Speaker("witness", "witness"),)


def test_share_of_counts_characters():
    span = Span(10, 20)
    attribution = Attribution(0, None, None, "unnamed", Span(0, 1), (Span(5, 12), Span(15, 40)), "says", "r")
    assert attribution.share_of(span) == pytest.approx(0.7)
    assert attribution.length == 32
    assert speakers_of(span, [attribution]) == (attribution,)
    assert speakers_of(Span(12, 16), [attribution]) == ()
