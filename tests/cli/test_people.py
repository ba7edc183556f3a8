"""The table and the explanation: what people read."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.render.explain import Explanation, lit, union
from dateline.cli.render.page import Page
from dateline.cli.render.table import TableOfIncidents
from dateline.codebook import load_codebook
from dateline.codebook.words import Words, date_words, harmless, labels, place_words, toll_words
from dateline.model import (
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
    Group,
    Incident,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Report,
    SetAside,
    Span,
    Speaker,
    Statement,
    Toll,
)
from handmade import DAY, KABUL, TEXT, full_coding, report

WORDS = Words(load_codebook())


class Screen(io.StringIO):
    """A stream that a page writes to."""

    def __init__(self, *, is_terminal: bool = False) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    @property
    def stream(self) -> Screen:
        return self


def shown(kind: type, *codings: Coding, is_terminal: bool = False) -> str:
    screen = Screen(is_terminal=is_terminal)
    renderer = kind(Page(screen), WORDS)
    for coding in codings:
        renderer.add(coding)
    renderer.finish()
    return screen.getvalue()


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def test_the_table_says_what_where_when_by_whom_and_who_says_so() -> None:
    source = report(title="Two bombs in Kabul")
    text = shown(TableOfIncidents, full_coding(source))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[:2] == [f"The Example Post · Wednesday 7 June 2017 · {source.id}", "Two bombs in Kabul"]
    for line in (
        "A 1 coordinated incident, told together",
        "A 7 June 2017 · Kabul, Afghanistan · bombing · one of 1 coordinated",
        "B 29 May – 4 June 2017 · a casino, Manila, Philippines · armed assault · attempted",
        "killed at least 12 – state media; 10 – Police via state media",
        "targets business: casino",
        "weapons explosive: bombs",
        "victims people (killed)",
    ):
        assert line in lines, text
    assert any(re.match(r"by claimed by (The )?Islamic State.* \(via Amaq\)$", line) for line in lines), text
    assert "by no claim" in lines
    assert any(re.match(r"suspected: Maute.* – Police$", line) for line in lines), text
    assert any(line.startswith("tally 2 incidents claimed by") and "does not agree" in line for line in lines)
    assert lines[-1] == "1 report, 2 incidents, 15 statements, 0 set aside"


def test_piped_text_has_no_codes_and_no_trailing_spaces_and_a_terminal_has_colours() -> None:
    coding = full_coding(report())
    for kind in (TableOfIncidents, Explanation):
        plain = shown(kind, coding)
        assert "\x1b" not in plain
        assert not re.search(r"[ \t]+$", plain, re.MULTILINE)
        coloured = shown(kind, coding, is_terminal=True)
        assert "\x1b[" in coloured


def without_codes(text: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).split()


@pytest.mark.parametrize("columns", ["40", "72", "200"])
@pytest.mark.parametrize("kind", [TableOfIncidents, Explanation])
def test_a_narrow_screen_folds_and_loses_nothing(monkeypatch: pytest.MonkeyPatch, columns: str, kind: type) -> None:
    coding = full_coding(report())
    monkeypatch.setenv("COLUMNS", "1000")
    whole = "".join(without_codes(shown(kind, coding)))
    monkeypatch.setenv("COLUMNS", columns)
    narrow = shown(kind, coding)
    assert sorted("".join(without_codes(narrow))) == sorted(whole)
    assert max(map(len, narrow.splitlines())) <= int(columns)


def test_rival_dates_are_both_shown() -> None:
    source = report("Bombs went off on Tuesday, police said. Bombs went off on Wednesday.")

    def dated(day: int, at: int, *speakers: Speaker) -> Statement:
        value = DateValue(date(2017, 6, day), date(2017, 6, day), DatePrecision.DAY)
        words = Evidence.of(source.id, source.text, Span(at, at + 5))
        return Statement.of("i1", "date", value, words, "date.1", speakers=speakers)

    incident = Incident("i1", (), Outcome.COMPLETED, True, None, None, None, {}, (source.id,))
    two = (dated(6, 0, Speaker("police", "police")), dated(7, 40))
    text = shown(TableOfIncidents, Coding((source,), (incident,), statements=two))
    assert "rival dates        6 June 2017 – police; 7 June 2017 – the report" in text
    assert "date not told · place not told · kind of act not told, suicide attack" in text
    assert "rival" not in shown(TableOfIncidents, Coding((source,), (incident,), statements=two[:1]))


def test_weapons_of_one_type_stand_together_and_an_own_claim_names_its_group_once() -> None:
    source = report("Gunmen with rifles fired, police said. IS claimed it.")

    def say(name: str, value, quote: str, **more) -> Statement:
        start = source.text.index(quote)
        words = Evidence.of(source.id, source.text, Span(start, start + len(quote)))
        return Statement.of("i1", name, value, words, f"{name}.1", **more)

    group, rival = Speaker("Isis", "armed_group"), Speaker("Taliban", "armed_group")
    statements = (
        say("weapon", Kind("firearm", "Gunmen"), "Gunmen"),
        say("weapon", Kind("explosive"), "fired"),
        say("weapon", Kind("firearm", "rifles"), "rifles", speakers=(Speaker("police", "police"),)),
        say(
            "perpetrator",
            Perpetrator("islamic-state", "IS group"),
            "claimed",
            modality=Modality.CLAIMED,
            speakers=(group,),
        ),
        say(
            "perpetrator",
            Perpetrator("islamic-state", "IS group"),
            "IS claimed",
            modality=Modality.SUSPECTED,
            speakers=(rival,),
        ),
    )
    incident = Incident("i1", (), Outcome.COMPLETED, False, None, None, None, {}, (source.id,))
    text = shown(TableOfIncidents, Coding((source,), (incident,), statements=statements))
    assert "firearm: Gunmen; rifles – police\n" in text
    assert " explosive\n" in text
    assert "claimed by Islamic State\n" in text
    assert "suspected: Islamic State – Taliban\n" in text


def test_a_tally_takes_a_coordinated_attack_as_one() -> None:
    coding = full_coding(report())
    group = Group("g1", tuple(i.id for i in coding.incidents), {})
    tally = replace(coding.tallies[0], matches=group.incidents, agrees=True)
    text = shown(TableOfIncidents, replace(coding, groups=(group,), tallies=(tally,)))
    assert "since 27 May 2017; told here: A+B\n" in text


def test_a_report_without_incidents_and_an_input_set_aside_are_told() -> None:
    source = Report.of("A quiet day " * 30, date(2017, 6, 7))
    text = shown(TableOfIncidents, Coding((source,)), Coding(set_aside=(SetAside("x", "y"),)))
    assert "no incident found" in text
    assert "A quiet day A quiet" in text
    assert "A quiet day …\n" in text
    assert text.endswith("1 report, 0 incidents, 0 statements, 1 set aside\n")


def test_the_explanation_marks_the_quotes_and_explains_each_statement() -> None:
    text = " ".join(shown(Explanation, full_coding(report())).split())
    assert "Two «bombs went off» in «Kabul» «on Wednesday», killing «at least 12 people», state media said." in text
    assert "A killed 10 · state media (media), who passes on Police (police) · «12 people» · killed.test.1" in text
    assert "B perpetrator nobody named · not claimed · the report · «nobody has claimed it»" in text
    assert "· claimed · the report · via Amaq · «claimed» · perpetrator.test.1" in text
    every = full_coding(report()).statements
    assert text.count(".test.1") == len(every)


def test_a_terminal_shows_light_instead_of_marks() -> None:
    coding = full_coding(report())
    text = shown(Explanation, coding, is_terminal=True)
    assert "Two «" not in text
    assert "\x1b[1;7mbombs went off\x1b[0m" in text
    assert "\x1b[1mkilled \x1b[0mat least 12" in text  # a style ends with what it is for


def test_what_a_report_says_cannot_steer_the_terminal() -> None:
    bad = "A bomb\x1b]0;owned\x07 went off\x9b2J in \u202eKabul."
    source = Report.of(bad, date(2017, 6, 7), outlet="Out\x1b[31mlet", title="[red]Title[/red] :bomb:")
    value = Perpetrator(None, "Gr\x1b[2Joup")
    said = Statement.of(
        "i1",
        "perpetrator",
        value,
        Evidence.of(source.id, bad, Span(0, len(bad))),
        "r.1",
        speakers=(Speaker("po\x1blice", "police"),),
        channel="Am\x1baq",
    )
    incident = Incident("i1", ("bombing",), Outcome.COMPLETED, False, DAY, KABUL, None, {}, (source.id,))
    for kind in (TableOfIncidents, Explanation):
        text = shown(kind, Coding((source,), (incident,), statements=(said,)))
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}
        assert "Out\\x1b[31mlet" in text
        assert "[red]Title[/red] :bomb:" in text


@given(st.text())
def test_harmless_text_has_no_control_characters_but_line_ends_and_tabs(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", harmless(text))


SPANS = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)).map(lambda p: Span(p[0], p[0] + p[1])))


@given(SPANS)
def test_lit_spans_are_apart_in_order_and_cover_just_the_quotes(spans: list[Span]) -> None:
    joined = union(spans)
    assert all(a.end <= b.start for a, b in pairwise(joined))
    assert {n for s in joined for n in range(s.start, s.end)} == {n for s in spans for n in range(s.start, s.end)}
    passage = Span(0, len(TEXT))
    plain = lit(TEXT, passage, spans, is_marked=False).plain
    assert plain == TEXT.replace("\n", " ")
    assert lit(TEXT, passage, spans, is_marked=True).plain.replace("«", "").replace("»", "") == plain


@pytest.mark.parametrize(
    ("low", "high", "both", "words"),
    [
        (12, 12, False, "12"),
        (90, None, False, "at least 90"),
        (None, 5, False, "at most 5"),
        (24, 99, False, "24 to 99"),
        (1200, 1200, True, "1,200 with the attackers"),
        (0, 0, False, "0"),
    ],
)
def test_counts_in_words(low: int | None, high: int | None, both: bool, words: str) -> None:
    assert toll_words(Toll(low, high, both)) == words
    assert toll_words(Toll(low, high, part=True)) == words.replace(" with the attackers", "") + " of them"


@pytest.mark.parametrize(
    ("first", "last", "precision", "words"),
    [
        ("2017-06-07", "2017-06-07", "day", "7 June 2017"),
        ("2017-05-27", "2017-06-07", "range", "27 May – 7 June 2017"),
        ("2017-11-25", "2017-11-26", "range", "25–26 November 2017"),
        ("2016-12-31", "2017-01-01", "range", "31 December 2016 – 1 January 2017"),
        ("2017-05-01", "2017-05-31", "month", "May 2017"),
        ("2017-05-01", "2017-05-31", "range", "1–31 May 2017"),
        ("2016-02-01", "2016-02-28", "month", "1–28 February 2016"),
        ("2017-01-01", "2017-12-31", "year", "2017"),
        ("2017-05-27", None, "range", "since 27 May 2017"),
        (None, "2017-06-07", "range", "by 7 June 2017"),
        (None, None, "range", "date open"),
    ],
)
def test_dates_in_words(first: str | None, last: str | None, precision: str, words: str) -> None:
    ends = [date.fromisoformat(day) if day else None for day in (first, last)]
    assert date_words(DateValue(*ends, DatePrecision(precision))) == words


def test_places_in_words_name_nothing_twice() -> None:
    assert place_words(KABUL) == "Kabul, Afghanistan"


def test_labels_go_on_after_z() -> None:
    incidents = tuple(Incident(f"i{n}", (), Outcome.COMPLETED, False, None, None, None, {}, ()) for n in range(28))
    names = labels(Coding(incidents=incidents))
    assert [names[f"i{n}"] for n in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]
