import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence, words_at
from dateline.text.split import split_sentences
from sentence_pool import pool

TEXT = "It rained. Two armed men of the town shot the old guard, who died, and a nurse."


@pytest.fixture(scope="module")
def sentence() -> Sentence:
    return list(parse_sentences(split_sentences(TEXT)))[1]


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return [s for text in pool() for s in parse_sentences(split_sentences(text))]


def token(sentence: Sentence, word: str) -> int:
    return next(t.i for t in sentence.tokens if t.text == word)


@pytest.mark.parametrize(
    ("word", "phrase"), [("men", "Two armed men"), ("guard", "the old guard"), ("town", "the town")]
)
def test_a_noun_phrase_runs_from_determiner_to_noun(sentence: Sentence, word: str, phrase: str) -> None:
    span = sentence.noun_phrase(token(sentence, word))
    assert span.of(TEXT) == phrase
    assert words_at(sentence, span) == phrase


def test_clauses_heads_and_conjuncts(sentence: Sentence) -> None:
    shot, guard, died = (token(sentence, w) for w in ("shot", "guard", "died"))
    assert sentence.clause(guard) == shot
    assert sentence.clause(died) == died
    assert [t.text for t in sentence.ancestors(guard)] == ["shot"]
    assert list(sentence.ancestors(shot)) == []
    assert sentence.head(shot).i == shot
    assert [t.text for t in sentence.conjuncts(guard)] == ["nurse"]
    assert [t.text for t in sentence.children(shot, "nsubj")] == ["men"]
    assert sentence.child(shot, "agent") is None


def test_tokens_are_found_by_offset_and_span(sentence: Sentence) -> None:
    at = sentence.at(TEXT.index("guard"))
    assert at is not None
    assert at.text == "guard"
    assert sentence.at(0) is None
    assert [t.text for t in sentence.within(sentence.noun_phrase(at.i))] == ["the", "old", "guard"]


@given(st.data())
def test_the_parse_is_a_tree_over_exact_words(sentences: list[Sentence], data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(sentences))
    i = data.draw(st.sampled_from(range(len(sentence.tokens))))
    token = sentence.tokens[i]
    assert token.i == i
    assert words_at(sentence, token.span) == token.text
    assert sentence.span.covers(token.span)
    above = [t.i for t in sentence.ancestors(i)]
    assert len(set(above)) == len(above)
    assert all(token in sentence.subtree(a) for a in above)
    assert [t.i for t in sentence.subtree(i)] == sorted(t.i for t in sentence.subtree(i))
    assert sentence.clause(i) in {i, *above}
    assert sentence.noun_phrase(i).covers(token.span)
