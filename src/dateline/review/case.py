"""One incident as it is reviewed: its reports side by side, what they count, who is named, what may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from dateline.codebook import Codebook
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.history import Change
from dateline.ledger.listing import among
from dateline.ledger.reader import Reader, ReportHead, Shown
from dateline.ledger.schema import mentions, tallies
from dateline.ledger.tallies import Checked, check_tallies
from dateline.ledger.told import Told
from dateline.ledger.verdicts import ADD, Verdict, chunks, in_force, on_statements, statement_added
from dateline.ledger.why import Why
from dateline.model import TOLL_PROPERTIES
from dateline.review.near import Near, near_of
from dateline.review.sheet import ORDER

_NEAR = 6  # other incidents that are held against this one
_TALLIES = 20  # the latest tallies by the incident's actors and in its reports that may count it
_RANKS = {name: number for number, name in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Column:
    """What one report tells of the incident: the mention by which it does, and its statements by property.

    Statements that say the same, by the same speakers, stand as the first of them with their number.
    """

    report: ReportHead
    mention: str
    told: Mapping[str, tuple[tuple[Told, int], ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """An incident under review.

    ``columns`` are its reports in the order of publication, ``properties`` what they tell, in reading order.
    ``counts`` are its tolls and ``named`` those who are said to have done it, or not. ``near`` are other incidents
    that may be the same, each with what speaks for and against it.
    """

    shown: Shown
    columns: tuple[Column, ...]
    properties: tuple[str, ...]
    counts: tuple[Told, ...]
    named: tuple[Told, ...]
    changes: tuple[Change, ...]
    tallies: tuple[Checked, ...]
    near: tuple[tuple[Near, Why], ...]

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.shown.incident.incident

    @property
    def decided(self) -> Mapping[str, Verdict]:
        """The verdict that counts on each statement that anybody judged or added, by the statement's id."""
        standing = in_force(self.shown.verdicts)
        added = {statement_added(verdict).id: verdict for verdict in standing if verdict.kind == ADD}
        return added | on_statements(standing)

    def others_of(self, mention: str) -> tuple[str, ...]:
        """Return the other mentions of the incident: those from which one is parted to split it off."""
        return tuple(other for other in self.shown.incident.mentions if other != mention)


def case_of(
    connection: Connection,
    book: Codebook,
    name: str,
    *,
    rule: str = DEFAULT_RULE,
    as_of: AsOf = NOW,
    beside: str | None = None,
) -> Case:
    """Return an incident under review, as of a moment; ``beside`` is another one to hold it against first.

    Raises UnknownIdError where there is none, ValueError for an unknown rule.
    """
    reader = Reader(connection, book)
    shown = reader.show(name, rule=rule, as_of=as_of)
    incident = shown.incident
    by_mention = _reports_of(connection, incident.mentions)
    heads = {head.id: head for head in shown.reports}
    columns = [
        Column(heads[by_mention[mention]], mention, _by_property(shown.told, by_mention[mention]))
        for mention in incident.mentions
        if by_mention.get(mention) in heads
    ]
    columns.sort(key=lambda column: (column.report.published, column.report.id, column.mention))
    in_order = sorted(
        shown.told, key=lambda t: (t.published, t.statement.evidence.report, t.statement.evidence.start)
    )
    return Case(
        shown,
        tuple(columns),
        tuple(sorted({t.statement.property for t in shown.told}, key=lambda p: (_RANKS.get(p, len(_RANKS)), p))),
        tuple(t for t in in_order if t.statement.property in TOLL_PROPERTIES),
        tuple(t for t in in_order if t.statement.property == "perpetrator"),
        tuple(reader.history(name, rule=rule, as_of=as_of)),
        tuple(_tallies_of(connection, book, shown, as_of)),
        tuple(_near(connection, reader, shown, beside)) if as_of.is_now else (),
    )


def _reports_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        found |= dict(
            connection.execute(select(mentions.c.id, mentions.c.report).where(among(mentions.c.id, chunk))).all()
        )
    return found


def _by_property(told: Iterable[Told], report: str) -> dict[str, tuple[tuple[Told, int], ...]]:
    alike: dict[tuple[object, ...], list[Told]] = {}
    for one in told:
        said = one.statement
        if said.evidence.report == report:
            key = (said.property, said.value, said.modality, said.speakers, one.share is None, one.refused)
            alike.setdefault(key, []).append(one)
    found: dict[str, tuple[tuple[Told, int], ...]] = {}
    for same in alike.values():
        name = same[0].statement.property
        found[name] = (*found.get(name, ()), (same[0], len(same)))
    return found


def _tallies_of(connection: Connection, book: Codebook, shown: Shown, as_of: AsOf) -> list[Checked]:
    """Return the tallies that count the incident, of those by its actors and in its reports."""
    actors = sorted({who.actor for who in shown.incident.actors if who.actor})
    own = [head.id for head in shown.reports]
    when = shown.incident.date
    first, last = (when.earliest, when.latest) if when else (None, None)
    by_actor: list[ColumnElement[bool]] = [tallies.c.actor.in_(actors)]
    if last is not None:
        by_actor.append(or_(tallies.c.since.is_(None), tallies.c.since <= last))
    if first is not None:
        by_actor.append(or_(tallies.c.until.is_(None), tallies.c.until >= first))
    found: set[tuple[datetime, str]] = set()
    for conditions in (by_actor, [among(tallies.c.report, own)]):
        query = select(tallies.c.recorded, tallies.c.id).where(*conditions)
        rows = connection.execute(query.order_by(tallies.c.recorded.desc(), tallies.c.id).limit(_TALLIES))
        found |= {(recorded, tally) for recorded, tally in rows}
    ids = [tally for _, tally in sorted(found, reverse=True)[:_TALLIES]]
    counted = check_tallies(connection, book, as_of, ids=ids)
    return [one for one in counted if shown.incident.incident in one.incidents]


def _near(connection: Connection, reader: Reader, shown: Shown, beside: str | None) -> Sequence[tuple[Near, Why]]:
    """Return the incidents nearest to this one with the grounds, the one asked for first."""
    if shown.incident.kind != "incident":
        return []
    best: dict[str, Near] = {}
    for of_mention in near_of(connection, shown.incident.mentions).values():
        for near in of_mention:
            known = best.get(near.incident.incident)
            if known is None or near.weight > known.weight:
                best[near.incident.incident] = near
    found = sorted(best.values(), key=lambda n: (n.incident.incident != beside, -n.weight, n.incident.incident))
    found = found[:_NEAR]
    grounds = reader.whys([(near.mention, near.other) for near in found])
    return list(zip(found, grounds, strict=True))
