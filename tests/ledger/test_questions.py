"""Search, tallies, history and disagreements, asked of small ledgers on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ledger import Ledger
from dateline.ledger.disputes import disputed
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.search import phrases
from dateline.ledger.told import Share
from dateline.model import Modality, Tally
from handmade import full_coding, report
from made_codings import FIRST_DAY, coding
from made_tellings import told
from made_verdicts import judging, mention_ids, reading


def test_words_and_phrases_are_found_in_texts_and_headlines(ledger: Ledger) -> None:
    ledger.add(coding(5, outlet="Post", title="Blast at the harbour"))
    ledger.add(coding(7, outlet="Wire", city="Manila", day=FIRST_DAY + timedelta(1)))
    with reading(ledger) as reader:
        assert [hit.outlet for hit in reader.search("bombs killing")] == ["Wire", "Post"]
        assert [hit.outlet for hit in reader.search('"Bombs went off in Manila"')] == ["Wire"]
        assert reader.search('"went bombs"') == []
        assert [hit.outlet for hit in reader.search("HARBOUR")] == ["Post"]
        assert reader.search("bombs", as_of=AsOf(FIRST_DAY))[0].outlet == "Post"
        assert "Manila" in reader.search("manila")[0].around
        (one,) = reader.incidents(Filters(text="manila"))
        assert one.place is not None
        assert one.place.city == "Manila"


@given(st.text(max_size=30))
def test_phrases_hold_a_word_each(words: str) -> None:
    assert all(any(c.isalnum() or c == "_" for c in phrase) for phrase in phrases(words))


@pytest.mark.parametrize("words", ["a OR b", "x* NEAR y", "'; DROP TABLE reports", "col:umn", "(", "!&|", '"open'])
def test_no_words_break_a_search(ledger: Ledger, words: str) -> None:
    ledger.add(coding())
    with reading(ledger) as reader:
        if phrases(words):
            assert isinstance(reader.search(words), list)
        else:
            with pytest.raises(ValueError, match="no word"):
                reader.search(words)


def test_tallies_are_held_against_the_whole_ledger(ledger: Ledger) -> None:
    made = full_coding(report())  # tells of two attacks claimed since 27 May, and of one of them itself
    ledger.add(made)
    with reading(ledger) as reader:
        (checked,) = reader.check()
        assert (checked.tally.count, checked.result, len(checked.units), checked.is_own) == (2, "short", 1, False)
    ledger.add(full_coding(report(outlet="Other")))
    with reading(ledger) as reader:
        assert [c.result for c in reader.check()] == ["agrees", "agrees"]
    ledger.add(full_coding(report(outlet="A third")))
    with reading(ledger) as reader:
        assert {(c.result, len(c.units)) for c in reader.check()} == {("exceeds", 3)}
        assert {c.result for c in reader.check(as_of=AsOf(date(2017, 6, 6)))} == set()
    ids = [i for i in mention_ids(ledger) if i.endswith("k")]
    with judging(ledger) as deciding:
        for other in ids[1:]:
            deciding.pair("same", ids[0], other)
    with reading(ledger) as reader:
        assert {(c.result, len(c.units)) for c in reader.check()} == {("short", 1)}


def test_a_tally_without_an_actor_is_held_against_its_own_report(ledger: Ledger) -> None:
    made = full_coding(report())
    tally: Tally = replace(made.tallies[0], actor=None, modality=None)
    ledger.add(replace(made, tallies=(tally,)))
    ledger.add(coding(city="Manila"))
    with reading(ledger) as reader:
        (checked,) = reader.check()
        assert (checked.is_own, checked.result, len(checked.incidents)) == (True, "short", 1)


def test_history_tells_what_each_day_changed_and_on_whose_word(ledger: Ledger) -> None:
    for number, (killed, outlet) in enumerate([(10, "Post"), (10, "Wire"), (14, "Daily")]):
        ledger.add(coding(killed, outlet=outlet, day=FIRST_DAY + timedelta(number)))
    ids = mention_ids(ledger)
    with judging(ledger) as deciding:
        for other in ids[1:]:
            deciding.pair("same", ids[0], other)
    with reading(ledger) as reader:
        changes = [c for c in reader.history(ids[0]) if c.property == "killed"]
        assert [(c.day, c.before, c.after, c.outlets) for c in changes] == [
            (FIRST_DAY, None, {"low": 10, "high": 10}, ("Post",)),
            (FIRST_DAY + timedelta(2), {"low": 10, "high": 10}, {"low": 14, "high": 14}, ("Daily",)),
        ]
        lowest = [c for c in reader.history(ids[0], rule="lowest") if c.property == "killed"]
        assert [c.after for c in lowest] == [{"low": 10, "high": 10}]
        days = reader.days(ids[0])
        assert [d.day for d in days] == [FIRST_DAY + timedelta(n) for n in range(3)]
        for one in days:
            assert one.known == reader.days(ids[0], as_of=AsOf(one.day))[-1].known


def test_counts_that_cannot_both_be_true_are_disputed() -> None:
    ten, twelve = told("10 died", 10, 10), told("12 died", 12, 12, outlet="Wire")
    least = told("at least 9 died", 9, None, outlet="Daily")
    assert disputed([ten, twelve, least]) == {"killed": frozenset({ten.statement.id, twelve.statement.id})}
    assert disputed([ten, least]) == {}
    for harmless in (
        replace(twelve, refused="rejected by ann"),
        replace(twelve, share=Share(0, 2)),
        told("12 children", 12, 12, part=True),
        told("12 died", 12, 12, modality=Modality.DENIED),
    ):
        assert disputed([ten, harmless]) == {}


def test_rival_claims_dates_and_places_are_disputed(ledger: Ledger) -> None:
    ledger.add(full_coding(report()))
    ids = mention_ids(ledger)
    with judging(ledger) as deciding:
        deciding.pair("same", *ids)
    with reading(ledger) as reader:
        found = reader.show(ids[0]).disputed
        assert found.keys() == {"date", "place"}
        assert all(len(statements) == 2 for statements in found.values())
