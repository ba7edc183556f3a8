"""Which places of a sentence set the scene of its acts, and which belong to something else in it.

"The mayor of Paris", "a Polish chef" and "officials said in Geneva" name places that are not where the act was. What
does not set the scene is kept for choosing among namesakes only.
"""

from __future__ import annotations

import re

from dateline.extract.findings import Findings
from dateline.extract.raw import RawPlace
from dateline.resolve.scene import Cues, anchors, is_news_of_a_known_act, same_scene
from dateline.text.sentence import Sentence, Token

_NOT_SCENE = frozenset({"'s", "adjective", "from", "to", "between", "for", "with", "against", "by", "about", "than"})
_KINDS = frozenset(
    "area capital city commune county department district governorate hamlet municipality neighborhood neighbourhood "
    "port province region settlement state suburb town township village".split()
)
_DONE_BY_STATES = frozenset(
    "airstrike bombardment campaign incursion invasion offensive operation raid strike".split()
)
_WHERE_WOUNDED_GO = frozenset({"clinic", "hospital"})
_HOSPITAL = r"(?:hospitals?|medical cent(?:er|re)|trauma cent(?:er|re)|clinic|medical examiner['’]?s? office)"
_HOSPITAL_IN = re.compile(rf"\b{_HOSPITAL}\s*,?\s+(?:in|near|outside)\s+$", re.IGNORECASE)
_HOSPITAL_AFTER = re.compile(rf"(?:\W+\w+){{0,3}}?\W+{_HOSPITAL}\b", re.IGNORECASE)
_CARE = re.compile(
    r"\b(?:taken|rushed|airlifted|flown|brought|transported|transferred|treated|treatment|hospitali[sz]ed|died|dead|"
    r"recovering|pronounced|condition|surgery|life support|admitted|drove|driven)\b",
    re.IGNORECASE,
)
_NEXT_TO = re.compile(r"\W{0,3}(?:(?:and|&)\s+)?$")  # between a place and the one listed or told with it


def scene_places(found: Findings, cues: Cues) -> frozenset[RawPlace]:
    """Return the places of a sentence that tell where its acts were."""
    held = anchors(found)
    if not held:
        return frozenset()
    chosen: list[RawPlace] = []
    for raw in sorted(found.places, key=lambda p: p.span):
        beside = any(_is_beside(found.sentence, c, raw) for c in chosen)
        if (raw.cue == "," and beside) or (raw.cue != "," and _is_scene(found, raw, held, cues)):
            chosen.append(raw)
    return frozenset(chosen)


def _is_beside(sentence: Sentence, chosen: RawPlace, raw: RawPlace) -> bool:
    """Say whether a name follows a chosen place: "Kabul, Afghanistan", "Homs, Hama and Aleppo"."""
    start, end = chosen.span.end - sentence.span.start, raw.span.start - sentence.span.start
    return start <= end and bool(_NEXT_TO.fullmatch(sentence.text[start:end]))


def _is_scene(found: Findings, raw: RawPlace, held: frozenset[int], cues: Cues) -> bool:
    sentence = found.sentence
    if raw.cue == "dateline" or raw.token is None:
        return raw.cue not in _NOT_SCENE
    if any(a.span.overlaps(raw.span) for a in found.actors):
        return False  # "Islamic State", "the Syrian army"
    if any(raw.token in a.patients for a in found.acts):
        return raw.cue != "adjective"  # "other Britons were killed" tells who they were, not where
    if sentence.tokens[raw.token].lemma in _WHERE_WOUNDED_GO and not _is_struck(found, raw.token):
        return False
    at = raw.span.start - sentence.span.start
    if is_for_wounded(sentence.text[:at], sentence.text[at + raw.span.end - raw.span.start :]):
        return False
    if raw.cue == "from":
        return _is_taken_from(found, raw.token)
    if raw.cue in _NOT_SCENE or raw.cue == "":
        return False
    if raw.cue == "modifier":
        head = sentence.head(raw.token)
        if head.dep in {"compound", "amod"}:
            head = sentence.head(head.i)
        return head.is_noun and head.i in {a.token for a in found.acts} and not _is_doer(found, raw, head)
    token = _head_of_kind(sentence, sentence.tokens[raw.token])
    if _is_of_person(found, token) or is_news_of_a_known_act(found, token.i, held):
        return False
    return same_scene(sentence, token.i, held, cues) or _said_of_the_harmed(found, token, cues)


