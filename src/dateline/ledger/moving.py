"""Incidents in motion at a moment: known by then and touched since, so that their stored row says too much.

What was known of them is computed from their statements, which takes a millisecond or two each. So first each
of their mentions is asked, in one query, which conditions it could meet: an incident has the day, the place,
the types and the actors of one of its mentions, and where none of them has what is asked for, nor a day on the
page, the incident is passed over. A mention whose statements somebody corrected or rejected could meet all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from dateline.ledger.columns import canonical
from dateline.ledger.earlier import grouped
from dateline.ledger.filters import AsOf, Filters
from dateline.ledger.listing import among
from dateline.ledger.members import Members, incidents_of, members_of
from dateline.ledger.profile import Profile
from dateline.ledger.schema import incident_of, mentions, reports, statements, verdicts
from dateline.ledger.schema import incident_view as view
from dateline.ledger.search import Sought
from dateline.ledger.verdicts import chunks

Days = tuple[date | None, date | None]  # a first and a last day; None is open
OPEN: Days = (None, None)
_CHANGES = ("correct", "reject")
_DAYS = (mentions.c.latest, mentions.c.earliest)


class Moving:
    """The incidents that reports or verdicts touched on both sides of a moment, and that could fit filters.

    ``settled`` tells of incidents which of them have a stored row that is what was known as of the moment.
    """

    def __init__(
        self,
        connection: Connection,
        filters: Filters,
        as_of: AsOf,
        kind: str,
        settled: Callable[[list[str]], set[str]],
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._as_of = as_of
        self._kind = kind
        self._settled = settled

    def members(self, days: Days = OPEN) -> Members:
        """Return the mentions of each that could fit and, in a list by day, stand between these days."""
        touched: set[str] = set()
        for query in self._touched():
            touched |= set(self._connection.scalars(query))
        if not touched:
            return {}
        wanted = [*self._wanted(days)]
        if self._as_of.recorded is None:
            able = members_of(self._connection, self._able(touched, wanted))
            now = {mention for of_one in able.values() for mention in of_one}
            return grouped(dict(incidents_of(self._connection, now, self._as_of)))
        seeds = self._seeds(touched, wanted)
        members = grouped(dict(incidents_of(self._connection, seeds, self._as_of)))
        settled = {one for chunk in chunks(members) for one in self._settled(chunk)}
        return {incident: of_one for incident, of_one in members.items() if incident not in settled}

    def _touched(self) -> Iterator[Select[tuple[str]]]:
        """Yield queries for the incidents that are touched before and after the moment."""
        if (day := self._as_of.published) is not None:
            yield select(view.c.incident).where(
                view.c.first_published != view.c.last_published,
                view.c.first_published <= day,
                view.c.last_published > day,
            )
        if (moment := self._as_of.recorded) is not None:
            # A verdict or a report touches every incident around it: whatever it changed was last recorded after it.
            yield select(view.c.incident).where(
                view.c.first_recorded != view.c.last_recorded,
                view.c.first_recorded <= moment,
                view.c.last_recorded > moment,
            )

    def _able(self, touched: Iterable[str], wanted: Sequence[ColumnElement[bool]]) -> set[str]:
        """Return the incidents that have for each condition a mention that could meet it."""
        met: dict[str, list[bool]] = defaultdict(lambda: [False] * len(wanted))
        for _, incident, *could in self._mentions(touched, wanted):
            met[str(incident)] = [a or bool(b) for a, b in zip(met[str(incident)], could, strict=True)]
        return {incident for incident, could in met.items() if all(could)}

    def _seeds(self, touched: Iterable[str], wanted: Sequence[ColumnElement[bool]]) -> set[str]:
        """Return mentions of which every incident that could fit had one.

        Who belonged together at the moment is not known yet, so they are those that could meet one condition: the
        one that fewest could meet.
        """
        rows = list(self._mentions(touched, wanted))
        found = [{str(row[0]) for row in rows if row[2 + n]} for n in range(len(wanted))]
        return min(found, key=len) if found else {str(row[0]) for row in rows}

    def _mentions(
        self, touched: Iterable[str], wanted: Sequence[ColumnElement[bool]]
    ) -> Iterator[tuple[object, ...]]:
        """Yield the mentions of incidents that were known by the moment: id, incident, what each could meet."""
        changed = self._changed()
        could = [or_(one, changed).label(f"could_{n}") for n, one in enumerate(wanted)]
        for incidents in chunks(touched):
            query = (
                select(mentions.c.id, incident_of.c.incident, *could)
                .join_from(incident_of, mentions, mentions.c.id == incident_of.c.mention)
                .join(reports, reports.c.id == mentions.c.report)
                .where(among(incident_of.c.incident, incidents), mentions.c.kind == self._kind)
            )
            if self._as_of.published is not None:
                query = query.where(reports.c.published <= self._as_of.published)
            if self._as_of.recorded is not None:
                query = query.where(mentions.c.recorded <= self._as_of.recorded)
            yield from (tuple(row) for row in self._connection.execute(query).all())

    def _changed(self) -> ColumnElement[bool]:
        """Return the condition that somebody changed what a mention, or its group, states."""
        if self._connection.scalar(select(verdicts.c.subject).where(verdicts.c.kind.in_(_CHANGES)).limit(1)) is None:
            return false()
        judged = select(verdicts.c.id).where(verdicts.c.subject == statements.c.id, verdicts.c.kind.in_(_CHANGES))
        return _states(judged.exists())

    def _wanted(self, days: Days) -> Iterator[ColumnElement[bool]]:
        """Yield what a mention must tell, for each condition that a mention or a statement can answer."""
        asked = self._filters
        # Where no mention tells a date, the day is that of the first report: one of these then.
        day = func.coalesce(*_DAYS, reports.c.published)
        first = max((d for d in (days[0], asked.since) if d), default=None)
        between = [day >= first] if first else []
        between += [day <= days[1]] if days[1] else []
        if asked.until:
            between.append(func.coalesce(mentions.c.earliest, mentions.c.latest, reports.c.published) <= asked.until)
        if between:
            is_open = and_(mentions.c.date_precision.is_not(None), func.coalesce(*_DAYS).is_(None))
            yield or_(and_(*between), is_open)
        if asked.country:
            yield mentions.c.country.in_(asked.country)
        if asked.place:
            for told in asked.place_spellings:
                yield or_(*(mentions.c[name].in_(told) for name in ("place", "city", "admin1")))
        if asked.type:
            yield or_(*(mentions.c.types.contains(canonical(code), autoescape=True) for code in asked.type))
        for name, codes in (("weapon", asked.weapon), ("target", asked.target)):
            if codes:
                yield _states(statements.c.property == name, statements.c.code.in_(codes))
        if asked.actor or asked.modality:
            by = [statements.c.actor == asked.actor] if asked.actor else []
            how = [statements.c.modality == asked.modality] if asked.modality else []
            yield _states(statements.c.property == "perpetrator", *by, *how)


def _states(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a mention, or its group, has a statement that meets all conditions."""
    about = statements.c.about.in_([mentions.c.id, mentions.c.group_id])
    return select(statements.c.id).where(about, *conditions).correlate(mentions).exists()


def with_text(connection: Connection, kept: Sequence[Profile], words: str) -> list[Profile]:
    """Return those incidents of which a report that was known holds the words."""
    holds = Sought(connection, words).among(report for one in kept for report in one.reports)
    return [one for one in kept if holds & set(one.reports)]
