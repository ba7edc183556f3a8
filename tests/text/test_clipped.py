import pytest

from dateline.codebook import load_codebook
from dateline.text.clipped import mended
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences


def sentence_of(text: str) -> Sentence:
    (parsed,) = parse_sentences(split_sentences(text))
    return mended(parsed, load_codebook())


def sufferers(sentence: Sentence) -> list[str]:
    return [t.text for t in sentence.tokens if t.dep == "nsubjpass"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Woman killed in market blast", ["Woman"]),
        ("Teen shot in car park", ["Teen"]),
        ("Four shot outside hotel", ["Four"]),
        ("1 killed 3 injured in shooting", ["1"]),
        ("Girl shot by older cousin, teen charged", ["Girl"]),
        ("Baker accidentally shot in foot by uncle, sheriff says", ["Baker"]),
    ],
)
def test_a_clipped_passive_has_its_sufferer_as_subject(text: str, words: list[str]) -> None:
    assert sufferers(sentence_of(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "A man in a car shot at the police.",
        "The guard shot and killed a robber.",
        "The gunman shot himself.",
        "He fired one shot.",
        "Gunmen shot at villagers.",
    ],
)
def test_who_shoots_stays_who_shoots(text: str) -> None:
    (parsed,) = parse_sentences(split_sentences(text))
    assert mended(parsed, load_codebook()) == parsed


def test_words_keep_their_places() -> None:
    text = "Police: six shot after street party"
    assert [text[t.start : t.end] for t in sentence_of(text).tokens] == [t.text for t in sentence_of(text).tokens]


def test_an_unparsed_sentence_is_left_alone() -> None:
    (plain,) = split_sentences("Four shot outside hotel")
    assert mended(plain, load_codebook()) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Boy in critical condition after shooting in Mill Park",
        "Baker killed in Ashby shooting two weeks shy of her birthday",
        "Sheriff appeals after shooting kills three and wounds two, including a baker",
    ],
)
def test_a_headlines_shooting_is_a_noun(text: str) -> None:
    assert next(t.tag for t in sentence_of(text).tokens if t.lower == "shooting") == "NN"


def test_who_goes_shooting_does_so() -> None:
    assert (
        next(t.tag for t in sentence_of("He was held after shooting a man.").tokens if t.lower == "shooting") == "VBG"
    )
