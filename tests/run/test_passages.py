from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Code, Evidence, Span, Statement
from dateline.run.passages import passages
from handmade import TEXT, full_coding, report

SOURCE = report()


def quoting(start: int, end: int) -> Statement:
    return Statement.of("i1", "type", Code("bombing"), Evidence.of(SOURCE.id, TEXT, Span(start, end)), "test.1")


def test_each_sentence_with_its_statements_in_text_order() -> None:
    found = passages(SOURCE, full_coding(SOURCE).statements)
    assert [span.of(TEXT)[:12] for span, _ in found] == [
        "Two bombs we",
        "The Islamic ",
        "Gunmen had f",
        "Police suspe",
    ]
    for span, held in found:
        assert all(span.covers(s.evidence.span) for s in held)
        assert [s.evidence.start for s in held] == sorted(s.evidence.start for s in held)


def test_sentences_that_one_quote_runs_across_are_one_passage() -> None:
    start = TEXT.index("said. The")
    ((span, held),) = passages(SOURCE, [quoting(start, start + 9), quoting(0, 3)])
    assert span.of(TEXT) == TEXT[: TEXT.index("\n")]
    assert len(held) == 2


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 60)), max_size=8))
def test_every_statement_is_in_one_passage_and_passages_never_overlap(cuts: list[tuple[int, int]]) -> None:
    statements = [quoting(start, min(start + length, len(TEXT))) for start, length in cuts]
    found = passages(SOURCE, statements)
    assert sorted(s.id for _, held in found for s in held) == sorted(s.id for s in statements)
    spans = [span for span, _ in found]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.covers(s.evidence.span) for span, held in found for s in held)
