"""Texts of one case are read in mixed case, character for character; others are left as they are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.model import Report
from dateline.run.pipeline import code_report
from dateline.text.casing import in_mixed_case, mixed_case
from sentence_pool import pool, reports

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "GUNMEN KILLED THE MAYOR OF VILLA ROJAS TODAY.  THE ATTACK WAS BLAMED ON THE SHINING PATH.",
            "Gunmen killed the mayor of Villa Rojas today.  The attack was blamed on the Shining Path.",
        ),
        (
            'COL. HECTOR MARIN SAID: "WE DON\'T KNOW." FMLN REBELS LEFT CHILE ON 4 MAY, AND MAY RETURN.',
            'Col. Hector Marin said: "We don\'t know." FMLN rebels left Chile on 4 May, and may return.',
        ),
        (
            "THE CAR OF GENERAL RUIZ, A U.S. CITIZEN, WAS HIT IN NEW ORLEANS BY THE PEOPLE'S SOMBRA FRONT [PSF].",
            "The car of General Ruiz, a U.S. citizen, was hit in New Orleans by the people's Sombra front [PSF].",
        ),
        (
            "guerrillas killed 12 soldiers near bogota on monday, the colombian army said.",
            "Guerrillas killed 12 soldiers near Bogota on Monday, the Colombian army said.",
        ),
    ],
)
def test_text_of_one_case_is_read_in_mixed_case(text: str, expected: str) -> None:
    assert mixed_case(text, BOOK) == expected


def test_a_headline_in_capitals_alone_is_changed_and_the_report_below_it_is_not() -> None:
    body = "\n\nKABUL, Afghanistan (AP) - A bomb killed NINE people in Kabul on Tuesday, police said. MORE SOON\n"
    assert mixed_case("BOMB KILLS NINE IN KABUL MARKET" + body, BOOK) == "Bomb kills nine in Kabul market" + body


def test_the_dateline_of_a_wire_archive_keeps_its_capitals() -> None:
    text = "PUERTO LINDO, 4 FEB 90 (RADIO UNO) -- [TEXT] REBELS BLEW UP A BRIDGE TODAY."
    assert mixed_case(text, BOOK) == "PUERTO LINDO, 4 FEB 90 (RADIO UNO) -- [TEXT] Rebels blew up a bridge today."


@given(reports())
def test_mixed_case_is_left_as_it_is(report: Report) -> None:
    assert in_mixed_case(report, BOOK) is report


@given(st.lists(st.sampled_from(pool()), min_size=1, max_size=4), st.booleans())
def test_each_letter_keeps_its_place(texts: list[str], is_upper: bool) -> None:
    text = "\n\n".join(t.upper() if is_upper else t.lower() for t in texts)
    read = mixed_case(text, BOOK)
    assert len(read) == len(text)
    assert all(a == b or a.casefold() == b.casefold() for a, b in zip(read, text, strict=True))


@given(st.text(alphabet=st.sampled_from("ßİıÄŸŒǅﬁΣς'’.-4 \nAB"), max_size=120))
def test_letters_without_a_counterpart_of_one_character_keep_their_place(text: str) -> None:
    assert len(mixed_case(text, BOOK)) == len(text)


def test_evidence_quotes_the_report_as_it_is_written() -> None:
    text = "LIMA, 3 MAR 89 (WIRE) -- [TEXT] A CAR BOMB KILLED FOUR PEOPLE IN HUANCAYO YESTERDAY."
    coding = code_report(Report.of(text, date(1989, 3, 3)), BOOK)
    assert coding.incidents
    for statement in coding.statements:
        assert text[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
        assert statement.evidence.quote.isupper() or not statement.evidence.quote.isalpha()
    killed = next(s for s in coding.statements if s.property == "killed")
    assert killed.value.to_json()["low"] == 4


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Two Teens Shot In Park, Police Say", "Two teens shot in park, police say"),
        ("Gunfight At Dayton Club Kills 1, Wounds 12", "Gunfight at Dayton club kills 1, wounds 12"),
        # what the report below writes in capitals within a sentence is a name
        ("Man Shot At Rose Park In West Salem", "Man shot at Rose Park in West Salem"),
        ("KXYZ: Boy Hit By McCoy Street Gunfire", "KXYZ: boy hit by McCoy street gunfire"),
    ],
)
def test_a_headline_in_title_case_is_read_as_a_sentence(headline: str, expected: str) -> None:
    body = "\n\nA man was shot on Friday near a pond at Rose Park in West Salem, officers said.\n"
    assert mixed_case(headline + body, BOOK) == expected + body


@pytest.mark.parametrize(
    "line",
    [
        "John Smith, Mary Jones And Peter Brown",  # names alone
        "Man shot dead in Rose Park, police say",  # a sentence
        "Taliban Leader Killed",  # too short to tell
    ],
)
def test_other_lines_are_left_as_they_are(line: str) -> None:
    assert mixed_case(f"{line}\n\nNothing more.", BOOK).startswith(line)
