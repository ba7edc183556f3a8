import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.extract.actors import find_report_actors
from dateline.extract.acts import find_acts
from dateline.extract.callings import find_callings
from dateline.extract.means import SUICIDE, find_weapons, infer_types, nearest_act
from dateline.extract.targets import find_targets
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "means.yaml").read_text(encoding="utf-8"))
BOOK = load_codebook()


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:60], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Sentence]:
    whole = [split_sentences(case["text"]) for case in CASES]
    assert all(len(sentences) == 1 for sentences in whole)
    return {case["text"]: next(parse_sentences(s)) for case, s in zip(CASES, whole, strict=True)}


@pytest.mark.parametrize("case", params())
def test_means_and_aim_of_a_sentence(case: dict[str, Any], parsed: dict[str, Sentence]) -> None:
    sentence = parsed[case["text"]]
    acts = find_acts(sentence, BOOK)
    weapons = {w.type for w in find_weapons(sentence, acts, BOOK)}
    (actors,) = find_report_actors([sentence], BOOK)
    found = find_targets(sentence, acts, BOOK, actors, find_callings([(sentence, actors)], BOOK))
    targets = [t for t in found if not t.rule.startswith("target.counted.")]
    types = {t.code for t in infer_types(sentence, acts, BOOK)}
    wanted = case.get("targets", {})
    assert weapons == set(case.get("weapons", []))
    assert {t.type for t in targets} == set(wanted), [(t.type, t.name) for t in targets]
    assert {t.type for t in found if t not in targets} >= set(case.get("counted", []))
    for kind, heads in wanted.items():
        named = {word for t in targets if t.type == kind for word in t.name.split()}
        assert set(heads.split()) <= named
    if "types" in case:
        assert types - {SUICIDE} | {code for act in acts for code in act.codes} == set(case["types"])
    assert (SUICIDE in types or any(a.is_suicide for a in acts)) == case.get("suicide", False)


def test_every_kind_is_of_the_codebook_with_words_and_an_act_of_its_sentence(parsed: dict[str, Sentence]) -> None:
    known = {"weapon": {w.id for w in BOOK.weapons}, "target": {t.id for t in BOOK.targets}}
    for text, sentence in parsed.items():
        acts = find_acts(sentence, BOOK)
        for kind in [*find_weapons(sentence, acts, BOOK), *find_targets(sentence, acts, BOOK)]:
            assert kind.type in known[kind.property]
            assert kind.span.of(text) == kind.name
            assert kind.act in {a.token for a in acts}
            assert re.fullmatch(r"(weapon|target)\.[a-z_.]+\.en\.1", kind.rule)


def test_words_name_one_target_once(parsed: dict[str, Sentence]) -> None:
    for sentence in parsed.values():
        spans = sorted(t.span for t in find_targets(sentence, find_acts(sentence, BOOK), BOOK))
        assert all(a != b for a, b in pairwise(spans))


def test_without_an_act_there_is_no_weapon_target_or_type(parsed: dict[str, Sentence]) -> None:
    for sentence in parsed.values():
        assert find_weapons(sentence, [], BOOK) == []
        assert find_targets(sentence, [], BOOK) == []
        assert infer_types(sentence, [], BOOK) == []


@given(st.data())
def test_the_nearest_act_is_one_of_the_acts(parsed: dict[str, Sentence], data: st.DataObject) -> None:
    sentence = parsed[data.draw(st.sampled_from([case["text"] for case in CASES]))]
    acts = find_acts(sentence, BOOK)
    some = [act for act in acts if data.draw(st.booleans())]
    token = data.draw(st.sampled_from(range(len(sentence.tokens))))
    nearest = nearest_act(sentence, some, token)
    assert nearest in some if some else nearest is None


def test_an_act_is_nearest_to_its_own_word(parsed: dict[str, Sentence]) -> None:
    for sentence in parsed.values():
        acts = find_acts(sentence, BOOK)
        for act in acts:
            assert act.token is not None
            nearest = nearest_act(sentence, acts, act.token)
            assert nearest is not None
            assert nearest.token == act.token


def test_who_does_several_acts_brings_the_weapon_to_each() -> None:
    (sentence,) = parse_sentences(
        split_sentences("Warplanes renewed their bombardment of the hills, attacking a farm and killing four people.")
    )
    acts = [a for a in find_acts(sentence, BOOK) if a.agents]
    planes = [w for w in find_weapons(sentence, acts, BOOK) if w.rule == "weapon.agent.aircraft.en.1"]
    assert len(acts) > 1
    assert {w.act for w in planes} == {a.token for a in acts}
