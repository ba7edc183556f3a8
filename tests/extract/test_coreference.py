import pytest

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all
from dateline.extract.raw import RawActor
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences


def groups_of(text: str) -> list[RawActor]:
    found = find_all(list(parse_sentences(split_sentences(text))), load_codebook())
    return [a for f in found for a in f.actors if a.rule == "actor.the_group.en.1"]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Boko Haram is armed. The group killed nine people.", "The group", "boko-haram"),
        ("Boko Haram is armed. The militant group killed nine people.", "The militant group", "boko-haram"),
        ("Boko Haram is armed. The group's men killed nine people.", "The group's", "boko-haram"),
        ("The Taliban fought Boko Haram. The organisation killed nine.", "The organisation", "boko-haram"),
        ("Boko Haram said that the group killed nine people.", "the group", "boko-haram"),
        ("Al-Shabaab is armed. It rained. The rebel group killed nine people.", "The rebel group", "al-shabaab"),
    ],
)
def test_the_group_is_the_one_named_last(text: str, words: str, actor: str) -> None:
    (found,) = groups_of(text)
    assert found.span.of(text) == words
    assert found.actors[0] == actor


@pytest.mark.parametrize(
    "text",
    [
        "The group killed nine people. Boko Haram is armed.",
        "The group killed nine people.",
        "The army is strong. The group killed nine people.",  # an army is no armed group
        "Boko Haram is armed. The Group of Seven met.",
        "Boko Haram is armed. A group of men killed nine people.",
    ],
)
def test_without_a_group_before_it_the_group_is_nobody(text: str) -> None:
    assert groups_of(text) == []
