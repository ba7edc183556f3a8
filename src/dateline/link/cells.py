"""Cells: what one sentence tells of one act. Most sentences have one; lists of attacks have several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from dateline.extract.means import SUICIDE, nearest_act
from dateline.extract.pronoun_acts import RULE as PRONOUN
from dateline.extract.raw import RawAct, RawKind, RawToll, RawType, RawVictim
from dateline.model import DateValue, Outcome, Place, PlacePrecision
from dateline.resolve.places import compatible
from dateline.resolve.told import ToldDate, ToldPerpetrator, ToldPlace, ToldSentence
from dateline.text.sentence import Sentence

Told = TypeVar("Told")
_AFTERWARDS = frozenset({"after", "before", "following", "since", "hours", "days", "weeks", "months"})
_LENGTHS = frozenset({"day", "days", "hour", "hours", "month", "months", "week", "weeks", "year", "years"})
_SIDES = frozenset({"after", "before"})
_ELSEWHERE = frozenset({"meanwhile", "elsewhere", "separately"})
_ANSWERS = frozenset({"response", "retaliation", "reprisal", "revenge", "avenge"})
_PICKED = frozenset({"including", "like", "such", "notably", "among"})
_SUCCEEDS = frozenset({"follow", "precede"})
_EXACT = frozenset({PlacePrecision.CITY, PlacePrecision.DISTRICT, PlacePrecision.LANDMARK})

# Types that one act is often told by together; across these lines ("air strike", "execution") it is another act.
_FAMILIES = (
    frozenset(
        {"armed_assault", "assassination", "bombing", "clash", "facility_attack", "hostage_taking", "kidnapping"}
    ),
    frozenset({"airstrike", "assassination", "bombing", "clash", "shelling"}),
    frozenset({"armed_assault", "assassination", "execution", "hostage_taking", "kidnapping", "unarmed_assault"}),
    frozenset({"airstrike", "hijacking", "hostage_taking", "armed_assault"}),
)


@dataclass
class Cell:
    """One sentence's telling of one act (or of none by name: ``acts`` empty): its words, and what goes with them.

    ``of_death`` are days on which somebody died: mostly that of the act, or a little after it.
    """

    sentence: Sentence
    acts: list[RawAct] = field(default_factory=list)
    dates: list[ToldDate] = field(default_factory=list)
    places: list[ToldPlace] = field(default_factory=list)
    tolls: list[RawToll] = field(default_factory=list)
    victims: list[RawVictim] = field(default_factory=list)
    kinds: list[RawKind] = field(default_factory=list)
    perpetrators: list[ToldPerpetrator] = field(default_factory=list)
    hints: list[ToldPlace] = field(default_factory=list)
    inferred: list[RawType] = field(default_factory=list)
    of_death: list[ToldDate] = field(default_factory=list)

    @property
    def types(self) -> frozenset[str]:
        """The codes told by the acts' own words or their agents."""
        own = frozenset(code for act in self.acts for code in act.codes)
        return own | frozenset(t.code for t in self.inferred if t.code != SUICIDE)

    @property
    def is_anaphor(self) -> bool:
        """Whether the words only stand for an act told elsewhere, or name none at all."""
        return all(act.is_anaphor for act in self.acts)

    @property
    def is_definite(self) -> bool:
        """Whether the noun that tells of the act puts it as known ("the attack that killed 12")."""
        nouns = [act for act in self.acts if not act.rule.startswith("act.verb.")]
        return bool(nouns) and all(act.definiteness == "definite" for act in nouns)

    @property
    def is_new(self) -> bool:
        """Whether an act is put as not told before ("another bombing")."""
        return any(act.definiteness == "another" for act in self.acts)

    @property
    def is_indefinite(self) -> bool:
        """Whether an act is put as news ("a bombing")."""
        return any(act.definiteness == "indefinite" for act in self.acts)

    @property
    def is_pronoun(self) -> bool:
        """Whether the act is told by a pronoun alone ("including one in X")."""
        return any(act.rule == PRONOUN for act in self.acts)

    @property
    def turns_elsewhere(self) -> bool:
        """Whether the sentence turns to another act ("Meanwhile, in the east, ...", "They shelled X in response")."""
        if self.is_definite or not (self.acts and self.places):
            return False
        own = {a.token for a in self.acts}
        answers = any(
            t.lemma in _ANSWERS and self.sentence.head(t.i).lower == "in" and self.sentence.head(t.i).head in own
            for t in self.sentence.tokens
        )
        return answers or self.sentence.tokens[0].lower in _ELSEWHERE

    @property
    def is_plural(self) -> bool:
        """Whether a noun of action is plural or counted."""
        return any(act.is_plural or (act.count or 0) > 1 for act in self.acts)

    @property
    def outcome(self) -> Outcome:
        """How far the act got, by the first act's words."""
        return self.acts[0].outcome if self.acts else Outcome.COMPLETED

    @property
    def place(self) -> Place | None:
        """The most exact place."""
        return most_exact(told.value for told in self.places)

    @property
    def city(self) -> Place | None:
        """The first place that is a town or in one."""
        return next((t.value for t in self.places if t.value.precision in _EXACT and t.value.city), None)

    @property
    def area(self) -> Place | None:
        """The first place that lies somewhere known: a town, else a province or country."""
        return next((area_of(p) for p in [self.city, *(t.value for t in self.places)] if p and p.country), None)

    @property
    def date(self) -> DateValue | None:
        """The narrowest date that is more than a bound."""
        exact = [d.value for d in self.dates if not d.is_since] or [d.value for d in self.dates]
        return min(exact, key=lambda v: v.days or 10**6, default=None)

    @property
    def speaks_of_all(self) -> bool:
        """Whether the words speak of several acts as known ("both attacks", "the bombings")."""
        return any(a.is_plural and a.definiteness == "definite" for a in self.acts)

    @property
    def names_people(self) -> bool:
        """Whether the cell tells of no act itself and only says what became of somebody whom it names."""
        return not self.acts and any(v.name for v in self.victims)

    @property
    def has_substance(self) -> bool:
        """Whether the cell tells of an act or something about one."""
        return bool(self.acts or self.tolls or self.perpetrators or self.victims)


