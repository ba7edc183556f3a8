"""What the source tables say of incidents, now or as of a moment: mentions and statements for rules to weigh.

Verdicts are brought to bear here: a rejected statement is refused, a corrected one holds the corrected value.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, select

from dateline.ledger import rows
from dateline.ledger.best import Pin
from dateline.ledger.engine import fetched
from dateline.ledger.families import families_at, last_joined
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.listing import among
from dateline.ledger.members import Members, incidents_of, members_by_day, members_of
from dateline.ledger.profile import MentionOf
from dateline.ledger.replaced import Versions, versions_of
from dateline.ledger.schema import incident_of, mentions, report_family, reports, statements, verdicts
from dateline.ledger.telling import ADDED_RULE, put_right
from dateline.ledger.told import Share, Told
from dateline.ledger.verdicts import (
    ADD,
    CHANGING,
    Verdict,
    chunks,
    in_force,
    is_addition,
    on_statements,
    pins_of,
    statement_added,
    verdicts_on,
)
from dateline.model import Outcome, Statement

_Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one incident or group.

    ``first_recorded`` is when its first mention was written, ``last_recorded`` the last of it, or on it.

    ``verdicts`` are all on it, undone ones and undos too, in the order of recording.
    """

    mentions: Sequence[MentionOf]
    told: Sequence[Told]
    first_recorded: datetime
    last_recorded: datetime
    pins: dict[str, Pin] = field(default_factory=dict)
    verdicts: Sequence[Verdict] = ()


def known_of(
    connection: Connection,
    incidents: Iterable[str],
    as_of: AsOf = NOW,
    *,
    touched: Mapping[str, datetime] | None = None,
    properties: Collection[str] = (),
) -> dict[str, Known]:
    """Return what is known of incidents and groups by id, a few hundred a call; unknown ids are left out.

    ``properties``: only what is stated of these; of every one without any.

    ``touched``: of mentions, when something was last recorded that may have changed with which others they stand;
    ``last_recorded`` is no earlier.
    """
    members = members_of(connection, incidents, as_of)
    return known_by(connection, members, as_of, touched=touched, properties=properties)


def known_by(
    connection: Connection,
    members: Members,
    as_of: AsOf = NOW,
    *,
    touched: Mapping[str, datetime] | None = None,
    properties: Collection[str] = (),
) -> dict[str, Known]:
    """Return what is known of incidents whose mentions are given; those of which nothing was known are left out."""
    return _Stated.of(connection, members, as_of, properties).known(members, as_of, touched)


def known_by_day(
    connection: Connection, incident: str, days: Iterable[date], as_of: AsOf = NOW
) -> Iterator[tuple[date, Known]]:
    """Yield what was known of an incident at the end of each of these days; none of which nothing was known.

    What is stated is looked up once for all of them.
    """
    moments = {day: replace(as_of, published=day) for day in days}
    members = members_by_day(connection, incident, moments)
    every = sorted({mention for of_day in members.values() for mention in of_day})
    stated = _Stated.of(connection, {incident: every}, as_of, ())
    for day, moment in moments.items():
        if (found := stated.known({incident: members[day]}, moment, None).get(incident)) is not None:
            yield day, found


@dataclass(frozen=True, slots=True)
class _Stated:
    """The rows of mentions and groups, and all that is stated and judged of them."""

    connection: Connection
    own: Mapping[str, _Row]
    groups: Mapping[str, _Row]
    about: Mapping[str, Sequence[Statement]]
    by_subject: Mapping[str, Sequence[Verdict]]
    names: set[str]  # ids of mentions that name an incident
    joined: Mapping[str, datetime]  # of a family, when its last report was recorded
    versions: Versions

    @classmethod
    def of(cls, connection: Connection, members: Members, as_of: AsOf, properties: Collection[str]) -> _Stated:
        """Look up what is stated of mentions until a moment."""
        every = {mention for of_one in members.values() for mention in of_one}
        own = {str(m["id"]): m for m in _mention_rows(connection, every, as_of)}
        groups = {str(m["id"]): m for m in _mention_rows(connection, _groups(own.values()), as_of)}
        about = _statements_about(connection, [*own, *groups], properties)
        stated = {s.id for of_one in about.values() for s in of_one}
        subjects = {*stated, *own, *groups, *members}
        judged = verdicts_on(connection, subjects, as_of.recorded) if _any(connection) else []
        for addition in (
            v for v in in_force(judged) if v.kind == ADD and (not properties or v.property in properties)
        ):
            about[addition.subject].append(statement_added(addition))
        by_subject: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in judged:
            for subject in {verdict.subject, verdict.other or verdict.subject}:
                by_subject[subject].append(verdict)
        names = _names(connection, members, every, as_of)
        joined = _last_joined(connection, members, own)
        versions = versions_of(connection, {str(m["report"]) for m in own.values()})
        return cls(connection, own, groups, about, by_subject, names, joined, versions)

    def known(self, members: Members, as_of: AsOf, touched: Mapping[str, datetime] | None) -> dict[str, Known]:
        """Return what is known of incidents by what was published until a moment."""
        own = {mention: row for mention, row in self.own.items() if _is_published(row, as_of)}
        groups = {group: row for group, row in self.groups.items() if _is_published(row, as_of)}
        told_by = incidents_of(self.connection, groups, as_of)
        replaced = self.versions.replacing({str(m["report"]) for m in own.values()}, as_of)
        found: dict[str, Known] = {}
        for incident, of_one in members.items():
            tellings = [own[m] for m in of_one if m in own]
            if tellings:
                weighed = _Weighed(
                    incident, tellings, groups, self.about, self.by_subject, replaced, self.names, self.joined
                )
                found[incident] = weighed.known(told_by, touched)
        return found


