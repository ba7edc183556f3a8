"""Doers: the actors and persons whom a report itself names as those who did it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dateline.extract.blame import hedge, put_as
from dateline.extract.doer_scene import Scene, person_at
from dateline.extract.raw import RawActor, RawResponsibility
from dateline.model import Modality, Outcome
from dateline.text.sentence import Sentence, Token

_NAMING = frozenset({"identify", "name"})
_CHARGING = frozenset({"accuse", "arrest", "charge", "indict"})
_VIOLENT_CHARGES = frozenset({"attack", "killing", "murder", "shooting", "terrorism"})
_BY_WEAPON = frozenset({"airstrike", "bombing", "shelling"})
_WEAPONS = frozenset("bomb drone grenade mine missile mortar rocket shell".split())
_THEY = frozenset({"all", "both", "he", "she", "them", "themselves", "they"})
_CALLING = frozenset({"call", "describe", "identify", "present"})
_SELVES = frozenset({"herself", "himself", "themselves"})
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
            # a person who found a bomb did not lay it
            own = [t for t in agents if act.outcome is not Outcome.FOILED and not _is_in_another_clause(s, t, head)]
            actors = [p for p in (person_at(s, t) for t in own) if p is not None][:1]
        modality = put_as(scene, head) or (Modality.SUSPECTED if is_hedged else Modality.REPORTED)
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
            named = [n for p in s.children(verb.i, "prep") if p.lower == "as" for n in _named_last(s, p)]
            named += s.children(verb.i, "oprd")
            if not told:
                continue
        elif verb.lemma in scene.cues.suspect_verbs and verb.tag == "VBN":  # "a man believed to be X Y"
            named = [n for be in s.children(verb.i, "xcomp") if be.lemma == "be" for n in s.children(be.i, "attr")]
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
            person = person_at(s, noun)
            if person is not None:
                words = [verb, *s.within(person.span)]
                yield scene.finding(person, Modality.SUSPECTED, words, scene.act_of(verb.i), "suspect_named")


def opponents(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "killed fighting X", "clashes with X", and whose weapon it was: "an X rocket hit the house"."""
    s = scene.sentence
    for act in scene.acts:
        if act.token is not None and "clash" in act.codes and s.tokens[act.token].is_noun:
            for actor in scene.actors_in([s.tokens[i] for i in act.patients]):
                yield scene.finding(actor, Modality.REPORTED, s.within(actor.span), act.token, "opponent")
        if act.token is None or not act.rule.startswith("act.verb.kill"):
            continue
        for fight in s.children(act.token, "advcl", "xcomp", "ccomp", "prep"):
            if fight.lemma != "fight":
                continue
            against = [
                n for p in s.children(fight.i, "prep") if p.lower == "against" for n in s.children(p.i, "pobj")
            ]
            for actor in scene.actors_in([*s.children(fight.i, "dobj"), *against]):
                yield scene.finding(actor, Modality.REPORTED, [fight], act.token, "opponent")
    struck = any(set(a.codes) & _BY_WEAPON for a in scene.acts)
    for actor in scene.actors if struck else ():
        name = s.tokens[actor.token] if actor.token is not None else None
        weapon = s.head(name.i) if name is not None and name.dep in {"compound", "nmod", "poss"} else None
        if weapon is not None and weapon.lemma in _WEAPONS:
            yield scene.finding(actor, Modality.REPORTED, [weapon], scene.act_of(weapon.i), "owner_of_weapon")


def members(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "the gunmen were members of X", "all four belonged to X", "the hijackers were identified as Xs".

    Of suspects it is a suspicion; of those who did it, it tells who did it.
    """
    s, cues = scene.sentence, scene.cues
    agents = {i for a in scene.acts for i in a.agents}
    for verb in s.tokens:
        if scene.is_negative(verb):
            continue
        if verb.lemma == "be":
            own = {a.token for a in scene.actors}  # "said that they were Xs"
            told = [t for t in s.children(verb.i, "attr") if t.lemma == "member" or t.i in own]
        elif verb.lemma == "belong" or _is_naming(s, verb):
            told = [t for p in s.children(verb.i, "prep") if p.lower in {"as", "to"} for t in s.subtree(p.i)]
        else:
            continue
        who = _of_whom(s, verb, cues.suspect_verbs)
        doing = any((t.lemma in cues.attackers and t.lemma != "suspect") or t.i in agents for t in who)
        doing = doing or any(c.lower in cues.armed_looks for t in who for c in s.children(t.i, "amod"))
        if not doing and not any(t.lower in _THEY or t.lemma in cues.suspects for t in who):
            continue
        modality = put_as(scene, verb) or (Modality.REPORTED if doing else Modality.SUSPECTED)
        for actor in scene.actors_in(told):
            yield scene.finding(actor, modality, [verb, *s.within(actor.span)], scene.act_of(verb.i), "members")


def _is_naming(s: Sentence, verb: Token) -> bool:
    """Say whether somebody is told to be something: "were identified as", "who called themselves", "named as"."""
    own = any(t.lower in _SELVES for t in s.children(verb.i, "dobj"))
    if verb.lemma in _NAMING and verb.tag == "VBG" and s.children(verb.i, "dobj"):
        return True  # "leaflets identifying them as Xs"
    passive = verb.lemma in _NAMING and (bool(s.children(verb.i, "auxpass")) or verb.dep == "acl")
    return passive or (own and verb.lemma in _CALLING)


def _of_whom(s: Sentence, verb: Token, suspecting: Collection[str]) -> list[Token]:
    """Return of whom a verb tells: its subject, whom "who" stands for, or who says so of himself."""
    if verb.lemma in _NAMING and verb.tag == "VBG" and s.children(verb.i, "dobj"):
        return s.children(verb.i, "dobj")
    if verb.dep == "acl":
        return [s.head(verb.i)]
    if verb.dep == "pcomp" and s.head(s.head(verb.i).i).dep == "acl":
        return [s.head(s.head(s.head(verb.i).i).i)]  # "a driver suspected of being a member of X"
    own = s.children(verb.i, "nsubj", "nsubjpass")
    if verb.dep == "relcl" and any(t.tag in {"WDT", "WP"} for t in own):
        return [s.head(verb.i)]
    above = s.head(verb.i)
    if not own and verb.dep == "xcomp" and above.lemma not in suspecting:
        return _of_whom(s, above, suspecting)  # "the hijackers, who claimed to be members of X"
    return own


def _named_last(s: Sentence, prep: Token) -> list[Token]:
    """Return the object of "as", or the name at the end of it: "as local resident and French national X Y"."""
    objects = s.children(prep.i, "pobj")
    if any(person_at(s, n) for n in objects):
        return objects
    return [t for t in s.subtree(prep.i) if person_at(s, t) and t.dep != "compound"][-1:]


def _modifier_actor(scene: Scene, head: Token) -> RawActor | None:
    """Return the actor that modifies a noun of action: "Israeli air strikes", "a Taliban attack"."""
    s = scene.sentence
    left = [t for t in s.subtree(head.i) if t.i < head.i and t.dep in {"compound", "amod", "nmod", "poss"}]
    span = s.span_of([*left, head])
    inside = [a for a in scene.actors if span.covers(a.span) and not any(t.dep == "pobj" for t in s.within(a.span))]
    return inside[0] if inside else None
