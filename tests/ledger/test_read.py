"""Lists of incidents: every filter, order and page agrees with looking at each incident; as-of stays what it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.ledger import Ledger, read, search, stored
from dateline.ledger.counting import count_people
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.history import full_profile
from dateline.ledger.listed import Listed, listed_of
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.order import Order
from dateline.ledger.recluster import clustering_of
from dateline.ledger.sources import known_by
from dateline.model import TOLL_PROPERTIES
from handmade import full_coding, report
from made_codings import FIRST_DAY, coding, codings, distinct, long_text
from made_verdicts import at, decide, decisions, judging, mention_ids, reading

BOOK = load_codebook()
SLOW_ENGINES = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ASKED = [
    Filters(),
    Filters(since=FIRST_DAY + timedelta(2)),
    Filters(until=FIRST_DAY + timedelta(2)),
    Filters(country=("AF", "PH")),
    Filters(place="kabul"),
    Filters(place="Metro Manila", type=("bombing",)),
    Filters(weapon=("explosive",), modality="unclaimed"),
    Filters(actor="islamic-state", modality="claimed"),
    Filters(min_killed=5),
    Filters(type=("shelling",)),
    Filters(text="killing Kabul"),
]


def looked_through(ledger: Ledger, asked: Filters, as_of: AsOf, kind: str = "incident") -> dict[str, Listed]:
    """Return what fits, found by computing every incident and looking at it."""
    with ledger.reading() as connection:
        seeds = [*mention_ids(ledger), *mention_ids(ledger, "group")]
        members = clustering_of(connection, seeds, as_of.recorded).members()
        found = {}
        for incident, known in known_by(connection, members, as_of).items():
            one = full_profile(incident, known, BOOK)
            texts = [ledger_text(connection, rid) for rid in one.reports]
            words = (asked.text or "").lower().split()
            has_words = any(all(word in text.lower() for word in words) for text in texts)
            if one.kind == kind and asked.match(one) and has_words:
                found[incident] = listed_of(one)
    return found


def ledger_text(connection, rid: str) -> str:
    from sqlalchemy import select

    from dateline.ledger.schema import reports

    return connection.scalar(select(reports.c.text).where(reports.c.id == rid))


def fill(ledger: Ledger) -> None:
    cities = ["Kabul", "Manila", "Mosul"]
    for number in range(6):
        made = coding(
            number * 3,
            outlet=f"Outlet {number % 4}",
            day=FIRST_DAY + timedelta(number),
            city=cities[number % 3],
            grouped=number == 4,
        )
        ledger.add(made, at(number))
    ledger.add(full_coding(report()), at(6))
    decide(ledger, ("same", 0, 3), 7)
    decide(ledger, ("same", 3, 5), 8)
    decide(ledger, ("reject", 2, 0), 9)


MOMENTS = [NOW, AsOf(FIRST_DAY + timedelta(2)), AsOf(None, at(4)), AsOf(FIRST_DAY + timedelta(3), at(7))]


def test_each_filter_finds_what_looking_through_all_finds(ledger: Ledger) -> None:
    fill(ledger)
    hits = 0
    for as_of in MOMENTS:
        for asked in ASKED:
            wanted = looked_through(ledger, asked, as_of)
            hits += len(wanted)
            with reading(ledger) as reader:
                found = list(reader.incidents(asked, as_of=as_of))
                assert {one.incident: one for one in found} == wanted, (asked, as_of)
                assert found == sorted(found, key=Order().key, reverse=True)
                assert list(reader.ids(asked, as_of=as_of)) == sorted(wanted)
                assert reader.count(asked, as_of=as_of) == len(wanted)
    assert hits > 40


@pytest.mark.parametrize("as_of", MOMENTS[:3])
@pytest.mark.parametrize("by", ["day", "killed", "wounded", "published"])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_laid_end_to_end_are_the_whole_list(ledger: Ledger, as_of: AsOf, by: str, descending: bool) -> None:
    fill(ledger)
    order = Order(by, descending)
    with reading(ledger) as reader:
        whole = list(reader.incidents(as_of=as_of, order=order))
        assert whole == sorted(whole, key=order.key, reverse=descending)
        assert len(whole) > 2
        pages, after = [], None
        while page := list(reader.incidents(as_of=as_of, order=order, limit=2, after=after)):
            pages += page
            after = page[-1].incident
        assert pages == whole


@pytest.mark.parametrize(("rare", "window", "looking_up"), [(100, 1, 1), (-1, 1, 0.1), (-1, 1, 10**6), (-1, 2, 1)])
def test_a_list_is_the_same_however_it_is_read(
    ledger: Ledger, monkeypatch, rare: int, window: int, looking_up: float
) -> None:
    fill(ledger)
    monkeypatch.setattr(stored, "RARE", rare)
    monkeypatch.setattr(stored, "WINDOW", window)
    monkeypatch.setattr(stored, "LOOKING_UP", looking_up)
    monkeypatch.setattr(search, "LISTING", rare)
    for as_of in MOMENTS[:2]:
        for asked in (*ASKED, Filters(country=("AF",), type=("bombing",), min_killed=3)):
            wanted = list(looked_through(ledger, asked, as_of).values())
            for order in (
                Order(),
                Order("day", descending=False),
                Order("killed"),
                Order("wounded", descending=False),
            ):
                with reading(ledger) as reader:
                    found = list(reader.incidents(asked, as_of=as_of, order=order, limit=3))
                    assert found == order.sorted(wanted)[:3], (asked, as_of, order)
                    assert reader.count(asked, as_of=as_of) == len(wanted)


def test_as_of_a_moment_only_what_can_get_on_the_page_is_computed(ledger: Ledger, monkeypatch) -> None:
    for number in range(8):
        city = "Manila" if number == 2 else "Kabul"
        for outlet in ("Post", "Wire") if number < 5 else ("Post",):
            ledger.add(coding(number, outlet=outlet, city=city, day=FIRST_DAY + timedelta(number)), at(number))
    with reading(ledger) as reader:
        told = {one.incident: one.day for one in reader.incidents()}
    for number in range(5):
        first, second = (incident for incident, day in told.items() if day == FIRST_DAY + timedelta(number))
        with judging(ledger, 30 + number) as deciding:
            deciding.pair("same", first, second)
    computed: list[str] = []
    really = read.known_by

    def noting(connection, members, as_of):
        computed.extend(members)
        return really(connection, members, as_of)

    monkeypatch.setattr(read, "known_by", noting)
    for asked, limit, wanted in [(Filters(), 3, 0), (Filters(), 4, 10), (Filters(country=("PH",)), 4, 2)]:
        computed.clear()
        with reading(ledger) as reader:
            page = list(reader.incidents(asked, as_of=AsOf(None, at(20)), limit=limit))
            assert len(computed) == wanted
            assert page == list(reader.incidents(asked, as_of=AsOf(None, at(20))))[:limit]


def test_groups_are_listed_apart(ledger: Ledger) -> None:
    fill(ledger)
    with reading(ledger) as reader:
        groups = list(reader.incidents(kind="group"))
        assert {one.incident for one in groups} == looked_through(ledger, Filters(), NOW, "group").keys()
        assert len(groups) == 2


def test_what_was_known_does_not_hold_what_came_later(ledger: Ledger) -> None:
    fill(ledger)
    with reading(ledger) as reader:
        known = list(reader.incidents(as_of=AsOf(FIRST_DAY)))
        assert {one.last for one in known} == {FIRST_DAY}
        assert reader.count(as_of=AsOf(FIRST_DAY - timedelta(1))) == 0
        assert reader.count(as_of=AsOf(None, at(-1))) == 0


@SLOW_ENGINES
@given(
    earlier=st.lists(codings(), min_size=1, max_size=3),
    first=st.lists(decisions, max_size=2),
    later=st.lists(codings(), max_size=2),
    second=st.lists(decisions, max_size=2),
)
def test_what_was_recorded_by_a_moment_never_changes(new_ledger, earlier, first, later, second) -> None:
    drawn = distinct([*earlier, *later])
    with Ledger(new_ledger()) as ledger:
        for number, made in enumerate(drawn[: len(earlier)]):
            ledger.add(made, at(number))
        for number, what in enumerate(first):
            decide(ledger, what, 10 + number)
        moment = AsOf(None, at(20))

        def known() -> list[object]:
            with reading(ledger) as reader:
                listed = list(reader.incidents(as_of=moment))
                assert list(reader.incidents(as_of=moment, limit=2)) == listed[:2]
                shown = [reader.show(one.incident, as_of=moment).incident for one in listed]
                killed = count_people(reader._connection, "killed", Filters(), BOOK, as_of=moment)
                return [listed, [one.to_json() for one in shown], killed]

        before = known()
        for number, made in enumerate(drawn[len(earlier) :]):
            ledger.add(made, at(30 + number))
        for number, what in enumerate(second):
            decide(ledger, what, 40 + number)
        assert known() == before
        ledger.rebuild_views()
        assert known() == before


def test_a_later_report_that_shows_two_to_be_one_text_changes_nothing_before(ledger: Ledger) -> None:
    bodies = [long_text(0, 1, 2), long_text(2, 3, 4), long_text(0, 1, 2, 3, 4)]
    whole = f"{bodies[0]} {bodies[1]}"
    ledger.add(coding(5, outlet="Post", more=bodies[0]), at(0))
    ledger.add(coding(5, outlet="Wire", city="Manila", more=bodies[1]), at(1))
    decide(ledger, ("same", 0, 1), 2)
    moment = AsOf(None, at(5))
    with reading(ledger) as reader:
        (before,) = reader.incidents(as_of=moment)
        assert before.families == 2
    ledger.add(coding(5, outlet="Daily", more=whole), at(9))
    ledger.add(coding(5, outlet="Courier", city="Manila", more=whole), at(10))
    with reading(ledger) as reader:
        assert reader.show(before.incident).incident.families == 1
        assert list(reader.incidents(as_of=moment)) == [before]
        assert reader.show(before.incident, as_of=moment).incident.families == 2


def test_what_was_published_by_a_day_is_untouched_by_later_days(ledger: Ledger) -> None:
    for number in range(3):
        ledger.add(coding(5 + number, day=FIRST_DAY + timedelta(number), outlet=f"Outlet {number}"), at(number))
    decide(ledger, ("same", 0, 1), 5)
    moment = AsOf(FIRST_DAY + timedelta(2))
    with reading(ledger) as reader:
        before = [reader.show(one.incident, as_of=moment).to_json() for one in reader.incidents(as_of=moment)]
    for number in range(3, 6):
        ledger.add(coding(50 + number, day=FIRST_DAY + timedelta(number), outlet=f"Outlet {number}"), at(5 + number))
    with reading(ledger) as reader:
        after = [reader.show(one.incident, as_of=moment).to_json() for one in reader.incidents(as_of=moment)]
    assert after == before


def test_a_moment_of_a_day_counts_the_days_before_it() -> None:
    from datetime import UTC, datetime

    assert AsOf.of(date(2017, 6, 7)).published == date(2017, 6, 7)
    assert AsOf.of(datetime(2017, 6, 7, 12, tzinfo=UTC)).published == date(2017, 6, 6)
    assert AsOf.of(None, date(2017, 6, 7)).recorded == datetime(2017, 6, 7, 23, 59, 59, 999999, UTC)


def test_ids_may_be_begun_and_unknown_ones_are_told(ledger: Ledger) -> None:
    ledger.add(coding())
    ledger.add(coding(3, outlet="Wire"))
    with reading(ledger) as reader:
        one = next(reader.incidents())
        assert reader.show(one.incident[:8]).incident.incident == one.incident
        with pytest.raises(UnknownIdError, match="is the beginning of i"):
            reader.show("i")
        with pytest.raises(UnknownIdError, match="no incident 'x'"):
            reader.show("x")
        with pytest.raises(UnknownIdError, match="nothing was known"):
            reader.show(one.incident, as_of=AsOf(FIRST_DAY - timedelta(1)))


def test_people_are_counted_once(ledger: Ledger) -> None:
    ledger.add(coding(5, outlet="Post"))
    ledger.add(coding(7, outlet="Wire", city="Manila", grouped=True))
    with reading(ledger) as reader:
        whole = reader.count_people("killed")
        assert (whole.low, whole.high, len(whole.parts), whole.untold) == (12, 12, 2, ())
        (total,) = [part for part in whole.parts if part.covers]
        assert (total.low, len(total.covers)) == (7, 2)
        part = reader.count_people("killed", Filters(type=("bombing",)))  # only one of the two incidents is so coded
        assert (part.low, len(part.untold)) == (5, 1)
        for rule in ("lowest", "gtd", "acled", "ucdp"):
            assert reader.count_people("killed", rule=rule).low == 12, rule
        for name in TOLL_PROPERTIES:
            assert reader.count_people(name).low == (12 if name == "killed" else 0)
    with judging(ledger) as deciding:
        deciding.pin(total.id, "killed", 9, 9)
    with reading(ledger) as reader:
        assert reader.count_people("killed").low == 14
