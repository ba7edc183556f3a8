"""Traits: what of a report's words is compared."""

from __future__ import annotations

from datetime import date

from dateline.link.across.rarity import bits
from dateline.link.across.traits import rarest_word, whole_report_traits
from dateline.model import Report

DAY = date(2017, 6, 7)
TEXT = """Two brothers go on trial in Ardabil

ARDABIL - The trial of Bahram Kuhestani, 34, and his 29-year-old brother began in Ardabil at 9:30 a.m. on Monday.
The trial concerns the shooting at the Zarrinkub teahouse. Witnesses said the gunmen fled on motorbikes.
"""


def test_a_whole_report_is_told_by_its_words_and_names() -> None:
    told = whole_report_traits(Report.of(TEXT, DAY))
    assert (told.ordinal, told.date, told.place, told.types) == (0, None, None, ())
    assert {"bahram kuhestani"} == set(told.names)
    assert {"ardabil", "kuhestani", "zarrinkub"} <= set(told.proper)
    assert "trial" not in told.proper
    assert "motorbikes" in told.words
    assert "two" not in told.head
    assert (told.ages, told.times) == ((29, 34), (570,))


def test_a_report_is_about_the_rare_words_that_it_tells_most_often() -> None:
    once = "The tribunal adjourned; a stenographer, a janitor and a locksmith were excused."
    told = whole_report_traits(Report.of(f"{'The ferry sank. ' * 9}{once} {'The harbour is shut. ' * 9}", DAY))
    assert {"ferry", "harbour"} <= set(list(told.subject)[:4])
    assert "the" not in told.subject


def test_a_compound_is_worth_its_parts_and_no_more_than_an_unknown_word() -> None:
    assert bits("year-old") < 3
    assert bits("murder-suicide") < bits("xqzzy") == bits("xqzzy-qwrtz")


def test_round_numbers_are_worth_less_than_others() -> None:
    assert bits("2100") < bits("7801")


def test_a_name_is_told_by_its_rarest_word() -> None:
    assert rarest_word("New Ardabil")[0] == "ardabil"


def test_the_outlet_at_the_end_of_a_headline_is_none_of_the_reports_names() -> None:
    head = "Two brothers go on trial in Ardabil - WXYZ Channel 2 - Persepolis News, Weather"
    told = whole_report_traits(Report.of(f"{head}\n\nThe trial began on Monday - a year after the shooting.", DAY))
    assert "ardabil" in told.proper
    assert not {"wxyz", "persepolis"} & (set(told.proper) | set(told.head))
