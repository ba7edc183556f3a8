"""All incidents in memory: the same numbers as the lists, whatever was recorded since, and on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest

from dateline.ledger import Ledger, changes, survey
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.held import Vocabulary, read_held
from dateline.ledger.holding import Holding
from dateline.ledger.listed import Listed
from dateline.ledger.search import Sought
from dateline.ledger.sight import DEEPEST, WORLD, Bounds, Sight
from dateline.ledger.survey import Survey
from dateline.model import PlacePrecision
from made_codings import FIRST_DAY, KABUL, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)
ASKED = (
    Filters(),
    Filters(country=("PH",)),
    Filters(country=("PH", "AF"), since=FIRST_DAY + timedelta(2)),
    Filters(until=FIRST_DAY + timedelta(2)),
    Filters(place="kabul"),
    Filters(min_killed=13),
    Filters(type=("bombing", "shelling")),
    Filters(actor="islamic-state"),
    Filters(modality="claimed"),
    Filters(actor="islamic-state", modality="denied"),
    Filters(text="Manila"),
    Filters(weapon=("explosive",)),
)
EVERY = ASKED[0]
MOMENTS = (NOW, *(AsOf(FIRST_DAY + timedelta(days)) for days in (-1, 0, 1, 4)))
PLACES = ((0.0, 0.0), (179.99, 10.0), (-179.99, -10.0), (-70.5, 84.9), (151.2, -33.9))


@pytest.fixture
def kept(ledger: Ledger) -> Iterator[Survey]:
    """Keep a survey of the ledger, begun while it is empty."""
    opened = Survey(ledger.reading, ledger.book)
    opened.begin()
    yield opened
    opened.close()


def listed(ledger: Ledger, filters: Filters, as_of: AsOf) -> list[Listed]:
    with ledger.reader() as reader:
        return list(reader.incidents(filters, as_of=as_of))


def sight_of(ledger: Ledger, kept: Survey, filters: Filters = EVERY, as_of: AsOf = NOW) -> Sight:
    with ledger.reading() as connection:
        return kept.sight(connection, filters, as_of)


def assert_in_step(ledger: Ledger, kept: Survey) -> None:
    for filters in ASKED:
        for as_of in MOMENTS:
            seen, known = sight_of(ledger, kept, filters, as_of), listed(ledger, filters, as_of)
            assert seen.total == len(known), (filters, as_of)
            assert seen.countries == Counter(one.place.country for one in known if one.place)
            assert seen.types == Counter(code for one in known for code in one.types)
            assert seen.actors == Counter(a for one in known for a in {w.actor for w in one.actors if w.actor})
            assert seen.modalities == Counter(how for one in known for how in {w.modality for w in one.actors})
            assert dict(seen.days[1]) == Counter(one.day for one in known)
            assert sum(cell.number for cell in seen.cells(WORLD)) + seen.nowhere == len(known)
            assert sum(cell.killed for cell in seen.cells(WORLD)) == sum(
                one.killed[0] or 0 for one in known if one.killed and one.place and one.place.lat is not None
            )


def test_it_says_what_the_lists_say_after_every_change(ledger: Ledger, kept: Survey) -> None:
    assert_in_step(ledger, kept)
    ledger.add(coding(12), START)
    assert_in_step(ledger, kept)
    ledger.add(coding(17, city="Manila", day=FIRST_DAY + timedelta(3)), START)
    ledger.add(coding(14, outlet="The Other Post", day=FIRST_DAY + timedelta(1)), START)
    ledger.add(coding(2, city="Mosul", outlet="A Third"), START)
    assert_in_step(ledger, kept)
    first, second = (one.incident for one in listed(ledger, Filters(country=("AF",)), NOW))
    with ledger.judging("ann") as judging:
        joined = judging.pair("same", first, second)
    assert_in_step(ledger, kept)
    with ledger.judging("ann") as judging:
        judging.undo(joined.id)
    assert_in_step(ledger, kept)
    ledger.rebuild_views()
    assert_in_step(ledger, kept)


def test_what_changed_is_kept_beside_and_then_among_the_others(
    ledger: Ledger, kept: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_MERGED", 2)
    for number in range(7):
        ledger.add(coding(number + 1, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(number)), START)
        assert sight_of(ledger, kept).total == number + 1
    assert_in_step(ledger, kept)


def test_who_missed_too_many_changes_reads_anew(
    ledger: Ledger, kept: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sight_of(ledger, kept).total == 0
    monkeypatch.setattr(changes, "KEPT", 2)
    for number in range(6):
        ledger.add(coding(number + 1, outlet=f"Outlet {number}"), START)
    with ledger.reading() as connection:
        assert changes.since(connection, 0).incidents is None
        last = changes.last_of(connection)
        assert changes.since(connection, last) == changes.Changes(last, frozenset())
    assert_in_step(ledger, kept)


def test_incidents_in_motion_that_are_many_are_seen_as_now_and_counted(
    ledger: Ledger, kept: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "IN_MOTION", 0)
    for number, day in enumerate((0, 4)):
        ledger.add(coding(12 + number, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(day)), START)
    first, second = (one.incident for one in listed(ledger, Filters(), NOW))
    with ledger.judging("ann") as judging:
        judging.pair("same", first, second)
    assert sight_of(ledger, kept).in_motion == 0
    assert sight_of(ledger, kept, as_of=AsOf(FIRST_DAY + timedelta(2))).in_motion == 1
    assert sight_of(ledger, kept, Filters(country=("PH",)), AsOf(FIRST_DAY + timedelta(2))).in_motion == 0


def test_what_is_not_held_is_told_of_the_latest(
    ledger: Ledger, kept: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "LATEST", 2)
    asked = Filters(weapon=("explosive",))
    for number in range(3):
        ledger.add(coding(12 + number, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(number)), START)
    found = sight_of(ledger, kept, asked)
    assert (found.total, found.latest, found.is_final) == (2, 2, True)
    assert sight_of(ledger, kept).latest is None
    monkeypatch.setattr(survey, "LATEST", 3)
    assert sight_of(ledger, kept, asked).latest is None


class Later:
    """Does what it is given when told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[object], Callable[[], object]]] = []

    def submit(self, done: Callable[..., object], *given: object) -> Future[object]:
        self.waiting.append((Future(), lambda: done(*given)))
        return self.waiting[-1][0]

    def work(self) -> None:
        for future, done in self.waiting:
            try:
                future.set_result(done())
            except OSError as error:
                future.set_exception(error)
        self.waiting.clear()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Every word is one that is looked up beside what else goes on: when the test says so."""
    worker = Later()
    monkeypatch.setattr(Sought, "is_soon", False)
    monkeypatch.setattr(survey, "Holding", lambda reading, _: Holding(reading, worker))
    return worker


def test_while_the_reports_that_hold_a_word_are_looked_up_the_newest_are_told(
    ledger: Ledger, later: Later, kept: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_SOUGHT", 3)
    cities = ("Kabul", "Kabul", "Kabul", "Manila", "Kabul")
    for number, city in enumerate(cities):
        ledger.add(coding(12 + number, city=city, outlet=f"O {number}", day=FIRST_DAY + timedelta(number)), START)
    asked = Filters(text="Kabul")
    for _ in range(2):  # of the newest three, two
        found = sight_of(ledger, kept, asked)
        assert (found.total, found.latest, found.is_final) == (2, 2, False)
        assert len(later.waiting) == 1
    with ledger.reading() as connection:
        assert kept.whole(connection, asked) is None
    nowhere = sight_of(ledger, kept, Filters(text="Kabul", country=("PH",)))
    assert (nowhere.total, nowhere.latest, nowhere.is_final) == (0, 0, False)
    later.work()
    found = sight_of(ledger, kept, asked)
    assert (found.total, found.latest, found.is_final) == (4, None, True)


def test_a_word_looked_up_once_is_known_of_reports_that_come_later(
    ledger: Ledger, later: Later, kept: Survey
) -> None:
    asked = Filters(text="Kabul")
    ledger.add(coding(12), START)
    assert not sight_of(ledger, kept, asked).is_final
    later.work()
    for number in range(3):
        assert sight_of(ledger, kept, asked).total == number + 1
        ledger.add(coding(13 + number, outlet=f"O {number}", day=FIRST_DAY + timedelta(5 + number)), START)
        ledger.add(coding(13 + number, city="Manila", outlet=f"P {number}"), START)
    assert sight_of(ledger, kept, asked).is_final
    assert not later.waiting
    ledger.rebuild_views()  # the numbers of reports may be others
    assert not sight_of(ledger, kept, asked).is_final


def test_a_word_that_cannot_be_looked_up_is_told_and_tried_again(ledger: Ledger, later: Later) -> None:
    failing: list[bool] = []

    def reading():
        if failing:
            raise OSError("the disk is gone")
        return ledger.reading()

    kept = Survey(reading, ledger.book)
    ledger.add(coding(12), START)
    asked = Filters(text="Kabul")
    sight_of(ledger, kept, asked)
    failing.append(True)
    later.work()
    failing.clear()
    with pytest.raises(OSError, match="gone"):
        sight_of(ledger, kept, asked)
    assert not sight_of(ledger, kept, asked).is_final
    later.work()
    assert sight_of(ledger, kept, asked).total == 1
    kept.close()


def test_a_ledger_that_cannot_be_read_is_told_and_tried_again(ledger: Ledger) -> None:
    failures = iter([True, False, False])

    def reading():
        if next(failures):
            raise OSError("the disk is gone")
        return ledger.reading()

    kept = Survey(reading, ledger.book)
    with pytest.raises(OSError, match="gone"):
        sight_of(ledger, kept)
    assert sight_of(ledger, kept).total == 0
    kept.close()


def test_while_the_ledger_is_read_the_latest_are_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_PATIENCE_S", 0.0)
    monkeypatch.setattr(survey, "LATEST", 1)
    for number in range(2):
        ledger.add(coding(12 + number, outlet=f"Outlet {number}"), START)
    goes_on = Event()

    @contextmanager
    def reading():
        assert goes_on.wait(20)
        with ledger.reading() as connection:
            yield connection

    kept = Survey(reading, ledger.book)
    found = sight_of(ledger, kept)
    assert (found.total, found.latest, found.is_final) == (1, 1, False)
    assert sight_of(ledger, kept, Filters(weapon=("explosive",))).is_final
    goes_on.set()
    monkeypatch.setattr(survey, "_PATIENCE_S", 20.0)
    found = sight_of(ledger, kept)
    assert (found.total, found.latest, found.is_final) == (2, None, True)
    kept.close()


def test_time_is_counted_by_days_weeks_or_months(ledger: Ledger, kept: Survey) -> None:
    ledger.add(coding(1), START)
    for number, (days, interval) in enumerate(((100, "day"), (400, "week"), (4000, "month"))):
        ledger.add(coding(1, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(days)), START)
        found, times = sight_of(ledger, kept).days
        assert found == interval
        assert sum(number for _, number in times) == number + 2
        starts = [day for day, _ in times]
        assert starts == sorted(starts)
        if interval == "week":
            assert all(day.weekday() == 0 for day in starts)
        if interval == "month":
            assert starts[0] == FIRST_DAY.replace(day=1)


@pytest.mark.parametrize(
    ("lon", "lat"), [(0.0, 0.0), (179.99, 10.0), (-179.99, -10.0), (-70.5, 84.9), (151.2, -33.9)]
)
def test_a_cell_lies_where_its_incidents_do_and_opens_to_them(
    ledger: Ledger, kept: Survey, lon: float, lat: float
) -> None:
    place = replace(KABUL, lon=lon, lat=lat)
    told = coding(5)
    moved = replace(told, incidents=tuple(replace(one, place=place) for one in told.incidents))
    ledger.add(moved, START)
    ledger.add(coding(9, city="Manila"), START)
    found = sight_of(ledger, kept)
    for zoom in (0, 2, 5, DEEPEST):
        west = lon - 0.02 if lon > -179.98 else 359.98 + lon
        east = lon + 0.02 if lon < 179.98 else lon - 359.98
        around = Bounds(west, lat - 0.02, east, lat + 0.02, zoom)
        cells = [one for one in found.cells(around) if one.killed != 9]
        assert len(cells) == 1
        assert (cells[0].lon, cells[0].lat) == (
            pytest.approx(lon, abs=1e-3),
            pytest.approx(lat, abs=1e-3),
        ) or zoom < 3
        ids, number = found.in_cell(zoom, cells[0].x, cells[0].y, is_wide=False, most=5)
        assert number == len(ids) >= 1


@pytest.mark.parametrize("most", [1, 3, 7, 50])
@pytest.mark.parametrize("country", [(), ("PH",)])
def test_the_newest_are_those_that_a_list_by_day_begins_with(
    ledger: Ledger, kept: Survey, most: int, country: tuple[str, ...]
) -> None:
    cities = ("Kabul", "Manila")
    for number in range(12):  # several of a day
        day = FIRST_DAY + timedelta(20 * (number % 3))
        ledger.add(coding(5 + number, city=cities[number % 2], outlet=f"Outlet {number}", day=day), START)
    asked = Filters(country=country)
    assert sight_of(ledger, kept, asked).total == (6 if country else 12)
    ledger.add(coding(99, city="Manila", outlet="Late", day=FIRST_DAY + timedelta(20)), START)  # beside those read
    with ledger.reader() as reader:
        listed = [one.incident for one in reader.incidents(asked, limit=most)]
    assert sight_of(ledger, kept, asked).newest(most) == listed


def test_provinces_and_countries_are_told_apart_from_towns(ledger: Ledger, kept: Survey) -> None:
    for number, precision in enumerate((PlacePrecision.ADMIN1, PlacePrecision.COUNTRY)):
        told = coding(5, outlet=f"Outlet {number}", day=FIRST_DAY + timedelta(20 * number))
        place = replace(KABUL, city=None, precision=precision)
        ledger.add(replace(told, incidents=tuple(replace(one, place=place) for one in told.incidents)), START)
    found = sight_of(ledger, kept)
    assert [(cell.number, cell.is_wide) for cell in found.cells(WORLD)] == [(1, True)]
    assert found.only_country == {"AF": 1}
    assert found.nowhere == 0


def test_what_is_held_is_the_same_read_at_once_and_kept_in_step(ledger: Ledger, kept: Survey) -> None:
    assert sight_of(ledger, kept).total == 0
    for number in range(4):
        ledger.add(coding(number + 1, outlet=f"Outlet {number}", day=date(2017, 6, 1 + number)), START)
    in_step = sight_of(ledger, kept)
    anew = Survey(ledger.reading, ledger.book)
    at_once = sight_of(ledger, anew)
    anew.close()
    for name in ("total", "countries", "types", "actors", "modalities", "days", "only_country", "nowhere"):
        assert getattr(in_step, name) == getattr(at_once, name)
    assert list(in_step.cells(WORLD)) == list(at_once.cells(WORLD))


def test_reading_stops_where_nobody_wants_it(ledger: Ledger) -> None:
    ledger.add(coding(1), START)
    with ledger.reading() as connection:
        assert len(read_held(connection, Vocabulary(), lambda: False)) == 1  # one part, of one
