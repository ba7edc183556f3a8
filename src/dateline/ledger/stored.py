"""What the stored view answers of a list: the queries for the rows that fit and that stand as of the moment.

An engine that looks up many rows to sort them is slow, and so is one that walks very many in order to find a few.
So a list is read off an index in its own order where many rows fit, and where one condition leaves few, these are
looked up and sorted; which it is, is asked of the indexes, up to the number where it makes no more difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, null, or_, select

from dateline.ledger.filters import WIDEST_DAYS, AsOf, Filters
from dateline.ledger.order import UNTOLD, Key, Order
from dateline.ledger.schema import incident_term as terms
from dateline.ledger.schema import incident_view as view
from dateline.ledger.search import matches, told_by_many, told_by_some

# What is told by a day happened by then, or is put within the year ("this year", "next month").
FURTHEST_DAYS = 366
RARE = 3_000  # a condition that so few rows meet is looked up first and its rows sorted; else rows come in order
MANY_TEXTS = 8_000  # words in more reports than these are looked for in those of each incident that comes up
_SORTED_BY = {"day": "day", "killed": "killed_low", "wounded": "wounded_low", "published": "first_published"}

Row = tuple[object, ...]
_Wrap = Callable[[ColumnElement[object]], ColumnElement[object]]
_Term = tuple[str, tuple[str, ...]]


def _as_it_is(column: ColumnElement[object]) -> ColumnElement[object]:
    return column


def _unindexed(column: ColumnElement[object]) -> ColumnElement[object]:
    """Return a column so that no index answers for it: many rows fit, and looking all up to sort them is slow."""
    return func.coalesce(column, null())


class Stored:
    """The rows of the stored view that fit filters and were known as of a moment. ``kind`` is incident or group."""

    def __init__(self, connection: Connection, filters: Filters, as_of: AsOf, kind: str) -> None:
        self._connection = connection
        self._filters = filters
        self._as_of = as_of
        self._kind = kind
        self._matches: int | None = None

    def ordered(self, order: Order, start: Key | None) -> Iterator[Select[Row]]:
        """Yield queries that give the rows in order one after the other."""
        if order.by == "day" and self._as_of.published is not None:
            # Few are dated after the day by whose end they were told; the others need not be walked over for them.
            parts: list[ColumnElement[bool]] = [
                and_(*self._foretold(self._as_of.published)),
                view.c.day <= self._as_of.published,
            ]
            for n, part in enumerate(parts if order.descending else reversed(parts)):
                is_foretold = (n == 0) == order.descending
                yield self._by_day(order, start, part, is_few=is_foretold)
        elif order.by == "day":
            yield self._by_day(order, start)
        elif order.by == "published":
            query, is_few = self._driven(select(view), order.by)
            if self._as_of.published is not None:
                query = query.where(view.c.first_published <= self._as_of.published)
            day = date.fromordinal(start[0]) if start else None
            yield _sorted(query, view.c.first_published, order, day, start, is_few=is_few)
        else:
            yield from self._by_count(order, start)

    def _by_day(
        self, order: Order, start: Key | None, part: ColumnElement[bool] | None = None, *, is_few: bool = False
    ) -> Select[Row]:
        """Return the query for a list by day, or a part of it; ``is_few``: of the part alone are few."""
        day = date.fromordinal(start[0]) if start else None
        if is_few:
            query = self._of_kind(select(view)).where(*self._conditions(_unindexed, country=_unindexed))
            query = query.where(*self._settled(_unindexed))
        else:
            query, is_few = self._driven(select(view), order.by)
        if part is not None:
            query = query.where(part)
        leading = None if is_few else _leading(self._filters)
        if leading is None:
            return _sorted(query, view.c.day, order, day, start, is_few=is_few)
        # The term's rows stand in the order of days: the page is read off them, whatever else is asked.
        query = query.join(terms, terms.c.incident == view.c.incident).where(*self._of_term(leading))
        return _sorted(query, terms.c.day, order, day, start, is_few=False, incident_of=terms.c.incident)

    def _by_count(self, order: Order, start: Key | None) -> Iterator[Select[Row]]:
        """Yield the queries for a list by a count: those without it are sorted apart."""
        query, is_few = self._driven(select(view), order.by)
        column: ColumnElement[object] = view.c[_SORTED_BY[order.by]]
        least = start[0] if start else None
        valued = _sorted(query.where(column.is_not(None)), column, order, least, start, is_few=is_few)
        rest = query.where(column.is_(None))
        if start is not None and start[0] == UNTOLD:
            rest = rest.where(view.c.incident < start[1] if order.descending else view.c.incident > start[1])
        rest = rest.order_by(view.c.incident.desc() if order.descending else view.c.incident.asc())
        # Of an ascending list the untold come first, and are over once the list has come to a count.
        if order.descending:
            yield from (valued, rest) if start is None or start[0] != UNTOLD else (rest,)
        else:
            yield from (rest, valued) if start is None or start[0] == UNTOLD else (valued,)

    def query(self, query: Select[Row]) -> Select[Row]:
        """Return the query with all conditions, for answers in no order."""
        query, is_few = self._driven(query)
        leading = None if is_few else _leading(self._filters)
        if leading is None:
            return query
        return query.where(view.c.incident.in_(select(terms.c.incident).where(*self._of_term(leading))))

    def count(self) -> int:
        """Return how many rows there are; without conditions, and by one term, the index alone is counted."""
        if self._as_of.is_now and self._filters == Filters():
            every = select(func.count()).select_from(view)
            return self._number(every) - self._number(every.where(view.c.kind != self._kind))
        return self._number(self.query(select(func.count())))

    def _number(self, query: Select[Any]) -> int:
        return int(self._connection.scalar(query) or 0)

    def settled(self, incidents: list[str]) -> set[str]:
        """Return those of a few hundred incidents whose stored row is what was known as of the moment."""
        query = select(view.c.incident).where(view.c.incident.in_(incidents), *self._settled())
        return set(self._connection.scalars(query))

    # ---- which rows are looked up first --------------------------------------------------------------------

    def _of_kind(self, query: Select[Row]) -> Select[Row]:
        return query.select_from(view).where(view.c.kind == self._kind)

    def _driven(self, query: Select[Row], by: str = "day") -> tuple[Select[Row], bool]:
        """Return the query with all conditions, and whether a rare one names its few rows first."""
        query = self._of_kind(query)
        if self._filters.text and self._text_matches() <= RARE:
            return query.where(*self._conditions(), *self._settled()), True
        for driver in self._drivers(by):
            if self._number(select(func.count()).select_from(driver.limit(RARE + 1).subquery())) <= RARE:
                query = query.where(view.c.incident.in_(driver))
                return query.where(*self._conditions(), *self._settled()), True
        leading = _leading(self._filters) if by == "day" else None
        return query.where(*self._conditions(_unindexed, leading), *self._settled(_unindexed)), False

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
        for term in _terms(asked):
            if term != leading:
                yield select(terms.c.incident).where(*_has(term))
        of_kind = select(view.c.incident).where(view.c.kind == self._kind)
        if asked.country and not (len(asked.country) == 1 and by in ("day", "killed")):
            yield of_kind.where(view.c.country.in_(asked.country))
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

    def _of_term(self, term: _Term) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions for the rows of a term, with what the others say of the day, which it holds too."""
        yield from _has(term)
        if self._filters.since:
            yield terms.c.day >= self._filters.since
        if self._filters.until:
            yield terms.c.day <= self._filters.until + timedelta(WIDEST_DAYS)
        if self._as_of.published is not None:
            yield terms.c.day <= self._as_of.published + timedelta(FURTHEST_DAYS)

    # ---- conditions ----------------------------------------------------------------------------------------

    def _conditions(
        self, column: _Wrap = _as_it_is, known: _Term | None = None, country: _Wrap = _as_it_is
    ) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of the filters, but for a term of which only its own rows are looked at."""
        asked = self._filters
        yield from _days(asked)
        if asked.country:
            yield country(view.c.country).in_(asked.country)
        if asked.place:
            yield _named(asked, column)
        other = terms.alias("asked")
        for term, values in _terms(asked):
            if (term, values) == known:
                continue
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

    def _foretold(self, known: date) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions for what was told by a day and dated after it; an index holds those alone."""
        yield view.c.day > view.c.last_published
        yield view.c.last_published <= known
        yield view.c.day > known


