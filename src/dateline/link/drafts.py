"""Drafts: incidents in the making, and what a cell tells that cannot be of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.link.cells import Cell, area_of, both_landmarks, most_exact
from dateline.model import DateValue, Outcome, Place, PlacePrecision
from dateline.resolve.places import compatible
from dateline.text.sentence import Sentence

_NEWS_AFTER = 7  # days within which news of an act goes on
_MONTH = 28  # days from which on a time tells a month, a season or a year
_MANY = 24  # people: "dozens"
_HARMING = frozenset(f"act.verb.{word}.en.1" for word in ("injure", "wound"))
_FAR_APART = 10**6
_NOT_DONE = frozenset({Outcome.FOILED, Outcome.PLANNED, Outcome.THREATENED})


@dataclass
class Draft:
    """An incident in the making: its cells, and the sites that name it."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    site: str | None = None
    group: int | None = None
    site_place: Place | None = None
    absorbed: bool = False

    @property
    def types(self) -> frozenset[str]:
        """All codes told of it."""
        return frozenset(code for cell in self.cells for code in cell.types)

    @property
    def place(self) -> Place | None:
        """The most exact place told of it."""
        told = [t.value for c in self.cells for t in c.places]
        return most_exact(([self.site_place] if self.site_place else []) + told)

    @property
    def city(self) -> Place | None:
        """The first town told of it, where a site has none of its own."""
        own = [self.site_place] if self.site_place and self.site_place.city else []
        return next(iter(own + [c.city for c in self.cells if c.city]), None)

    @property
    def area(self) -> Place | None:
        """The first place told of it that lies somewhere known."""
        own = [self.site_place] if self.site_place and self.site_place.country else []
        told = [area_of(p) for p in own] + [c.area for c in self.cells if c.area]
        return next((p for p in told if p.city), next(iter(told), None))

    @property
    def date(self) -> DateValue | None:
        """The narrowest date told of it."""
        told = [c.date for c in self.cells if c.date]
        return min(told, key=lambda v: v.days or 10**6, default=None)

    @property
    def death(self) -> DateValue | None:
        """The first day on which somebody is told to have died of it."""
        return next((d.value for c in self.cells for d in c.of_death), None)

    @property
    def tolls(self) -> frozenset[tuple[str, int | None, int | None]]:
        """The tolls told of it, comparable."""
        return frozenset((t.property, t.low, t.high) for c in self.cells for t in c.tolls)

    @property
    def last_paragraph(self) -> int:
        """The paragraph that spoke of it last."""
        return self.cells[-1].sentence.paragraph if self.cells else -1

    @property
    def outcome(self) -> Outcome:
        """How far the act got, by the first words that tell of it."""
        return next((c.outcome for c in self.cells if c.acts and not c.is_anaphor), Outcome.COMPLETED)

    @property
    def is_state(self) -> bool:
        """Whether it is so far only a state of things: plurals without a day, a town or a toll of their own."""
        acts = [a for c in self.cells for a in c.acts if not a.is_anaphor]
        told = any(c.dates and c.date and (c.date.days or _FAR_APART) <= _NEWS_AFTER for c in self.cells)
        counted = any(t.property in ("killed", "wounded") for c in self.cells for t in c.tolls)
        return bool(acts) and all(a.is_plural and a.count is None for a in acts) and not told and not counted

    def site_words(self) -> frozenset[str]:
        """The head nouns of the sites that name it ("parliament", "tomb")."""
        words = {self.site} if self.site else set()
        for cell in self.cells:
            for kind in cell.kinds:
                if kind.property == "target" and kind.rule.startswith("target.site") and kind.token is not None:
                    words.add(cell.sentence.tokens[kind.token].lemma)
        return frozenset(words)


