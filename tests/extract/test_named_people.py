from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import dateline
from dateline.codebook import load_codebook
from dateline.extract.person_names import find_persons, is_headline
from dateline.model import Perpetrator, Report, Victim
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "people.yaml").read_text(encoding="utf-8"))
BOOK = load_codebook()
DAY = "2017-06-07"


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:90], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


def people_of(text: str) -> list[tuple[str, str]]:
    told = []
    for statement in dateline.code(text, published=DAY).statements:
        value = statement.value
        if isinstance(value, Victim) and value.name:
            told.append((value.status, value.name))
        if isinstance(value, Perpetrator) and value.name and value.actor is None:
            told.append((statement.modality.value, value.name))
    return told


@pytest.mark.parametrize("case", params())
def test_people_of_a_report(case: dict[str, Any]) -> None:
    wanted = [next(iter(person.items())) for person in case["people"]]
    assert sorted(people_of(case["text"])) == sorted(wanted)


def names(text: str) -> list[str]:
    return [p.name for p in find_persons(split_sentences(text), BOOK).by_key.values()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sgt. Peter Marlow met Mrs. Ida O'Shea-Lund.", ["Peter Marlow", "Ida O'Shea-Lund"]),
        ('He saw J.R. Marlow, T. Reyes III and Karl "Doc" Lund.', ["J.R. Marlow", "T. Reyes III", 'Karl "Doc" Lund']),
        ("Tuesday Peter Marlow Jr. left.", ["Peter Marlow Jr."]),
        ("The Marlow County Sheriff's Office is on Oak Street in San Marlow.", []),
        ("A Reyes Valley man drove a Honda Accord near Marlow Heights.", []),
        ("She lives in Marlow Creek, Texas, and works for WXYZ News.", []),
        ("Peter Marlow spoke. Peter James Marlow left.", ["Peter James Marlow"]),
    ],
)
def test_names_of_persons(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_short_names_are_tied_to_the_full_one() -> None:
    persons = find_persons(split_sentences("Peter Marlow left. Marlow fell. Peter rose. Reyes saw him."), BOOK)
    assert [[m.person.name for m in persons.mentions.get(n, [])] for n in range(4)] == [["Peter Marlow"]] * 3 + [[]]


def test_a_last_name_that_two_bear_is_of_the_one_named_first_unless_the_other_was_just_named() -> None:
    persons = find_persons(split_sentences("Peter Marlow left with Ida Marlow. Marlow fell."), BOOK)
    assert 1 not in persons.mentions
    persons = find_persons(split_sentences("Ida Marlow called Peter Marlow. Ida Marlow left. Marlow fell."), BOOK)
    assert [m.person.name for m in persons.mentions[2]] == ["Ida Marlow"]


def test_headlines_tell_no_names_of_their_own() -> None:
    assert is_headline("Man Charged With Killing Oakville Teen")
    assert not is_headline("The man was charged with killing a teenager from Oakville")
    assert not is_headline("Peter Marlow, 34; Tom Reyes, 29; Ida Lund, 61")


def test_a_statement_about_a_person_rests_on_the_words_that_tell_it() -> None:
    words = "Peter Marlow, 34, of Ashford, remains in critical condition"
    text = f"Two men were shot in Oakville on Monday. {words}, police said."
    (victim,) = [
        s for s in dateline.code(text, published=DAY).statements if isinstance(s.value, Victim) and s.value.name
    ]
    assert victim.evidence.quote == words
    assert [s.name for s in victim.speakers] == ["police"]


def test_where_a_person_lives_is_not_where_the_act_was() -> None:
    text = "A man was shot in Boston on Monday. Peter Marlow, 34, of Chicago, was shot in the leg."
    coding = dateline.code(Report.of(text, date(2017, 6, 7)).text, published=DAY)
    assert {i.place.city for i in coding.incidents if i.place} == {"Boston"}


def test_a_child_is_told_by_the_age_and_an_officer_by_the_title() -> None:
    text = "Ida Lund, 7, was shot in the leg in Oakville on Monday. Officer Peter Marlow was shot in the arm."
    kinds = {
        s.value.name: s.value.kind
        for s in dateline.code(text, published=DAY).statements
        if isinstance(s.value, Victim)
    }
    assert kinds == {"Ida Lund": "child", "Peter Marlow": "police"}
