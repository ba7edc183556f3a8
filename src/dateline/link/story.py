"""A report's story: its sentences' cells gathered into drafts of incidents and groups of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.extract.raw import RawAct, RawKind, RawTime, RawType
from dateline.link.cells import Cell, cells_of
from dateline.link.drafts import Draft, mentions_site
from dateline.link.likeness import find_home
from dateline.model import Place, PlacePrecision
from dateline.resolve.told import ToldDate, ToldPlace, ToldSentence, ToldTally

_SITE_RULES = ("target.site", "target.patient")
_ONE_ATTACK = 3  # days over which attacks at several places are still one
_MANY_DAYS = 10**6
_TOWN_CUES = frozenset({"in", "at", "on", ",", ""})
_NOT_SITES = frozenset({"civilians", "armed_group", "other"})


@dataclass
class DraftGroup:
    """Incidents of one coordinated attack, and the cells that speak of all of them."""

    number: int
    members: list[Draft]
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Story:
    """The drafts and groups of one report, in the order in which the report first tells of them."""

    drafts: list[Draft] = field(default_factory=list)
    groups: list[DraftGroup] = field(default_factory=list)
    tallies: list[ToldTally] = field(default_factory=list)
    topic: Draft | DraftGroup | None = None
    waiting: list[Cell] = field(default_factory=list)

    def tell(self, told: ToldSentence, running: Sequence[ToldTally]) -> None:
        """Take in what one sentence tells; ``running`` are the tallies of the sentence before it."""
        known = len(self.drafts)
        main: Draft | DraftGroup | None = None
        cells = cells_of(told)
        for cell in cells:
            self._place(cell)
            if cell is cells[0]:
                main = self.topic
            elif _is_aside(cell, cells[0]):
                self.topic = main  # "a bomb killed two, days after a raid on X": what follows goes on about the bomb
        for draft in self.drafts[known:]:
            _date_by_tally(draft, running)
        self.tallies.extend(told.tallies)

    def _place(self, cell: Cell) -> None:
        sites = _sites(cell)
        if len(sites) > 1 and not self._known_group(cell):
            if _is_coordinated(cell, sites):
                self._open_group(cell, sites)
            else:
                self._tell_apart(cell, sites)
            return
        if not cell.acts and self.drafts:
            # a toll without an act is of the act told before; its day may be that of a death
            cell = replace(cell, dates=[], of_death=list(cell.dates))
        last = self.topic if isinstance(self.topic, Draft) else None
        if isinstance(self.topic, DraftGroup):
            last = self.topic.members[-1]
        home = find_home(cell, self.drafts, last)
        if home is None and cell.names_people and last is not None:
            # "X died at a hospital in another town": who it is stays, where it was is another matter
            cell = Cell(cell.sentence, victims=cell.victims, perpetrators=cell.perpetrators)
            home = find_home(cell, self.drafts, last) or last
        if home is None:
            self._open(cell)
            return
        if (group := self._group_for(cell, home)) is not None:
            group.cells.append(cell)
            self.topic = group
        else:
            home.cells.append(cell)
            self.topic = home

    def _open(self, cell: Cell) -> None:
        if cell.is_anaphor:
            if not self.drafts:
                self.waiting.append(cell)  # "12 people died", told before the act itself
            return
        _type_as(cell, self.topic)
        draft = Draft(len(self.drafts), [*self.waiting, cell])
        self.waiting = []
        self.drafts.append(draft)
        self.topic = draft

    def _tell_apart(self, cell: Cell, sites: list[_Site]) -> None:
        """Tell of each town of a list by itself: "attacks on A, B and C" over the years are no one attack."""
        named = [s.place for s in sites]
        shared = [p for p in cell.places if p not in named]
        for number, site in enumerate(sites):
            own = replace(
                cell,
                acts=_acts_of_one(cell.acts),
                places=[*([site.place] if site.place else []), *shared],
                tolls=list(cell.tolls) if number == 0 else [],
                victims=list(cell.victims) if number == 0 else [],
                kinds=list(cell.kinds),
                dates=list(cell.dates),
                perpetrators=list(cell.perpetrators),
            )
            self._place(own)

    def _known_group(self, cell: Cell) -> bool:
        return any(all(mentions_site(cell.sentence, m) for m in g.members) for g in self.groups)

    def _group_for(self, cell: Cell, home: Draft) -> DraftGroup | None:
        """Return the group of which a cell speaks as a whole, where its likeliest draft is a member of one."""
        if home.group is None or (mentions_site(cell.sentence, home) and not cell.speaks_of_all):
            return None
        group = self.groups[home.group]
        if self.topic is home and home.last_paragraph == cell.sentence.paragraph:
            return None
        speaks_of_all = cell.is_anaphor or cell.is_plural or cell.is_definite
        return group if speaks_of_all or self.topic is group else None

    def _told_as_one(self, cell: Cell) -> list[Cell]:
        """Take back the draft that told of the attacks together before their sites were named."""
        home = find_home(cell, self.drafts, None) if cell.is_definite else None
        if home is None or home.group is not None or not any(c.is_plural for c in home.cells) or home.site_words():
            return []
        home.absorbed = True
        return home.cells

    def _open_group(self, cell: Cell, sites: list[_Site]) -> None:
        group = DraftGroup(len(self.groups), [], [*self._told_as_one(cell), cell])
        for site in sites:
            kinds = [site.kind] if site.kind else []
            places = [site.place] if site.place else []
            own = Cell(cell.sentence, _acts_of_one(cell.acts), [], places, [], [], kinds, [])
            draft = Draft(len(self.drafts), [own], site.word, group.number, site.value(cell))
            self.drafts.append(draft)
            group.members.append(draft)
        cell.kinds = [k for k in cell.kinds if all(k is not s.kind for s in sites)]
        cell.places = [p for p in cell.places if all(p is not s.place for s in sites)]
        self.groups.append(group)
        self.topic = group


def _is_coordinated(cell: Cell, sites: Sequence[_Site]) -> bool:
    """Say whether an act at several places is told as one: at named sites, counted, of one day, or with one toll."""
    if any(s.kind is not None for s in sites) or cell.tolls or any(a.count for a in cell.acts):
        return True
    return cell.date is not None and (cell.date.days or _MANY_DAYS) <= _ONE_ATTACK


def _type_as(cell: Cell, told: Draft | DraftGroup | None) -> None:
    """Give acts told as "similar attacks" the type of the act told before them."""
    if not isinstance(told, Draft) or cell.types:
        return
    for act in cell.acts:
        if act.token is None or not any(t.lower == "similar" for t in cell.sentence.children(act.token, "amod")):
            continue
        rule = "type.similar.{}.en.1"
        codes = sorted(told.types)
        cell.inferred += [RawType(act.sentence, act.span, act.token, rule.format(c), c, act.token) for c in codes]
        return


def _is_aside(cell: Cell, first: Cell) -> bool:
    """Say whether a cell's act is told aside from the first of its sentence: by a noun, or in a clause under it."""
    s, own = cell.sentence, {a.token for a in first.acts}
    if any(a.rule.startswith("act.verb.") for a in first.acts) and not any(
        a.rule.startswith("act.verb.") for a in cell.acts
    ):
        return True
    return any(
        s.tokens[i].dep != "conj" and own & {t.i for t in s.ancestors(i)}
        for i in (a.token for a in cell.acts)
        if i is not None
    )


