"""Facts that a format may have no room for: how often an incident has each, with words that show it.

A crosswalk lists under ``lost`` those that its standard cannot hold; the loss report counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from dateline.ledger.profile import ActorOf
from dateline.model import Kind, Modality, Toll, Victim
from dateline.publish.published import Published, Said

_COUNTED = ("killed", "wounded")
_RARE_COUNTS = ("missing", "arrested", "hostages", "attackers", "attackers_killed", "attackers_wounded")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of incidents. ``found`` yields words for each time it is known of one."""

    title: str
    found: Callable[[Published], Iterator[str]]


@lru_cache(maxsize=64)  # of one incident: several formats lose the same
def found_of(name: str, one: Published) -> tuple[str, ...]:
    """Return the words that show a fact of an incident, one for each time it is known."""
    return tuple(FACTS[name].found(one))


def _quoted(one: Said) -> str:
    return f"“{' '.join(one.statement.evidence.quote.split())}”"


def _other_values(one: Published) -> Iterator[str]:
    """Yield the values of a property beyond the first: what one number a property leaves out."""
    for name in _COUNTED:
        tolls = [(s, v) for s, v in one.values(name) if isinstance(v, Toll) and not v.part]
        different = {(v.low, v.high): s for s, v in tolls}
        chosen = one.incident.best.get(name)
        for bounds, said in different.items():
            if chosen is None or bounds != (chosen.low, chosen.high):
                yield f"{name} {bounds_words(*bounds)} ({said.told.outlet or 'no outlet'}, {said.told.published})"


def bounds_words(low: int | None, high: int | None) -> str:
    """Return the bounds of a count briefly: "12", "20+", "12–20", "up to 5"."""
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def _ranges(one: Published) -> Iterator[str]:
    for name, chosen in one.incident.best.items():
        if chosen.low != chosen.high:
            yield f"{name} {bounds_words(chosen.low, chosen.high)}"


def _of_modality(*wanted: Modality) -> Callable[[Published], Iterator[str]]:
    def found(one: Published) -> Iterator[str]:
        for said in one.stated:
            if said.statement.modality in wanted:
                yield f"{said.statement.property} {said.statement.modality.value}: {_quoted(said)}"

    return found


def _speakers(one: Published) -> Iterator[str]:
    for said in one.stated:
        if said.statement.speakers:
            yield f"{said.statement.speakers[0].name} for {said.statement.property}: {_quoted(said)}"


def _passed_on(one: Published) -> Iterator[str]:
    for said in one.stated:
        if len(said.statement.speakers) > 1:
            yield " via ".join(s.name for s in said.statement.speakers) + f": {_quoted(said)}"


def _channels(one: Published) -> Iterator[str]:
    yield from (f"{s.statement.channel}: {_quoted(s)}" for s in one.stated if s.statement.channel)


def _quotes(one: Published) -> Iterator[str]:
    yield from (f"{said.statement.property}: {_quoted(said)}" for said in one.stated)


def _parts(one: Published) -> Iterator[str]:
    for said in one.stated:
        if isinstance(said.statement.value, Toll) and said.statement.value.part:
            yield f"{said.statement.property}: {_quoted(said)}"


def _victims(one: Published) -> Iterator[str]:
    yield from (_quoted(said) for said, value in one.values("victim") if isinstance(value, Victim))


def _group_totals(one: Published) -> Iterator[str]:
    for said in one.of_group:
        if isinstance(said.statement.value, Toll) and not said.told.refused:
            yield f"{said.statement.property} of {one.incident.group}: {_quoted(said)}"


def _rare_counts(one: Published) -> Iterator[str]:
    for name in _RARE_COUNTS:
        yield from (f"{name}: {_quoted(said)}" for said, _ in one.values(name))


def _changes(one: Published) -> Iterator[str]:
    by_property: dict[str, set[str]] = defaultdict(set)
    for said in one.stated:
        if isinstance(said.statement.value, Toll):
            by_property[said.statement.property].add(said.told.published.isoformat())
    yield from (f"{name} told on {', '.join(sorted(days))}" for name, days in by_property.items() if len(days) > 1)


def _decided(one: Published) -> Iterator[str]:
    for said in (*one.own, *one.of_group):
        if said.verdict:
            yield f"{said.verdict}ed: {_quoted(said)}"
        elif said.told.refused:
            yield f"{said.told.refused}: {_quoted(said)}"


def _reports(one: Published) -> Iterator[str]:
    yield from (f"{r.outlet or 'no outlet'}, {r.published.isoformat()}" for r in one.reports)


def _weapon_names(one: Published) -> Iterator[str]:
    for name in ("weapon", "target"):
        yield from (f"{name}: {v.name}" for _, v in one.values(name) if isinstance(v, Kind) and v.name)


def _other_actors(one: Published) -> Iterator[str]:
    named: list[ActorOf] = [who for who in one.incident.actors if who.actor or who.name]
    yield from (f"{who.name or who.actor} ({who.modality})" for who in named[1:])


def _status(one: Published) -> Iterator[str]:
    yield one.status.value


FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "other_values": Fact("values of killed and wounded beside the one chosen", _other_values),
        "ranges": Fact("chosen counts that are a range or open (“at least”)", _ranges),
        "parts": Fact("counts of some of the people (“including two children”)", _parts),
        "group_totals": Fact("totals over a coordinated attack, told of no single incident", _group_totals),
        "rare_counts": Fact("counts of missing, arrested, hostages and attackers", _rare_counts),
        "changes": Fact("counts told on more than one day: how a toll changed", _changes),
        "claims": Fact("values put forward as claims", _of_modality(Modality.CLAIMED)),
        "suspicions": Fact("values put forward as suspected", _of_modality(Modality.SUSPECTED)),
        "denials": Fact("denials", _of_modality(Modality.DENIED)),
        "unclaimed": Fact("statements that nobody has claimed the act", _of_modality(Modality.UNCLAIMED)),
        "not_done": Fact(
            "values of what was threatened, planned, foiled or predicted",
            _of_modality(Modality.THREATENED, Modality.PLANNED, Modality.FOILED, Modality.PREDICTED),
        ),
        "speakers": Fact("who said a value, where a report credits somebody", _speakers),
        "passed_on": Fact("second speakers: who passed on what another said", _passed_on),
        "channels": Fact("the channel of a claim (an outlet of the claimant)", _channels),
        "quotes": Fact("the exact words of a value, with their place in the report", _quotes),
        "victims": Fact("persons and kinds of people harmed", _victims),
        "names_of_things": Fact("what reports call weapons and targets", _weapon_names),
        "other_actors": Fact("further actors, or the same with another modality", _other_actors),
        "reports": Fact("the reports themselves: outlet, day, title, link", _reports),
        "verdicts": Fact("what people decided on statements", _decided),
        "status": Fact("the status (unreviewed, corroborated, reviewed, disputed, withdrawn)", _status),
    }
)
"""The facts by the name that crosswalks use."""
