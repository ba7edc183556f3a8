"""Counts that may be chosen, and the plain rules that choose one: latest, lowest, highest, majority, range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from dateline.codebook import Codebook
from dateline.ledger.told import Told
from dateline.model import Modality, Toll

PUT_FORWARD = frozenset({Modality.REPORTED, Modality.CLAIMED})


@dataclass(frozen=True, slots=True)
class Count:
    """A statement of a count that carries a value: what rules choose among."""

    told: Told
    toll: Toll

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.told.statement.id

    @property
    def size(self) -> int:
        """What is compared when counts are: the low bound, or the high one where there is no low ("nearly 100")."""
        return self.toll.low if self.toll.low is not None else self.toll.high or 0

    @property
    def voice(self) -> tuple[str, str]:
        """Whose count it is: the text family, and the innermost speaker in it (empty: the report's own voice)."""
        speakers = self.told.statement.speakers
        return self.told.voice, speakers[0].name.casefold() if speakers else ""

    @property
    def bounds(self) -> tuple[int | None, int | None, bool]:
        """What makes two counts the same value."""
        return self.toll.low, self.toll.high, self.toll.includes_attackers


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a rule is given: the counts that may be chosen, and all statements of the incident beside them.

    ``counts`` are sorted by publication and id and never empty; ``told`` are all statements of the incident, of
    every property; ``set_aside`` what no rule may choose.
    """

    property: str
    counts: Sequence[Count]
    told: Sequence[Told]
    set_aside: Mapping[str, str]
    book: Codebook


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule chose: bounds, the counts that they rest on, and why each other one was not chosen."""

    low: int | None
    high: int | None
    rests_on: tuple[Count, ...]
    set_aside: Mapping[str, str]
    point: int | None = None
    includes_attackers: bool | None = None
    beside: tuple[str, ...] = ()


Rule = Callable[[Grounds], Choice]


def order(told: Told) -> tuple[object, ...]:
    """Return the key that puts statements into the one order in which rules look at them."""
    evidence = told.statement.evidence
    return told.published, evidence.report, evidence.start, told.statement.id


def not_put_forward(told: Told) -> str | None:
    """Return why a statement of a count carries no whole count of its incident, or None where it does."""
    toll = told.statement.value
    if told.refused:
        return told.refused
    if told.share is not None:
        return f"a total over {told.share.size} incidents of the group"
    if told.statement.modality not in PUT_FORWARD:
        return f"{told.statement.modality.value}, not put forward"
    if isinstance(toll, Toll) and toll.part:
        return "counts some of the people of a wider count"
    return None


def counts_of(told: Iterable[Told], name: str) -> list[Count]:
    """Return the counts of a property that may be chosen."""
    own = [t for t in told if t.statement.property == name and not_put_forward(t) is None]
    return [Count(t, t.statement.value) for t in own if isinstance(t.statement.value, Toll)]


def of_bounds(chosen: Count, counts: Sequence[Count], why: Callable[[Count], str]) -> Choice:
    """Return the choice of one value, resting on every count that tells the same."""
    same = tuple(c for c in counts if c.bounds == chosen.bounds)
    others = {c.id: why(c) for c in counts if c.bounds != chosen.bounds}
    return Choice(chosen.toll.low, chosen.toll.high, same, others)


NOTHING = Choice(None, None, (), MappingProxyType({}))


def latest(grounds: Grounds) -> Choice:
    """Choose what was published last; of one day the highest, since counts of one day mostly rise."""
    if not grounds.counts:
        return NOTHING
    day = max(c.told.published for c in grounds.counts)
    of_day = [c for c in grounds.counts if c.told.published == day]
    chosen = max(of_day, key=lambda c: (c.size, *sort_key(c)))
    choice = of_bounds(chosen, of_day, lambda _: f"lower than another count of {day.isoformat()}")
    older = {
        c.id: f"published {c.told.published.isoformat()}, before {day.isoformat()}"
        for c in grounds.counts
        if c.told.published != day
    }
    return replace(choice, set_aside={**choice.set_aside, **older})


def latest_official(grounds: Grounds) -> Choice:
    """Choose the latest of what those said who speak for a state (codebook section ``best``); else nothing."""
    official = [c for c in grounds.counts if grounds.book.best.is_official(c.told.speaker_kind)]
    others = {c.id: f"said by {_who(c)}, not an official" for c in grounds.counts if c not in official}
    choice = latest(replace(grounds, counts=official))
    return replace(choice, set_aside={**choice.set_aside, **others})


def lowest(grounds: Grounds) -> Choice:
    """Choose the lowest count, "exactly 12" before "at least 12"."""
    if not grounds.counts:
        return NOTHING
    chosen = min(grounds.counts, key=sort_key)
    return of_bounds(chosen, grounds.counts, lambda _: "higher than the lowest")


def highest(grounds: Grounds) -> Choice:
    """Choose the highest count, "at least 12" before "exactly 12"."""
    if not grounds.counts:
        return NOTHING
    chosen = max(grounds.counts, key=sort_key)
    return of_bounds(chosen, grounds.counts, lambda _: "lower than the highest")


def majority(grounds: Grounds) -> Choice:
    """Choose what most text families tell; of several so told the one told last, then the lowest.

    Each voice has one vote, its last (``one_a_voice``).
    """
    if not grounds.counts:
        return NOTHING
    votes, spent = one_a_voice(grounds.counts)
    voices = voices_of(votes)
    most = max(len(families) for families in voices.values())
    leading = [c for c in votes if len(voices[c.bounds]) == most]
    day = max(c.told.published for c in leading)
    chosen = min((c for c in leading if c.told.published == day), key=sort_key)

    def why(count: Count) -> str:
        told = len(voices[count.bounds])
        if told < most:
            return f"told by {told} of the text families, the chosen value by {most}"
        return f"told by as many text families ({most}), but not the lowest of those told last"

    choice = of_bounds(chosen, votes, why)
    return replace(choice, set_aside={**choice.set_aside, **spent})


def one_a_voice(counts: Sequence[Count]) -> tuple[list[Count], dict[str, str]]:
    """Return of each voice the count it gave last, of one day the highest; and its other counts with the reason.

    A voice is one speaker (or the report's own voice) in one text family. A report that tells how a toll rose
    recalls the older count; that is no second voice for it.
    """
    last: dict[tuple[str, str], Count] = {}
    for count in sorted(counts, key=lambda c: (c.told.published, *sort_key(c), c.id)):
        last[count.voice] = count
    kept = [c for c in counts if c.bounds == last[c.voice].bounds]
    return kept, {c.id: "the same voice gives a later or higher count" for c in counts if c not in kept}


def spread(grounds: Grounds) -> Choice:
    """Give all that is told as bounds: the lowest to the highest, open where an open count is above all others."""
    if not grounds.counts:
        return NOTHING
    tolls = [c.toll for c in grounds.counts]
    low = min(c.size for c in grounds.counts)
    closed = max((t.high for t in tolls if t.high is not None), default=None)
    opened = max((t.low for t in tolls if t.high is None and t.low is not None), default=None)
    high = None if closed is None or (opened is not None and opened > closed) else closed
    return Choice(low, high, tuple(grounds.counts), {})


def sort_key(count: Count) -> tuple[int, float, bool]:
    """Return the key by which counts are low or high: size, then the high bound (open is above all)."""
    high = float("inf") if count.toll.high is None else count.toll.high
    return count.size, high, count.toll.includes_attackers


def voices_of(counts: Iterable[Count]) -> dict[tuple[int | None, int | None, bool], set[str]]:
    """Return for each value the text families that tell it."""
    voices: dict[tuple[int | None, int | None, bool], set[str]] = {}
    for count in counts:
        voices.setdefault(count.bounds, set()).add(count.told.voice)
    return voices


def _who(count: Count) -> str:
    speakers = count.told.statement.speakers
    return f"{speakers[0].name} ({speakers[0].kind})" if speakers else "the report"
