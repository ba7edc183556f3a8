import json
import pickle
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all, find_places_elsewhere
from dateline.model import Coding, Report
from dateline.read import read_inputs
from dateline.resolve.report import resolve_report
from dateline.run.pipeline import code_report
from dateline.text.attribution import find_attributions
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences
from sentence_pool import pool, reports

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
BOOK = load_codebook()
DAY = date(2017, 6, 7)
ANY_TEXT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def coded(text: str) -> Coding:
    return code_report(Report.of(text, DAY), BOOK)


def check_whole(coding: Coding) -> None:
    """Fail unless a coding refers only to what it holds, and each thing in it is there once."""
    coding.check()
    incidents = {i.id for i in coding.incidents}
    groups = {g.id for g in coding.groups}
    assert len(incidents) == len(coding.incidents)
    assert len(groups) == len(coding.groups)
    assert len({s.id for s in coding.statements}) == len(coding.statements)
    assert {s.about for s in coding.statements} <= incidents | groups
    assert {i.group for i in coding.incidents} - {None} == groups
    for group in coding.groups:
        assert len(group.incidents) > 1
        assert set(group.incidents) == {i.id for i in coding.incidents if i.group == group.id}
    for incident in coding.incidents:
        assert {s.about for s in coding.statements} & {incident.id, incident.group}
        assert set(incident.types) == {
            s.value.to_json()["code"] for s in coding.statements if s.about == incident.id and s.property == "type"
        }
    for tally in coding.tallies:
        assert set(tally.matches) <= incidents


@pytest.fixture(scope="module")
def examples() -> list[Coding]:
    read = list(read_inputs([str(EXAMPLES)]))
    assert all(isinstance(item, Report) for item in read)
    return [code_report(item, BOOK) for item in read if isinstance(item, Report)]


def test_every_example_is_coded_and_whole(examples: list[Coding]) -> None:
    assert len(examples) == 47
    for coding in examples:
        check_whole(coding)
        assert not coding.set_aside
        assert coding.incidents, coding.reports[0].title


def test_an_example_coded_again_is_the_same(examples: list[Coding]) -> None:
    for coding in examples[::5]:
        assert code_report(coding.reports[0], BOOK) == coding


def test_codings_can_be_pickled_and_written(examples: list[Coding]) -> None:
    for coding in examples:
        assert pickle.loads(pickle.dumps(coding)) == coding
        assert json.loads(json.dumps(coding.to_json()))["contract"] == 1


@ANY_TEXT
@given(reports())
def test_a_text_of_any_sentences_is_coded_whole_and_twice_alike(report: Report) -> None:
    coding = code_report(report, BOOK)
    check_whole(coding)
    assert code_report(report, BOOK) == coding


@settings(ANY_TEXT, max_examples=30)
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_places_told_elsewhere_does_not_matter(report: Report, shuffler) -> None:
    plain = split_sentences(report.text)
    half = {s.index for s in plain[::2]}
    parsed = {s.index: s for s in parse_sentences([s for s in plain if s.index in half])}
    sentences = tuple(parsed.get(s.index, s) for s in plain)
    found, attributions = find_all(sentences, BOOK), find_attributions(sentences, BOOK.speakers)
    elsewhere = find_places_elsewhere(sentences, BOOK)
    shuffled = list(elsewhere)
    shuffler.shuffle(shuffled)
    assert resolve_report(report, sentences, found, shuffled, attributions, BOOK) == resolve_report(
        report, sentences, found, elsewhere, attributions, BOOK
    )


@settings(ANY_TEXT, max_examples=40)
@given(
    st.sampled_from(pool()),
    st.sampled_from([str.upper, str.lower, str.title, lambda t: t.replace(" ", "\u00a0"), lambda t: t.rstrip(".")]),
)
def test_words_in_any_dress_are_coded(text: str, dress) -> None:
    if dress(text).strip():
        check_whole(coded(dress(text)))


@settings(ANY_TEXT, max_examples=60)
@given(st.text(max_size=200))
def test_any_characters_are_coded(text: str) -> None:
    check_whole(coded(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "...",
        "- - -",
        "12",
        "\u200b",
        "(",
        "killed",
        "Killed.",
        "attack " * 400,
        "A" * 2000 + " killed two.",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_text_without_sentences_is_coded_without_an_incident(text: str) -> None:
    coding = coded(text)
    assert coding.reports[0].text == text
    assert coding.incidents == ()
    assert coding.statements == ()


def test_a_report_without_an_incident_gives_an_empty_coding() -> None:
    report = Report.of("The library opened on Monday. About 300 people came, the mayor said.", DAY)
    coding = code_report(report, BOOK)
    assert coding.reports == (report,)
    assert not any(getattr(coding, field.name) for field in fields(coding) if field.name != "reports")


def test_a_report_in_capitals_still_tells_of_its_incident() -> None:
    coding = coded("A CAR BOMB KILLED 12 PEOPLE IN MOSUL ON MONDAY, POLICE SAID.")
    check_whole(coding)
    assert [i.types for i in coding.incidents] == [("bombing",)]


def test_carriage_returns_and_accents_do_not_shift_quotes() -> None:
    coding = coded(
        "Né à Liège, il dit: 🙂\r\n\r\nA bomb killed two people in Liège on Monday.\r\nPolice said 5 were hurt."
    )
    check_whole(coding)
    quotes = {s.property: s.evidence.quote for s in coding.statements}
    assert quotes["killed"] == "killed two people"


def test_a_count_from_a_year_after_the_report_has_no_period() -> None:
    report = Report.of("It was the 21st shooting at a school since 2012.", date(2000, 1, 1))
    (tally,) = code_report(report, BOOK).tallies
    assert (tally.count, tally.since, tally.agrees) == (21, None, False)


def test_the_first_days_of_the_calendar_are_days_too() -> None:
    (incident,) = code_report(
        Report.of("A bomb killed two people in Mosul on Monday.", date(1, 1, 8)), BOOK
    ).incidents
    assert incident.date is not None
    assert incident.date.earliest == date(1, 1, 8)
