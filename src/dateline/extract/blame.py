"""Blame and suspicion: whom somebody holds responsible, short of the report doing so itself."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.extract.doer_scene import Scene
from dateline.extract.raw import RawResponsibility
from dateline.extract.roles import patients_of
from dateline.model import Modality
from dateline.text.sentence import Sentence, Token


def accusations(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "blamed X", "blamed the attack on X", "X is to blame"."""
    s, cues = scene.sentence, scene.cues
    for token in s.tokens:
        if token.is_verb and token.lemma in cues.blame_verbs and not scene.is_negative(token):
            actor = scene.actor_in(_blamed(scene, token))
            if actor:
                words = [token, *s.within(actor.span)]
                yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(token.i), "blamed")
                continue
        if token.lemma in cues.blame_words and token.lower != "responsible":
            yield from _to_blame(scene, token)


def _to_blame(scene: Scene, token: Token) -> Iterator[RawResponsibility]:
    """Yield "a wing of the Taliban is to blame"."""
    s = scene.sentence
    copula = next((t for t in s.ancestors(token.i) if t.lemma == "be"), None)
    if copula is None or token.dep not in {"xcomp", "attr", "acomp"}:
        return
    subjects = s.children(copula.i, "nsubj")
    actor = scene.actor_in(subjects)
    if actor and not scene.is_negative(copula):
        words = [*s.subtree(subjects[0].i), token]
        yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(token.i), "to_blame")


def _blamed(scene: Scene, verb: Token) -> list[Token]:
    s = scene.sentence
    prepositions = {"blame": {"on"}, "attribute": {"to"}, "pin": {"on"}}.get(verb.lemma)
    if prepositions:
        after = [
            n
            for p in s.children(verb.i, "prep", "dative")
            if p.lower in prepositions
            for n in s.children(p.i, "pobj")
        ]
        inner = [
            n
            for o in s.children(verb.i, "dobj")
            for p in s.children(o.i, "prep")
            if p.lower in prepositions
            for n in s.children(p.i, "pobj")
        ]
        if after or inner:
            return after or inner
    return patients_of(s, verb.i)


def suspicions(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "suspected Boko Haram militants", "X is suspected of", "linked to X" and "believed to be X"."""
    s, cues = scene.sentence, scene.cues
    for actor in scene.actors:
        name = s.within(actor.span)
        if not name:
            continue
        head = _phrase_head(s, name[-1])
        attribute = next((t for t in s.children(s.head(head.i).i, "attr") if t.lemma == "suspect"), None)
        if attribute is not None and head.dep == "nsubj" and not scene.is_negative(s.head(head.i)):
            words = [*s.within(actor.span), attribute]
            yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(attribute.i), "is_suspect")
            continue
        before = s.tokens[max(0, name[0].i - 3) : name[0].i]
        cue = next((t for t in before if t.lemma in cues.suspect_words or t.lower in cues.suspect_words), None)
        if cue and _joins(s, cue, head) and scene.acts:
            yield scene.finding(
                actor, Modality.SUSPECTED, [cue, *s.within(actor.span)], scene.act_of(head.i), "suspected"
            )
            continue
        for above in list(s.ancestors(name[-1].i))[:4]:
            linked = above.lemma in cues.link_verbs and above.tag == "VBN"
            suspected = above.lemma in cues.suspect_verbs and above.tag == "VBN" and s.children(above.i, "auxpass")
            if (linked or suspected) and scene.acts and not scene.is_negative(above):
                rule = "linked" if linked else "believed"
                yield scene.finding(actor, Modality.SUSPECTED, [above, *name], scene.act_of(above.i), rule)
                break


def _phrase_head(s: Sentence, token: Token) -> Token:
    while token.dep in {"compound", "amod", "nmod", "poss"} and s.head(token.i).is_noun:
        token = s.head(token.i)
    return token


def _joins(s: Sentence, cue: Token, head: Token) -> bool:
    return cue.head == head.i or (any(t.i == head.i for t in s.ancestors(cue.i)) and head.i - cue.i <= 5)


def hedge(scene: Scene, verb: Token) -> bool:
    """Say whether a word is hedged ("allegedly", "apparently", "suspected")."""
    words = set(scene.cues.suspect_words)
    return any(t.lower in words for t in scene.sentence.children(verb.i, "advmod", "amod", "aux"))
