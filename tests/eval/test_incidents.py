"""The scorer of incidents: whole answers, pairing, and what is neither right nor wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import ALL, INCIDENT, MAIN, Counts, hits, pair, same_name, score, similarity, table

Row = dict[str, Any]


def wanted(key: str = "paris", **told: Any) -> Row:
    row: Row = {
        "key": key,
        "main": True,
        "group": None,
        "types": ["bombing"],
        "outcome": "completed",
        "suicide": True,
        "date": {"earliest": "2019-03-01", "latest": "2019-03-01"},
        "place": {"city": "Paris", "country": "FR", "quote": "in Paris"},
        "targets": [{"quote": "a market", "type": "civilians"}],
        "weapons": [{"quote": "a bomb", "type": "explosive"}],
        "killed": [count(3, speaker="the police")],
        "perpetrators": [who("Red Band", "claimed")],
    }
    return row | told


def count(low: int | None, high: int | None = -1, *, speaker: str | None = None, **flags: bool) -> Row:
    return {"low": low, "high": low if high == -1 else high, "quote": "words", "speaker": speaker, **flags}


def who(actor: str | None, modality: str, quote: str = "words") -> Row:
    return {"actor": actor, "modality": modality, "quote": quote}


def statement(about: str, name: str, value: Row, *speakers: str, modality: str = "reported", quote: str = "q") -> Row:
    return {
        "about": about,
        "property": name,
        "value": value,
        "modality": modality,
        "speakers": [{"name": speaker} for speaker in speakers],
        "evidence": {"quote": quote},
    }


def document(*rows: Row) -> Row:
    """Return the contract document that tells just what the gold rows tell, groups' tolls said of the groups."""
    out: Row = {"incidents": [], "groups": [], "statements": []}
    for number, row in enumerate(rows):
        own = f"i{number}"
        place, said = row["place"] or {}, out["statements"]
        out["incidents"].append(
            {
                "id": own,
                "types": row["types"],
                "suicide": row["suicide"],
                "date": row["date"],
                "place": {"city": place.get("city"), "country": place.get("country")},
                "group": row["group"],
            }
        )
        if row["group"] and {"id": row["group"]} not in out["groups"]:
            out["groups"].append({"id": row["group"]})
        said += [statement(own, "target", {"type": t["type"]}) for t in row["targets"]]
        said += [statement(own, "weapon", {"type": t["type"]}) for t in row["weapons"]]
        for told in row["killed"]:
            about = row["group"] if told.get("of_group") else own
            value = {"low": told["low"], "high": told["high"]}
            said.append(statement(about, "killed", value, *filter(None, [told["speaker"]])))
        for told in row["perpetrators"]:
            value = {"actor": None, "name": told["actor"]}
            said.append(statement(own, "perpetrator", value, modality=told["modality"], quote=told["quote"]))
    return out


def figures(gold: list[Row], output: Row) -> dict[str, Counts]:
    return score([{"id": "r", "incidents": gold}], {"r": output}).figures


def group_of_two() -> list[Row]:
    both = [count(9, None, of_group=True)]
    return [
        wanted("one", group="g", killed=[count(2), *both]),
        wanted("two", group="g", place={"city": "Lyon", "country": "FR"}, killed=[count(4)]),
    ]


@pytest.mark.parametrize("gold", [[wanted()], group_of_two(), [wanted(), wanted("b", types=["clash"], date=None)]])
def test_what_gold_tells_scores_a_hundred(gold: list[Row]) -> None:
    for name, figure in figures(gold, document(*gold)).items():
        assert (figure.precision, figure.recall, figure.f1) == (1, 1, 1), name


def test_nothing_found_scores_nothing() -> None:
    empty = figures([wanted()], document())
    assert all(figure.f1 == 0 and figure.right == 0 for figure in empty.values())
    assert (empty[INCIDENT].gold, empty[INCIDENT].found) == (1, 0)
    assert score([{"id": "r", "incidents": [wanted()]}], {}).figures[ALL].gold == empty[ALL].gold == 9


def test_what_gold_lacks_is_all_wrong() -> None:
    found = figures([], document(wanted()))
    assert (found[INCIDENT].right, found[INCIDENT].found, found[INCIDENT].gold) == (0, 1, 0)
    assert (found[ALL].right, found[ALL].found, found[ALL].gold) == (0, 9, 0)


def test_an_incident_elsewhere_is_no_pair_but_a_miss_and_a_find() -> None:
    other = wanted(place={"city": "Oslo", "country": "NO"}, date=None, types=["clash"])
    found = figures([wanted()], document(other))
    assert (found[INCIDENT].right, found[MAIN].right) == (0, 0)
    assert (found["weapon"].right, found["weapon"].found, found["weapon"].gold) == (0, 1, 1)


def test_only_main_incidents_count_in_their_recall() -> None:
    found = figures(
        [wanted(), wanted("old", main=False, place={"city": "Oslo", "country": "NO"})], document(wanted())
    )
    assert (found[MAIN].recall, found[INCIDENT].recall) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("name", "open_"), [("type", {"types": []}), ("date", {"date": None}), ("city", {"place": {}})]
)
def test_what_gold_leaves_open_is_neither_right_nor_wrong(name: str, open_: Row) -> None:
    found = figures([wanted(**open_)], document(wanted()))
    assert name not in found
    assert found[ALL].f1 == 1


