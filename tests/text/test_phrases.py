import pytest

from dateline.text.parser import parse_sentences
from dateline.text.phrases import PhraseIndex
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences


def parsed(text: str) -> Sentence:
    return next(parse_sentences(split_sentences(text)))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("take .. hostage", "Four people were taken hostage.", "taken hostage"),
        ("take .. hostage", "They took four of the guests hostage.", "took hostage"),
        ("hostage-taking", "The hostage taking ended.", "hostage taking"),
        ("hostage taking", "The hostage-taking ended.", "hostage taking"),
        ("open fire", "A man opened fire.", "opened fire"),
        ("open fire", "He opened a door and a fire started.", ""),
    ],
)
def test_phrases_match_by_lemma_gap_and_hyphen(phrase: str, text: str, found: str) -> None:
    matches = PhraseIndex([(phrase, phrase)]).longest(parsed(text))
    assert " ".join(t.text for m in matches for t in m.tokens) == found


def test_the_longest_phrase_wins() -> None:
    index = PhraseIndex([("bomb", "short"), ("car bomb", "long")])
    assert [m.entry for m in index.longest(parsed("A car bomb killed two; another bomb did not go off."))] == [
        "long",
        "short",
    ]
