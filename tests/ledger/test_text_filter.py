"""Words in a report's text find the same incidents whichever way the index is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dateline.ledger import Ledger, search
from dateline.ledger.filters import Filters
from dateline.ledger.order import Order
from dateline.ledger.search import Sought
from made_codings import FIRST_DAY, coding

CITIES = ("Kabul", "Manila", "Mosul")
EVERY = [coding(n, city=CITIES[n % 3], day=FIRST_DAY + timedelta(n // 3), outlet=f"Post {n}") for n in range(12)]
WORDS = ("manila", "killing", '"in Mosul on"', "Bombs 7", "nowhere")


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    ledger.writer().add_all([*EVERY, coding(40, city="Manila", grouped=True)])
    return ledger


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("by", ["day", "killed", "published"])
def test_few_and_many_matches_give_one_answer(told: Ledger, monkeypatch, words: str, by: str) -> None:
    answers = []
    for rare, many in ((100, 100), (0, 100), (0, 0)):
        monkeypatch.setattr(search, "LISTING", rare)
        monkeypatch.setattr(search, "MANY_TEXTS", many)
        with told.reader() as reader:
            answers.append([one.incident for one in reader.incidents(Filters(text=words), order=Order(by))])
            assert reader.count(Filters(text=words)) == len(answers[-1])
    assert answers[0] == answers[1] == answers[2]
    phrase = words.strip('"').casefold().split() if '"' not in words else [words.strip('"').casefold()]
    expected = [c for c in EVERY if all(word in c.reports[0].text.casefold() for word in phrase)]
    found = set(answers[0])
    assert {c.incidents[0].id for c in expected} <= found
    assert len(found) - len(expected) in (0, 2)  # the two of the report of several


@pytest.mark.parametrize("words", WORDS)
def test_few_and_many_reports_are_found_alike(told: Ledger, monkeypatch, words: str) -> None:
    answers = []
    for rare in (search.RARE_TEXTS, -1):
        monkeypatch.setattr(search, "RARE_TEXTS", rare)
        with told.reader() as reader:
            answers.append([hit.report for hit in reader.search(words)])
    assert answers[0] == answers[1]
    assert bool(answers[0]) is (words != "nowhere")


def test_matches_are_counted_up_to_what_makes_a_difference(told: Ledger, monkeypatch) -> None:
    with told.reading() as connection:
        assert Sought(connection, "killing").matches() == 13
        assert Sought(connection, "nowhere").matches() == 0
        monkeypatch.setattr(search, "MANY_TEXTS", 4)
        assert Sought(connection, "killing").matches() == 5
        with pytest.raises(ValueError, match="no word"):
            Sought(connection, "...")
