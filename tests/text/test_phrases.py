import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.parser import parse_sentences
from dateline.text.phrases import PhraseIndex
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences
from sentence_pool import pool


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


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return [s for text in pool() for s in parse_sentences(split_sentences(text))]


@given(st.data())
def test_the_longest_matches_share_no_word_and_follow_the_text(
    sentences: list[Sentence], data: st.DataObject
) -> None:
    sentence = data.draw(st.sampled_from(sentences))
    words = [t.lower for t in sentence.tokens if t.lower.isalpha()]
    phrases = data.draw(
        st.lists(st.lists(st.sampled_from([*words, ".."]), min_size=1, max_size=3), min_size=1, max_size=5)
    )
    listed = [" ".join(p) for p in phrases if p[0] != ".." and p[-1] != ".."]
    index = PhraseIndex((p, p) for p in listed)
    found = index.longest(sentence)
    taken = [t.i for m in found for t in m.tokens]
    assert len(taken) == len(set(taken))
    assert [m.tokens[0].i for m in found] == sorted(m.tokens[0].i for m in found)
    for match in index.matches(sentence):
        assert match.entry in listed
        assert [t.i for t in match.tokens] == sorted({t.i for t in match.tokens})
        assert len(match.tokens) == len([w for w in match.entry.split() if w != ".."])
