"""GTD, ACLED and UCDP: each question of the table "what the number means", one test a row."""

from __future__ import annotations

from dateline.codebook import load_codebook
from dateline.ledger.best import best
from dateline.ledger.best_databases import vague_word
from dateline.ledger.counts import Count
from dateline.ledger.told import Share, Told
from dateline.model import Modality
from made_tellings import told

BOOK = load_codebook()
REBELS = ("the rebels", "armed_group")


def number(rule: str, *statements: Told, name: str = "killed") -> tuple[int | None, int | None, int | None]:
    found = best(statements, name, rule, BOOK)
    return found.low, found.high, found.point


EARLY = told("15 died", 15, 15, day=1)
TEN = told("ten people were killed", 10, 10, day=3, outlet="Wire")
TWELVE = told("12 people were killed", 12, 12, day=3, outlet="Daily")
TWELVE_TOO = told("12 were dead", 12, 12, day=3, outlet="Courier")


def test_conflicting_totals() -> None:
    # GTD: the most recent; where those differ the majority, else the lowest
    assert number("gtd", EARLY, TEN) == (10, 10, 10)
    assert number("gtd", EARLY, TEN, TWELVE, TWELVE_TOO) == (12, 12, 12)
    assert number("gtd", EARLY, TEN, TWELVE) == (10, 10, 10)
    assert number("acled", EARLY, TEN, TWELVE) == (10, 10, 10)
    assert number("ucdp", EARLY, TEN, TWELVE, TWELVE_TOO) == (10, 15, 12)


def test_a_party_to_the_fight_is_believed_only_where_nobody_else_speaks() -> None:
    boast = told("five soldiers died", 5, 5, day=4, speaker=REBELS, outlet="Courier")
    for rule in ("gtd", "acled"):
        assert number(rule, TEN, boast) == (10, 10, 10)
        assert dict(best([TEN, boast], "killed", rule, BOOK).set_aside)[boast.statement.id] == (
            "said by a party to the fight"
        )
        assert number(rule, boast) == (5, 5, 5)


def test_attackers_are_counted() -> None:
    own = told("the bomber died", 1, 1, day=3, name="attackers_killed")
    whole = told("13 died, the bomber among them", 13, 13, day=3, outlet="Daily", inclusive=True)
    for rule in ("gtd", "acled", "ucdp"):
        found = best([TEN, own], "killed", rule, BOOK)
        assert (found.low, found.high, found.point, found.includes_attackers) == (11, 11, 11, True), rule
        assert own.statement.id in found.rests_on
        assert number(rule, whole, own) == (13, 13, 13)
    assert number("latest", TEN, own)[:2] == (10, 10)


def test_vague_words() -> None:
    vague = told("Dozens of people were killed", 24, None, day=4, outlet="Courier")
    assert vague_word(Count(vague, vague.statement.value), BOOK) == "dozens"
    assert number("gtd", vague) == (None, None, None)
    assert number("gtd", vague, TEN) == (10, 10, 10)
    assert number("acled", vague) == (12, 12, 12)
    least = told("at least 24 people were killed, dozens hurt", 25, None)
    assert vague_word(Count(least, least.statement.value), BOOK) is None


def test_unknown() -> None:
    doubt = told("30 may have died", 30, 30, modality=Modality.SUSPECTED)
    assert number("gtd", doubt) == (None, None, None)
    assert number("acled", doubt) == (0, 0, 0)
    assert number("ucdp", doubt) == (0, 30, 0)
    assert number("ucdp") == (0, 0, 0)


def test_totals_over_places_are_spread_only_by_gtd() -> None:
    shares = [told("13 died in both attacks", 13, 13, share=Share(index, 2)) for index in (0, 1)]
    assert [number("gtd", share) for share in shares] == [(7, 7, 7), (6, 6, 6)]
    assert number("gtd", shares[0], TEN) == (10, 10, 10)
    assert number("acled", shares[0]) == (0, 0, 0)
    assert number("ucdp", shares[0]) == (0, 0, 0)


def test_wounded_are_counted_only_by_gtd() -> None:
    hurt = told("40 were wounded", 40, 40, name="wounded")
    assert number("gtd", hurt, name="wounded") == (40, 40, 40)
    for rule in ("acled", "ucdp"):
        found = best([hurt], "wounded", rule, BOOK)
        assert not found.is_known
        assert [sid for sid, _ in found.set_aside] == [hurt.statement.id]
