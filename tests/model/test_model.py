import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import (
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
    EvidenceError,
    Modality,
    Report,
    Span,
    Statement,
    Toll,
    content_id,
)

TEXT = "At least 12 people died, police said."


@given(st.text(max_size=60), st.data())
def test_evidence_always_slices_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    evidence = Evidence.of("r1", text, Span(start, end))
    assert text[evidence.start : evidence.end] == evidence.quote
    if end > start:
        evidence.check(text)
    else:
        with pytest.raises(EvidenceError):
            evidence.check(text)


def test_a_shifted_quote_is_refused_loudly() -> None:
    evidence = Evidence("r1", 1, 9, "At least")
    with pytest.raises(EvidenceError, match="report r1"):
        evidence.check(TEXT)


def test_spans_know_overlap_and_cover() -> None:
    assert Span(0, 5).overlaps(Span(4, 9))
    assert not Span(0, 5).overlaps(Span(5, 9))
    assert Span(0, 9).covers(Span(2, 3))
    assert Span(3, 4).joined(Span(7, 9)) == Span(3, 9)
    with pytest.raises(ValueError, match="start <= end"):
        Span(4, 3)


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=4))
def test_a_content_id_does_not_depend_on_the_order_of_keys(parts: dict[str, int]) -> None:
    turned = dict(reversed(list(parts.items())))
    assert content_id("s", parts) == content_id("s", turned)


def test_report_ids_differ_by_outlet_and_day_and_agree_on_the_same() -> None:
    first = Report.of(TEXT, date(2017, 6, 7), outlet="Harbour Wire")
    assert first.id == Report.of(TEXT, date(2017, 6, 7), outlet="Harbour Wire", title="other").id
    assert first.id != Report.of(TEXT, date(2017, 6, 8), outlet="Harbour Wire").id
    assert first.id != Report.of(TEXT, date(2017, 6, 7), outlet="Meridian Post").id


@pytest.mark.parametrize(("low", "high"), [(None, None), (5, 4)])
def test_a_toll_without_sense_is_refused(low: int | None, high: int | None) -> None:
    with pytest.raises(ValueError, match="toll"):
        Toll(low, high)


days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(days, days, days, days)
def test_overlap_of_dates_is_symmetric(a: date, b: date, c: date, d: date) -> None:
    first = DateValue(min(a, b), max(a, b), DatePrecision.RANGE)
    second = DateValue(min(c, d), max(c, d), DatePrecision.RANGE)
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(first)


def test_a_statement_is_its_content_and_survives_pickling() -> None:
    evidence = Evidence.of("r1", TEXT, Span(0, 23))
    first = Statement.of("i1", "killed", Toll(12, None), evidence, "toll.died.en.1")
    again = Statement.of("i1", "killed", Toll(12, None), evidence, "toll.died.en.1")
    denied = Statement.of("i1", "killed", Toll(12, None), evidence, "toll.died.en.1", modality=Modality.DENIED)
    assert first == again
    assert first.id != denied.id
    assert pickle.loads(pickle.dumps(first)) == first


def test_a_coding_refuses_a_quote_that_is_not_its_reports() -> None:
    report = Report.of(TEXT, date(2017, 6, 7))
    wrong = Evidence(report.id, 0, 8, "at LEAST")
    coding = Coding((report,), statements=(Statement.of("i1", "killed", Toll(12, None), wrong, "x"),))
    with pytest.raises(EvidenceError):
        coding.check()
