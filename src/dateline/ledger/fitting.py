"""The conditions of filters and of a moment, as SQL on the stored view, and the indexes that answer each alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, null, or_, select, true

from dateline.ledger.filters import WIDEST_DAYS, AsOf, Filters
from dateline.ledger.schema import incident_term as terms
from dateline.ledger.schema import incident_view as view
from dateline.ledger.search import Sought

Condition = ColumnElement[bool]
_Wrap = Callable[[ColumnElement[object]], ColumnElement[object]]


def _as_it_is(column: ColumnElement[object]) -> ColumnElement[object]:
    return column


def unindexed(column: ColumnElement[object]) -> ColumnElement[object]:
    """Return a column so that no index answers for it: an engine is not to look up all that fit, or walk them."""
    return func.coalesce(column, null())


@dataclass(frozen=True, slots=True)
class Term:
    """A condition that ``incident_term`` answers: one of these values."""

    name: str
    values: tuple[str, ...]

    def rows(self) -> tuple[Condition, ...]:
        """Return the conditions for the term's rows."""
        is_one = len(self.values) == 1
        return terms.c.term == self.name, terms.c.value == self.values[0] if is_one else terms.c.value.in_(
            self.values
        )

    def met(self, *, is_each: bool) -> Condition:
        """Return the condition that a row of the view has the term; ``is_each``: looked for row by row.

        PostgreSQL would else join all rows of the term, of which a page needs few.
        """
        other = terms.alias("asked")
        same = (other.c.incident == view.c.incident, other.c.day == view.c.day)
        has = (other.c.term == self.name, other.c.value.in_(self.values), *same)
        if not is_each:
            return select(other.c.term).where(*has).exists()
        return func.coalesce(select(true()).where(*has).limit(1).scalar_subquery(), false())


@dataclass(frozen=True, slots=True)
class Driver:
    """Conditions that an index answers alone: on the view, or on the rows of a term.

    ``steps`` is what counting and looking up their rows takes against rows whose ids one index holds.
    """

    conditions: tuple[Condition, ...]
    is_term: bool = False
    steps: int = 1

    def ids(self) -> Select[tuple[str]]:
        """Return the query for the incidents that meet them."""
        return select((terms if self.is_term else view).c.incident).where(*self.conditions)

    def met(self) -> tuple[Condition, ...]:
        """Return them as conditions on the view, by which its rows are looked up."""
        return (view.c.incident.in_(self.ids()),) if self.is_term else self.conditions


