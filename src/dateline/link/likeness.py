"""Where a cell belongs: the draft that it tells more of, by levels of agreement and their weights, or a new one."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.link.apart import (
    doers,
    persons,
    tells_anew,
    turn,
)
from dateline.link.cells import Cell, are_close
from dateline.link.drafts import Draft, conflict, mentions_site, site_heads
from dateline.model import PlacePrecision
from dateline.resolve.places import compatible
from dateline.resolve.told import ToldPlace

# What each level of likeness or difference weighs when a cell looks for its draft. Set by hand on the example
# reports, the development reports of 2016-20 and a sample of wire reports of 1988-90 (November 2026); `make eval`
# shows what a change does. What sets acts apart weighs more than all that a sentence has by standing after another
# (first, last, paragraph, no place of its own: 5.5), so that nearness alone joins no two acts.
WEIGHTS = {
    "site.same": 4.0,
    "site.other": -3.0,
    "city.same": 3.0,
    "day.same": 2.0,
    "day.fits": 0.5,
    "type.meets": 2.0,
    "type.other": -7.0,
    "type.far": -5.0,
    "toll.same": 2.0,
    "toll.clash": -2.0,
    "person.same": 3.0,
    "person.other": -8.0,
    "doer.other": -8.0,
    "told.as_known": 2.0,
    "told.as_news": -3.0,
    "turn.another": -8.0,
    "turn.addition": -8.0,
    "turn.later": -5.0,
    "anchor.none": 2.0,
    "draft.first": 1.0,
    "draft.last": 1.5,
    "claim.of_first": 1.0,
    "paragraph.same": 1.0,
}
NEED = 1.0  # the weight from which on a cell joins a draft
_TOLL_RATIO = 4
_HARM = frozenset({"killed", "wounded", "hostages"})
_OPENING = 4  # sentences: headline, caption and lead tell the same act anew, each as news
_DAYS = 3  # a date no wider than this tells when an act was


def likeness(draft: Draft, cell: Cell, *, is_first: bool, is_last: bool) -> float:
    """Return how well a cell fits a draft; from NEED on it does."""
    return sum(WEIGHTS[level] for level in levels(draft, cell, is_first=is_first, is_last=is_last))


def levels(draft: Draft, cell: Cell, *, is_first: bool, is_last: bool) -> Iterator[str]:
    """Yield the levels of likeness and difference between a draft and a cell: what the joining rests on."""
    yield from _of_place(draft, cell)
    yield from _of_act(draft, cell)
    yield from _of_people(draft, cell)
    yield from _of_telling(draft, cell)
    if is_first:
        yield "draft.first"
        if cell.perpetrators and not any(a.codes for a in cell.acts):
            yield "claim.of_first"  # "nobody has claimed the attack": that of the report
    if is_last:
        yield "draft.last"
    if draft.last_paragraph == cell.sentence.paragraph:
        yield "paragraph.same"


def _of_place(draft: Draft, cell: Cell) -> Iterator[str]:
    nouns = {t.lemma for t in cell.sentence.tokens if t.is_noun}
    if draft.site_words() & (site_heads(cell) or nouns if draft.group is not None else site_heads(cell)):
        yield "site.same"
    if draft.city and cell.city and compatible(draft.city, cell.city):
        yield "city.same"
    if _names_another_site(draft, cell):
        yield "site.other"


def _of_act(draft: Draft, cell: Cell) -> Iterator[str]:
    exact = [d.value for d in cell.dates if not d.is_since]
    if draft.date and any(draft.date.overlaps(v) for v in exact):
        yield "day.same" if min(draft.date.days or 99, 99) <= _DAYS else "day.fits"
    if draft.types & cell.types:
        yield "type.meets"
    elif draft.types and cell.types:
        if not are_close(draft.types, cell.types):
            yield "type.far"
        elif (cell.places or cell.dates or cell.is_indefinite) and not (draft.city and cell.city):
            yield "type.other"
    if not cell.places and not exact:
        yield "anchor.none"  # a sentence without a place or day of its own goes on about what is being told


def _of_people(draft: Draft, cell: Cell) -> Iterator[str]:
    if _tolls_clash(draft, cell):
        yield "toll.clash"
    if draft.tolls & {(t.property, t.low, t.high) for t in cell.tolls}:
        yield "toll.same"
    theirs = persons(cell)
    ours = frozenset(p for c in draft.cells for p in persons(c))
    if ours & theirs:
        yield "person.same"  # somebody is killed or taken once
    elif ours and theirs and tells_anew(cell) and cell.types and not _has_struck_many(draft):
        yield "person.other"
    theirs, ours = doers(cell), frozenset(a for c in draft.cells for a in doers(c))
    if ours and theirs and not any(_are_kin(a, b) for a in ours for b in theirs):
        yield "doer.other"


def _are_kin(one: str, other: str) -> bool:
    """Say whether two actors may be one doer: the same, or one of the other ("russia", "russia-armed-forces")."""
    return one.startswith(other) or other.startswith(one)


def _of_telling(draft: Draft, cell: Cell) -> Iterator[str]:
    if cell.is_anaphor or cell.is_definite:
        yield "told.as_known"
    elif cell.is_indefinite and cell.sentence.index >= _OPENING:
        yield "told.as_news"
    if all(c.sentence is not cell.sentence for c in draft.cells) and (turned := turn(cell)) is not None:
        yield f"turn.{turned}"


def _has_struck_many(draft: Draft) -> bool:
    """Say whether several people are told to have come to harm, so that a further name is one of them."""
    return any((t.low or 0) > 1 or t.high is None for c in draft.cells for t in c.tolls if t.property in _HARM)


def _names_another_site(draft: Draft, cell: Cell) -> bool:
    """Say whether both name a site by its own name ("the embassy of X", "Y airport"), and none is named of both."""
    ours = {t.value.name for c in draft.cells for t in c.places if _is_named_site(t)}
    theirs = {t.value.name for t in cell.places if _is_named_site(t)}
    return bool(ours and theirs) and not any(a in b or b in a for a in ours for b in theirs)


def _is_named_site(told: ToldPlace) -> bool:
    return told.value.precision is PlacePrecision.LANDMARK and told.value.name[:1].isupper()


def _tolls_clash(draft: Draft, cell: Cell) -> bool:
    """Say whether the dead told of the two differ so much that no early and late count explains it."""
    ours = [t.low for c in draft.cells for t in c.tolls if t.property == "killed" and not t.is_part and t.low]
    theirs = [t.low for t in cell.tolls if t.property == "killed" and not t.is_part and t.low]
    return bool(ours and theirs and cell.is_indefinite and min(ours) >= _TOLL_RATIO * max(theirs))


def find_home(cell: Cell, drafts: list[Draft], last: Draft | None) -> Draft | None:
    """Return the draft that a cell tells more of, or None for a new one."""
    named = {d.number for d in drafts if d.group is not None and mentions_site(cell.sentence, d)}
    siblings = {d.group for d in drafts if d.number in named}
    # words that name the site of one attack of a coordinated pair do not tell of the other
    meant = [d for d in drafts if d.number in named or d.group is None or d.group not in siblings]
    open_drafts = [d for d in meant if not d.absorbed and not conflict(d, cell)]
    if not open_drafts:
        return None
    first = drafts[0]
    scored = [(likeness(d, cell, is_first=d is first, is_last=d is last), -d.number, d) for d in open_drafts]
    best = max(scored, key=lambda s: s[:2])
    return best[2] if best[0] >= NEED else None
