"""Mentions that agree are joined by rule: in any order, one by one or at once, and as it was known on each day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.codebook import load_codebook
from dateline.ledger import Ledger, LedgerError, linking
from dateline.ledger.bulk import add_many, prepared
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.schema import incident_before, incident_of, incident_view, links, mention_keys
from dateline.link.across.compare import COMPARISONS
from dateline.link.across.weigh import Weights, weights_from
from dateline.model import Coding, DatePrecision, DateValue
from made_codings import FIRST_DAY, coding

pytestmark = pytest.mark.linked

# A rule that a reader can follow: the same town and days that meet join, another town or a far day does not.
TOLD = {
    "date": {
        "the same day": 4.0,
        "intervals meet": 6.0,
        "a day apart": 2.0,
        "2 or 3 days apart": -2.0,
        "4 to 7 days apart": -8.0,
    },
    "place": {
        "the same town, of a common name": 4.0,
        "the same town, of a known name": 4.0,
        "the same town, of a rare name": 4.0,
        "different countries": -20.0,
    },
}


def plain_rule() -> Weights:
    tables = {c.name: {level: TOLD.get(c.name, {}).get(level, 0.0) for level in c.levels} for c in COMPARISONS}
    return weights_from({"version": "test", "prior": -5.0, "join": 0.0, "keep": -3.0, "weights": tables})


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "load_weights", plain_rule)


def told(number: int, day: int = 0, city: str = "Kabul", *, days: int = 1) -> Coding:
    """Return a coding of its own text, of a bombing ``day`` days after the first, or in so many days until then."""
    made = coding(number, day=FIRST_DAY + timedelta(day), city=city, outlet=f"Outlet {number}")
    if days == 1:
        return made
    last = made.reports[0].published
    when = DateValue(last - timedelta(days - 1), last, DatePrecision.RANGE)
    return replace(made, incidents=(replace(made.incidents[0], date=when),))


def mention(one: Coding) -> str:
    return one.incidents[0].id


def parts(ledger: Ledger) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    with ledger.reading() as connection:
        for name, incident in connection.execute(select(incident_of)):
            found.setdefault(incident, set()).add(name)
    return {frozenset(members) for members in found.values()}


def derived(ledger: Ledger) -> list[object]:
    """Return everything that linking keeps, but for the numbers that follow the order of arrival."""
    with ledger.reading() as connection:
        rows = [sorted(map(tuple, connection.execute(select(t)))) for t in (links, incident_of, incident_before)]
        keys = sorted(connection.scalars(select(mention_keys.c.key)))
        view = select(*(c for c in incident_view.c if "recorded" not in c.name)).order_by(incident_view.c.incident)
        return [*rows, keys, [tuple(row) for row in connection.execute(view)]]


def test_reports_of_one_day_and_town_are_joined_and_others_not(ledger: Ledger) -> None:
    one, other, far, later = told(3), told(4), told(5, city="Manila"), told(6, day=9)
    for each in (one, other, far, later):
        ledger.add(each)
    joined = frozenset({mention(one), mention(other)})
    assert parts(ledger) == {joined, frozenset({mention(far)}), frozenset({mention(later)})}
    assert ledger.count("incidents", Filters(place="Kabul")).low == 2
    assert list(ledger.verify()) == []


def test_two_incidents_of_one_report_stay_apart(ledger: Ledger) -> None:
    ledger.add(coding(3, grouped=True))
    ledger.add(told(4))
    both = {incident.id for incident in coding(3, grouped=True).incidents}
    assert all(len(both & members) <= 1 for members in parts(ledger))
    assert max(len(members) for members in parts(ledger)) == 2


def test_people_stand_before_the_rule_and_undo_brings_it_back(ledger: Ledger) -> None:
    one, other = told(3), told(4)
    ledger.add(one)
    ledger.add(other)
    before = parts(ledger)
    for kind in ("different", "unsure"):
        with ledger.judging("reviewer") as judging:
            verdict = judging.pair(kind, mention(one), mention(other))
        assert len(parts(ledger)) == 2, kind
        with ledger.judging("reviewer") as judging:
            judging.undo(verdict.id)
        assert parts(ledger) == before


def test_a_later_report_that_joins_two_incidents_leaves_the_days_before_as_they_were(ledger: Ledger) -> None:
    first, second = told(3), told(4, day=2)  # two days apart: two incidents
    ledger.add(first)
    ledger.add(second)
    assert len(parts(ledger)) == 2
    then = AsOf(FIRST_DAY + timedelta(2))
    known = ledger_list(ledger, then)
    ledger.add(told(5, day=3, days=4))  # of some day among them: it is both
    assert len(parts(ledger)) == 1
    assert ledger_list(ledger, then) == known
    assert len(known) == 2
    with ledger.reader() as reader:
        assert reader.show(mention(second), as_of=then).incident.mentions == (mention(second),)
        assert len(reader.show(mention(second)).incident.mentions) == 3
        assert reader.count(as_of=then) == 2
    assert ledger.count(as_of=then).reports == tuple(sorted(c.reports[0].id for c in (first, second)))


def ledger_list(ledger: Ledger, as_of: AsOf) -> list:
    with ledger.reader() as reader:
        return list(reader.incidents(Filters(), as_of=as_of))


def test_a_ledger_linked_by_another_rule_asks_to_be_rebuilt(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(told(3))
    monkeypatch.setattr(linking, "load_weights", lambda: replace(plain_rule(), version="another"))
    with pytest.raises(LedgerError, match=r"linked by version .*test.* run `dateline ledger rebuild`"):
        ledger.add(told(4))
    assert ledger.stats().rows["reports"] == 1
    ledger.rebuild_views()
    ledger.add(told(4))
    assert len(parts(ledger)) == 1


def test_why_tells_each_ground_with_its_weight_and_what_was_judged(ledger: Ledger) -> None:
    one, other, far = told(3), told(4), told(5, city="Manila")
    for each in (one, other, far):
        ledger.add(each)
    with ledger.reader() as reader:
        found = reader.why(mention(one), mention(other))
        assert found.is_one
        assert found.weight == 3.0
        weighty = {(g.comparison, g.level, g.weight, g.first, g.second) for g in found.grounds if g.weight}
        day = FIRST_DAY.isoformat()
        place = "Kabul, AF"
        assert weighty == {("date", "the same day", 4.0, day, day), ("place", "the same town", 4.0, place, place)}
        against = reader.why(mention(one), mention(far))
        assert (against.is_one, against.mean) == (False, -3.0)
        with pytest.raises(UnknownIdError, match="name two"):
            reader.why(mention(one), mention(one))
    with ledger.judging("reviewer") as judging:
        judging.pair("different", mention(one), mention(other), reason="two markets")
    with ledger.reader() as reader:
        assert [v.kind for v in reader.why(mention(one), mention(other)).verdicts] == ["different"]


def test_candidates_are_the_pairs_nearest_to_the_threshold_that_nobody_judged(ledger: Ledger) -> None:
    one, other, next_day = told(3), told(4), told(5, day=1)
    for each in (one, other, next_day):
        ledger.add(each)
    with ledger.reader() as reader:
        found = reader.candidates(limit=9)
        assert [c.weight for c in found] == sorted((c.weight for c in found), key=abs)
        nearest = found[0]
    with ledger.judging("reviewer") as judging:
        judging.pair("same", nearest.first, nearest.second)
    with ledger.reader() as reader:
        left = reader.candidates(limit=9)
        assert (nearest.first, nearest.second) not in {(c.first, c.second) for c in left}
        assert len(reader.candidates(limit=1)) == 1


# ---- in any order, and as of any day ----------------------------------------------------------------------

drawn = st.lists(
    st.builds(
        told, st.integers(1, 40), st.integers(0, 6), st.sampled_from(["Kabul", "Manila"]), days=st.integers(1, 3)
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda one: one.reports[0].id,
)
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def filled(path, codings: Iterable[Coding]) -> Ledger:
    ledger = Ledger.create(path)
    for one in codings:
        ledger.add(one)
    return ledger


@few
@given(codings=drawn, chance=st.randoms(use_true_random=False))
def test_the_order_of_reports_and_how_they_are_added_change_nothing(tmp_path_factory, codings, chance) -> None:
    place = tmp_path_factory.mktemp("order")
    shuffled = chance.sample(codings, len(codings))
    book = load_codebook()
    with (
        filled(place / "a.db", codings) as a,
        filled(place / "b.db", shuffled) as b,
        Ledger.create(place / "c.db") as c,
    ):
        rows = [one for each in shuffled for one in prepared(each, book)]
        add_many(c.engine, rows, book, lambda: datetime(2026, 1, 1, tzinfo=UTC), batch=3)
        assert derived(a) == derived(b) == derived(c)
        a.rebuild_views()
        assert derived(a) == derived(b)


@few
@given(codings=drawn, day=st.integers(0, 6))
def test_what_was_known_on_a_day_is_what_the_reports_of_then_tell(tmp_path_factory, codings, day) -> None:
    place = tmp_path_factory.mktemp("day")
    until: date = FIRST_DAY + timedelta(day)
    before = [one for one in codings if one.reports[0].published <= until]
    every, then = filled(place / "all.db", codings), filled(place / "then.db", before)
    with every, then, every.reader() as now, then.reader() as at_the_time:
        known = {one.incident: one for one in now.incidents(as_of=AsOf(until))}
        assert known == {one.incident: one for one in at_the_time.incidents()}
        for incident in known:
            assert now.show(incident, as_of=AsOf(until)).incident == at_the_time.show(incident).incident
        assert now.count(as_of=AsOf(until)) == len(known)


@few
@given(codings=drawn, chance=st.randoms(use_true_random=False))
def test_what_was_recorded_by_a_moment_stays_as_it_was(tmp_path_factory, codings, chance) -> None:
    place = tmp_path_factory.mktemp("moment")
    shuffled = chance.sample(codings, len(codings))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with Ledger.create(place / "a.db") as ledger:
        seen = []
        for number, one in enumerate(shuffled):
            moment = start + timedelta(hours=number)
            ledger.add(one, recorded=moment)
            with ledger.reader() as reader:
                seen.append((moment, {each.incident: each for each in reader.incidents()}))
        for moment, known in seen:
            with ledger.reader() as reader:
                assert {each.incident: each for each in reader.incidents(as_of=AsOf(recorded=moment))} == known
