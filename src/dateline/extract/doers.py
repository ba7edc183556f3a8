"""Doers: the actors and persons whom a report itself names as those who did it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.extract.blame import hedge
from dateline.extract.doer_scene import Scene
from dateline.extract.raw import RawActor, RawResponsibility
from dateline.model import Modality
from dateline.text.sentence import Sentence, Token, words_at

_STORMS = frozenset({"cyclone", "hurricane", "storm", "typhoon"})
_FULL_NAME = 2  # words: one name alone is as likely a place or a body
_NAMING = frozenset({"identify", "name"})
_CHARGING = frozenset({"accuse", "arrest", "charge", "indict"})
_VIOLENT_CHARGES = frozenset({"attack", "killing", "murder", "shooting", "terrorism"})
_HIM = frozenset({"him", "her", "he", "she"})


def doers(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield the actors whom a sentence names as agents of an act: "Taliban fighters attacked", "a US airstrike"."""
    s = scene.sentence
    for act in scene.acts:
        if act.token is None:
            continue
        head = s.tokens[act.token]
        agents = [s.tokens[i] for i in act.agents]
        is_hedged = hedge(scene, head)
        actors = scene.actors_in(agents)
        if not actors and head.is_noun:
            modifier = _modifier_actor(scene, head)
            actors = [modifier] if modifier else []
        if not actors and not is_hedged:
            own = [t for t in agents if not _is_in_another_clause(s, t, head)]
            actors = [p for p in (_person(s, t) for t in own) if p is not None][:1]
        modality = Modality.SUSPECTED if is_hedged else Modality.REPORTED
        for actor in actors:
            if actor.span.overlaps(act.span) and head.is_verb:
                continue
            words = [t for t in agents if actor.span.overlaps(s.noun_phrase(t.i))] or s.within(actor.span)
            yield scene.finding(actor, modality, words, act.token, f"agent_{modality.value}")


_SUBJECTS = ("nsubj", "nsubjpass")
_OPENING = frozenset({"after", "as", "because", "before", "since", "until", "when", "where", "while"})


def _is_in_another_clause(s: Sentence, who: Token, act: Token) -> bool:
    """Say whether another subject or clause stands between a person and an act.

    "X declared martial law after gunmen fought soldiers and set houses on fire": parsers give X the fire. To name a
    person as a doer more is needed than a subject borrowed from another verb.
    """
    return any(t.dep in _SUBJECTS or t.lower in _OPENING for t in s.tokens[who.i + 1 : act.i])


def _person(s: Sentence, head: Token) -> RawActor | None:
    """Return a person named in full as the one who did it: "Usman Khan stabbed several people"."""
    if head.tag != "NNP":
        return None
    first = head.i
    while first and s.tokens[first - 1].tag == "NNP" and s.tokens[first - 1].dep == "compound":
        first -= 1
    name = s.tokens[first : head.i + 1]
    if any(t.lower in _STORMS for t in name):
        return None
    if len(name) < _FULL_NAME or not all(t.text[0].isupper() and not t.text.isupper() for t in name):
        return None
    span = s.span_of(name)
    return RawActor(s.index, span, head.i, "actor.person.en.1", (), words_at(s, span))


def suspects(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "identified the gunman as X Y" and "X Y was charged with murder": suspected until a court says more."""
    s = scene.sentence
    for verb in s.tokens:
        named: list[Token] = []
        if verb.lemma in _NAMING and verb.is_verb:
            told = [
                n
                for n in s.children(verb.i, "dobj", "nsubjpass")
                if n.lemma in scene.cues.suspects or n.lower in _HIM
            ]
            named = [n for p in s.children(verb.i, "prep") if p.lower == "as" for n in s.children(p.i, "pobj")]
            named += s.children(verb.i, "oprd")
            if not told:
                continue
        elif verb.lemma in _CHARGING and verb.is_verb:
            with_what = {t.lemma for t in s.subtree(verb.i)} & {
                "murder",
                "terrorism",
                "attack",
                "killing",
                "shooting",
            }
            named = [*s.children(verb.i, "nsubjpass"), *s.children(verb.i, "dobj")] if with_what else []
        for noun in named:
            person = _person(s, noun)
            if person is not None:
                words = [verb, *s.within(person.span)]
                yield scene.finding(person, Modality.SUSPECTED, words, scene.act_of(verb.i), "suspect_named")


def _modifier_actor(scene: Scene, head: Token) -> RawActor | None:
    """Return the actor that modifies a noun of action: "Israeli air strikes", "a Taliban attack"."""
    s = scene.sentence
    left = [t for t in s.subtree(head.i) if t.i < head.i and t.dep in {"compound", "amod", "nmod", "poss"}]
    span = s.span_of([*left, head])
    inside = [a for a in scene.actors if span.covers(a.span) and not any(t.dep == "pobj" for t in s.within(a.span))]
    return inside[0] if inside else None