def _is_doer(found: Findings, raw: RawPlace, act: Token) -> bool:
    """Say whether a name before a noun of action tells who did it: "US air strikes", "US attacks in Syria"."""
    if raw.rule != "place.known.en.1":
        return False
    below = {t.i for p in found.sentence.children(act.i, "prep") for t in found.sentence.subtree(p.i)}
    return act.lemma in _DONE_BY_STATES or any(p.token in below for p in found.places if p != raw)


def is_for_wounded(before: str, after: str) -> bool:
    """Say whether the words about a town tell of a hospital there that the wounded were taken to."""
    sentence = re.split(r"[.!?]\s", before[-160:])[-1]
    is_hospital = _HOSPITAL_IN.search(before[-40:]) or _HOSPITAL_AFTER.match(after[:40].split(".")[0])
    return bool(is_hospital) and _CARE.search(sentence + " " + after[:60].split(".")[0]) is not None


def _is_taken_from(found: Findings, token: int) -> bool:
    """Say whether people were taken from a place: "abducted from a school in Chibok"."""
    taking = {a.token for a in found.acts if {"kidnapping", "hostage_taking"} & set(a.codes)}
    return any(t.i in taking for t in found.sentence.ancestors(token))


def _is_struck(found: Findings, token: int) -> bool:
    """Say whether a site is where an act was, not where its wounded were taken."""
    sentence = found.sentence
    acts = {a.token for a in found.acts if not a.rule.startswith("act.verb.kill")}
    preposition = sentence.head(token)
    return preposition.head in acts and preposition.lower in {"at", "on", "near", "outside", "inside", "in"}


def _head_of_kind(sentence: Sentence, token: Token) -> Token:
    """Return the generic noun that a name classes: "city" for Mokha in "the port city of Mokha"."""
    preposition = sentence.head(token.i)
    if token.dep == "pobj" and preposition.lower == "of":
        noun = sentence.head(preposition.i)
        if noun.lemma in _KINDS:
            return noun
    return token


def _said_of_the_harmed(found: Findings, token: Token, cues: Cues) -> bool:
    """Say whether a clause about somebody harmed holds the place: "the minister, who was visiting X, was stabbed"."""
    sentence = found.sentence
    people = {i for a in found.acts for i in (*a.patients, *a.agents)} | {t.token for t in found.tolls}
    for above in sentence.ancestors(token.i):
        if above.dep in {"relcl", "acl"}:
            return above.head in people and (sentence.index, above.start) not in cues
    return False


def _is_of_person(found: Findings, token: Token) -> bool:
    """Say whether a place only says whose or of what a person or body is ("the mayor of Paris")."""
    sentence = found.sentence
    preposition = sentence.head(token.i) if token.dep == "pobj" else token
    owner = sentence.head(preposition.i)
    if not owner.is_noun or owner.i in anchors(found):
        return False
    struck = {k.token for k in found.kinds if k.property == "target"} | {
        p.token for p in found.places if p.token != token.i
    }
    if owner.i in struck:
        return False
    suffering = {i for a in found.acts for i in a.patients}
    if owner.i in suffering or any(t.i in suffering for t in sentence.ancestors(owner.i) if owner.dep == "appos"):
        return False  # the mayor of a town is mostly struck there
    harmed = any(t.span.overlaps(owner.span) for t in found.tolls)
    return owner.pos == "PROPN" or (preposition.lower == "of" and not harmed)
