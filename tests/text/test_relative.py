import pytest

from dateline.codebook import load_codebook
from dateline.text.parser import parse_sentences
from dateline.text.relative import tied_to_people
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences


def sentence_of(text: str) -> Sentence:
    (parsed,) = parse_sentences(split_sentences(text))
    return tied_to_people(parsed, load_codebook().tolls)


def described(sentence: Sentence) -> list[str]:
    return [sentence.head(t.i).text for t in sentence.tokens if t.dep == "relcl"]


def test_a_clause_of_who_hangs_on_the_person_before_the_place() -> None:
    text = "On the list stood Rosa Lee, a cousin of a baker from Herat who was abducted by gunmen."
    assert described(sentence_of(text)) == ["baker"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bomb struck a market in Herat that was full of people.", ["market"]),
        ("A teacher who was shot in Lahore has died.", ["teacher"]),
    ],
)
def test_other_clauses_stay_where_they_are(text: str, words: list[str]) -> None:
    assert described(sentence_of(text)) == words


def test_an_unparsed_sentence_stays_as_it_is() -> None:
    (plain,) = split_sentences("A baker from Herat who was abducted.")
    assert tied_to_people(plain, load_codebook().tolls) is plain
