"""Best values as three databases would write them, from what their codebooks say.

GTD: National Consortium for the Study of Terrorism and Responses to Terrorism, Global Terrorism Database
codebook. ACLED: Armed Conflict Location & Event Data codebook. UCDP: UCDP Georeferenced Event Dataset codebook.
What each means by "the" number, as summarised in this project's notes on codebooks (table "What the number
means in each database"):

| question | GTD | ACLED | UCDP GED |
|---|---|---|---|
| conflicting totals | most recent credible, else majority, else lowest | lowest credible | judgement, low, high |
| attackers counted | yes | yes, not split | yes |
| vague words | blank | fixed numbers | the coder's judgement |
| unknown | blank | 0 | 0 in best, high may be above |
| totals over places | spread over the incidents | spread over days | one summary event |
| wounded | yes | no | no |

Where a codebook leaves something to the coder, the function says what stands in for the coder's judgement.
*Credible* is, for all three, a count that no party to the fight gives alone, unless nobody else gives one: the
codebooks ask for credible sources and do not list them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from dateline.codebook import Codebook
from dateline.ledger.counts import (
    NOTHING,
    Choice,
    Count,
    Grounds,
    counts_of,
    highest,
    latest,
    lowest,
    majority,
    not_put_forward,
    of_bounds,
    one_a_voice,
    sort_key,
    voices_of,
)
from dateline.ledger.told import Told
from dateline.model import Modality, Toll

_KILLED = "killed"
_COUNTED = (_KILLED, "wounded")
_OF_ATTACKERS = {_KILLED: "attackers_killed", "wounded": "attackers_wounded"}


def gtd(grounds: Grounds) -> Choice:
    """Choose as GTD does for nkill and nwound: the most recent credible count, else majority, else the lowest.

    Counts of the last day on which anybody credible gave one are taken, of each voice its highest; where they
    differ, the one that most text families give; where none leads, the lowest. Vague words ("dozens") are left
    blank. The attackers are counted: where the chosen count does not include them, theirs is added. A total over
    a group, where the incident has no count of its own, is spread over its incidents, what remains going to the
    first ones.
    """
    plain, vague = _without_vague(grounds)
    credible, doubted = _credible(plain)
    aside = {**vague, **doubted}
    if not credible.counts:
        return _with(_shared(grounds), aside)
    day = max(c.told.published for c in credible.counts)
    of_day, spent = one_a_voice([c for c in credible.counts if c.told.published == day])
    aside |= {c.id: f"not of the most recent credible sources ({day.isoformat()})" for c in credible.counts} | spent
    voices = voices_of(of_day)
    most = max(len(families) for families in voices.values())
    leading = sorted((c for c in of_day if len(voices[c.bounds]) == most), key=sort_key)
    is_led = len({c.bounds for c in leading}) == 1
    why = f"fewer tell it on {day.isoformat()}" if is_led else f"higher than the lowest of {day.isoformat()}"
    chosen = of_bounds(leading[0], of_day, lambda _: why)
    choice = replace(chosen, point=leading[0].size, set_aside={**aside, **chosen.set_aside})
    return _with_attackers(choice, grounds, gtd)


def acled(grounds: Grounds) -> Choice:
    """Choose as ACLED does for fatalities: the lowest credible count; 0 where none is told. No other property.

    Vague words get ACLED's fixed numbers (codebook section ``best``); the attackers are counted, theirs added
    where the chosen count does not include them. Totals of a group are set aside: ACLED divides totals over
    days, and the incidents of a group are of one day.
    """
    if grounds.property != _KILLED:
        return replace(NOTHING, set_aside=_not_counted(grounds, "ACLED counts the killed only"))
    fixed = replace(grounds, counts=[_fixed(c, grounds.book) for c in grounds.counts])
    credible, doubted = _credible(fixed)
    choice = lowest(credible)
    choice = replace(choice, set_aside={**choice.set_aside, **doubted})
    if not choice.rests_on:
        return _with_attackers(replace(choice, low=0, high=0, point=0), grounds, acled)
    return _with_attackers(replace(choice, point=min(c.size for c in choice.rests_on)), grounds, acled)


def ucdp(grounds: Grounds) -> Choice:
    """Choose as UCDP GED does for best, low and high: deaths of all sides; no other property.

    ``point`` is best, ``low`` the lowest and ``high`` the highest credible count. The coder's judgement is
    stood in for by what most text families give. Where nothing is put forward, best and low are 0 and high is
    the highest count that is suspected. A total over a group makes a summary event of its own, so it is set
    aside here and is the group's value.
    """
    if grounds.property != _KILLED:
        return replace(NOTHING, set_aside=_not_counted(grounds, "UCDP counts the killed only"))
    credible, doubted = _credible(grounds)
    if not credible.counts:
        suspected = [c for t in grounds.told if (c := _suspected(t, grounds.property))]
        top = max((c.toll.high if c.toll.high is not None else c.size for c in suspected), default=0)
        choice = Choice(0, top, tuple(suspected), {}, 0)
        return _with_attackers(choice, grounds, ucdp)
    chosen, low, high = majority(credible), lowest(credible), highest(credible)
    point = min(c.size for c in chosen.rests_on)
    floor = min(c.size for c in low.rests_on)
    ceiling = max(c.toll.high if c.toll.high is not None else c.size for c in (*high.rests_on, *credible.counts))
    rests_on = tuple(dict.fromkeys((*chosen.rests_on, *low.rests_on, *high.rests_on)))
    between = {c.id: "between low and high" for c in credible.counts if c not in rests_on}
    return _with_attackers(Choice(floor, ceiling, rests_on, {**between, **doubted}, point), grounds, ucdp)


def _not_counted(grounds: Grounds, why: str) -> Mapping[str, str]:
    return {c.id: why for c in grounds.counts}


def _with(choice: Choice, aside: Mapping[str, str]) -> Choice:
    return replace(choice, set_aside={**aside, **choice.set_aside})


def _credible(grounds: Grounds) -> tuple[Grounds, dict[str, str]]:
    """Return the credible counts, and the others with the reason."""
    scheme = grounds.book.best
    fighting = [
        c
        for c in grounds.counts
        if scheme.is_party(c.told.speaker_kind) and not scheme.is_official(c.told.speaker_kind)
    ]
    if len(fighting) == len(grounds.counts):
        return grounds, {}
    others = [c for c in grounds.counts if c not in fighting]
    return replace(grounds, counts=others), {c.id: "said by a party to the fight" for c in fighting}


def _without_vague(grounds: Grounds) -> tuple[Grounds, dict[str, str]]:
    vague = {c.id: "a vague word, left blank" for c in grounds.counts if vague_word(c, grounds.book)}
    return replace(grounds, counts=[c for c in grounds.counts if c.id not in vague]), vague


def vague_word(count: Count, book: Codebook) -> str | None:
    """Return the id of the vague count ("dozens") that a statement's words and bounds are, or None."""
    quote = " ".join(count.told.statement.evidence.quote.lower().split())
    for found in _vague_words(book).finditer(quote):
        vague = book.tolls.vague_of_words[tuple(found.group().split())]
        if (vague.low, vague.high) == (count.toll.low, count.toll.high) and vague.low != vague.high:
            return vague.id
    return None