def _is_published(row: _Row, as_of: AsOf) -> bool:
    return as_of.published is None or cast("date", row["published"]) <= as_of.published


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One incident's mentions with its statements, verdicts and replaced reports."""

    incident: str
    tellings: Sequence[_Row]
    groups: Mapping[str, _Row]
    about: Mapping[str, Sequence[Statement]]
    by_subject: Mapping[str, Sequence[Verdict]]
    replaced: Mapping[str, frozenset[str]]
    names: set[str]  # ids of mentions that name an incident
    joined: Mapping[str, datetime]  # of a family, when its last report was recorded

    def known(self, told_by: Mapping[str, str], touched: Mapping[str, datetime] | None) -> Known:
        own = [s.id for m in self.tellings for s in self._statements(m)]
        ids = [str(m["id"]) for m in self.tellings]
        of_groups = [str(m["group_id"]) for m in self.tellings if m["group_id"]]
        judged = self._verdicts([*own, *ids, self.incident], added_to=of_groups)
        standing = in_force(judged)
        deciding = on_statements(standing)
        told = [t for m in self.tellings for t in self._told(m, deciding)]
        written = [cast("datetime", m["recorded"]) for m in self.tellings]
        is_joint = len({m["report"] for m in self.tellings}) > 1
        families = {str(m["family"]) for m in self.tellings} if is_joint else set()
        moments = [max(written), *(v.recorded for v in judged), *(touched[m] for m in ids if touched is not None)]
        moments += [self.joined[family] for family in families if family in self.joined]
        mentions_of = [self._mention(m, told_by, deciding) for m in self.tellings]
        # A mention's id may name another incident, after a verdict parted it from those that keep its name.
        names = {self.incident, *(m for m in ids if m not in self.names)}
        pins = pins_of(v for v in standing if v.subject in names)
        in_order = sorted(judged, key=lambda v: (v.recorded, v.id))
        return Known(mentions_of, told, min(written), max(moments), pins, in_order)

    def _statements(self, mention: _Row) -> Iterable[Statement]:
        yield from self.about.get(str(mention["id"]), ())
        if str(mention["group_id"]) in self.groups:
            yield from self.about.get(str(mention["group_id"]), ())

    def _verdicts(self, ids: Iterable[str], *, added_to: Iterable[str]) -> list[Verdict]:
        found = {v.id: v for subject in ids for v in self.by_subject.get(subject, ())}
        # Of what is decided on a group its incidents share only what was added to it, not its pairs.
        shared = {v.id: v for group in added_to for v in self.by_subject.get(group, ()) if is_addition(v)}
        return list((found | shared).values())

    def _told(self, mention: _Row, deciding: Mapping[str, Verdict]) -> Iterable[Told]:
        by = self.replaced.get(str(mention["report"]), frozenset()) & {str(m["report"]) for m in self.tellings}
        refused = f"its report was replaced by {min(by)}" if by else None
        group = self.groups.get(str(mention["group_id"]))
        for statement in self.about.get(str(mention["id"]), ()):
            yield _judged(_told(statement, mention, None, refused), deciding)
        if group is not None:
            share = _share(str(mention["id"]), group)
            for statement in self.about.get(str(group["id"]), ()):
                yield _judged(_told(statement, mention, share, refused), deciding)

    def _mention(self, row: _Row, told_by: Mapping[str, str], deciding: Mapping[str, Verdict]) -> MentionOf:
        own = self.about.get(str(row["id"]), ())
        changed = {s.property for s in own if s.id in deciding and deciding[s.id].kind in CHANGING}
        changed |= {s.property for s in own if s.rule == ADDED_RULE}
        return _mention_of(row, told_by.get(str(row["group_id"])), frozenset(changed))


