"""Whatever a parser makes of a sentence, mending it leaves a tree: a circle of heads would be walked without end."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.model import Span
from dateline.text.clipped import mended
from dateline.text.relative import tied_to_people
from dateline.text.sentence import Sentence, Token

BOOK = load_codebook()
WORDS = (
    "drive by shooting leaves kills and wounds teen man four 2 others shot killed injured at after in who baker from "
    "Springfield , - year old stabbing suspect found"
).split()
TAGS = {
    "NOUN": ("NN", "NNS", "CD", "JJ"),
    "PROPN": ("NNP", "NNS"),
    "VERB": ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"),
    "ADP": ("IN",),
    "NUM": ("CD",),
}
DEPS = (
    "acl advcl amod appos ccomp compound conj dep dobj intj nsubj nsubjpass nummod pcomp pobj prep relcl parataxis"
).split()


def is_tree(sentence: Sentence) -> bool:
    """Say whether every token leads up to a root."""
    for token in sentence.tokens:
        at, steps = token, 0
        while at.head != at.i:
            at, steps = sentence.tokens[at.head], steps + 1
            if steps > len(sentence.tokens):
                return False
    return True


def parsed(told: list[tuple[str, str, str, str, int]]) -> Sentence:
    """Return a sentence of words with part of speech, tag, label and head."""
    tokens, start = [], 0
    for i, (word, pos, tag, dep, head) in enumerate(told):
        label = "ROOT" if head == i else dep
        end = start + len(word)
        tokens.append(Token(i, start, end, word, word.lower(), word.lower(), pos, tag, label, head))
        start = end + 1
    return Sentence(0, 0, Span(0, max(start - 1, 0)), " ".join(word for word, *_ in told), tuple(tokens))


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """Draw words that clipped sentences are mended by, in any tree: each hangs on one that was placed before it."""
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(size)))
    told: list[Any] = [None] * size
    for place, i in enumerate(order):
        pos = draw(st.sampled_from(sorted(TAGS)))
        head = order[draw(st.integers(0, place - 1))] if place else i
        told[i] = (
            draw(st.sampled_from(WORDS)),
            pos,
            draw(st.sampled_from(TAGS[pos])),
            draw(st.sampled_from(DEPS)),
            head,
        )
    return parsed(told)


DRIVE_BY = parsed([
    ("drive", "NOUN", "NN", "nsubj", 3),
    ("by", "ADP", "IN", "prep", 0),
    ("shooting", "VERB", "VBG", "pcomp", 1),
    ("leaves", "VERB", "VBZ", "ROOT", 3),
    ("four", "NUM", "CD", "dobj", 3),
])  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(sentences())
@example(DRIVE_BY)
def test_a_mended_sentence_is_a_tree(sentence: Sentence) -> None:
    assert is_tree(sentence)
    clipped = mended(sentence, BOOK)
    assert is_tree(clipped)
    assert is_tree(tied_to_people(clipped, BOOK.tolls))


def test_what_stands_above_a_shooting_stays_there() -> None:
    drive_by = mended(DRIVE_BY, BOOK)
    assert [(t.text, t.dep) for t in drive_by.tokens if t.head == 1] == [("shooting", "pobj")]
    assert drive_by.tokens[3] == DRIVE_BY.tokens[3]
