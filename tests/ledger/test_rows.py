from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ledger import rows
from dateline.ledger.columns import canonical, escaped, unescaped
from dateline.model import (
    TOLL_PROPERTIES,
    Code,
    DatePrecision,
    DateValue,
    Flag,
    Kind,
    Perpetrator,
    Place,
    PlacePrecision,
    Toll,
    Victim,
)
from handmade import full_coding, report
from made_codings import codings, odd_text

NOW = datetime(2026, 1, 2, tzinfo=UTC)
maybe_text = st.none() | odd_text
bounds = st.tuples(st.integers(0, 10**6), st.none() | st.integers(0, 10**3))
days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
degrees = st.none() | st.floats(-180, 180)
VALUES = st.one_of(
    st.tuples(st.just("type"), st.builds(Code, odd_text)),
    st.tuples(
        st.sampled_from(TOLL_PROPERTIES),
        bounds.flatmap(
            lambda b: st.builds(
                Toll, st.just(b[0]), st.just(None if b[1] is None else b[0] + b[1]), st.booleans(), st.booleans()
            )
        ),
    ),
    st.tuples(
        st.just("date"),
        st.builds(
            lambda day, n, p: DateValue(day, day + timedelta(n), p),
            days,
            st.integers(0, 400),
            st.sampled_from(DatePrecision),
        ),
    ),
    st.tuples(st.just("date"), st.builds(DateValue, st.none(), st.none() | days, st.sampled_from(DatePrecision))),
    st.tuples(
        st.just("place"),
        st.builds(
            Place, odd_text, maybe_text, maybe_text, maybe_text, degrees, degrees, st.sampled_from(PlacePrecision)
        ),
    ),
    st.tuples(st.sampled_from(["target", "weapon"]), st.builds(Kind, odd_text, maybe_text)),
    st.tuples(st.just("victim"), st.builds(Victim, maybe_text, maybe_text, odd_text, odd_text)),
    st.tuples(st.just("perpetrator"), st.builds(Perpetrator, maybe_text, maybe_text)),
    st.tuples(st.just("suicide"), st.builds(Flag, st.booleans())),
)


@given(VALUES)
def test_a_value_comes_back_from_its_json(told: tuple) -> None:
    name, value = told
    assert rows.value_of(name, value.to_json()) == value


def test_an_unknown_property_is_refused() -> None:
    with pytest.raises(ValueError, match="'colour' is not one"):
        rows.value_of("colour", {})


@given(codings())
def test_a_coding_comes_back_from_its_rows(made) -> None:
    assert rows.coding_of(rows.coding_rows(made, NOW), made.made_by) == made


def test_a_coding_with_every_kind_of_value_comes_back() -> None:
    made = full_coding(report())
    back = rows.coding_of(rows.coding_rows(made, NOW), {})
    assert (back.statements, back.tallies, back.reports) == (made.statements, made.tallies, made.reports)
    assert [(i.id, i.date, i.place, i.group) for i in back.incidents] == [
        (i.id, i.date, i.place, i.group) for i in made.incidents
    ]


@given(codings(), st.data())
def test_the_seal_breaks_with_any_row(made, data) -> None:
    tables = rows.coding_rows(made, NOW)
    assert rows.seal(tables) == tables["reports"][0]["seal"]
    name = data.draw(st.sampled_from([name for name, held in tables.items() if held]))
    held = tables[name]
    number = data.draw(st.integers(0, len(held) - 1))
    removed = {**tables, name: held[:number] + held[number + 1 :]}
    assert rows.seal(removed) != rows.seal(tables)
    column = data.draw(st.sampled_from(sorted(set(held[number]) - {"seal", "recorded"})))
    changed = {**held[number], column: "other"}
    assert rows.seal({**tables, name: [*held[:number], changed, *held[number + 1 :]]}) != rows.seal(tables)


def test_when_a_row_was_recorded_is_not_sealed() -> None:
    made = full_coding(report())
    assert (
        rows.coding_rows(made, NOW)["reports"][0]["seal"]
        == (rows.coding_rows(made, NOW + timedelta(1))["reports"][0]["seal"])
    )


@given(st.text(st.characters(blacklist_categories=()) | st.sampled_from("\x1b\x000af")))
def test_escaping_is_undone_and_leaves_what_engines_take(text: str) -> None:
    assert unescaped(escaped(text)) == text
    escaped(text).encode("utf-8")
    assert "\x00" not in escaped(text)


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'
