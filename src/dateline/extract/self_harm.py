"""Attackers who die by their own act: "blew themselves up", "before killing himself", "including himself"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.extract.toll_filters import is_unreal
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_ONESELF = frozenset({"himself", "herself", "self", "themselves"})
_BLAST = frozenset({"blow", "detonate", "explode"})
_DEATH = frozenset({"kill", "shoot", "hang", "stab"})
_WOUND = frozenset({"cut", "hit", "injure", "shoot", "stab", "strike", "wound"})
_INCLUDING = frozenset({"including", "plus", "and", "besides"})
_OBJECTS = frozenset({"dobj", "conj", "pobj", "dative"})
_SURVIVED = re.compile(r"\battempted (?:murder[-/ ])?suicide\b|\bsuicide attempt\b")
_DEADLY = re.compile(r"\bdead|(?<!non)(?<!non-)fatal|(?<!attempted )(?<!attempted murder-)\bsuicide\b(?! attempt)")
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class SelfHarm:
    """A count of people who died or were wounded by their own hand: attackers or (``is_attacker`` false) anyone."""

    low: int | None
    high: int | None
    span: Span
    token: int
    verb: int
    noun: str
    is_attacker: bool
    is_part: bool
    is_dead: bool = True


def _verb_of(sentence: Sentence, token: Token) -> Token | None:
    harming = _BLAST | _DEATH | _WOUND
    above = sentence.head(token.i)
    if token.dep == "dobj" and above.is_verb and above.lemma not in harming:
        return None  # "has turned himself in"
    return next((t for t in sentence.ancestors(token.i) if t.lemma in harming and t.is_verb), None)


def _subject(sentence: Sentence, verb: Token) -> Token | None:
    token = verb
    for _ in range(_DEPTH):
        subject = sentence.child(token.i, "nsubj", "nsubjpass")
        if subject is not None:
            relative = subject.lower in ("who", "that") and token.dep == "relcl"
            return sentence.head(token.i) if relative else subject
        if token.head == token.i:
            return None
        token = sentence.head(token.i)
        if token.is_noun:
            return token
    return None


def find_self_harm(sentence: Sentence, people: list[People], scheme: Tolls) -> Iterator[SelfHarm]:
    """Find those who a parsed sentence says died or were wounded by their own act."""
    for token in sentence.tokens:
        verb = _verb_of(sentence, token) if token.lower in _ONESELF and token.dep in _OBJECTS else None
        if verb is None or is_unreal(sentence, verb.i):
            continue
        others = token.dep != "dobj" or bool(sentence.conjuncts(token.i))
        text = sentence.text.lower()
        shot_with_others = verb.lemma == "shoot" and others and "accident" not in text
        dies = verb.lemma in (_DEATH - {"shoot"}) | _BLAST or shot_with_others
        dead = (dies and not _SURVIVED.search(text)) or _DEADLY.search(text) is not None
        subject = _subject(sentence, verb)
        who = next((p for p in people if subject is not None and p.first <= subject.i <= p.last), None)
        one = (1, 1) if token.lower != "themselves" else (None, None)
        low, high = (who.low, who.high) if who is not None and who.is_counted else one
        if low is None and high is None:
            continue
        noun = who.noun if who else ""
        deadly = dead or _SURVIVED.search(text) is not None
        doer = noun in scheme.attackers | scheme.fighters or verb.lemma in _BLAST or (others and deadly)
        near = [t for t in sentence.children(verb.i, "prt") if t.lower in ("up", "dead")]
        first = who.span(sentence) if who and who.last < verb.i and verb.i - who.last < 4 else verb.span
        span = first.joined(sentence.span_of([verb, token, *near]))
        before = sentence.tokens[token.i - 1].lower if token.i else ""
        yield SelfHarm(low, high, span, token.i, verb.i, noun, doer, before in _INCLUDING, dead)
