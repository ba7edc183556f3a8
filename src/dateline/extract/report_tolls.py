"""Counts of a whole report, where a later sentence leans on an earlier one: "all four", "the assailants", "he".

Within one sentence the module tolls cannot know who "the militants" are: the attackers told of before, or others
whom an army killed. Here the attackers that a report has introduced are remembered, and a later harm to people
of that noun, or of that number with no noun, is harm to attackers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from dateline.codebook import Codebook
from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People, find_people
from dateline.extract.harm import harms_of
from dateline.extract.raw import RawToll
from dateline.extract.toll_attackers import with_told_attackers
from dateline.extract.toll_filters import is_unreal
from dateline.extract.toll_implied import with_implied_deaths
from dateline.extract.toll_shot import HIT, MEN, WOMEN, without_the_dead
from dateline.extract.tolls import find_tolls
from dateline.text.sentence import Sentence

_HARMED = ("killed", "wounded")
_ELSEWHERE = re.compile(
    r"\b(?:elsewhere|meanwhile|separate(?:ly)?|earlier|previous(?:ly)?|last (?:week|month|year))\b"
    r"|\b(?:another|second|third|similar|other|different) (?:[\w-]+ )?"
    r"(?:attack|incident|bombing|blast|raid|shooting|explosion)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:one|two|three|four|five|six|some|several|\d+) of (?:the|them|those|whom)\b", re.IGNORECASE)
_HIT_BEFORE = frozenset({"hit", "shot", "stabbed", "struck"})
_NEAR = 2  # sentences
_ANYBODY = frozenset({"", "people", "person", "victim"})
_WHOLE = frozenset({"all", "both", "the", "these", "those"})


@dataclass(frozen=True, slots=True)
class _Introduced:
    """Attackers that a report has told of: their nouns, their counts, and who was last told of as one man.

    ``victim_died`` where one who was no attacker has been told as dead: "he died" then is mostly said of him.
    """

    nouns: dict[str, int] = field(default_factory=dict)
    counts: tuple[tuple[int | None, int | None], ...] = ()
    last_is_attacker: bool = False
    victim_died: bool = False


def _is_whole(sentence: Sentence, toll: RawToll) -> bool:
    """Whether a count is of people told of before: "all four", "both men", "the gunman"."""
    inside = sentence.within(toll.span)
    return any(t.lower in _WHOLE for t in inside if toll.token is None or t.i <= toll.token)


def _same_sentence(toll: RawToll, people: list[People], scheme: Tolls) -> bool:
    """Whether the nearest people before "all four" in its own sentence are attackers of that or no number."""
    before = [p for p in people if toll.token is not None and p.last < toll.token and p.noun not in ("", "he")]
    fitting = [p for p in before if not p.is_counted or (p.low, p.high) == (toll.low, toll.high)]
    plural = [p for p in fitting if p.low != 1 and p.noun not in scheme.forces]
    return bool(plural) and plural[-1].noun in scheme.attackers


def _is_attackers(sentence: Sentence, toll: RawToll, people: list[People], told: _Introduced, scheme: Tolls) -> bool:
    if toll.property not in _HARMED or toll.is_part:
        return False
    if toll.property == "wounded" and ".single." in toll.rule and toll.people not in scheme.attackers:
        return False  # one who is wounded is the victim, or one of several, far more often than the attacker
    if toll.people == "he":
        return told.last_is_attacker and not told.victim_died
    if any(t.lower in _HIT_BEFORE and t.tag == "VBN" for t in sentence.within(toll.span)):
        return False  # "the boy who was shot died"
    if not _is_whole(sentence, toll):
        return toll.people in scheme.fighters and toll.low == toll.high and _is_known(toll, told)
    if toll.people == "":
        return _same_sentence(toll, people, scheme) or (toll.low, toll.high) in told.counts
    return _is_known(toll, told)


def _is_known(toll: RawToll, told: _Introduced) -> bool:
    """Whether attackers of that noun were told of, and no fewer."""
    return (toll.low or toll.high or 0) <= told.nouns.get(toll.people, -1)


def _without_doers_others(sentence: Sentence, tolls: list[RawToll]) -> list[RawToll]:
    """Read "an officer fired, hitting another officer" as of one hurt: he is other than the one who did it."""

    def is_other_than_unhurt(toll: RawToll) -> bool:
        if not toll.is_more or toll.token is None or not toll.low == toll.high == 1:
            return False
        before = sentence.tokens[: toll.token]
        same = [t for t in before if t.lemma == toll.people and t.end <= toll.span.start and t.tag == "NN"]
        return bool(same) and not any(t.span.overlaps(o.span) for t in same for o in tolls)

    return [replace(t, is_more=False) if is_other_than_unhurt(t) else t for t in tolls]


def _read_on(told: _Introduced, tolls: list[RawToll], people: list[People], scheme: Tolls) -> _Introduced:
    """Return what is known of the attackers after a sentence."""
    acting = [t for t in tolls if t.property == "attackers"]
    nouns = dict(told.nouns)
    for toll in acting:
        if toll.people not in ("", "he", "person", "other"):
            nouns[toll.people] = max(nouns.get(toll.people, 0), toll.high or 10_000)
    last = told.last_is_attacker
    singles = [p for p in people if p.low == p.high == 1 and p.noun != "he"]
    if singles:
        doers = {t.token for t in acting}
        last = any(p.noun in scheme.attackers or p.head in doers for p in singles[:1])
    died = any(t.property == "killed" and t.low == t.high == 1 and t.people != "he" for t in tolls)
    counts = told.counts + tuple((t.low, t.high) for t in acting if t.low != 1)
    return _Introduced(nouns, counts, last, told.victim_died or died)


def _uncounted(sentence: Sentence, people: list[People], told: _Introduced, scheme: Tolls) -> list[RawToll]:
    """Read "The assailants had been killed": as many as there were, if the report told how many."""
    found: list[RawToll] = []
    for phrase in people:
        attackers = phrase.noun in scheme.attackers or phrase.noun in told.nouns
        if phrase.is_counted or not phrase.is_definite or not attackers or not told.counts:
            continue
        low, high = told.counts[-1]
        for harm in harms_of(sentence, phrase, scheme, strict=True):
            if harm.property in _HARMED and not harm.is_part and not is_unreal(sentence, harm.verb):
                name = f"attackers_{harm.property}"
                span = phrase.span(sentence).joined(sentence.tokens[harm.verb].span)
                found.append(
                    RawToll(
                        sentence.index,
                        span,
                        phrase.head,
                        f"toll.{name}.antecedent.en.1",
                        name,
                        low,
                        high,
                        phrase.noun,
                        verb=harm.verb,
                    )
                )
    return found


def find_report_tolls(sentences: Iterable[Sentence], codebook: Codebook) -> list[list[RawToll]]:
    """Find the counts of each sentence of a report, in order; one list a sentence, empty for unparsed ones."""
    scheme = codebook.tolls
    told = _Introduced()
    listed = list(sentences)
    found: list[list[RawToll]] = []
    for sentence in listed:
        people = find_people(sentence, scheme) if sentence.is_parsed else []
        tolls = [
            replace(t, property=f"attackers_{t.property}", rule=t.rule.replace(".en.", ".antecedent.en."))
            if _is_attackers(sentence, t, people, told, scheme)
            else t
            for t in _without_doers_others(sentence, find_tolls(sentence, codebook))
        ]
        told = _read_on(told, tolls, people, scheme)
        tolls += _uncounted(sentence, people, told, scheme)
        found.append(sorted(tolls, key=lambda t: (t.span, t.property, t.low or 0)))
    found = _by_own_hand(found)
    aside = {k for k, sentence in enumerate(listed) if _is_elsewhere(sentence)}
    living = without_the_dead(with_implied_deaths(found, listed), listed, aside)
    return with_told_attackers(_with_attackers(_with_both(_with_others(living, listed), aside)), listed, scheme)


def _by_own_hand(found: list[list[RawToll]]) -> list[list[RawToll]]:
    """Count one hurt by his own hand among the attackers where the report tells one attacker hurt."""
    hurt = [t for tolls in found for t in tolls if t.property == "attackers_wounded" and not t.is_part]
    if not any(t.low == t.high == 1 for t in hurt):
        return found
    return [
        [
            replace(t, property="attackers_wounded", rule=t.rule.replace("toll.wounded.", "toll.attackers_wounded."))
            if t.rule == "toll.wounded.shot.single.self.en.1" and t.low == t.high == 1
            else t
            for t in tolls
        ]
        for tolls in found
    ]


def _with_attackers(found: list[list[RawToll]]) -> list[list[RawToll]]:
    """Mark counts of harmed people that are the count of the victims and the attackers told apart.

    "Three dead ... he killed his two children, then himself": the three are the children and he.
    """
    whole = [t for tolls in found for t in tolls if not t.is_part and t.low == t.high and t.low]
    for harm in _HARMED:
        attackers = {t.low for t in whole if t.property == f"attackers_{harm}"}
        victims = {t.low for t in whole if t.property == harm}
        sums = {v + a for v in victims if v for a in attackers if a}
        found = [
            [
                replace(t, includes_attackers=True)
                if t.property == harm and t.people in _ANYBODY and not t.is_part and t.low == t.high and t.low in sums
                else t
                for t in tolls
            ]
            for tolls in found
        ]
    return found


def _with_others(found: list[list[RawToll]], sentences: list[Sentence]) -> list[list[RawToll]]:
    """Add up "two others were wounded" with the count just before it; the others are then a part of the sum."""
    summed: list[list[RawToll]] = []
    last: dict[str, tuple[int, RawToll]] = {}
    for k, tolls in enumerate(found):
        now: list[RawToll] = []
        for toll in tolls:
            before = last.get(toll.property)
            adds = _adds(toll, tolls) and not _is_elsewhere(sentences[k]) and not _is_shared_out(sentences[k], toll)
            if adds and before and k - before[0] <= _NEAR and _is_before(before[1], toll):
                whole = _sum(before[1], toll)
                now += [replace(toll, is_part=True), whole]
                last[toll.property] = (k, whole)
                continue
            now.append(toll)
            if not toll.is_part and toll.low:
                last[toll.property] = (k, toll)
        summed.append(now)
    return summed


def _adds(toll: RawToll, same_sentence: list[RawToll]) -> bool:
    """Whether a count is of others than were counted before: "three others were wounded".

    In "two people were killed and three others wounded" the others are other than the dead: nothing is added.
    """
    if not toll.is_more or toll.property not in _HARMED or toll.is_part:
        return False
    return not any(t.property != toll.property and t.span.start < toll.span.start for t in same_sentence)


def _is_before(first: RawToll, toll: RawToll) -> bool:
    """Whether a count can be what others add to: told before, and not the same figure told again."""
    same = (first.low, first.high) == (toll.low, toll.high) and toll.low != 1
    if any(mark in first.rule for mark in HIT) and (toll.low or 0) < (first.low or 0):
        return False  # "four people were shot ... three others are in hospital": the others are some of the four
    return first.span.end <= toll.span.start and not same and ".multiple." not in first.rule


def _with_both(found: list[list[RawToll]], aside: Collection[int]) -> list[list[RawToll]]:
    """Add up a man and a woman of whom a report tells apart, where it counts nobody else: "Another girl was hurt"."""
    told = [list(tolls) for tolls in found]
    for harm in _HARMED:
        whole = [(k, t) for k, tolls in enumerate(told) for t in tolls if t.property == harm and not t.is_part]
        ones = [(k, t) for k, t in whole if t.low == t.high == 1 and k not in aside]
        first = [next(((k, t) for k, t in ones if t.people in sex), None) for sex in (MEN, WOMEN)]
        later = max((f for f in first if f is not None), key=lambda f: (f[0], f[1].span), default=None)
        if None in first or later is None or len(ones) < len(whole):
            continue
        k, toll = later
        both = replace(toll, low=2, high=2, people="person", is_more=False, rule=f"toll.{harm}.both.en.1")
        told[k] = [replace(t, is_part=True) if t is toll else t for t in told[k]] + [both]
    return told


def _is_shared_out(sentence: Sentence, toll: RawToll) -> bool:
    """Whether a count known before is told in shares: "two of the victims stayed while two others were taken"."""
    return _SHARE.search(sentence.text[: max(0, toll.span.start - sentence.span.start)]) is not None


def _is_elsewhere(sentence: Sentence) -> bool:
    """Whether the sentence turns to another act, whose count adds nothing to the one before."""
    return _ELSEWHERE.search(sentence.text) is not None


def _sum(first: RawToll, more: RawToll) -> RawToll:
    low = (first.low or 0) + (more.low or 0)
    high = None if first.high is None or more.high is None else first.high + more.high
    return replace(
        more, low=low, high=high, is_total=True, is_more=False, rule=f"toll.{more.property}.with_others.en.1"
    )