def are_close(a: frozenset[str], b: frozenset[str]) -> bool:
    """Say whether one act may be told by all of some types."""
    return any(a <= family and b <= family for family in _FAMILIES)


def area_of(place: Place) -> Place:
    """Return the town, or else the country, in which a site or district lies; other places as they are."""
    if place.precision not in (PlacePrecision.LANDMARK, PlacePrecision.DISTRICT):
        return place
    if place.city:
        return replace(place, name=place.city, precision=PlacePrecision.CITY)
    return replace(place, name=place.country or place.name, precision=PlacePrecision.COUNTRY)


def most_exact(places: Iterable[Place]) -> Place | None:
    """Return the place of the finest precision, the first among equals."""
    order = list(PlacePrecision)
    return min(places, key=lambda p: order.index(p.precision), default=None)


def cells_of(told: ToldSentence) -> list[Cell]:
    """Split what a sentence tells into cells, one an act that its words keep apart from the others."""
    tally_heads = {t.raw.token for t in told.tallies}
    periods = [t.raw.period for t in told.tallies if t.raw.period]
    told = replace(told, dates=tuple(d for d in told.dates if not any(d.raw.span.overlaps(p) for p in periods)))
    acts = [a for a in told.acts if a.token not in tally_heads]
    if not acts:
        cell = Cell(
            told.sentence,
            [],
            list(told.dates),
            list(told.places),
            list(told.tolls),
            list(told.victims),
            [],
            list(told.perpetrators),
        )
        return [cell] if cell.has_substance else []
    own = _own_details(told, acts)
    cells: list[Cell] = []
    for act in acts:
        fresh = own[act.token]
        home = next((c for c in reversed(cells) if not _apart(told.sentence, c, fresh)), None)
        if home is None:
            cells.append(fresh)
        else:
            _pour(fresh, home)
    return _with_members_dated(cells)


def _with_members_dated(cells: list[Cell]) -> list[Cell]:
    """Give acts told by a pronoun the time of those that they are of; a plural of which they are told goes."""
    kept: list[Cell] = []
    of: Cell | None = None
    for cell in cells:
        if of is not None and of.is_plural and cell.sentence is of.sentence and not cell.is_plural:
            cell.places = cell.places or list(of.places)
        if of is not None and _is_picked(cell, of):
            told = {k.property for k in cell.kinds}
            cell.kinds += [k for k in of.kinds if k.property not in told]
            cell.perpetrators = cell.perpetrators or list(of.perpetrators)
            cell.places = cell.places or list(of.places)
        if cell.is_pronoun and of is not None:
            cell.dates = cell.dates or list(of.dates)
            if of in kept and of.is_plural and not of.tolls:
                kept.remove(of)
        elif not cell.is_pronoun:
            of = cell
        kept.append(cell)
    return kept


def _is_picked(cell: Cell, of: Cell) -> bool:
    """Say whether a cell tells of one of the many acts of another: whom they struck, and who did it, goes for it."""
    return of.is_plural and cell.sentence is of.sentence and _is_one_of_many(cell.sentence, of, cell)


