import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.codebook.tolls import Tolls
from dateline.model import Span
from dateline.text.number_words import cardinal, words_of
from dateline.text.numbers import NumberPhrase, find_numbers
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
UNITS = [*SMALL.split(), "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def sentence_of(text: str) -> Sentence:
    return Sentence(0, 0, Span(0, len(text)), text)


def bounds(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(n.span.of(text), n.low, n.high) for n in find_numbers(sentence_of(text))]


def in_words(n: int) -> str:
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{UNITS[n % 10]}" if n % 10 else "")
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = n % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(n // scale)} {name}" + (joint + in_words(rest) if rest else "")
    raise AssertionError(n)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 90 people", 90, None),
        ("a minimum of 7 people", 7, None),
        ("no fewer than twelve people", 12, None),
        ("more than 90 people", 91, None),
        ("over forty people", 41, None),
        ("upwards of 300 people", 301, None),
        ("up to 12 people", None, 12),
        ("as many as two hundred people", None, 200),
        ("at most 9 people", None, 9),
        ("fewer than 10 people", None, 9),
        ("under 50 people", None, 49),
        ("nearly 200 people", None, 200),
        ("almost 200 people", None, 200),
        ("about 30 people", 30, 30),
        ("roughly 30 people", 30, 30),
        ("an estimated 30 people", 30, 30),
        ("between 12 and 15 people", 12, 15),
        ("12 to 15 people", 12, 15),
        ("12-15 people", 12, 15),
        ("12–15 people", 12, 15),
        ("two or three people", 2, 3),
        ("dozens of people", 24, None),
        ("scores of people", 40, None),
        ("hundreds of people", 200, None),
        ("thousands of people", 2000, None),
        ("tens of thousands of people", 20000, None),
        ("several people", 3, None),
        ("a few people", 3, None),
        ("a couple of people", 2, 2),
        ("both people", 2, 2),
        ("a dozen people", 12, 12),
        ("half a dozen people", 6, 6),
        ("two dozen people", 24, 24),
        ("more than a dozen people", 13, None),
        ("a dozen or more people", 12, None),
        ("30 or so people", 30, 30),
        ("100-plus people", 100, None),
        ("nobody", 0, 0),
        ("no one", 0, 0),
        ("1,200 people", 1200, 1200),
        ("1 200 people", 1200, 1200),
        ("3.5 million people", 3_500_000, 3_500_000),
        ("all four people", 4, 4),
        ("at least some 20 people", 20, None),
        ("two hundred and fifty-three people", 253, 253),
    ],
)
def test_bounds_of_a_number(text: str, low: int | None, high: int | None) -> None:
    ((words, found_low, found_high),) = bounds(text)
    assert (found_low, found_high) == (low, high)
    assert text.startswith(words)


@pytest.mark.parametrize(
    "text",
    [
        "A 22-year-old was there.",
        "Karim Haddad, 42, was there.",
        "Karim Haddad (42) was there.",
        "It began on 27 May.",
        "It began on May 27.",
        "It began in 1984.",
        "It began at 10:30.",
        "It began at 9 p.m.",
        "They lived at 12 Baker Street.",
        "It cost $500.",
        "It cost 500 dollars.",
        "It was 12 miles away.",
        "It rose by 30 percent.",
        "It rose by 30%.",
        "She was the second to leave.",
        "They won 2-1.",
        "It was as bad as 9/11.",
        "He had an AK-47.",
        "They took Flight 370.",
        "It lasted 30 minutes.",
        "a 7.65 mm pistol",
        "the three-day siege",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert bounds(text) == []


@given(st.integers(min_value=0, max_value=999_999))
def test_numbers_in_words_are_read_back(n: int) -> None:
    words = words_of(in_words(n))
    assert cardinal(words, 0) == (n, len(words))


@given(
    st.integers(min_value=0, max_value=1799),
    st.sampled_from(["at least", "more than", "up to", "fewer than", "about"]),
)
def test_bounds_hold_around_any_number(n: int, words: str) -> None:
    ((_, low, high),) = bounds(f"{words} {n:,} people came.")
    expected = {
        "at least": (n, None),
        "more than": (n + 1, None),
        "up to": (None, n),
        "fewer than": (None, max(0, n - 1)),
        "about": (n, n),
    }
    assert (low, high) == expected[words]


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–abot ndzeskwr$%():/'\n"), max_size=60))
def test_any_text_gives_spans_inside_it_and_ordered_bounds(text: str) -> None:
    numbers = find_numbers(sentence_of(text))
    for number in numbers:
        assert 0 <= number.span.start < number.span.end <= len(text)
        assert number.low is not None or number.high is not None
        if number.low is not None and number.high is not None:
            assert number.low <= number.high
    spans = [n.span for n in numbers]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_offsets_are_those_of_the_report() -> None:
    text = "It was noon. At least 90 people came."
    sentence = split_sentences(text)[1]
    (number,) = find_numbers(sentence)
    assert number.span.of(text) == "At least 90"


def test_tokens_and_core_of_a_parsed_sentence() -> None:
    text = "More than two dozen people came."
    sentence = next(parse_sentences(split_sentences(text)))
    (number,) = find_numbers(sentence)
    assert isinstance(number, NumberPhrase)
    assert [sentence.tokens[i].text for i in number.tokens] == ["More", "than", "two", "dozen"]
    assert number.core is not None
    assert sentence.tokens[number.core].text == "dozen"
    assert number.rule == "number.more.en.1"
    assert not number.exact


def test_a_codebook_of_ones_own_bounds_numbers_otherwise() -> None:
    ours = load_codebook().tolls.model_dump()
    ours["vague"] = [{"id": "oodles", "words": ("oodles of",), "low": 50}]
    (number,) = find_numbers(sentence_of("oodles of people and dozens of dogs"), Tolls.model_validate(ours))
    assert (number.low, number.high) == (50, None)


def test_rules_are_stable_and_dotted() -> None:
    for vague in load_codebook().tolls.vague:
        (number, *_) = find_numbers(sentence_of(f"{vague.words[0].removesuffix(' of')} of people"))
        assert re.fullmatch(r"number\.[a-z_]+\.en\.1", number.rule)
