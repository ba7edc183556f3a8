"""What the stored view answers of a list: the rows that fit and that stand as of the moment, in order.

Looking up many rows to sort them is slow, and so is walking over very many in order to find a few. So where one
condition leaves few rows, as its index tells at once, these are looked up and sorted. Else a list is read off an
index in its own order, a thousand rows at first; where these do not fill the page, what they held tells whether
to go on so, or to look up the rows of the condition that leaves the fewest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from dateline.ledger import rows
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.fitting import Condition, Driver, Fitting, unindexed
from dateline.ledger.listing import among
from dateline.ledger.order import UNTOLD, Key, Order
from dateline.ledger.schema import incident_term as terms
from dateline.ledger.schema import incident_view as view
from dateline.ledger.verdicts import chunks
from dateline.ledger.views import BATCH

RARE = 3_000  # a condition that so few rows meet is looked up first and its rows sorted
WINDOW = 1_000  # rows that a list is read off before it is asked whether to go on
LOOKING_UP = 1.5  # what counting, looking up and sorting a row takes against walking over one
_MOST_WINDOWS = 16  # that are read off before it is asked again
_COUNTED = 12_000  # rows of a condition are counted up to here
_SORTED_BY = {"day": "day", "killed": "killed_low", "wounded": "wounded_low", "published": "first_published"}
_Found = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a list: by which column it is sorted, if any, which rows it has, and whether they are few.

    ``latest`` is the latest day in the column.
    """

    column: ColumnElement[Any] | None
    rows: tuple[Condition, ...] = ()
    latest: date | None = None
    is_few: bool = False


