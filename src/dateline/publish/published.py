"""What is published of one incident: a frozen value that every format is written from, and how it is made."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, or_, select

from dateline.codebook import Codebook
from dateline.ledger import rows, schema
from dateline.ledger.best import DEFAULT_RULE, BestOf, InOrder, Pin, best_of_ordered
from dateline.ledger.disputes import disputed
from dateline.ledger.filters import NOW, AsOf, Filters
from dateline.ledger.order import Order
from dateline.ledger.profile import Profile, profile
from dateline.ledger.read import Incidents
from dateline.ledger.reader import ReportHead
from dateline.ledger.replaced import replaced_by
from dateline.ledger.sources import Known, known_of
from dateline.ledger.told import Told
from dateline.ledger.verdicts import chunks, in_force, on_statements
from dateline.ledger.views import batches
from dateline.model import TOLL_PROPERTIES, Speaker, Statement, Value
from dateline.publish.care import Care, Discretion, Withheld, care_scheme, private_names
from dateline.publish.status import Status, status_of

AT_ONCE = 500  # incidents whose statements are in memory together
GROUP = "group"
_OF_PERSONS = ("victim", "perpetrator")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as published, with what weighs it. ``verdict`` is accept or correct where a person said so."""

    told: Told
    verdict: str | None
    is_disputed: bool
    is_cut: bool

    @property
    def statement(self) -> Statement:
        """The statement: value, modality, speakers, evidence."""
        return self.told.statement


