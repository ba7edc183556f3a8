from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.extract.actor_index import actor_index
from dateline.extract.actors import find_actors, find_forces
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.resolve.actors import resolve_actor
from dateline.text.sentence import Sentence

BOOK = load_codebook()


def raw(*actors: str, name: str = "as written") -> RawActor:
    return RawActor(0, Span(0, 5), None, "actor.name.en.1", actors, name)


def resolved(text: str, on: date, *countries: str) -> str | None:
    found = find_actors(Sentence(0, 0, Span(0, len(text)), text), BOOK)
    return resolve_actor(found[0], on=on, countries=countries)[0]


@pytest.mark.parametrize(
    ("text", "year", "countries", "wanted"),
    [
        ("The Taliban struck in Pakistan.", 2014, ["PK"], "taliban"),
        ("The Pakistani Taliban struck.", 2014, ["PK"], "tehrik-i-taliban-pakistan"),
        ("Hezbollah struck in Lebanon.", 1985, ["LB"], "hezbollah"),
        ("Hezbollah killed a man in Diyarbakir, Turkey.", 1995, ["TR"], "turkish-hezbollah"),
        ("The IRA bombed Belfast.", 1975, ["GB"], "provisional-ira"),
        ("The IRA bombed Belfast.", 2021, ["GB"], "new-ira"),
        ("The ELN, a Colombian group, struck.", 1990, ["CO"], "national-liberation-army-colombia"),
        ("The ELN, a Bolivian group, struck.", 1990, ["BO"], "national-liberation-army-bolivia"),
        ("Maoist rebels in Nepal struck.", 2003, ["NP"], "communist-party-of-nepal-maoist"),
        ("Maoist rebels in Bihar, India, struck.", 2010, ["IN"], "communist-party-of-india-maoist"),
        ("The NPA ambushed troops in Mindanao.", 2001, ["PH"], "new-peoples-army"),
        ("The Taliban struck.", 1985, ["AF"], None),
    ],
)
def test_namesakes_are_told_apart_by_years_and_countries(
    text: str, year: int, countries: list[str], wanted: str | None
) -> None:
    assert resolved(text, date(year, 6, 1), *countries) == wanted


def test_the_name_is_the_usual_one_or_as_written() -> None:
    day = date(2017, 6, 7)
    assert resolve_actor(raw("islamic-state", name="Isis"), on=day) == ("islamic-state", "Islamic State")
    assert resolve_actor(raw(name="Sons of the Storm"), on=day) == (None, "Sons of the Storm")
    assert resolve_actor(raw("nigeria-police"), on=day) == ("nigeria-police", "Nigerian police")
    assert resolve_actor(raw("united-states"), on=day) == ("united-states", "United States")
    assert resolve_actor(raw("nobody-at-all"), on=day) == (None, "as written")


def test_an_open_force_takes_the_only_country() -> None:
    text = "The army shelled the town."
    (army,) = find_forces(Sentence(0, 0, Span(0, len(text)), text), BOOK)
    day = date(2017, 6, 7)
    assert resolve_actor(army, on=day, countries=["NG"])[0] == "nigeria-armed-forces"
    assert resolve_actor(army, on=day, countries=["NG", "CM"]) == (None, "army")
    assert resolve_actor(army, on=day) == (None, "army")


@given(st.sampled_from(BOOK.actors.entries), st.integers(1965, 2035))
def test_no_actor_is_chosen_out_of_its_time(actor: object, year: int) -> None:
    entry = BOOK.actors.by_id[actor.id]  # type: ignore[attr-defined]
    chosen, _ = resolve_actor(raw(entry.id), on=date(year, 1, 1), countries=entry.countries)
    first, last = entry.active or (0, None)
    assert (chosen is not None) == (first <= year and (last is None or year <= last + 5))


@given(st.lists(st.sampled_from(BOOK.actors.entries), min_size=1, max_size=4), st.permutations(["AF", "PK", "GB"]))
def test_the_order_of_countries_does_not_matter(actors: list[object], countries: list[str]) -> None:
    namesakes = raw(*(a.id for a in actors))  # type: ignore[attr-defined]
    day = date(2005, 1, 1)
    assert resolve_actor(namesakes, on=day, countries=countries) == resolve_actor(
        namesakes, on=day, countries=sorted(countries)
    )


def test_every_force_of_every_country_has_an_actor() -> None:
    index = actor_index(BOOK)
    for country in BOOK.places.countries:
        for force in BOOK.actors.forces:
            actor = index.actor(index.compose(country.id, force.suffix))
            assert actor is not None
            assert country.id in actor.countries