def _judged(told: Told, deciding: Mapping[str, Verdict]) -> Told:
    verdict = deciding.get(told.statement.id)
    if verdict is None or verdict.kind not in CHANGING:
        return told
    if verdict.kind == "correct":
        return replace(told, statement=put_right(told.statement, verdict.value, verdict.telling))
    return replace(told, refused=f"rejected by {verdict.author}" + (f": {verdict.reason}" if verdict.reason else ""))


def _any(connection: Connection) -> bool:
    return connection.execute(select(verdicts.c.id).limit(1)).first() is not None


def _names(connection: Connection, members: Members, every: set[str], as_of: AsOf) -> set[str]:
    """Return those ids of mentions that are the name of an incident, maybe of another one than they tell of."""
    found = set(members)
    if as_of.recorded is None:
        for chunk in chunks(every):
            found |= set(
                connection.scalars(select(incident_of.c.incident).where(among(incident_of.c.incident, chunk)))
            )
    return found & every


def _last_joined(connection: Connection, members: Members, own: Mapping[str, _Row]) -> Mapping[str, datetime]:
    """Return when the families grew whose reports tell of one incident together, which counts each family once."""
    families: set[str] = set()
    for of_one in members.values():
        told = [own[m] for m in of_one if m in own]
        if len({m["report"] for m in told}) > 1:
            families |= {str(m["family"]) for m in told}
    return last_joined(connection, families)


def _groups(of_mentions: Iterable[_Row]) -> set[str]:
    return {str(m["group_id"]) for m in of_mentions if m["group_id"]}


_TELLINGS = (
    select(mentions, reports.c.published, reports.c.outlet, report_family.c.family)
    .join(reports, reports.c.id == mentions.c.report)
    .join(report_family, report_family.c.report == mentions.c.report)
    .order_by(mentions.c.id)
)


def _mention_rows(connection: Connection, ids: Iterable[str], as_of: AsOf) -> list[_Row]:
    query = _TELLINGS
    if as_of.published is not None:
        query = query.where(reports.c.published <= as_of.published)
    if as_of.recorded is not None:
        query = query.where(mentions.c.recorded <= as_of.recorded)
    found: list[_Row] = []
    for chunk in chunks(ids):
        found += fetched(connection, query.where(among(mentions.c.id, chunk)))
    if as_of.recorded is None:
        return found
    families = families_at(connection, {str(m["family"]) for m in found}, as_of.recorded)
    return [{**m, "family": families[str(m["report"])]} for m in found]


def _statements_about(
    connection: Connection, ids: Iterable[str], properties: Collection[str]
) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    query = select(*(statements.c[name] for name in rows.OF_STATEMENT))
    if properties:
        query = query.where(statements.c.property.in_(properties))
    for chunk in chunks(ids):
        of_chunk = query.where(among(statements.c.about, chunk)).order_by(statements.c.about, statements.c.ordinal)
        for row in connection.execute(of_chunk).all():
            statement = rows.statement_from(row)
            found[statement.about].append(statement)
    return found


def _told(statement: Statement, mention: _Row, share: Share | None, refused: str | None) -> Told:
    published, outlet = cast("date", mention["published"]), cast("str | None", mention["outlet"])
    return Told(statement, published, outlet, str(mention["family"]), share, refused)


def _share(mention: str, group: _Row) -> Share:
    members = json.loads(str(group["members"]))
    return Share(members.index(mention) if mention in members else 0, len(members))


def _mention_of(row: _Row, group: str | None, judged: frozenset[str]) -> MentionOf:
    return MentionOf(
        str(row["id"]),
        str(row["kind"]),
        str(row["report"]),
        cast("date", row["published"]),
        str(row["family"]),
        rows.codes_from(str(row["types"])),
        Outcome(str(row["outcome"])) if row["outcome"] is not None else None,
        cast("bool | None", row["suicide"]),
        rows.date_of(row),
        rows.place_of(row),
        group,
        judged,
    )