@dataclass(frozen=True, slots=True)
class Weighed:
    """What best values of an incident are chosen from."""

    told: InOrder
    pins: Mapping[str, Pin]
    book: Codebook


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity, so that what is made of one can be kept
class Published:
    """One incident (or group) as published: its values, all statements of it, its reports and its status.

    ``own`` are the statements about it, ``of_group`` those about the group it is in: totals that no single incident
    may claim, and ``stated`` those of ``own`` that carry a value: not rejected, not of a report that was replaced.
    ``weighed`` is what rules choose among; it is whole and not to be written anywhere. ``recorded`` is
    when the last of it, or on it, was recorded.
    """

    incident: Profile
    status: Status
    weighed: Weighed
    own: tuple[Said, ...]
    of_group: tuple[Said, ...]
    reports: tuple[ReportHead, ...]
    recorded: datetime
    withheld: Withheld
    stated: tuple[Said, ...] = field(init=False)
    _by_property: Mapping[str, Sequence[Said]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stated = tuple(one for one in self.own if not one.told.refused)
        by_property: dict[str, list[Said]] = defaultdict(list)
        for one in stated:
            by_property[one.statement.property].append(one)
        object.__setattr__(self, "stated", stated)
        object.__setattr__(self, "_by_property", dict(by_property))

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.incident

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell of it, in the order of their first report."""
        return tuple(dict.fromkeys(r.outlet for r in self.reports if r.outlet))

    def best(self, name: str, rule: str) -> BestOf | None:
        """Return the value of a count (``killed``, ...) by a named rule, or None where none is known."""
        return _best_of(self, name, rule)

    def values(self, name: str) -> Iterator[tuple[Said, Value]]:
        """Yield the statements of a property that carry a value."""
        yield from ((one, one.statement.value) for one in self._by_property.get(name, ()))


@lru_cache(maxsize=64)  # of one incident: formats ask for the same counts
def _best_of(one: Published, name: str, rule: str) -> BestOf | None:
    weighed = one.weighed
    chosen = best_of_ordered(weighed.told, name, rule, weighed.book, weighed.pins.get(name))
    return chosen if chosen.is_known else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be published: which incidents, as of when, which rule chooses counts, with what care."""

    filters: Filters = field(default_factory=Filters)
    as_of: AsOf = NOW
    rule: str = DEFAULT_RULE
    care: Care = field(default_factory=Care)

    def to_json(self) -> dict[str, object]:
        """Return the request for manifests and the log: only what was asked for."""
        fields = {name: getattr(self.filters, name) for name in Filters.__dataclass_fields__}
        return {
            "filters": {
                name: list(v) if isinstance(v, tuple) else v if isinstance(v, int) else str(v)
                for name, v in fields.items()
                if v not in (None, ())
            },
            "as_of": self.as_of.published.isoformat() if self.as_of.published else None,
            "as_of_recorded": self.as_of.recorded.isoformat() if self.as_of.recorded else None,
            "rule": self.rule,
            "care": self.care.to_json(),
        }


class Walk:
    """Goes once over the incidents to publish, some hundred at a time, in the order of their days.

    After it, ``held_back`` counts what was not published for its status, by status.
    """

    def __init__(self, connection: Connection, book: Codebook, asked: Asked | None = None) -> None:
        self._connection = connection
        self._book = book
        self._asked = asked or Asked()
        self.held_back: dict[Status, int] = defaultdict(int)

    def count(self) -> int:
        """Return how many incidents fit the filters, whatever their status."""
        return Incidents(self._connection, self._asked.filters, self._book, self._asked.as_of).count()

    def incidents(self, watch: Callable[[int], None] | None = None) -> Iterator[Published]:
        """Yield the incidents; ``watch`` is called with the number of those read, batch by batch."""
        yield from self._of_kind("incident", watch)

    def groups(self) -> Iterator[Published]:
        """Yield the coordinated attacks, each with what is told of it as a whole."""
        yield from self._of_kind(GROUP, None)

    def _of_kind(self, kind: str, watch: Callable[[int], None] | None) -> Iterator[Published]:
        asked = self._asked
        found = Incidents(self._connection, asked.filters, self._book, asked.as_of, kind)
        for batch in batches(found.in_order(Order("day", descending=False)), AT_ONCE):
            known = known_of(self._connection, batch, asked.as_of)
            told_by = {m.report for one in known.values() for m in one.mentions}
            heads = report_heads(self._connection, told_by, asked.as_of)
            private = {} if asked.care.with_names else private_by_report(self._connection, told_by, self._book)
            for incident in (one for one in batch if one in known):
                status = status_of(known[incident].told, known[incident].verdicts)
                if status in asked.care.statuses:
                    yield self._published(incident, known[incident], status, heads, private)
                elif kind != GROUP:
                    self.held_back[status] += 1
            if watch:
                watch(len(batch))

    def _published(
        self,
        incident: str,
        known: Known,
        status: Status,
        heads: Mapping[str, ReportHead],
        private: Mapping[str, frozenset[str]],
    ) -> Published:
        book, withheld = self._book, Withheld()
        told_by = sorted({m.report for m in known.mentions}, key=lambda r: (heads[r].published, r))
        names = {name for report in told_by for name in private.get(report, ())}
        discretion = Discretion(self._asked.care, names, withheld)
        ordered = InOrder.of(known.told)
        made = profile(
            incident,
            known.mentions,
            ordered,
            book,
            pins=known.pins,
            rule=self._asked.rule,
            properties=TOLL_PROPERTIES,
        )
        shown = replace(
            made,
            place=discretion.place(made.place) if made.place else None,
            actors=tuple(sorted({discretion.actor(who) for who in made.actors}, key=_by_actor)),
            victims=made.victims if self._asked.care.with_names else (),
        )
        families = {m.report: m.family for m in known.mentions}
        reports = tuple([discretion.report(_of_family(heads[report], families.get(report))) for report in told_by])
        said = _said(known, discretion)
        # Two mentions may share a group, whose statements are then told twice.
        by_id = {one.statement.id: one for one in said if one.told.share is not None}
        return Published(
            shown,
            status,
            Weighed(ordered, known.pins, book),
            tuple(one for one in said if one.told.share is None),
            tuple(by_id.values()),
            reports,
            known.last_recorded,
            withheld,
        )


def _of_family(head: ReportHead, family: str | None) -> ReportHead:
    return head if family in (None, head.family) else replace(head, family=family)


def _by_actor(who: object) -> tuple[str, ...]:
    return tuple(str(getattr(who, name) or "") for name in ("actor", "modality", "name"))


def _said(known: Known, discretion: Discretion) -> list[Said]:
    deciding = on_statements(in_force(known.verdicts))
    contradicted = {sid for ids in disputed(known.told).values() for sid in ids}
    found = []
    for told in sorted(
        known.told, key=lambda t: (t.published, t.statement.evidence.report, t.statement.evidence.start)
    ):
        statement = discretion.statement(told.statement)
        sid = statement.id
        verdict = deciding[sid].kind if sid in deciding and not told.refused else None
        is_cut = len(statement.evidence.quote) < len(told.statement.evidence.quote)
        shown = told if statement is told.statement else replace(told, statement=statement)
        found.append(Said(shown, verdict, sid in contradicted, is_cut))
    return found


def report_heads(connection: Connection, ids: Iterable[str], as_of: AsOf) -> dict[str, ReportHead]:
    """Return reports without their texts, by id."""
    table, family_of = schema.reports.c, schema.report_family.c
    query = select(table.id, table.published, table.outlet, table.title, table.url, family_of.family).join(
        schema.report_family, family_of.report == table.id
    )
    wanted = set(ids)
    newer = replaced_by(connection, wanted, as_of)
    found = {}
    for chunk in chunks(wanted):
        for rid, published, outlet, title, url, family in connection.execute(
            query.where(schema.reports.c.id.in_(chunk))
        ):
            by = min(newer[rid]) if rid in newer else None
            found[rid] = ReportHead(rid, published, outlet, title, url, family, by)
    return found


def private_by_report(connection: Connection, ids: Iterable[str], book: Codebook) -> dict[str, frozenset[str]]:
    """Return the private names that each report's statements give, also those of its other incidents."""
    table = schema.statements.c
    asked = select(table.report, table.property, table.value, table.speakers)
    is_named = table.property.in_(_OF_PERSONS) & table.name.is_not(None)
    said_by = or_(*(table.speakers.like(f'%"{kind}"%') for kind in sorted(care_scheme().private_speakers)))
    found: dict[str, list[Value | Speaker]] = defaultdict(list)
    for chunk in chunks(ids):
        query = asked.where(table.report.in_(chunk), or_(is_named, said_by))
        for report, name, value, speakers in connection.execute(query):
            if name in _OF_PERSONS:
                found[report].append(rows.value_of(name, json.loads(value)))
            found[report] += [Speaker(one["name"], one["kind"]) for one in json.loads(speakers)]
    return {report: private_names(of_one, book) for report, of_one in found.items()}