@lru_cache(maxsize=8)
def _vague_words(book: Codebook) -> re.Pattern[str]:
    words = sorted((" ".join(w) for w in book.tolls.vague_of_words), key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b" if words else r"(?!)")


def _fixed(count: Count, book: Codebook) -> Count:
    number = book.best.acled_words.get(vague_word(count, book) or "")
    return count if number is None else replace(count, toll=replace(count.toll, low=number, high=number))


def _suspected(told: Told, name: str) -> Count | None:
    toll = told.statement.value
    if told.statement.property != name or not isinstance(toll, Toll) or told.refused or told.share or toll.part:
        return None
    return Count(told, toll) if told.statement.modality is Modality.SUSPECTED else None


def _with_attackers(choice: Choice, grounds: Grounds, rule: object) -> Choice:
    """Add the attackers' own dead (or wounded) where the chosen count does not include them."""
    beside = _OF_ATTACKERS.get(grounds.property)
    if beside is None or (choice.low is None and choice.high is None) or grounds.property not in _COUNTED:
        return choice
    if any(c.toll.includes_attackers for c in choice.rests_on):
        return replace(choice, includes_attackers=True)
    counts = counts_of(grounds.told, beside)
    if not counts:
        return replace(choice, includes_attackers=False)
    picked = (latest if rule is gtd else lowest)(replace(grounds, property=beside, counts=counts))
    return replace(
        choice,
        low=_added(choice.low, picked.low),
        high=_added(choice.high, picked.high),
        point=_added(choice.point, min(c.size for c in picked.rests_on)),
        includes_attackers=True,
        beside=tuple(c.id for c in picked.rests_on),
    )


def _added(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _shared(grounds: Grounds) -> Choice:
    """Return the incident's share of the latest total over its group, or nothing where there is none."""
    totals = [
        Count(t, t.statement.value)
        for t in grounds.told
        if t.share is not None
        and t.statement.property == grounds.property
        and isinstance(t.statement.value, Toll)
        and not_put_forward(replace(t, share=None)) is None
        and t.share.size > 0
    ]
    if not totals:
        return NOTHING
    picked = latest(replace(grounds, counts=totals))
    share = picked.rests_on[0].told.share
    assert share is not None
    whole = min(c.size for c in picked.rests_on)
    part, rest = divmod(whole, share.size)
    number = part + (1 if share.index < rest else 0)
    return Choice(number, number, picked.rests_on, picked.set_aside, number)
