"""Lists of incidents: filtered, sorted, paged, now or as of a moment, on indexed columns.

The stored view answers for the present. As of an earlier moment it still answers for every incident whose last
report and last recording lie before it: its row then is what was known. The others that were known by then -
few, those that reports or verdicts touched on both sides of the moment - are computed from their statements,
and the two sorted streams are merged, so a list as of a day costs little more than one of today.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, and_, func, null, or_, select

from dateline.codebook import Codebook
from dateline.ledger.earlier import grouped
from dateline.ledger.filters import NOW, SORTS, WIDEST_DAYS, AsOf, Filters
from dateline.ledger.listed import Listed, listed_of, listed_row
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.profile import Profile, profile
from dateline.ledger.schema import incident_term as terms
from dateline.ledger.schema import incident_view as view
from dateline.ledger.schema import reports
from dateline.ledger.search import holding, matches, told_by_many, told_by_some
from dateline.ledger.sources import Members, incidents_of, known_by, members_of
from dateline.ledger.verdicts import chunks
from dateline.ledger.views import BATCH, batches

_Key = tuple[int, str]  # what an incident is sorted by, and its id
# What is told by a day happened by then, or is put within the year ("this year", "next month"). Without a bound a
# list as of a day would walk over everything that happened since.
FURTHEST_DAYS = 366
UNTOLD = -1  # the key of a count that is not told
RARE = 3_000  # a condition that so few rows meet is looked up first and its rows sorted; else rows come in order
MANY_TEXTS = 8_000  # words in more reports than these are looked for in those of each incident that comes up
_SORTED_BY = {"day": "day", "killed": "killed_low", "wounded": "wounded_low", "published": "first_published"}


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: ``by`` one of day, killed, wounded, published; rows without it come last."""

    by: str = "day"
    descending: bool = True

    def __post_init__(self) -> None:
        if self.by not in SORTS:
            raise ValueError(f"{self.by!r} is nothing to sort by; there are {', '.join(SORTS)}")

    def key(self, one: Listed) -> _Key:
        """Return what an incident is sorted by, ascending or descending, its id last."""
        value = {
            "day": one.day.toordinal(),
            "published": one.first.toordinal(),
            "killed": _low(one.killed),
            "wounded": _low(one.wounded),
        }[self.by]
        return value, one.incident


def _low(bounds: tuple[int | None, int | None] | None) -> int:
    return UNTOLD if bounds is None or bounds[0] is None else bounds[0]


_Wrap = Callable[[ColumnElement[object]], ColumnElement[object]]


def _as_it_is(column: ColumnElement[object]) -> ColumnElement[object]:
    return column


def _unindexed(column: ColumnElement[object]) -> ColumnElement[object]:
    """Return a column so that no index answers for it: many rows fit, and looking all up to sort them is slow."""
    return func.coalesce(column, null())


