from __future__ import annotations

import pickle

import pytest

from dateline import __version__
from dateline.codebook import load_codebook
from dateline.model import Coding, SetAside
from dateline.run.loop import ParserMissingError, gather, run_loop
from handmade import code_fully, full_coding, report

BOOK = load_codebook()
ASIDE = SetAside("broken.warc#3", "it ends in the middle of a record")


def loop(items, **more):
    return list(run_loop(items, BOOK, coder=code_fully, **more))


def test_one_coding_an_item_in_order_each_with_versions() -> None:
    source, other = report(), report("Nothing happened.")
    codings = loop([source, ASIDE, other])
    assert [c.reports for c in codings] == [(source,), (), (other,)]
    assert codings[1].set_aside == (ASIDE,)
    for coding in codings:
        assert coding.made_by["dateline"] == __version__
        assert coding.made_by["codebook"] == BOOK.label
        assert coding.made_by["parser"].startswith("en_core_web_sm")


def test_a_report_whose_coding_raises_is_set_aside_and_the_run_goes_on() -> None:
    bad, good = report("FAIL here", title="A bad day"), report()
    first, second = loop([bad, good])
    assert not first.reports
    (aside,) = first.set_aside
    assert bad.id in aside.input
    assert "The Example Post, 2017-06-07, A bad day" in aside.input
    assert "KeyError" in aside.reason
    assert "no such lemma" in aside.reason
    assert "handmade.py:" in aside.reason
    assert "please report it" in aside.reason
    assert "\n" not in aside.reason
    assert second.reports == (good,)


def test_a_quote_that_is_not_the_reports_own_sets_the_report_aside() -> None:
    (coding,) = loop([report("MISQUOTE")])
    assert not coding.statements
    assert "EvidenceError" in coding.set_aside[0].reason


def test_ctrl_c_in_the_coder_is_not_taken_for_a_bad_report() -> None:
    with pytest.raises(KeyboardInterrupt):
        loop([report("STOP")])


def test_a_copy_is_coded_once_and_gives_an_empty_coding() -> None:
    one, copy, elsewhere = report(), report(), report(outlet="Another Paper")
    codings = loop([one, copy, elsewhere])
    assert [len(c.reports) for c in codings] == [1, 0, 1]
    assert codings[1].to_json() == Coding(made_by=codings[0].made_by).to_json()


def test_items_are_read_only_as_codings_are_asked_for() -> None:
    read = []

    def items():
        for number in range(5):
            read.append(number)
            yield report(f"Report {number}.")

    codings = run_loop(items(), BOOK, coder=code_fully)
    next(codings)
    assert read == [0]


def test_a_missing_parser_stops_the_run_and_sets_nothing_aside() -> None:
    with pytest.raises(ParserMissingError, match="no_such_pipeline"):
        loop([report()], pipeline="no_such_pipeline")


def test_gathered_codings_hold_everything_in_order() -> None:
    one, two = report(), report("FAIL")
    codings = loop([one, two])
    whole = gather(codings)
    assert whole.reports == (one,)
    assert whole.set_aside == codings[1].set_aside
    assert whole.to_json() == codings[0].joined(codings[1]).to_json()
    assert gather([]) == Coding()


def test_a_codebook_that_made_tables_of_itself_still_travels() -> None:
    book = load_codebook().model_copy()
    book.__dict__["made_of_itself"] = (part for part in ())  # as cached properties are kept; cannot be pickled
    again = pickle.loads(pickle.dumps(book))
    assert again == load_codebook()
    assert "made_of_itself" not in again.__dict__


def test_handmade_codings_hold_their_own_law() -> None:
    full_coding(report()).check()
