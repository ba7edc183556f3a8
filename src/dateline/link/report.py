"""Linking within a report: from what its sentences tell to incidents, groups, statements and tallies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.codebook import Codebook
from dateline.extract.assailants import ASSAILANT
from dateline.extract.raw import RawAct, RawKind
from dateline.link.aim import own_cells, said_once
from dateline.link.cells import Cell, most_exact
from dateline.link.drafts import Draft
from dateline.link.lead import set_by_lead
from dateline.link.statements import Writer, in_town
from dateline.link.story import DraftGroup, Story, gather
from dateline.link.tallies import match_tallies
from dateline.link.wholes import with_wholes
from dateline.model import (
    Coding,
    DateValue,
    Group,
    Incident,
    Outcome,
    Place,
    PlacePrecision,
    Report,
    Statement,
    Toll,
    content_id,
    highest_reported,
)
from dateline.resolve.calendar import is_historic
from dateline.resolve.told import ToldPlace, ToldReport
from dateline.text.attribution import Attribution
from dateline.text.sentence import Sentence

_DONE_BY_SOMEBODY = ("act.noun.", "act.verb.attack", "act.verb.murder", "act.verb.slay")
_MASS = frozenset({"bloodshed", "bombardment", "bombing", "fighting", "shelling", "violence"})
_ONE_SERIES = 31  # days within which acts told together may be one series
_YEAR = 366
_AREAS = frozenset({PlacePrecision.DISTRICT, PlacePrecision.ADMIN1})
_VAGUE = frozenset({"adjective", "modifier", "", "'s"})  # words about a country that put nothing in it
_WAS = frozenset({"been", "was", "were"})
_OPEN = 10**6
_MINUTE = re.compile(r"\d\s*[ap]\.?m\b|\d:\d\d", re.IGNORECASE)
_COUNTS_OF_OTHERS = frozenset({"arrested", "attackers"})  # they tell of no harm that was done


def link_report(report: Report, told: ToldReport, attributions: Sequence[Attribution], book: Codebook) -> Coding:
    """Return the coding of one report; every quote in it slices back."""
    story = gather(told.sentences)
    kept = _kept(story, report, book)
    set_by_lead(kept, story, told, report)
    ids = {d.number: _incident_id(report, d) for d in kept}
    groups = {g.number: g for g in story.groups if len([m for m in g.members if m.number in ids]) > 1}
    group_ids = {
        n: content_id("g", *sorted(ids[m.number] for m in g.members if m.number in ids)) for n, g in groups.items()
    }
    writer = Writer(report, attributions, book)
    statements: list[Statement] = []
    incidents = []
    for draft in kept:
        group = groups.get(draft.group) if draft.group is not None else None
        own = _of_draft(writer, ids[draft.number], draft, group, told.country)
        statements += own
        group_id = group_ids[group.number] if group else None
        incidents.append(_incident(report, draft, ids[draft.number], own, group_id, _town(draft, group)))
    made_groups = []
    for number, group in groups.items():
        own = _of_group(writer, group_ids[number], group)
        statements += own
        members = tuple(ids[m.number] for m in group.members if m.number in ids)
        made_groups.append(Group(group_ids[number], members, highest_reported(own)))
    coding = Coding(
        (report,),
        tuple(incidents),
        tuple(made_groups),
        tuple(_distinct(statements)),
        match_tallies(report, story.tallies, incidents, statements),
    )
    coding.check()
    return coding


def _kept(story: Story, report: Report, book: Codebook) -> list[Draft]:
    """Drop what is no incident: vague references, and history older than ten years that is not the subject."""
    kept: list[Draft] = []
    for draft in story.drafts:
        group = story.groups[draft.group] if draft.group is not None else None
        cells = [*draft.cells, *(group.cells if group else [])]
        acts = [a for c in cells for a in c.acts if not a.is_anaphor]
        if not acts or draft.absorbed:
            continue
        date = draft.date
        if date is not None and is_historic(date, report.published) and draft.number > 0:
            continue
        # beside acts of violence, people "killed" were mostly killed by somebody
        violent = _is_violent(acts, cells, book) or (bool(kept) and any(_is_killing(c) for c in cells))
        if violent and _is_told_apart(acts, cells, is_first=draft.number == 0):
            kept.append(draft)
    return kept


def _is_killing(cell: Cell) -> bool:
    """Say whether a cell tells that people were killed, whoever did it, on a day or at a place of its own.

    "His father, who was killed last year" tells who somebody is: how he died is told nowhere.
    """
    if not cell.acts or not any(t.property == "killed" and t.high != 0 for t in cell.tolls):
        return False
    describes = all(a.token is not None and cell.sentence.tokens[a.token].dep == "relcl" for a in cell.acts)
    return bool(cell.places or (cell.dates and not describes))


def _is_violent(acts: Sequence[RawAct], cells: Sequence[Cell], book: Codebook) -> bool:
    """Say whether words tell that somebody did it: a kind of act, a weapon, a doer, or a noun such as "attack".

    "Killed" alone does not: lions and machines kill too. Beside words of guilt ("charged with killing") it does.
    """
    if any(a.codes or a.rule.startswith(_DONE_BY_SOMEBODY) for a in acts):
        return True
    if any(t.lemma in book.acts.guilt for c in cells if c.acts for t in c.sentence.tokens):
        return True
    return any(
        c.inferred
        or any(_is_means(k, c.sentence, book) for k in c.kinds)
        or any(p.value.name for p in c.perpetrators)
        for c in cells
    )


def _is_means(kind: RawKind, sentence: Sentence, book: Codebook) -> bool:
    """Say whether words tell of a weapon, or of armed people as those who did it ("killed by guerrillas")."""
    if kind.property != ASSAILANT or kind.type != book.responsibility.no_side:
        return kind.property == "weapon" or (kind.property == ASSAILANT and kind.type != "civilians")
    noun = sentence.tokens[kind.token].lemma if kind.token is not None else ""
    return noun in book.tolls.attackers or noun in book.acts.armed_people


def _is_told_apart(acts: Sequence[RawAct], cells: Sequence[Cell], *, is_first: bool) -> bool:
    """Say whether enough is told to tell the act from others of its kind: where, when, how many, or by whom.

    Plurals without a number and nouns of mass ("clashes in the east", "heavy shelling") are a state of things unless
    a day or a toll makes them one act; with a toll of months or years they stay one. So is what a report adds in
    passing without a day, a toll or a town, or a doer and a country ("the group has attacked villages").
    """
    days = [d.value.days or _OPEN for c in cells for d in c.dates]
    counted = any(t.property not in _COUNTS_OF_OTHERS for c in cells for t in c.tolls)
    named = any(p.value.name for c in cells for p in c.perpetrators)
    if _is_campaign(days, cells):
        return False
    if all(a.is_plural and a.count is None for a in acts) or _is_state(acts, cells):
        told = is_first and named and (_is_aimed(cells) or any(c.places for c in cells))
        return min(days, default=_OPEN) <= _ONE_SERIES or (counted and not days) or told
    if not is_first and not days and not counted:
        if all(a.outcome is Outcome.FOILED and not a.codes for a in acts):
            return False  # "nations fail to stop this violence"
        placed = [p.value for c in cells for p in c.places if p.value.country]
        exact = any(p.city or p.precision is PlacePrecision.ADMIN1 for p in placed)
        exact = exact or any(
            t.code == "assassination" for c in cells for t in c.inferred
        )  # "a plot to kill the mayor"
        typed = any(set(a.codes) - {"clash"} for a in acts)
        return exact or (named and typed and (bool(placed) or _is_aimed(cells)))
    where = any(c.places or any(k.property == "target" for k in c.kinds) for c in cells)
    return bool(days) or counted or named or where or _is_news(cells) or _has_doer(cells) or _is_aimed(cells)


def _is_news(cells: Sequence[Cell]) -> bool:
    """Say whether a verb tells in the past tense that an act of a known kind was done ("a firebomb exploded")."""
    done = [(c.sentence, a.token) for c in cells for a in c.acts if a.codes and a.outcome is Outcome.COMPLETED]
    return any(
        s.tokens[i].tag == "VBD" or any(t.lower in _WAS for t in s.children(i, "auxpass"))
        for s, i in done
        if i is not None and s.tokens[i].is_verb
    )


def _is_campaign(days: Sequence[int], cells: Sequence[Cell]) -> bool:
    """Say whether those harmed are those of years ("has killed 4,000 since 2014") and no town or person is named."""
    if not days or min(days) <= _YEAR or not any(c.tolls or c.victims for c in cells):
        return False
    placed = any(p.value.city for c in cells for p in c.places)
    return not placed and not any(v.name for c in cells for v in c.victims)


def _is_state(acts: Sequence[RawAct], cells: Sequence[Cell]) -> bool:
    """Say whether words tell only what went on ("heavy shelling", "air strikes killed hundreds")."""
    lemmas = {id(a): c.sentence.tokens[a.token].lemma for c in cells for a in c.acts if a.token is not None}
    telling = [a for a in acts if a.codes or a.rule.startswith("act.noun.")]
    mass = [a.definiteness == "bare" and lemmas.get(id(a)) in _MASS for a in telling]
    return bool(telling) and all((a.is_plural and a.count is None) or m for a, m in zip(telling, mass, strict=True))


def _has_doer(cells: Sequence[Cell]) -> bool:
    """Say whether those who did it are described ("three gunmen")."""
    return any(k.property == ASSAILANT for c in cells for k in c.kinds)


def _is_aimed(cells: Sequence[Cell]) -> bool:
    """Say whether a person or thing is told that the act struck."""
    return any(c.victims for c in cells) or any(
        k.property == "target" and not k.rule.startswith("target.site.") for c in cells for k in c.kinds
    )


def _incident_id(report: Report, draft: Draft) -> str:
    first = draft.cells[0]
    act = first.acts[0] if first.acts else None
    span = act.span if act else first.sentence.span
    return content_id("i", report.id, span.start, span.end, draft.site, draft.number)


def _of_draft(
    writer: Writer, about: str, draft: Draft, group: DraftGroup | None, scene: ToldPlace | None
) -> list[Statement]:
    town = _town(draft, group)
    cells = with_wholes(draft.cells, group.cells if group else ())
    found = [s for cell in own_cells(cells, writer.book) for s in writer.of_cell(about, cell, town)]
    if group is not None:
        # a coordinated attack is of one day and town unless a member's own words say otherwise
        whole = [s for cell in own_cells(group.cells, writer.book) for s in writer.of_cell(about, cell, town)]
        shared = (
            {"type", "suicide"} | ({"date"} if not draft.date else set()) | ({"place"} if not draft.city else set())
        )
        shared |= {"weapon"} - {s.property for s in found}
        found += [s for s in whole if s.property in shared]
        if draft.site_place is not None:
            kind = next((k for c in draft.cells for k in c.kinds if k.property == "target"), None)
            if kind is not None:
                found.append(writer.statement(about, "place", draft.site_place, kind.span, "place.site.en.1"))
    if draft.area is None and not any(s.property == "place" for s in found):
        found += _country(writer, about, draft, scene)
    if not any(s.property == "type" for s in found):
        derived = writer.type_by_weapon(about, [*draft.cells, *(group.cells if group else [])])
        derived = derived or writer.type_by_person(about, found)
        found += [derived] if derived else []
    return _without_single(found)


def _country(writer: Writer, about: str, draft: Draft, scene: ToldPlace | None) -> Iterator[Statement]:
    """Yield the country of an act without a place: named beside it, else that in which the report is set."""
    hints = [h for c in draft.cells for h in c.hints]
    exact = next((h for h in hints if h.raw.cue not in _VAGUE), None)
    hint = exact or (next(iter(hints), None) if scene is None else None)
    if hint is not None:
        yield writer.statement(about, "place", hint.value, hint.raw.span, "place.hint.en.1")
    elif scene is not None:
        yield writer.statement(about, "place", scene.value, scene.raw.span, scene.raw.rule)


def _without_single(found: Sequence[Statement]) -> list[Statement]:
    """Leave out counts of one person whom a wider count covers: who it was stands in the statement of the victim."""
    wide = {s.property for s in found if isinstance(s.value, Toll) and (s.value.low or 0) > 1 and not s.value.part}
    return [
        s
        for s in found
        if not (s.property in wide and ".single." in s.rule and isinstance(s.value, Toll) and s.value.low == 1)
    ]


def _town(draft: Draft, group: DraftGroup | None) -> Place | None:
    """Return the town of a draft, or of the coordinated attack that it is part of."""
    return draft.city or next((c.city for c in (group.cells if group else []) if c.city), None)


def _of_group(writer: Writer, about: str, group: DraftGroup) -> list[Statement]:
    return [
        s
        for cell in own_cells(group.cells, writer.book)
        for s in writer.of_cell(about, cell, None)
        if s.property not in {"type", "suicide"}
    ]


def _distinct(statements: Sequence[Statement]) -> list[Statement]:
    return list({s.id: s for s in said_once(statements)}.values())


def _has_minute(statement: Statement) -> bool:
    """Say whether a day is told with a clock time ("around 10 p.m. Thursday")."""
    is_day = not statement.rule.startswith("time.clock.")
    return is_day and _MINUTE.search(statement.evidence.quote) is not None


def _incident(
    report: Report,
    draft: Draft,
    about: str,
    statements: Sequence[Statement],
    group: str | None,
    town: Place | None,
) -> Incident:
    types = tuple(dict.fromkeys(s.value.to_json()["code"] for s in statements if s.property == "type"))
    # a day with its minute is that of the act, where another told with it may be that of a death
    dates = [(s.value, _has_minute(s)) for s in statements if isinstance(s.value, DateValue)]
    places = [s.value for s in statements if isinstance(s.value, Place)]
    date = min(dates, key=lambda d: (d[0].days or 10**6, not d[1]), default=(None,))[0]
    place = most_exact(places)
    area = town or next((p for p in places if p.precision in _AREAS and p.country), None)
    outcomes = [c.outcome for c in draft.cells if c.acts and not c.is_anaphor]
    return Incident(
        about,
        tuple(map(str, types)),
        Outcome.COMPLETED if Outcome.COMPLETED in outcomes or not outcomes else outcomes[0],
        any(s.property == "suicide" for s in statements),
        date,
        in_town(place, area) if place else None,
        group,
        highest_reported(statements),
        (report.id,),
    )
