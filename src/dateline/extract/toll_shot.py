"""People told as shot, stabbed or taken to hospital, some of whom the report tells elsewhere as dead.

"Five people were shot" counts whoever was hit; with "one of them died" it is four wounded. "A man was shot" and
"the man died" tell of one man. What a report says of wounds of one who died stays, as a part, out of the total.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.extract.raw import RawToll
from dateline.text.sentence import Sentence

_NEAR = 2  # sentences
_STORY = 5  # sentences within which the dead are those of the people hit
_MANY = 2
_LIMB = r"ankle|arm|calf|elbow|feet|finger|foot|hand|knee|leg|legs|shin|shoulder|thigh|thumb|toe|wrist"
# words that tell of wounds of which nobody dies, within a sentence
_ALIVE = re.compile(
    r"\bnon-?\s?-?life[- ]?threatening|\b(?:not|nor) (?:\w+ )?life[- ]threatening|\bminor (?:injur|wound)|"
    r"\b(?:expected|likely) to (?:survive|live|recover|be ok)|\bsurvived\b|"
    rf"\b(?:shot|hit|struck|grazed|wounds?) (?:once |twice )?(?:in|on|to) (?:the|his|her|their) (?:\w+ )?"
    rf"(?:{_LIMB})\b"
    r"(?!,? (?:and|or) )",
    re.IGNORECASE,
)
_DIED = re.compile(r"\b(?:dead|died|dies|killed|killing|fatally)\b", re.IGNORECASE)
_AHEAD = 140  # characters from a count in which its wounds are told
_TOLD_BEFORE = frozenset({"after", "among", "as", "following", "of", "when", "where"})
HIT = (".shot.", ".care.", ".with.")  # marks, in a rule's id, of harm that may have been deadly
_STANDING_FOR = frozenset({"", "he", "person", "victim"})
MEN = frozenset({"boy", "brother", "father", "husband", "male", "man", "son"})
"""Nouns for one of the male sex alone."""
WOMEN = frozenset({"daughter", "female", "girl", "mother", "sister", "wife", "woman"})
"""Nouns for one of the female sex alone."""
_YOUNG = frozenset({"teen", "teenager", "youth"})
_CHILD = frozenset({"child", "boy", "girl", "toddler", "baby", "infant", "youth", "teen", "teenager", "student"})
_KINDS = (MEN | _YOUNG, WOMEN | _YOUNG, frozenset({"officer", "policeman", "deputy", "trooper", "cop"}), _CHILD)

Told = tuple[int, RawToll]


@dataclass(frozen=True)
class _Report:
    """All counts of a report with the places of their sentences, and what follows from them together."""

    listed: tuple[Told, ...]
    dead: tuple[Told, ...]
    apart: frozenset[Told]
    alive: frozenset[Told]
    is_of_one_person: bool

    @cached_property
    def near_dead(self) -> dict[int, int]:
        """The number of people hit, to the highest count of dead told near it."""
        found: dict[int, int] = {}
        for k, toll in self.listed:
            hit = _many(toll)
            is_whole = (k, toll) not in self.apart or ".multiple." in toll.rule
            if hit is not None and _is_hit(toll) and is_whole:
                near = [(n, d) for n, d in self.dead if abs(n - k) <= _STORY]
                found[hit] = max(found.get(hit, 0), _most(near, below=hit))
        return found


def without_the_dead(
    found: Sequence[list[RawToll]], sentences: Sequence[Sentence], aside: Collection[int] = ()
) -> list[list[RawToll]]:
    """Take those who died out of the counts of people hit, sentence by sentence of a report.

    ``aside`` are the places of sentences that turn to another act, whose dead are none of those hit in this one.
    """
    listed = tuple((k, t) for k, tolls in enumerate(found) for t in tolls)
    killed = ((k, t) for k, t in listed if t.property in ("killed", "attackers_killed") and not t.is_more)
    dead = tuple((k, t) for k, t in killed if k not in aside)
    if not dead:
        return list(found)
    # "two were killed and three shot" parts the two; "one died after three were shot" does not
    beside = [(n, d) for n, d in dead if d.property == "killed" and not d.is_part]
    apart = frozenset((k, t) for k, t in listed if any(n == k and _is_apart(d, t, sentences[k]) for n, d in beside))
    alive = frozenset((k, t) for k, t in listed if _is_alive(t, sentences[k]))
    report = _Report(listed, dead, apart, alive, _is_of_one_person(listed, dead))
    return _without_sums([list(_kept(k, tolls, report)) for k, tolls in enumerate(found)])


def _without_sums(found: Sequence[list[RawToll]]) -> list[list[RawToll]]:
    """Mark, as a part, a count of wounded that is the dead and the wounded of another sentence.

    "One diver died and seven more were hurt ... of the eight injured divers, three are cousins".
    """

    def exact(tolls: Sequence[RawToll], harm: str) -> set[int]:
        return {t.low for t in tolls if t.property == harm and t.low and t.low == t.high and not t.is_part}

    sums = {
        dead + hurt: k
        for k, tolls in enumerate(found)
        for dead in exact(tolls, "killed")
        for hurt in exact(tolls, "wounded")
    }
    told_apart = {low for tolls in found if exact(tolls, "killed") for low in exact(tolls, "wounded")}

    def is_sum(k: int, toll: RawToll) -> bool:
        is_whole = toll.property == "wounded" and toll.low == toll.high and not toll.is_part and not toll.is_more
        return is_whole and toll.low in sums.keys() - told_apart and sums[toll.low] != k

    return [[replace(t, is_part=True) if is_sum(k, t) else t for t in tolls] for k, tolls in enumerate(found)]


def _is_alive(hit: RawToll, sentence: Sentence) -> bool:
    """Whether the words behind a count of people hit tell that they live, and no others are told before that."""
    if hit.people == "he" or not _is_hit(hit):
        return False
    start = hit.span.start - sentence.span.start
    found = _ALIVE.search(sentence.text, max(0, start), start + _AHEAD)
    return found is not None and not _DIED.search(sentence.text, max(0, start), found.start())


def _is_apart(dead: RawToll, hit: RawToll, sentence: Sentence) -> bool:
    """Whether a count of dead before a count of people hit, in one sentence, is of others."""
    if dead.span.start >= hit.span.start:
        return False
    start, end = (p - sentence.span.start for p in (dead.span.end, hit.span.start))
    return not _TOLD_BEFORE & set(sentence.text[max(0, start) : max(0, end)].lower().split())


def _is_of_one_person(listed: Sequence[Told], dead: Sequence[Told]) -> bool:
    """Whether all that a report tells of wounds and death may be of one person, who then died of the wounds."""
    hurt = [(k, t) for k, t in listed if t.property == "wounded" and not t.is_part and t.low != 0]
    died = [(n, d) for n, d in dead if d.property == "killed" and d.low != 0]
    for k, toll in hurt:
        told_anew = any(_is_word_for(toll, d) for _, d in died) and all(n != k for n, _ in died)
        told_anew = told_anew or any(_is_told_of_him(k, toll, n, d) for n, d in died)
        if not _is_one(toll) or toll.is_more or ".single." not in toll.rule or not (_is_hit(toll) or told_anew):
            return False
    return bool(died) and all(_is_one(d) and _is_same_kind(t, d) for _, t in hurt for _, d in died)


def _is_word_for(hurt: RawToll, dead: RawToll) -> bool:
    """Whether two nouns name one person in one report: the same, or two for one child."""
    nouns = {hurt.people, dead.people}
    return len(nouns) == 1 or (nouns <= _CHILD and _is_same_kind(hurt, dead))


def _is_told_of_him(k: int, hurt: RawToll, n: int, dead: RawToll) -> bool:
    """Whether a pronoun ties a wound to a death: "a girl died after she was hit", "a boy was hit ... he died"."""
    after_death = hurt.people == "he" and n in (k - 1, k) and dead.span.start < hurt.span.start
    return after_death or (dead.people == "he" and n > k)


def _is_same_kind(one: RawToll, other: RawToll) -> bool:
    """Whether two words are the same, stand for anybody, or are of one kind."""
    nouns = {one.people, other.people}
    if nouns & MEN and nouns & WOMEN:
        return False
    return len(nouns) == 1 or bool(nouns & _STANDING_FOR) or any(nouns <= kind for kind in _KINDS)


def _kept(k: int, tolls: Sequence[RawToll], report: _Report) -> Iterator[RawToll]:
    for toll in tolls:
        if report.is_of_one_person and toll.property == "wounded" and _is_one(toll):
            if ".shot." not in toll.rule:
                yield replace(toll, is_part=True)
        elif not _is_hit(toll) or (toll.is_part and not _is_one(toll)) or (k, toll) in report.alive:
            yield toll
        elif _has_died(k, toll, report.dead) or (_have_died(toll, report) and (k, toll) not in report.apart):
            if ".with." in toll.rule:
                yield replace(toll, is_part=True)  # the wound was told, and he is counted among the dead
        elif (k, toll) not in report.apart or ".multiple." in toll.rule:
            yield _survivors(toll, report)
        else:
            yield toll


def _is_hit(toll: RawToll) -> bool:
    return toll.property.endswith("wounded") and any(mark in toll.rule for mark in HIT)


def _is_one(toll: RawToll) -> bool:
    return toll.low == toll.high == 1


def _has_died(k: int, toll: RawToll, dead: Sequence[Told]) -> bool:
    """Whether as many people are told as dead near by, or, for one person, one who may be the same anywhere."""
    is_after = any(n < k or (n == k and d.span.start < toll.span.start) for n, d in dead)
    if toll.is_more and (not _is_one(toll) or is_after):
        return False  # "A man died. Another man was shot"
    side = toll.property.removesuffix("wounded")
    same = [(n, d) for n, d in dead if d.property == f"{side}killed" and (d.low, d.high) == (toll.low, toll.high)]
    if "single.he" in toll.rule or "single.name" in toll.rule:
        return bool(same)
    if any(abs(n - k) <= _NEAR and (not _is_one(toll) or _may_be_same(toll, d)) for n, d in same):
        return ".with." not in toll.rule or _is_one(toll)
    return _is_one(toll) and any(d.people == toll.people for _, d in same)


def _have_died(toll: RawToll, report: _Report) -> bool:
    """Whether several people hit are as many as a report tells dead at most: "two were shot ... both died"."""
    hit = _many(toll)
    counts = [d.low for _, d in report.dead if d.property == "killed" and not d.is_part and d.low == d.high]
    return hit is not None and ".care." not in toll.rule and max((c for c in counts if c), default=0) == hit


def _may_be_same(toll: RawToll, dead: RawToll) -> bool:
    """Whether two words may name one person: the same, one that stands for any, or two of one kind."""
    told = {noun for kind in _KINDS for noun in kind}
    return _is_same_kind(toll, dead) or not {toll.people, dead.people} <= told


def _many(toll: RawToll) -> int | None:
    """Return how many people were hit, None for one, a bound, or others than were told before."""
    whole = toll.property == "wounded" and not toll.is_more and not toll.is_part
    return toll.low if whole and toll.low == toll.high and (toll.low or 0) >= _MANY else None


def _survivors(toll: RawToll, report: _Report) -> RawToll:
    """Return the count of those hit less the dead, as a part where the report counts the wounded itself."""
    hit = _many(toll)
    if hit is None:
        return toll
    wounded = {t.low for _, t in report.listed if t.property == "wounded" and not t.is_part and t is not toll}
    if (most := _most(report.dead, below=hit)) and hit - most in wounded:
        return replace(toll, is_part=True)
    most = report.near_dead.get(hit, 0)
    if not most:
        return toll
    if ".care." in toll.rule:
        return toll  # the dead need not have been among those taken to hospital
    return replace(toll, low=hit - most, high=hit - most, rule="toll.wounded.survivors.en.1")


def _most(dead: Sequence[Told], *, below: int) -> int:
    """Return the highest whole count of dead under a bound, 0 without one."""
    deaths = [d for _, d in dead if d.property == "killed" and not d.is_part and d.low == d.high]
    return max((d.low for d in deaths if d.low is not None and d.low < below), default=0)