def conflict(draft: Draft, cell: Cell) -> bool:
    """Say whether a cell cannot tell of a draft: another town, another day, another site, or put as another act."""
    # words that tell of no act by name ("X claimed responsibility") do not say how far it got
    if cell.is_new or (cell.acts and (cell.outcome in _NOT_DONE) != (draft.cells[0].outcome in _NOT_DONE)):
        return True
    if cell.is_pronoun and any(c.sentence is cell.sentence for c in draft.cells):
        return True  # "the shooting came after another in X"
    if cell.turns_elsewhere and not (draft.city and cell.city and compatible(draft.city, cell.city)):
        return True
    if draft.is_state and cell.is_indefinite and not cell.is_plural:
        return True  # "a drone strike", after "the air strikes have gone on"
    if draft.outcome is Outcome.COMPLETED and cell.outcome is Outcome.ATTEMPTED and cell.is_indefinite:
        return True
    a, b = draft.area, cell.area
    if a and b and not compatible(a, b) and not _share_town(draft, cell):
        return True
    if draft.group is not None and draft.place and cell.place:
        other_site = both_landmarks(draft.place, cell.place) and not _same_site(draft, cell)
        if other_site and not mentions_site(cell.sentence, draft):
            return True
    if _is_fate_of_others(draft, cell) or _is_in_another_country(draft, cell):
        return True
    exact = [d.value for d in cell.dates if not d.is_since]
    if not draft.date and draft.death and exact:
        return all(_days_apart(draft.death, v) > _NEWS_AFTER for v in exact)
    if not draft.date or not exact or any(draft.date.overlaps(v) for v in exact):
        return False
    # "Sunday's shooting" in a report that began with today's news of it: the day is of the one or of the other
    known = (cell.is_definite and draft.types & cell.types) or _is_harm_alone(cell)
    return not (known and any(_days_apart(draft.date, v) <= _NEWS_AFTER for v in exact))


def _is_fate_of_others(draft: Draft, cell: Cell) -> bool:
    """Say whether a cell tells what became of people of whom a draft does not tell, in another month or year.

    "Her husband, X, was killed near the river in mid-2015" is no part of her own death, nor of the fate of hundreds;
    nor is "a doctor who was taken in May 2013".
    """
    if not any((d.value.days or _FAR_APART) >= _MONTH for d in cell.dates if not d.is_since):
        return False
    ours = {w for c in draft.cells for v in c.victims if v.name for w in v.name.split()}
    theirs = {w for v in cell.victims if v.name for w in v.name.split()}
    counts = [t.low for c in draft.cells for t in c.tolls if t.property in ("hostages", "killed") and t.low]
    is_of_many = bool(counts) and max(counts) >= _MANY
    if not theirs:
        return is_of_many and draft.date is None and _is_of_one(cell)
    return not ours & theirs and bool(ours or is_of_many)


def _is_of_one(cell: Cell) -> bool:
    """Say whether an act struck one person ("her husband was taken in May 2013")."""
    struck = [cell.sentence.tokens[i] for a in cell.acts for i in a.patients]
    return bool(struck) and all(t.tag in {"NN", "NNP", "PRP"} for t in struck)


def _is_in_another_country(draft: Draft, cell: Cell) -> bool:
    """Say whether news has a place in another country than those in which a draft without a place is told to be."""
    here = cell.area.country if cell.area else None
    if draft.area is not None or here is None or cell.is_definite or cell.is_anaphor:
        return False
    there = {h.value.country for c in draft.cells for h in c.hints if h.raw.cue in {"in", "inside", "across"}}
    return bool(there) and here not in there


def _share_town(draft: Draft, cell: Cell) -> bool:
    """Say whether a town is told of both, beside other places that are taken for towns."""
    towns = {t.value.city for c in draft.cells for t in c.places if t.value.city}
    return any(t.value.city in towns for t in cell.places)


def _is_harm_alone(cell: Cell) -> bool:
    """Say whether a cell tells only what became of people, and no place: "two had died by Saturday"."""
    return not cell.types and not cell.places and all(act.rule in _HARMING for act in cell.acts)


def _days_apart(a: DateValue, b: DateValue) -> int:
    """Return how many days lie between two dates that do not overlap; many where a bound is open."""
    gaps = [(x.earliest - y.latest).days for x, y in ((a, b), (b, a)) if x.earliest and y.latest]
    return max((g for g in gaps if g > 0), default=_FAR_APART)


def _same_site(draft: Draft, cell: Cell) -> bool:
    return bool(draft.site_words() & site_heads(cell))


def site_heads(cell: Cell) -> frozenset[str]:
    """Return the head nouns of the targets and named sites of a cell."""
    heads = {k.token for k in cell.kinds if k.property == "target" and k.token is not None}
    named = {p.raw.token for p in cell.places if p.value.precision is PlacePrecision.LANDMARK}
    return frozenset(cell.sentence.tokens[i].lemma for i in heads | named if i is not None)


def mentions_site(sentence: Sentence, draft: Draft) -> bool:
    """Say whether a sentence names the site of a draft."""
    words = draft.site_words()
    return any(t.lemma in words for t in sentence.tokens if t.is_noun)