def _own_details(told: ToldSentence, acts: list[RawAct]) -> dict[int | None, Cell]:
    """Give each act a cell with the details that stand with it."""
    cells = {act.token: Cell(told.sentence, [act]) for act in acts}

    def owner(token: int | None) -> Cell:
        act = nearest_act(told.sentence, acts, token) if token is not None else acts[0]
        return cells[act.token if act else acts[0].token]

    for date in told.dates:
        owner(date.raw.token).dates.append(date)
    told_with = cells[acts[0].token]
    for place in told.places:
        if place.raw.cue != ",":  # an item of a list goes with the first, whatever the parse hangs it on
            told_with = owner(place.raw.token)
        told_with.places.append(place)
    for hint in told.hints:
        owner(hint.raw.token).hints.append(hint)
    for toll in told.tolls:
        owner(toll.verb if toll.verb is not None else toll.token).tolls.append(toll)
    for victim in told.victims:
        owner(victim.verb if victim.verb is not None else victim.token).victims.append(victim)
    for kind in told.kinds:
        (cells[kind.act] if kind.act in cells else owner(kind.token)).kinds.append(kind)
    for who in told.perpetrators:
        (cells[who.raw.act] if who.raw.act in cells else owner(who.raw.token)).perpetrators.append(who)
    for inferred in told.types:
        if inferred.act in cells:
            cells[inferred.act].inferred.append(inferred)
    return cells


def _pour(source: Cell, into: Cell) -> None:
    into.acts += source.acts
    into.dates += source.dates
    into.places += source.places
    into.tolls += source.tolls
    into.victims += source.victims
    into.kinds += source.kinds
    into.perpetrators += source.perpetrators
    into.inferred += source.inferred
    into.hints += source.hints


def _apart(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether the words keep two acts of a sentence apart."""
    if later.is_new or earlier.outcome != later.outcome:
        return True
    if earlier.types and later.types and not are_close(earlier.types, later.types):
        return True
    a, b = earlier.area, later.area
    if a and b and not compatible(a, b):
        return True
    if a and b and a.city and b.city and a != b and both_landmarks(a, b):
        return True
    if earlier.date and later.date and not earlier.date.overlaps(later.date):
        return True
    if any(is_so(sentence, earlier, later) for is_so in (_is_list_item, _is_answer, _is_one_of_many)):
        return True
    return _told_apart_in_time(sentence, earlier, later)


def both_landmarks(a: Place, b: Place) -> bool:
    """Say whether two places are different sites."""
    return a.precision is b.precision is PlacePrecision.LANDMARK and a.name != b.name


def _is_list_item(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether the later act is an item of its own in a list: "X in A, Y in B"; the first has its own place."""
    if not (earlier.places and later.places):
        return False
    first, second = earlier.acts[-1], later.acts[0]
    if first.token is None or second.token is None:
        return False
    nouns = sentence.tokens[first.token].is_noun and sentence.tokens[second.token].is_noun
    between = sentence.tokens[first.token + 1 : second.token]
    return nouns and any(t.lower in {",", "and", "as", ";"} for t in between) and earlier.place != later.place


def _is_one_of_many(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether one act is picked out of many: "attacks on bases - including the attack on 3 May"."""
    if later.is_pronoun:
        return True
    if not earlier.is_plural or later.is_plural or not (later.dates or later.places) or later.is_anaphor:
        return False
    first, second = earlier.acts[-1].token, later.acts[0].token
    if first is None or second is None or not sentence.tokens[second].is_noun:
        return False
    return any(t.lower in _PICKED for t in sentence.tokens[first + 1 : second])


def _is_answer(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether one act is told as the answer to the other ("fired missiles in response to an air strike")."""
    first, second = earlier.acts[-1].token, later.acts[0].token
    if first is None or second is None or not sentence.tokens[second].is_noun or later.is_anaphor:
        return False
    return any(t.lemma in _ANSWERS for t in sentence.tokens[first + 1 : second])


def _told_apart_in_time(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether "the attack came days after a bombing" sets a known act against another one."""
    is_known = later.is_definite or later.is_anaphor
    if not is_known and _is_hours_away(sentence, earlier, later):
        return True
    if not earlier.is_definite:
        return False
    clause = sentence.tokens[sentence.clause(later.acts[0].token)] if later.acts[0].token is not None else None
    if clause is not None and any(m.lower == "since" for m in sentence.children(clause.i, "mark")):
        return True  # "the deadliest attack since gunmen killed 148 people"
    if _is_hours_away(sentence, earlier, later):
        return True
    if not later.is_indefinite and not (later.is_plural and not later.is_definite):
        return False
    first, second = earlier.acts[-1].token, later.acts[0].token
    if first is None or second is None:
        return False
    between = sentence.tokens[first + 1 : second]
    return any(t.lower in _AFTERWARDS or t.lemma in _SUCCEEDS for t in between)


def _is_hours_away(sentence: Sentence, earlier: Cell, later: Cell) -> bool:
    """Say whether a length of time lies between two acts ("the killing came 12 hours after gunmen shot a judge")."""
    first, second = earlier.acts[-1].token, later.acts[0].token
    if first is None or second is None:
        return False
    between = sentence.tokens[first + 1 : second]
    return any(a.lower in _LENGTHS and b.lower in _SIDES for a, b in pairwise(between))
