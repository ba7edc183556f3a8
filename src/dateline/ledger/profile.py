"""What an incident is, from the mentions that tell of it and their statements: one row of the list of incidents.

A pure function, used for the stored view and for what was known on an earlier day alike, so that both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - ``date`` is a field here

from dateline.codebook import Codebook
from dateline.ledger.best import DEFAULT_RULE, BestOf, InOrder, Pin, best_of_ordered
from dateline.ledger.persons import lookup_names
from dateline.ledger.told import Told
from dateline.model import Code, DateValue, Kind, Modality, Outcome, Perpetrator, Place, PlacePrecision, Victim

_EXACT = tuple(PlacePrecision)
_HOW_FAR = (Outcome.COMPLETED, Outcome.ATTEMPTED, Outcome.FOILED, Outcome.THREATENED, Outcome.PLANNED)


@dataclass(frozen=True, slots=True)
class MentionOf:
    """A mention as it counts for its incident: what its report's coding says, and its report's day and family.

    ``group`` is the incident (kind group) of the mention's group. ``judged`` names the properties of which a
    person corrected or rejected a statement: there the statements count and not what the coding chose.
    """

    id: str
    kind: str
    report: str
    published: Day
    family: str
    types: tuple[str, ...] = ()
    outcome: Outcome | None = None
    suicide: bool | None = None
    date: DateValue | None = None
    place: Place | None = None
    group: str | None = None
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class ActorOf:
    """Who is said to have done it, and how that is put forward."""

    actor: str | None
    modality: str
    name: str | None

    def to_json(self) -> dict[str, object]:
        """Return the form of the column ``actors``."""
        return {"actor": self.actor, "modality": self.modality, "name": self.name}


@dataclass(frozen=True, slots=True)
class Profile:
    """An incident or group in one row. ``day`` is the latest day of its date, else the earliest, else ``first``.

    ``first`` and ``last`` are the publication days of its first and last report.
    """

    incident: str
    kind: str
    mentions: tuple[str, ...]
    group: str | None
    types: tuple[str, ...]
    outcome: Outcome | None
    suicide: bool | None
    date: DateValue | None
    place: Place | None
    best: dict[str, BestOf]
    actors: tuple[ActorOf, ...]
    reports: tuple[str, ...]
    families: int
    first: Day
    last: Day
    weapons: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()  # names, which are private data

    @property
    def day(self) -> Day:
        """The day by which lists are sorted."""
        when = self.date
        return (when.latest or when.earliest or self.first) if when else self.first

    def terms(self) -> Iterator[tuple[str, str]]:
        """Yield what filters find it by: type, weapon, target, actor, modality, actor.<modality>, person."""
        found = {("type", code) for code in self.types}
        found |= {("weapon", code) for code in self.weapons} | {("target", code) for code in self.targets}
        for who in self.actors:
            found.add(("modality", who.modality))
            if who.actor:
                found |= {("actor", who.actor), (f"actor.{who.modality}", who.actor)}
            elif who.name:
                found |= {("person", name) for name in lookup_names(who.name)}
        found |= {("person", name) for victim in self.victims for name in lookup_names(victim)}
        yield from sorted(found)

    def to_json(self) -> dict[str, object]:
        """Return the contract's incident with what the ledger knows beside: actors, counts of reports, days."""
        shared: dict[str, object] = {
            "id": self.incident,
            "kind": self.kind,
            "types": list(self.types),
            "outcome": self.outcome.value if self.outcome else None,
            "suicide": self.suicide,
            "date": self.date.to_json() if self.date else None,
            "place": self.place.to_json() if self.place else None,
            "group": self.group,
            "best": {name: chosen.value.to_json() for name, chosen in self.best.items() if chosen.value},
            "reports": list(self.reports),
        }
        beside: dict[str, object] = {
            "actors": [who.to_json() for who in self.actors],
            "weapons": list(self.weapons),
            "targets": list(self.targets),
            "families": self.families,
            "first_published": self.first.isoformat(),
            "last_published": self.last.isoformat(),
        }
        return shared | beside


