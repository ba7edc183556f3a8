"""Everything that can be asked of a ledger, of one state of it: lists, one incident, history, counts, tallies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from dateline.codebook import Codebook
from dateline.ledger.answers import Count, count
from dateline.ledger.best import DEFAULT_RULE, rule_named
from dateline.ledger.coded import Coded, coded_of
from dateline.ledger.counting import People, count_people
from dateline.ledger.disputes import disputed
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.history import Change, DayOf, days_of, full_profile, history
from dateline.ledger.listed import Listed
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError, find_incident, find_mention, find_verdict
from dateline.ledger.members import incidents_of, members_of
from dateline.ledger.order import Key, Order
from dateline.ledger.profile import Profile
from dateline.ledger.read import Incidents
from dateline.ledger.replaced import replaced_by
from dateline.ledger.schema import report_family, reports
from dateline.ledger.schema import verdicts as table
from dateline.ledger.search import Hit, search
from dateline.ledger.sources import Known, known_of
from dateline.ledger.tallies import Checked, check_tallies
from dateline.ledger.told import Told
from dateline.ledger.verdicts import Verdict, chunks, in_force, verdict_of, verdicts_on
from dateline.ledger.views import batches
from dateline.ledger.why import Candidate, Why, candidates, in_words, why, whys


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text. ``replaced_by`` is the first later version of it that was known."""

    id: str
    published: date
    outlet: str | None
    title: str | None
    url: str | None
    family: str
    replaced_by: str | None

    def to_json(self) -> dict[str, object]:
        """Return the head for programs."""
        return {
            "id": self.id,
            "published": self.published.isoformat(),
            "outlet": self.outlet,
            "title": self.title,
            "url": self.url,
            "family": self.family,
            "replaced_by": self.replaced_by,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """One incident (or group) with all that is told of it and decided on it.

    ``told`` are its statements and, with ``share``, those about its group; ``disputed`` the ids of statements
    that another contradicts, by property; ``standing`` the ids of the verdicts in force.
    """

    incident: Profile
    told: tuple[Told, ...]
    reports: tuple[ReportHead, ...]
    verdicts: tuple[Verdict, ...]
    standing: frozenset[str]
    disputed: dict[str, frozenset[str]]

    def to_json(self) -> dict[str, object]:
        """Return all of it for programs: statements in the contract's form, with what weighs them."""
        incident = self.incident.to_json()
        incident["best"] = {name: chosen.to_json() for name, chosen in self.incident.best.items()}
        incident["mentions"] = list(self.incident.mentions)
        return {
            "incident": incident,
            "reports": [report.to_json() for report in self.reports],
            "statements": self.statements_json(),
            "verdicts": [{**v.to_json(), "in_force": v.id in self.standing} for v in self.verdicts],
        }

    def statements_json(self) -> list[dict[str, object]]:
        """Return the statements in the contract's form, each with what weighs it."""
        return [self._statement(one) for one in self.told]

    def _statement(self, one: Told) -> dict[str, object]:
        contradicted = self.disputed.get(one.statement.property, frozenset())
        return {
            **one.statement.to_json(),
            "published": one.published.isoformat(),
            "outlet": one.outlet,
            "of_group": one.share is not None,
            "set_aside": one.refused,
            "disputed": one.statement.id in contradicted,
        }


class Reader:
    """Answers from one state of a ledger. ``as_of`` says as of which moment; ids may be given by their beginning."""

    def __init__(self, connection: Connection, book: Codebook) -> None:
        self._connection = connection
        self._book = book

    def incidents(
        self,
        filters: Filters | None = None,
        *,
        as_of: AsOf = NOW,
        order: Order | None = None,
        limit: int | None = None,
        after: str | Key | None = None,
        kind: str = "incident",
    ) -> Iterator[Listed]:
        """Yield the incidents that fit, in order; ``after`` is the last one of the page before, or its key."""
        start = self._find(after, as_of) if isinstance(after, str) else after
        found = Incidents(self._connection, filters or Filters(), self._book, as_of, kind)
        yield from found.page(order, limit=limit, after=start)

    def ids(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> Iterator[str]:
        """Yield the ids of the incidents that fit, sorted."""
        yield from Incidents(self._connection, filters or Filters(), self._book, as_of).ids()

    def count(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> int:
        """Return how many incidents fit."""
        return Incidents(self._connection, filters or Filters(), self._book, as_of).count()

    def count_people(
        self, name: str, filters: Filters | None = None, *, rule: str = DEFAULT_RULE, as_of: AsOf = NOW
    ) -> People:
        """Count people (``killed``, ``wounded``, ...) over the incidents that fit, each by the rule."""
        return count_people(self._connection, name, filters or Filters(), self._book, rule=rule, as_of=as_of)

    def counted(
        self, what: str, filters: Filters | None = None, *, rule: str = DEFAULT_RULE, as_of: AsOf = NOW
    ) -> Count:
        """Count ``incidents``, or people (``killed``, ...) over them, with the incidents and reports behind it."""
        return count(self._connection, what, filters or Filters(), self._book, rule=rule, as_of=as_of)

    def show(self, name: str, *, rule: str = DEFAULT_RULE, as_of: AsOf = NOW) -> Shown:
        """Return one incident or group with all that is told of it; raises UnknownIdError for an unknown id."""
        rule_named(rule)
        incident, known = self._known(name, as_of)
        told = {(t.statement.id, t.share is None): t for t in known.told}  # two mentions may share one group
        made = full_profile(incident, known, self._book, rule)
        return Shown(
            made,
            tuple(told.values()),
            tuple(self._heads(made.reports, {m.report: m.family for m in known.mentions}, as_of)),
            tuple(known.verdicts),
            frozenset(v.id for v in in_force(known.verdicts)),
            disputed(told.values()),
        )

    def history(self, name: str, *, rule: str = DEFAULT_RULE, as_of: AsOf = NOW) -> list[Change]:
        """Return how each value of an incident changed from day to day."""
        rule_named(rule)
        incident, known = self._known(name, as_of)
        return history(self._connection, incident, known, self._book, rule=rule, as_of=as_of)

    def days(self, name: str, *, rule: str = DEFAULT_RULE, as_of: AsOf = NOW) -> list[DayOf]:
        """Return what was known of an incident at the end of each day on which a report of it came out."""
        rule_named(rule)
        incident, known = self._known(name, as_of)
        return days_of(self._connection, incident, known, self._book, rule=rule, as_of=as_of)

    def check(self, *, as_of: AsOf = NOW, limit: int | None = None, after: str | None = None) -> Iterator[Checked]:
        """Yield tallies, all or ``limit`` behind the one ``after``, with the incidents of the ledger that fit."""
        yield from check_tallies(self._connection, self._book, as_of, limit=limit, after=after)

    def why(self, first: str, second: str) -> Why:
        """Return what speaks for and against two mentions, or two incidents, being one."""
        return why(self._connection, first, second)

    def whys(self, of_mentions: Sequence[tuple[str, str]]) -> list[Why]:
        """Return the same for pairs of mentions, given by whole ids."""
        return whys(self._connection, of_mentions)

    def mentions(self, ids: Iterable[str]) -> dict[str, str]:
        """Return mentions in words: when and where its report says it was, its report's day, outlet and title."""
        return in_words(self._connection, ids)

    def candidates(self, *, limit: int = 20) -> list[Candidate]:
        """Return the pairs of mentions nearest to the threshold of linking that nobody has judged."""
        return candidates(self._connection, limit)

    def report(self, name: str) -> Coded:
        """Return a report as it was coded, with what became of it; raises UnknownIdError where there is none."""
        return coded_of(self._connection, name)

    def verdict(self, name: str) -> tuple[Verdict, bool]:
        """Return a verdict, and whether it is in force; raises UnknownIdError where there is none."""
        vid = find_verdict(self._connection, name)
        row = self._connection.execute(select(table).where(table.c.id == vid)).mappings().one()
        found = verdict_of({str(column): value for column, value in row.items()})
        return found, found in in_force(verdicts_on(self._connection, [found.subject]))

    def heads(self, ids: Iterable[str], *, as_of: AsOf = NOW) -> dict[str, ReportHead]:
        """Return reports without their texts, by id; unknown ids are left out."""
        wanted = tuple(sorted(ids))
        families: dict[str, str] = {}
        for chunk in chunks(wanted):
            query = select(report_family.c.report, report_family.c.family).where(among(report_family.c.report, chunk))
            families |= dict(self._connection.execute(query).all())
        return {head.id: head for head in self._heads(wanted, families, as_of)}

    def search(self, words: str, *, as_of: AsOf = NOW, limit: int = 50) -> list[Hit]:
        """Return the reports that hold all the words, the latest first."""
        return search(self._connection, words, as_of=as_of, limit=limit)

    def statements(self, filters: Filters | None = None, *, as_of: AsOf = NOW) -> Iterator[tuple[str, Told]]:
        """Yield each incident that fits with each of its own statements, in the order of incidents' ids."""
        for batch in batches(Incidents(self._connection, filters or Filters(), self._book, as_of).ids()):
            for incident, known in sorted(known_of(self._connection, batch, as_of).items()):
                yield from ((incident, one) for one in known.told if one.share is None)

    def _find(self, name: str, as_of: AsOf) -> str:
        """Return the incident that a name led to at the moment: what came since may have joined or parted it."""
        if as_of.is_now:
            return find_incident(self._connection, name)
        if members_of(self._connection, [name], as_of):
            return name
        mention = find_mention(self._connection, name)
        return incidents_of(self._connection, [mention], as_of).get(mention, mention)

    def _known(self, name: str, as_of: AsOf) -> tuple[str, Known]:
        incident = self._find(name, as_of)
        known = known_of(self._connection, [incident], as_of).get(incident)
        if known is None and members_of(self._connection, [incident]):
            raise UnknownIdError(f"nothing was known of {incident} as of that moment; ask as of a later one")
        if known is None:
            raise UnknownIdError(f"no incident {name!r} in this ledger; `incidents` lists them")
        return incident, known

    def _heads(self, ids: tuple[str, ...], families: Mapping[str, str], as_of: AsOf) -> Iterator[ReportHead]:
        newer = replaced_by(self._connection, ids, as_of)
        query = select(reports.c.id, reports.c.published, reports.c.outlet, reports.c.title, reports.c.url)
        for chunk in chunks(ids):
            rows = self._connection.execute(query.where(among(reports.c.id, chunk)))
            for rid, published, outlet, title, url in sorted(rows, key=lambda row: (row[1], row[0])):
                by = min(newer[rid]) if rid in newer else None
                yield ReportHead(rid, published, outlet, title, url, families[rid], by)