def _sorted(
    query: Select[Row],
    column: ColumnElement[object],
    order: Order,
    value: object,
    start: Key | None,
    *,
    is_few: bool,
    incident_of: ColumnElement[str] = view.c.incident,
) -> Select[Row]:
    """Return a query in the order of a column, from behind a value and the incident of ``start`` on."""
    # The call keeps an engine from walking all rows in order where a few can be looked up and sorted.
    key = _unindexed(column) if is_few else column
    if start is not None:
        further = key < value if order.descending else key > value
        within = incident_of < start[1] if order.descending else incident_of > start[1]
        query = query.where(key <= value if order.descending else key >= value)
        query = query.where(or_(further, and_(key == value, within)))
    if order.descending:
        return query.order_by(key.desc(), incident_of.desc())
    return query.order_by(key.asc(), incident_of.asc())


def _terms(asked: Filters) -> list[_Term]:
    """Return the conditions that ``incident_term`` answers."""
    found: list[_Term] = [(term, values) for term, values in asked.terms() if values]
    if asked.actor:
        found.append((f"actor.{asked.modality}" if asked.modality else "actor", (asked.actor,)))
    elif asked.modality:
        found.append(("modality", (asked.modality,)))
    return found


def _has(term: _Term) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    name, values = term
    return terms.c.term == name, terms.c.value.in_(values) if len(values) > 1 else terms.c.value == values[0]


def _leading(asked: Filters) -> _Term | None:
    """Return the term, of one value, by whose rows a list by day can be read: who did it before what it was."""
    return next((term for term in reversed(_terms(asked)) if len(term[1]) == 1), None)


def _named(asked: Filters, column: _Wrap = _as_it_is) -> ColumnElement[bool]:
    spellings = asked.place_spellings
    return or_(*(column(view.c[name]).in_(spellings) for name in ("place", "city", "admin1")))


def _days(asked: Filters) -> Iterator[ColumnElement[bool]]:
    if asked.since:
        yield view.c.day >= asked.since
    if asked.until:
        yield view.c.day <= asked.until + timedelta(WIDEST_DAYS)
        yield func.coalesce(view.c.earliest, view.c.day) <= asked.until