def test_a_subset_count_is_neither_right_nor_wrong_but_another_count_is_wrong() -> None:
    gold = wanted(killed=[count(3), count(2, subset=True)])
    with_part = figures([gold], document(wanted(killed=[count(3), count(2)])))["toll"]
    assert (with_part.right, with_part.found, with_part.gold) == (1, 1, 1)
    with_other = figures([gold], document(wanted(killed=[count(3), count(5)])))["toll"]
    assert (with_other.right, with_other.found, with_other.gold) == (1, 2, 1)


def test_a_subset_count_that_another_total_has_too_still_counts() -> None:
    gold = wanted(killed=[count(3), count(2), count(2, subset=True)])
    toll = figures([gold], document(wanted(killed=[count(3), count(2)])))["toll"]
    assert (toll.right, toll.found) == (2, 2)


def test_a_total_over_a_group_is_wrong_on_one_incident() -> None:
    told = group_of_two()
    told[0]["killed"] = [count(2), count(9, None)]
    toll = figures(group_of_two(), document(*told))["toll"]
    assert (toll.right, toll.found, toll.gold) == (2, 3, 3)


def test_a_claim_made_for_a_group_holds_for_each_incident() -> None:
    gold = group_of_two()
    told = document(*(row | {"perpetrators": []} for row in gold))
    claim = statement("g", "perpetrator", {"name": "Red Band"}, modality="claimed")
    told["statements"].append(claim)
    assert figures(gold, told)["perpetrator"].right == 2


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ("Red Band", 1),
        ("the red band", 1),
        ("Red Band of the North", 1),
        ("Blue Band", 0),
    ],
)
def test_an_actor_matches_by_its_words(found: str, right: int) -> None:
    claimed = wanted(perpetrators=[who(found, "claimed", "other words")])
    assert figures([wanted()], document(claimed))["perpetrator"].right == right


def test_an_actor_matches_by_gold_quote_but_not_in_another_modality() -> None:
    gold = {("Full Name", "claimed", "the Band")}
    assert hits("perpetrator", gold, {("Band", "claimed", "x")}) == 1
    assert hits("perpetrator", gold, {("Band", "suspected", "x")}) == 0
    assert hits("perpetrator", gold, {(None, "claimed", "the Band")}) == 0
    assert hits("perpetrator", {(None, "unclaimed", "no one")}, {(None, "unclaimed", "nobody")}) == 1


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("Ana Blom", "Minister Blom", 1),
        ("Ana Blom", "Rasmus Dahl", 0),
        ("Ana Blom", None, 0),
        (None, "Ana Blom", 0),
        (None, None, 1),
        ("the UN", "UN", 1),
    ],
)
def test_a_toll_needs_its_speaker_in_one_figure_only(gold: str | None, found: str | None, right: int) -> None:
    told = figures([wanted(killed=[count(3, speaker=gold)])], document(wanted(killed=[count(3, speaker=found)])))
    assert told["toll"].right == 1
    assert told["toll_and_speaker"].right == right


def test_one_found_fact_meets_one_wanted_fact() -> None:
    two = {("killed", 3, 3, "police"), ("killed", 3, 3, "army")}
    assert hits("toll", two, {("killed", 3, 3, None)}) == 1
    assert hits("toll", {("killed", 3, None, None)}, {("killed", 3, 3, None)}) == 0


def test_the_pairing_swaps_what_the_greedy_start_got_wrong() -> None:
    def at(day: str, **but: set[tuple[Any, ...]]) -> dict[str, set[tuple[Any, ...]]]:
        full = {"country": {("FR",)}, "city": {("Paris",)}, "type": {("bombing",)}, "toll": {("killed", 1, 1, None)}}
        return {**full, "date": {(day, day)}, **but}

    first = "2019-03-01"
    only_city_and_day = at(first, country=set(), type=set(), toll=set())
    found = [at(first), at("2019-03-02")]
    assert similarity(at(first), found[0]) == similarity(only_city_and_day, found[0]) == 1
    # the start takes the last of two equals: 1 with 0, which leaves 0 with 1 at 5/9; the other way is 1 and .8
    assert pair([only_city_and_day, at(first)], found) == {0: 0, 1: 1}


def test_places_count_as_cities_only_up_to_a_city() -> None:
    told = document(wanted())
    told["incidents"][0]["place"] = {"name": "Paris", "country": "FR", "precision": "city"}
    assert figures([wanted()], told)["city"].right == 1
    told["incidents"][0]["place"]["precision"] = "admin1"
    assert figures([wanted()], told)["city"].found == 0


def test_misses_say_where_and_what() -> None:
    result = score([{"id": "r", "incidents": [wanted()]}], {"r": document(wanted(types=["clash"]))})
    (miss,) = result.misses
    assert (str(miss.where), miss.property, miss.wanted, miss.found) == (
        "r paris",
        "type",
        ("('bombing',)",),
        ("('clash',)",),
    )


def test_accents_articles_and_case_do_not_part_a_name() -> None:
    assert same_name("São Paulo", "the city of Sao Paulo")
    assert not same_name("the", "the")
    assert not same_name(None, "Paris")


FACTS = st.sets(st.tuples(st.just("killed"), st.integers(0, 4), st.none(), st.sampled_from([None, "a b", "b c"])))


@given(FACTS, FACTS)
def test_hits_never_pass_either_side_and_all_of_the_same_meet(
    gold: set[tuple[Any, ...]], found: set[tuple[Any, ...]]
) -> None:
    assert 0 <= hits("toll", gold, found) <= min(len(gold), len(found))
    assert hits("toll", gold, gold) == len(gold)


def test_the_table_has_a_line_a_property() -> None:
    lines = table(figures([wanted()], document(wanted()))).splitlines()
    assert lines[1].split() == ["incident", "100.0", "100.0", "100.0", "1", "1"]
    assert len(lines) == 14