def profile(
    incident: str,
    mentions: Sequence[MentionOf],
    told: Iterable[Told] | InOrder,
    book: Codebook,
    *,
    pins: dict[str, Pin] | None = None,
    rule: str = DEFAULT_RULE,
    properties: Sequence[str] = ("killed", "wounded"),
) -> Profile:
    """Return what an incident (or group) is. ``mentions`` are all that tell of it, at least one; any order.

    ``told`` are its statements, and those of its group marked by ``share``; whoever has them in order gives them so.
    """
    mentions = sorted(mentions, key=lambda m: (m.published, m.id))
    everything = told if isinstance(told, InOrder) else InOrder.of(told)
    stated = [t for t in everything.told if not t.refused]
    groups = sorted({m.group for m in mentions if m.group})
    return Profile(
        incident,
        mentions[0].kind,
        tuple(m.id for m in mentions),
        groups[0] if groups else None,
        _types(mentions, stated),
        _outcome(mentions),
        None if all(m.suicide is None for m in mentions) else any(m.suicide for m in mentions),
        _date(mentions, stated),
        _place(mentions, stated),
        {
            name: chosen
            for name in properties
            if (chosen := best_of_ordered(everything, name, rule, book, (pins or {}).get(name))).is_known
        },
        _actors(stated),
        tuple(dict.fromkeys(m.report for m in mentions)),
        len({m.family for m in mentions}),
        mentions[0].published,
        mentions[-1].published,
        _kinds(stated, "weapon"),
        _kinds(stated, "target"),
        tuple(sorted({v.name for t in stated if isinstance(v := t.statement.value, Victim) and v.name})),
    )


def _types(mentions: Sequence[MentionOf], stated: Sequence[Told]) -> tuple[str, ...]:
    judged = {m.id for m in mentions if "type" in m.judged}
    own = [code for m in mentions if m.id not in judged for code in m.types]
    told = [t.statement.value for t in stated if t.statement.about in judged]
    return tuple(dict.fromkeys([*own, *(value.code for value in told if isinstance(value, Code))]))


def _outcome(mentions: Sequence[MentionOf]) -> Outcome | None:
    """Return how far the act got by the report that puts it furthest."""
    told = {m.outcome for m in mentions if m.outcome}
    return next((outcome for outcome in _HOW_FAR if outcome in told), None)


def _date(mentions: Sequence[MentionOf], stated: Sequence[Told]) -> DateValue | None:
    """Return the narrowest date; of several as narrow, the one that most text families tell, then the first."""
    found: list[tuple[DateValue, str]] = []
    for mention in mentions:
        if "date" in mention.judged:
            own = [t.statement.value for t in stated if t.statement.about == mention.id]
            dates = [value for value in own if isinstance(value, DateValue)]
            found += [(value, mention.family) for value in dates]
        elif mention.date:
            found.append((mention.date, mention.family))
    voices = {value: {f for v, f in found if v == value} for value, _ in found}
    return min((v for v, _ in found), key=lambda v: (v.days or 10**6, -len(voices[v])), default=None)


def _place(mentions: Sequence[MentionOf], stated: Sequence[Told]) -> Place | None:
    """Return the most exact place; of several as exact, the one that most text families tell, then the first."""
    found: list[tuple[Place, str]] = []
    for mention in mentions:
        if "place" in mention.judged:
            own = [t.statement.value for t in stated if t.statement.about == mention.id]
            found += [(value, mention.family) for value in own if isinstance(value, Place)]
        elif mention.place:
            found.append((mention.place, mention.family))
    voices = {value: {f for v, f in found if v == value} for value, _ in found}
    return min((v for v, _ in found), key=lambda v: (_EXACT.index(v.precision), -len(voices[v])), default=None)


def _actors(stated: Sequence[Told]) -> tuple[ActorOf, ...]:
    found = {
        ActorOf(t.statement.value.actor, t.statement.modality.value, t.statement.value.name)
        for t in stated
        if isinstance(t.statement.value, Perpetrator)
        and (t.statement.value.actor or t.statement.value.name or t.statement.modality is Modality.UNCLAIMED)
    }
    return tuple(sorted(found, key=lambda who: (who.actor or "", who.modality, who.name or "")))


def _kinds(stated: Sequence[Told], name: str) -> tuple[str, ...]:
    values = (t.statement.value for t in stated if t.statement.property == name)
    return tuple(dict.fromkeys(value.type for value in values if isinstance(value, Kind)))