class Stored:
    """The rows of the stored view that fit filters and were known as of a moment. ``kind`` is incident or group."""

    def __init__(self, connection: Connection, filters: Filters, as_of: AsOf, kind: str) -> None:
        self._connection = connection
        self._filters = filters
        self._as_of = as_of
        self._kind = kind
        self._fitting = Fitting(connection, filters, as_of, kind)

    def rows(self, order: Order, start: Key | None, limit: int | None) -> Iterator[_Found]:
        """Yield the rows in order, at most ``limit``, from behind ``start`` on."""
        told = 0
        for part in self._parts(order, start):
            if limit is not None and told >= limit:
                return
            for row in self._of_part(part, order, start, None if limit is None else limit - told):
                told += 1
                yield row

    def ids_in_order(self, order: Order) -> Iterator[str]:
        """Yield the ids of all rows in order."""
        for part in self._parts(order, None):
            few = self._few(part, order, None)
            of_part = self._walked(part, order, None) if few is None else few
            of_part = of_part.with_only_columns(view.c.incident, maintain_column_froms=True)
            yield from (str(row["incident"]) for row in self._fetched(of_part, None))

    def every(self) -> Iterator[_Found]:
        """Yield all rows, in no order."""
        yield from self._fetched(self._unordered(select(view)), None)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all rows, sorted."""
        query = self._unordered(select(view.c.incident)).order_by(view.c.incident)
        yield from (str(row["incident"]) for row in self._fetched(query, None))

    def among(self, incidents: Iterable[str]) -> set[str]:
        """Return those of these incidents that fit."""
        found: set[str] = set()
        for chunk in chunks(incidents):
            query = select(view.c.incident).where(
                among(view.c.incident, chunk), *self._fitting.every(is_listed=False)
            )
            found |= set(self._connection.scalars(query))
        return found

    def conditions(self) -> list[Condition]:
        """Return the conditions that a row of the view fits, for a walk along another index."""
        return list(self._fitting.every(is_listed=False))

    def count(self) -> int:
        """Return how many rows there are; without conditions, and by one term, an index alone is counted."""
        if self._as_of.is_now and self._kind == rows.INCIDENT:
            groups = select(func.count()).select_from(view).where(view.c.kind == rows.GROUP)
            if self._filters == Filters():
                return self._number(select(func.count()).select_from(view)) - self._number(groups)
            if (term := self._fitting.only_term()) is not None:
                of_term = select(func.count()).select_from(terms).where(*term.rows())
                return self._number(of_term) - self._number(groups.where(term.met(is_each=True)))
        return self._number(self._unordered(select(func.count()).select_from(view)))

    def settled(self, incidents: list[str]) -> set[str]:
        """Return those of a few hundred incidents whose stored row is what was known as of the moment."""
        query = select(view.c.incident).where(among(view.c.incident, incidents), *self._fitting.settled())
        return set(self._connection.scalars(query))

    # ---- a list, part by part ------------------------------------------------------------------------------

    def _parts(self, order: Order, start: Key | None) -> Iterator[_Part]:
        column: ColumnElement[Any] = view.c[_SORTED_BY[order.by]]
        known = self._as_of.published
        if order.by == "published":
            yield _Part(column, latest=known)
        elif order.by == "day":
            # Few are dated after the day by whose end they were told; the others need not be walked over for them.
            parts = [_Part(column, self._fitting.foretold(known), is_few=True)] if known else []
            parts.append(_Part(column, latest=known))
            yield from parts if order.descending else reversed(parts)
        else:
            # Those without the count come last, or first where the list ascends, and are sorted by their ids.
            told, untold = _Part(column, (column.is_not(None),)), _Part(None, (column.is_(None),))
            if order.descending:
                yield from (told, untold) if start is None or start[0] != UNTOLD else (untold,)
            else:
                yield from (untold, told) if start is None or start[0] == UNTOLD else (told,)

    def _of_part(self, part: _Part, order: Order, start: Key | None, limit: int | None) -> Iterator[_Found]:
        query = self._few(part, order, start)
        if query is None and limit is not None and part.column is not None and self._fitting.has_others(order.by):
            yield from self._tried(part, order, start, limit)
        else:
            yield from self._fetched(self._walked(part, order, start) if query is None else query, limit)

    def _few(self, part: _Part, order: Order, start: Key | None) -> Select[Any] | None:
        """Return the query that looks up the rows of a part, where they are few."""
        sought = self._fitting.sought
        if part.is_few:
            return self._looked_up(part, order, start)
        if sought is not None and sought.is_few:
            return self._looked_up(part, order, start, is_listed=True)
        driver = self._rare(order.by)
        return None if driver is None else self._looked_up(part, order, start, driver)

    def _tried(self, part: _Part, order: Order, start: Key | None, limit: int) -> Iterator[_Found]:
        """Yield rows read off an index a stretch at a time, or looked up where that is seen to be shorter."""
        told = looked = 0
        window = WINDOW
        while (end := self._end(part, order, start, window)) is not None:
            for row in self._fetched(self._walked(part, order, start, end), limit - told):
                told += 1
                yield row
            if told == limit:
                return
            looked, start = looked + window, end
            further = (limit - told) * looked // (told + 1)
            if (query := self._shorter(part, order, start, further, (told + 1) / looked)) is not None:
                yield from self._fetched(query, limit - told)
                return
            window = max(WINDOW, min(further, _MOST_WINDOWS * WINDOW))
        yield from self._fetched(self._walked(part, order, start), limit - told)

    def _end(self, part: _Part, order: Order, start: Key | None, number: int) -> Key | None:
        """Return the key of the row so many rows behind ``start``, by the index alone; None where there are fewer."""
        column, incident = self._keys(part, order)
        if column is None:
            return None
        query: Select[Any] = select(column, incident).where(*self._fitting.walked(order.by))
        if column is part.column:
            query = query.where(*part.rows)
        query = _stretch(query, part.latest, column, incident, order, start).offset(number - 1).limit(1)
        return next(((_number(value), name) for value, name in self._connection.execute(query)), None)

    def _shorter(
        self, part: _Part, order: Order, start: Key | None, further: int, share: float
    ) -> Select[Any] | None:
        """Return the query that looks rows up, where that is shorter than walking over so many further.

        ``share`` is about how many of those walked over did fit.
        """
        sought = self._fitting.sought
        if sought is not None and sought.listing(share) < further:
            return self._looked_up(part, order, start, is_listed=True)
        found: list[tuple[float, int, Driver]] = []
        for n, driver in enumerate(self._fitting.drivers(None)):
            most = min(_COUNTED, int(further / (LOOKING_UP * driver.steps)))
            if (size := self._size(driver, most + 1)) <= most:
                found.append((size * driver.steps, n, driver))
        return self._looked_up(part, order, start, min(found)[2]) if found else None

    def _rare(self, by: str | None) -> Driver | None:
        """Return the first condition that few rows meet, as the query for their ids."""
        return next((one for one in self._fitting.drivers(by) if self._size(one, RARE + 1) <= RARE), None)

    def _size(self, driver: Driver, most: int) -> int:
        return self._number(select(func.count()).select_from(driver.ids().limit(most).subquery()))

    def _number(self, query: Select[Any]) -> int:
        return int(self._connection.scalar(query) or 0)

    # ---- queries -------------------------------------------------------------------------------------------

    def _keys(self, part: _Part, order: Order) -> tuple[ColumnElement[Any] | None, ColumnElement[str]]:
        """Return the columns by which a part is walked: the rows of a term stand in the order of days."""
        is_term = self._fitting.leading(order.by) is not None
        return (terms.c.day, terms.c.incident) if is_term else (part.column, view.c.incident)

    def _walked(self, part: _Part, order: Order, start: Key | None, end: Key | None = None) -> Select[Any]:
        """Return the query that reads a part off its index, from behind one key up to another."""
        column, incident = self._keys(part, order)
        query = select(view)
        if incident is terms.c.incident:
            query = query.join(terms, terms.c.incident == view.c.incident)
        query = query.where(*self._fitting.walked(order.by), *self._fitting.others(order.by), *part.rows)
        return _stretch(query, part.latest, column, incident, order, start, end)

    def _looked_up(
        self, part: _Part, order: Order, start: Key | None, driver: Driver | None = None, *, is_listed: bool = False
    ) -> Select[Any]:
        """Return the query that looks up the rows of a part, by the driver or by texts, and sorts them."""
        query = select(view).where(*self._fitting.every(is_listed=is_listed), *part.rows)
        if driver is not None:
            query = query.where(*driver.met())
        column = None if part.column is None else unindexed(part.column)
        return _stretch(query, part.latest, column, view.c.incident, order, start)

    def _unordered(self, query: Select[Any]) -> Select[Any]:
        """Return the query with all conditions, by way of the one that leaves the fewest rows."""
        drivers = list(self._fitting.drivers(None))
        if not drivers or self._fitting.sought is not None:
            return query.where(*self._fitting.every(is_listed=True, is_free=True, is_each=False))
        sizes = [(self._size(driver, _COUNTED) if len(drivers) > 1 else 0, n) for n, driver in enumerate(drivers)]
        return query.where(*self._fitting.every(is_listed=False, is_each=False), *drivers[min(sizes)[1]].met())

    def _fetched(self, query: Select[Any], limit: int | None) -> Iterator[_Found]:
        # A page comes in one piece; a list of all that fit is fetched as it is read.
        query = query.execution_options(yield_per=BATCH) if limit is None else query.limit(limit)
        for row in self._connection.execute(query).mappings():
            yield {str(name): value for name, value in row.items()}


def _stretch(
    query: Select[Any],
    latest: date | None,
    column: ColumnElement[Any] | None,
    incident: ColumnElement[str],
    order: Order,
    start: Key | None,
    end: Key | None = None,
) -> Select[Any]:
    """Return a query in the order of a column and the incidents' ids, from behind one key up to another."""
    is_day = order.by in ("day", "published")
    if latest is not None and column is not None:
        query = query.where(column <= latest)
    for key, is_start in ((start, True), (end, False)):
        if key is None:
            continue
        is_after = order.descending is not is_start  # of rows behind ``start`` where the list ascends
        within = incident > key[1] if is_after else incident < key[1]
        if not is_start:
            within = or_(within, incident == key[1])
        if column is None:
            query = query.where(within) if key[0] == UNTOLD else query
            continue
        value = date.fromordinal(key[0]) if is_day else key[0]
        # The first of the two conditions is the range of an index.
        query = query.where(column >= value if is_after else column <= value)
        query = query.where(or_(column > value if is_after else column < value, and_(column == value, within)))
    keys = [one for one in (column, incident) if one is not None]
    return query.order_by(*(key.desc() if order.descending else key.asc() for key in keys))


def _number(value: date | int) -> int:
    return value.toordinal() if isinstance(value, date) else value
