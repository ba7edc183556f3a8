from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.quotations import find_quotations
from dateline.text.split import split_sentences


def _inner(text: str, depth: int = 0) -> list[str]:
    return [q.inner.of(text) for q in find_quotations(split_sentences(text)) if q.depth == depth]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We ran,” he said.", ["We ran,"]),
        ('"We ran," he said. "It was dark."', ["We ran,", "It was dark."]),
        ("“We ran. It was dark,” he said.", ["We ran. It was dark,"]),
        ("'We all ran,' he said.", ["We all ran,"]),
        ("He said the soldiers' camp and the boys' school were hit.", []),
        ("It wasn't the '90s any more.", []),
        ("He called it «a long and bad night».", ["a long and bad night"]),
        ('A stray " mark says nothing', []),
    ],
)
def test_marks(text, expected):
    assert _inner(text) == expected


def test_single_marks_inside_double_ones_are_nested():
    text = "“She shouted ‘run away now’ at us,” he said."
    assert _inner(text) == ["She shouted ‘run away now’ at us,"]
    assert _inner(text, depth=1) == ["run away now"]


def test_apostrophes_inside_a_quotation_do_not_end_it():
    assert _inner("“It’s the boys’ school,” he said.") == ["It’s the boys’ school,"]


def test_a_quotation_left_open_runs_on_where_the_next_paragraph_reopens_it():
    text = "He said: “It was dark.\n\n“Then they came.”\n\n“That was all.”"
    found = find_quotations(split_sentences(text))
    assert [q.inner.of(text) for q in found] == ["It was dark.", "Then they came.", "That was all."]
    assert [q.continues for q in found] == [False, True, False]


@given(st.text(alphabet="ab .,“”\"'‘’«»\n", max_size=80))
def test_spans_hold_on_any_text(text):
    sentences = split_sentences(text)
    outer = [q for q in find_quotations(sentences) if q.depth == 0]
    for q in find_quotations(sentences):
        assert q.span.covers(q.inner)
        assert q.span.end <= len(text)
    for one, two in pairwise(outer):
        assert one.span.end <= two.span.start