class Incidents:
    """The incidents that fit filters as of a moment. ``kind`` is incident or group."""

    def __init__(
        self, connection: Connection, filters: Filters, book: Codebook, as_of: AsOf = NOW, kind: str = "incident"
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._book = book
        self._as_of = as_of
        self._kind = kind
        self._matches: int | None = None
        self._moving: dict[str, Profile] | None = None

    def page(
        self, order: Order | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[Listed]:
        """Yield the incidents in order, at most ``limit``, from the one behind the incident ``after`` on.

        Raises UnknownIdError where ``after`` is no incident known as of the moment.
        """
        order = order or Order()
        start = self._key_of(after, order) if after else None
        settled = map(listed_row, self._rows(self._ordered(order, start), limit))
        moving = sorted(map(listed_of, self.moving().values()), key=order.key, reverse=order.descending)
        behind = (one for one in moving if start is None or _is_behind(order.key(one), start, order))
        merged = heapq.merge(settled, behind, key=order.key, reverse=order.descending)
        yield from islice(merged, limit)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all incidents that fit, sorted."""
        query = self._query(select(view.c.incident)).order_by(view.c.incident)
        settled: Iterable[str] = self._connection.scalars(_streamed(query))
        yield from heapq.merge(settled, sorted(self.moving()))

    def count(self) -> int:
        """Return how many incidents fit."""
        return int(self._connection.scalar(self._query(select(func.count()))) or 0) + len(self.moving())

    def listed(self) -> Iterator[Listed]:
        """Yield all incidents that fit, in no order."""
        yield from map(listed_row, self._rows([self._query(select(view))], None))
        yield from map(listed_of, self.moving().values())

    def of_ids(self, incidents: Iterable[str]) -> Iterator[Listed]:
        """Yield those of these incidents that fit."""
        members = members_of(self._connection, incidents, self._as_of)
        for one in self._profiles(members, "latest", ("killed", "wounded")):
            if one.kind == self._kind and self._filters.match(one) and self._with_text([one]):
                yield listed_of(one)

    def profiles(self, rule: str, properties: tuple[str, ...]) -> Iterator[Profile]:
        """Yield all incidents that fit, with counts chosen by a rule, in the order of their ids."""
        for batch in batches(self.ids()):
            members = members_of(self._connection, batch, self._as_of)
            yield from self._profiles(members, rule, properties)

    def _profiles(self, members: Members, rule: str, properties: tuple[str, ...]) -> list[Profile]:
        found = known_by(self._connection, members, self._as_of)
        return [
            profile(
                incident, known.mentions, known.told, self._book, pins=known.pins, rule=rule, properties=properties
            )
            for incident, known in sorted(found.items())
        ]

    # ---- what the stored view answers ----------------------------------------------------------------------

    def _rows(self, queries: Iterable[Select[tuple[object, ...]]], limit: int | None) -> Iterator[dict[str, object]]:
        told = 0
        for query in queries:
            if limit is not None and told >= limit:
                return
            for row in self._connection.execute(_streamed(query.limit(limit))).mappings():
                told += 1
                yield dict(row)

    def _ordered(self, order: Order, start: _Key | None) -> Iterator[Select[tuple[object, ...]]]:
        """Yield queries that give the rows in order one after the other: those without the value sorted by apart."""
        query, is_few = self._driven(select(view), order.by)
        column: ColumnElement[object] = view.c[_SORTED_BY[order.by]]
        leading = _leading(self._filters) if order.by == "day" and not is_few else None
        if leading is not None:
            # The term's rows stand in the order of days: the page is read off them, whatever else is asked.
            query = query.join(terms, terms.c.incident == view.c.incident).where(*self._of_term(*leading))
            column = terms.c.day
        if order.by in ("day", "published"):
            day = date.fromordinal(start[0]) if start else None
            yield _sorted(query, column, order, day, start[1] if start else None, is_few=is_few)
            return
        valued = _sorted(
            query.where(column.is_not(None)),
            column,
            order,
            start[0] if start else None,
            start[1] if start else None,
            is_few=is_few,
        )
        rest = query.where(column.is_(None))
        if start is not None and start[0] == UNTOLD:
            rest = rest.where(view.c.incident < start[1] if order.descending else view.c.incident > start[1])
        rest = rest.order_by(view.c.incident.desc() if order.descending else view.c.incident.asc())
        # Of an ascending list the untold come first, and are over once the list has come to a count.
        if order.descending:
            yield from (valued, rest) if start is None or start[0] != UNTOLD else (rest,)
        else:
            yield from (rest, valued) if start is None or start[0] == UNTOLD else (valued,)

    def _query(self, query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
        """Return the query with all conditions, for answers in no order."""
        query, is_few = self._driven(query)
        leading = None if is_few else _leading(self._filters)
        if leading is None:
            return query
        return query.where(view.c.incident.in_(select(terms.c.incident).where(*self._of_term(*leading))))

    def _of_term(self, term: str, value: str) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions for the rows of a term, with what the others say of the day, which it holds too."""
        yield from (terms.c.term == term, terms.c.value == value)
        if self._filters.since:
            yield terms.c.day >= self._filters.since
        if self._filters.until:
            yield terms.c.day <= self._filters.until + timedelta(WIDEST_DAYS)
        if self._as_of.published is not None:
            yield terms.c.day <= self._as_of.published + timedelta(FURTHEST_DAYS)

    def _driven(self, query: Select[tuple[object, ...]], by: str = "day") -> tuple[Select[tuple[object, ...]], bool]:
        """Return the query with all conditions, and whether a rare one names its few rows first."""
        query = query.select_from(view).where(view.c.kind == self._kind)
        if self._filters.text and self._text_matches() <= RARE:
            return query.where(*self._conditions(), *self._settled()), True
        for driver in self._drivers(by):
            few = select(func.count()).select_from(driver.limit(RARE + 1).subquery())
            if (self._connection.scalar(few) or 0) <= RARE:
                query = query.where(view.c.incident.in_(driver))
                return query.where(*self._conditions(), *self._settled()), True
        return query.where(*self._conditions(_unindexed), *self._settled(_unindexed)), False

    def _text_matches(self) -> int:
        """Return how many reports hold the words asked for, up to what makes a difference."""
        if self._matches is None:
            self._matches = matches(self._connection, self._filters.text or "", MANY_TEXTS + 1)
        return self._matches

    def _drivers(self, by: str) -> Iterator[Select[tuple[str]]]:
        """Yield queries for the incidents that meet one condition, each answered by an index.

        A list by day needs none for days, a country or one term: an index has those rows in the order of days.
        """
        asked = self._filters
        leading = _leading(asked) if by == "day" else None
        for term, values in _terms(asked):
            if (term, *values) == leading:
                continue
            yield select(terms.c.incident).where(terms.c.term == term, terms.c.value.in_(values))
        of_kind = select(view.c.incident).where(view.c.kind == self._kind)
        if asked.country and not (by == "day" and len(asked.country) == 1):
            yield select(view.c.incident).where(view.c.country.in_(asked.country))
        if asked.place:
            yield select(view.c.incident).where(_named(asked))
        for name, least in (("killed_low", asked.min_killed), ("wounded_low", asked.min_wounded)):
            if least is not None:
                yield of_kind.where(view.c[name] >= least)
        if (asked.since or asked.until) and by != "day":
            yield of_kind.where(*_days(asked))
        if self._as_of.published is not None:
            yield of_kind.where(view.c.last_published <= self._as_of.published)
        if self._as_of.recorded is not None:
            yield of_kind.where(view.c.last_recorded <= self._as_of.recorded)

    def _conditions(self, column: _Wrap = _as_it_is) -> Iterator[ColumnElement[bool]]:
        asked = self._filters
        yield from _days(asked)
        if asked.country:
            yield view.c.country.in_(asked.country)
        if asked.place:
            yield _named(asked, column)
        other = terms.alias("asked")
        for term, values in _terms(asked):
            same = (other.c.incident == view.c.incident, other.c.day == view.c.day)
            yield select(other.c.term).where(other.c.term == term, other.c.value.in_(values), *same).exists()
        for name, least in (("killed_low", asked.min_killed), ("wounded_low", asked.min_wounded)):
            if least is not None:
                yield column(view.c[name]) >= least
        if asked.text:
            told = told_by_many if self._text_matches() > MANY_TEXTS else told_by_some
            yield told(view.c.incident, self._connection.dialect.name, asked.text)

    def _settled(self, column: _Wrap = _as_it_is) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions under which the stored row is what was known as of the moment."""
        if self._as_of.published is not None:
            yield column(view.c.last_published) <= self._as_of.published
            yield view.c.day <= self._as_of.published + timedelta(FURTHEST_DAYS)
        if self._as_of.recorded is not None:
            yield column(view.c.last_recorded) <= self._as_of.recorded

    def _key_of(self, incident: str, order: Order) -> _Key:
        found = self._profiles(members_of(self._connection, [incident], self._as_of), "latest", ("killed", "wounded"))
        if not found:
            raise UnknownIdError(f"no incident {incident} to go on from; name the last one of the page before")
        return order.key(listed_of(found[0]))

    # ---- what is computed ----------------------------------------------------------------------------------

    def moving(self) -> dict[str, Profile]:
        """Return the incidents that fit and that reports or verdicts have touched since the moment."""
        if self._moving is None:
            kept = [one for one in self._all_moving() if one.kind == self._kind and self._filters.match(one)]
            self._moving = {one.incident: one for one in self._with_text(kept)}
        return self._moving

    def _all_moving(self) -> Iterator[Profile]:
        for batch in batches(sorted(self._moving_members().items())):
            yield from self._profiles(dict(batch), "latest", ("killed", "wounded"))

    def _moving_members(self) -> Members:
        day, moment = self._as_of.published, self._as_of.recorded
        found: set[str] = set()
        if day is not None:
            straddling = (
                view.c.first_published != view.c.last_published,
                view.c.first_published <= day,
                view.c.last_published > day,
            )
            found = set(self._connection.scalars(select(view.c.incident).where(*straddling)))
        if moment is None:
            told_by = {
                m: incident for incident, of_one in members_of(self._connection, found).items() for m in of_one
            }
            return grouped(dict(incidents_of(self._connection, told_by, self._as_of)))
        # A verdict touches every incident around it: whatever it changed was last recorded after it.
        touched = (
            view.c.first_recorded != view.c.last_recorded,
            view.c.first_recorded <= moment,
            view.c.last_recorded > moment,
        )
        incidents = found | set(self._connection.scalars(select(view.c.incident).where(*touched)))
        seeds = {m for of_one in members_of(self._connection, incidents).values() for m in of_one}
        members = grouped(dict(incidents_of(self._connection, seeds, self._as_of)))
        settled = self._settled_among(members)
        return {incident: of_one for incident, of_one in members.items() if incident not in settled}

    def _settled_among(self, incidents: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for chunk in chunks(incidents):
            query = select(view.c.incident).where(view.c.incident.in_(chunk), *self._settled())
            found |= set(self._connection.scalars(query))
        return found

    def _with_text(self, kept: list[Profile]) -> list[Profile]:
        """Return those of which a report that was known holds the words asked for."""
        if not self._filters.text:
            return kept
        holds: set[str] = set()
        for chunk in chunks(report for one in kept for report in one.reports):
            query = holding(self._connection.dialect.name, self._filters.text)
            holds |= set(
                self._connection.scalars(select(reports.c.id).where(reports.c.id.in_(chunk), reports.c.id.in_(query)))
            )
        return [one for one in kept if holds & set(one.reports)]


def _streamed(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return query.execution_options(yield_per=BATCH)


def _sorted(
    query: Select[tuple[object, ...]],
    column: ColumnElement[object],
    order: Order,
    value: object,
    incident: str | None,
    *,
    is_few: bool,
) -> Select[tuple[object, ...]]:
    """Return a query in the order of a column, from behind a value and an incident on."""
    # The call keeps an engine from walking all rows in order where a few can be looked up and sorted.
    key = _unindexed(column) if is_few else column
    if incident is not None:
        further = key < value if order.descending else key > value
        within = view.c.incident < incident if order.descending else view.c.incident > incident
        query = query.where(key <= value if order.descending else key >= value)
        query = query.where(or_(further, and_(key == value, within)))
    if order.descending:
        return query.order_by(key.desc(), view.c.incident.desc())
    return query.order_by(key.asc(), view.c.incident.asc())


def _is_behind(key: _Key, start: _Key, order: Order) -> bool:
    return key < start if order.descending else key > start


def _terms(asked: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """Return the conditions that ``incident_term`` answers."""
    found = [(term, values) for term, values in asked.terms() if values]
    if asked.actor:
        found.append((f"actor.{asked.modality}" if asked.modality else "actor", (asked.actor,)))
    elif asked.modality:
        found.append(("modality", (asked.modality,)))
    return found


def _leading(asked: Filters) -> tuple[str, str] | None:
    """Return the term, of one value, by whose rows a list by day can be read: who did it before what it was."""
    return next(((term, values[0]) for term, values in reversed(_terms(asked)) if len(values) == 1), None)


def _named(asked: Filters, column: _Wrap = _as_it_is) -> ColumnElement[bool]:
    names = ("place", "city", "admin1")
    return and_(*(or_(*(column(view.c[n]).in_(told) for n in names)) for told in asked.place_spellings))


def _days(asked: Filters) -> Iterator[ColumnElement[bool]]:
    if asked.since:
        yield view.c.day >= asked.since
    if asked.until:
        yield view.c.day <= asked.until + timedelta(WIDEST_DAYS)
        yield func.coalesce(view.c.earliest, view.c.day) <= asked.until
