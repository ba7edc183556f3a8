import pytest

from dateline.codebook import load_codebook
from dateline.extract.findings import Findings, find_all, find_places_elsewhere
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

BOOK = load_codebook()


def found_in(text: str) -> list[Findings]:
    return find_all(list(parse_sentences(split_sentences(text))), BOOK)


def test_all_that_a_sentence_tells_is_found_together() -> None:
    (found,) = found_in("On Monday, Taliban gunmen killed two soldiers with a bomb near Kabul.")
    assert [a.span.of(found.sentence.text) for a in found.acts] == ["killed"]
    assert [t.text for t in found.times] == ["Monday"]
    assert "Kabul" in {p.name for p in found.places}
    assert ("killed", 2, 2) in {(t.property, t.low, t.high) for t in found.tolls}
    assert {k.type for k in found.kinds if k.property == "weapon"} >= {"explosive"}
    assert [r.name for r in found.responsibility] == ["Taliban"]


def test_only_parsed_sentences_are_looked_at_in_order() -> None:
    plain = split_sentences("A bomb killed one. It rained in Rome. A bomb killed two.")
    parsed = list(parse_sentences([plain[2], plain[0]]))
    sentences = [parsed[1], plain[1], parsed[0]]
    assert [f.sentence.index for f in find_all(sentences, BOOK)] == [0, 2]
    assert [p.name for p in find_places_elsewhere(sentences, BOOK)] == ["Rome"]


def test_no_sentences_no_findings() -> None:
    assert find_all([], BOOK) == []
    assert find_all(split_sentences("A bomb killed one."), BOOK) == []
    assert find_places_elsewhere([], BOOK) == []


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake killed 40 people.",
        "A bus crash killed nine people.",
        "A bomb could kill nine people.",
    ],
)
def test_the_dead_of_accidents_and_of_what_may_come_are_no_tolls(text: str) -> None:
    (found,) = found_in(text)
    assert found.tolls == ()


def test_nobody_hurt_is_a_toll_of_none() -> None:
    (found,) = found_in("Nobody was killed in the bombing.")
    assert [(t.property, t.high) for t in found.tolls] == [("killed", 0)]


@pytest.mark.parametrize("text", ["United States killed two people.", "Last Monday killed two people."])
def test_days_and_places_are_no_persons(text: str) -> None:
    (found,) = found_in(text)
    assert not [r for r in found.responsibility if not r.actors]


def test_a_state_inside_the_name_of_a_group_is_no_actor_beside_it() -> None:
    (found,) = found_in("The Islamic State of Iraq killed two people with a bomb.")
    spans = [a.span for a in found.actors]
    assert len(spans) == 1
    assert not any(a != b and a.overlaps(b) for a in spans for b in spans)