def _acts_of_one(acts: list[RawAct]) -> list[RawAct]:
    return [replace(a, is_plural=False, count=None) for a in acts]


@dataclass(frozen=True)
class _Site:
    """One of the places that a plural act struck."""

    word: str | None
    kind: RawKind | None
    place: ToldPlace | None

    def value(self, cell: Cell) -> Place | None:
        """Return the site as a place in the town that the cell names."""
        town = cell.city or cell.place
        if self.kind is None or town is None:
            return self.place.value if self.place else None
        site = replace(town, name=self.kind.name, precision=PlacePrecision.LANDMARK)
        return site if town.city else replace(site, lat=None, lon=None)  # the middle of a country is no site


def _sites(cell: Cell) -> list[_Site]:
    """Return the different sites or towns that a plural act struck; fewer than two where it struck one."""
    plural = [a for a in cell.acts if a.is_plural]
    if not plural:
        return []
    kinds: dict[str, RawKind] = {}
    for kind in cell.kinds:
        is_site = kind.property == "target" and kind.rule.startswith(_SITE_RULES) and kind.type not in _NOT_SITES
        if is_site and kind.token is not None and not cell.sentence.tokens[kind.token].tag.endswith("S"):
            kinds.setdefault(cell.sentence.tokens[kind.token].lemma, kind)
    if len(kinds) > 1:
        by_token = {p.raw.token: p for p in cell.places}
        return [_Site(word, kind, by_token.get(kind.token)) for word, kind in kinds.items()]
    towns = {
        p.value.city: p
        for p in cell.places
        if p.value.precision is PlacePrecision.CITY and p.value.city and p.raw.cue in _TOWN_CUES
    }
    return [_Site(None, None, p) for p in towns.values()] if len(towns) > 1 else []


def _date_by_tally(draft: Draft, running: Sequence[ToldTally]) -> None:
    """Date an undated incident that only illustrates the tally of the sentence before by the tally's period."""
    if draft.date is not None:
        return
    actors = {a for c in draft.cells for p in c.perpetrators for a in p.raw.actors}
    for tally in running:
        if tally.actor in actors and tally.period and tally.raw.period:
            raw = _period_time(tally)
            draft.cells[0].dates.append(ToldDate(raw, tally.period))
            return


def _period_time(tally: ToldTally) -> RawTime:
    assert tally.raw.period is not None
    return RawTime(tally.raw.sentence, tally.raw.period, None, "time.tally_period.en.1", "")


def gather(told: Sequence[ToldSentence]) -> Story:
    """Gather the sentences of a report into its story."""
    story = Story()
    running: Sequence[ToldTally] = ()
    for sentence in told:
        story.tell(sentence, running)
        running = sentence.tallies
    return story