class Fitting:
    """The conditions under which rows of the stored view fit filters and are what was known as of a moment."""

    def __init__(self, connection: Connection, filters: Filters, as_of: AsOf, kind: str) -> None:
        self._filters = filters
        self._as_of = as_of
        self._kind = kind
        self.sought = Sought(connection, filters.text) if filters.text else None
        self.terms = list(_terms(filters))

    def leading(self, by: str) -> Term | None:
        """Return the term, of one value, by whose rows a list by day can be read: who did it before what it was."""
        return next((t for t in reversed(self.terms) if len(t.values) == 1), None) if by == "day" else None

    def only_term(self) -> Term | None:
        """Return the term of one value that is all that is asked for."""
        others = replace(self._filters, type=(), weapon=(), target=(), actor=None, modality=None, person=None)
        is_only = others == Filters() and len(self.terms) == 1 and len(self.terms[0].values) == 1
        return self.terms[0] if is_only else None

    def _leads(self, by: str) -> bool:
        """Say whether an index has the rows of the country asked for in that order."""
        return len(self._filters.country) == 1 and by in ("day", "killed") and self.leading(by) is None

    def has_others(self, by: str) -> bool:
        """Say whether another condition could be shorter to go by than the order of the list."""
        is_text = self.sought is not None and self.sought.listing(0) == 0
        return is_text or next(self.drivers(by), None) is not None

    def walked(self, by: str) -> Iterator[Condition]:
        """Yield the conditions that the index answers off which a list is read."""
        if (leading := self.leading(by)) is not None:
            yield from leading.rows()
            yield from self._days_of(terms.c.day)
            return
        yield view.c.kind == self._kind
        if self._leads(by):
            yield view.c.country == self._filters.country[0]
        if by == "day":
            yield from self._days_of(view.c.day)

    def others(self, by: str) -> Iterator[Condition]:
        """Yield all other conditions, and those of ``walked`` that its index answers only in part."""
        country = _as_it_is if self._leads(by) else unindexed
        yield from self._conditions(unindexed, country, self.leading(by))
        yield from self.settled(unindexed)

    def every(self, *, is_listed: bool, is_free: bool = False, is_each: bool = True) -> Iterator[Condition]:
        """Yield all conditions; ``is_listed``: what texts tell of is listed and not looked for row by row.

        Unless ``is_free``, no index is to answer for one of them, but for those of a driver given beside them.
        ``is_each``: terms are looked for row by row.
        """
        column = _as_it_is if is_free else unindexed
        yield from self._conditions(column, column, is_listed=is_listed, is_each=is_each)
        yield from self.settled(column)

    def drivers(self, by: str | None) -> Iterator[Driver]:
        """Yield conditions, each answered by an index alone.

        ``by`` names a list whose own index answers some already; None is for an answer in no order.
        """
        asked = self._filters
        leading = self.leading(by) if by else None
        for term in self.terms:
            if term != leading:
                yield Driver((*term.rows(), *self._days_of(terms.c.day)), is_term=True)
        yield from (Driver((view.c.kind == self._kind, *one)) for one in self._of_view(by))
        if asked.place:
            yield Driver((_named(asked),), steps=3)  # three indexes, none of which has the ids

    def _of_view(self, by: str | None) -> Iterator[tuple[Condition, ...]]:
        asked = self._filters
        days = tuple(self._days_of(view.c.day))
        least = [
            column >= number
            for column, number in ((view.c.killed_low, asked.min_killed), (view.c.wounded_low, asked.min_wounded))
            if number is not None
        ]
        if asked.country:
            country = view.c.country.in_(asked.country)
            if not (by and self._leads(by)):
                yield (country, *days)
            if asked.min_killed is not None:
                yield (country, least[0])
        yield from ((one,) for one in least)
        if (asked.since or asked.until) and by not in ("day", None):
            yield days
        if self._as_of.published is not None:
            yield (view.c.last_published <= self._as_of.published,)
        if self._as_of.recorded is not None:
            yield (view.c.last_recorded <= self._as_of.recorded,)

    def settled(self, column: _Wrap = _as_it_is) -> Iterator[Condition]:
        """Yield the conditions under which the stored row is what was known as of the moment."""
        if self._as_of.published is not None:
            yield column(view.c.last_published) <= self._as_of.published
        if self._as_of.recorded is not None:
            yield column(view.c.last_recorded) <= self._as_of.recorded

    def foretold(self, known: date) -> tuple[Condition, ...]:
        """Return the conditions for what was told by a day and dated after it; an index holds those alone."""
        return view.c.day > view.c.last_published, view.c.last_published <= known, view.c.day > known

    def _days_of(self, column: ColumnElement[date]) -> Iterator[Condition]:
        """Yield what is asked of the day itself."""
        if self._filters.since:
            yield column >= self._filters.since
        if self._filters.until:
            yield column <= self._filters.until + timedelta(WIDEST_DAYS)

    def _conditions(
        self,
        column: _Wrap,
        country: _Wrap,
        known: Term | None = None,
        *,
        is_listed: bool = False,
        is_each: bool = True,
    ) -> Iterator[Condition]:
        """Yield the conditions of the filters, but for a term of which only its own rows are looked at."""
        asked = self._filters
        yield view.c.kind == self._kind
        if asked.since:
            yield view.c.day >= asked.since
        if asked.until:
            yield view.c.day <= asked.until + timedelta(WIDEST_DAYS)
            yield func.coalesce(view.c.earliest, view.c.day) <= asked.until
        if asked.country:
            yield country(view.c.country).in_(asked.country)
        if asked.place:
            yield _named(asked, column)
        for name, least in (("killed_low", asked.min_killed), ("wounded_low", asked.min_wounded)):
            if least is not None:
                yield column(view.c[name]) >= least
        yield from (term.met(is_each=is_each) for term in self.terms if term != known)
        if self.sought:
            yield self.sought.told(view.c.incident, is_listed=is_listed)


def _terms(asked: Filters) -> Iterator[Term]:
    yield from (Term(term, values) for term, values in asked.terms() if values)
    if asked.actor:
        yield Term(f"actor.{asked.modality}" if asked.modality else "actor", (asked.actor,))
    elif asked.modality:
        yield Term("modality", (asked.modality,))


def _named(asked: Filters, column: _Wrap = _as_it_is) -> Condition:
    names = ("place", "city", "admin1")
    return and_(*(or_(*(column(view.c[name]).in_(told) for name in names)) for told in asked.place_spellings))
