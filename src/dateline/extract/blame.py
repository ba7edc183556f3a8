"""Blame and suspicion: whom somebody holds responsible, short of the report doing so itself."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.extract.doer_scene import Scene
from dateline.extract.raw import RawResponsibility
from dateline.extract.roles import patients_of
from dateline.model import Modality
from dateline.text.sentence import Sentence, Token

_BLAMED_AFTER = {"attribute": {"to"}, "blame": {"on"}, "pin": {"on"}}
_BESIDE = 6  # tokens between "suspected" and the name it is of
_NEAR_DEPS = ("acomp", "advmod", "attr", "dobj", "nsubjpass", "pcomp", "pobj", "xcomp")
_INVOLVED = frozenset("attack behind carry crime it massacre murder plan responsible stage terrorism this".split())
_ACCUSING = frozenset("accuse blame charge suspect".split())
_ALLEGATIONS = frozenset("accusation allegation assertion belief claim rumour suggestion suspicion theory".split())
_POINTING = frozenset({"fall", "indicate", "point"})
_SIGNS = frozenset("clue evidence finding finger hallmark indication information intelligence sign suspicion".split())
_WHY = frozenset({"after", "because", "by", "due", "given", "since"})
_TIES = frozenset({"connect", "link", "tie", "trace"})


def accusations(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "blamed X", "blamed the attack on X", "X is to blame"."""
    s, cues = scene.sentence, scene.cues
    for token in s.tokens:
        suspects = token.lemma == "suspect" and bool(s.children(token.i, "dobj"))
        accuses = token.is_verb and (token.lemma in cues.blame_verbs or suspects)
        if accuses and not scene.is_negative(token) and not _of_something_else(scene, token):
            blamed = scene.actors_in(_blamed(scene, token))
            for actor in blamed:
                words = [token, *s.within(actor.span)]
                yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(token.i), "blamed")
            persons = [] if blamed or not _names_an_act(scene, token) else scene.doers_in(_blamed(scene, token))
            for person in persons:
                words = [token, *s.within(person.span)]
                yield scene.finding(person, Modality.SUSPECTED, words, scene.act_of(token.i), "suspect_blamed")
            if blamed or persons:
                continue
        if token.lemma in cues.blame_words and token.lower != "responsible":
            yield from _to_blame(scene, token)


def _of_something_else(scene: Scene, verb: Token) -> bool:
    """Say whether what somebody is accused of is no act: "accused X of trying to carve out a state"."""
    s = scene.sentence
    about = [p for p in s.children(verb.i, "prep") if p.lower == "of"] if verb.lemma == "accuse" else []
    below = [t for p in about for t in s.subtree(p.i)]
    if not below:
        return False
    acts = {a.token for a in scene.acts}
    return not any(t.i in acts or t.lemma in _INVOLVED or t.lemma in scene.cues.deny_objects for t in below)


def _names_an_act(scene: Scene, verb: Token) -> bool:
    """Say whether what somebody is blamed for is told to be an act: a person is blamed for much else."""
    below = {t.i for t in scene.sentence.subtree(verb.i)}
    return any(a.token in below for a in scene.acts)


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
    prepositions = _BLAMED_AFTER.get(verb.lemma)
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
    patients = patients_of(s, verb.i)
    if verb.dep == "relcl" and any(t.tag in {"WDT", "WP"} for t in s.children(verb.i, "dobj")):
        patients.append(s.head(verb.i))  # "X, which the police blamed for the attack"
    return patients


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
        before = s.tokens[max(0, name[0].i - 5) : name[0].i]
        cue = next((t for t in before if t.lemma in cues.suspect_words or t.lower in cues.suspect_words), None)
        if cue and _joins(s, cue, head) and scene.acts:
            yield scene.finding(
                actor, Modality.SUSPECTED, [cue, *s.within(actor.span)], scene.act_of(head.i), "suspected"
            )
            continue
        for above in list(s.ancestors(name[-1].i))[:4]:
            linked = above.lemma in cues.link_verbs and above.tag == "VBN"
            suspected = (
                above.lemma in cues.suspect_verbs
                and (above.tag == "VBN" or _ends_clause(s, above))
                and (s.children(above.i, "auxpass") or _ends_clause(s, above))
                and _of_doing(scene, above)
            )
            tied = (
                above.lemma in _TIES and above.is_verb and any(t.lower == "to" for t in s.children(above.i, "prep"))
            )
            linked = (linked or (tied and bool(s.children(above.i, "dobj")))) and _is_of_attackers(scene, above)
            if (linked or suspected) and not scene.is_negative(above):
                rule = "linked" if linked else "believed"
                yield scene.finding(actor, Modality.SUSPECTED, [above, *name], scene.act_of(above.i), rule)
                break


def _ends_clause(s: Sentence, verb: Token) -> bool:
    """Say whether "suspected" alone ends a clause without its "is": "X guerrillas suspected."."""
    return verb.lemma == "suspect" and verb.dep == "ROOT" and not s.children(verb.i, "aux", "dobj", "ccomp", "xcomp")


def _is_of_attackers(scene: Scene, tie: Token) -> bool:
    """Say whether a tie to a group is that of an act or of those who did it: not of any fighters."""
    s = scene.sentence
    tied = s.children(tie.i, "nsubjpass", "dobj")
    tied += [s.head(tie.i)] if tie.dep in {"acl", "amod", "relcl"} else []
    doing = {a.token for a in scene.acts} | {i for a in scene.acts for i in a.agents}
    nouns = {*scene.cues.suspects, *scene.cues.attackers}
    return any(t.i in doing or t.lemma in nouns for t in tied)


def put_as(scene: Scene, deed: Token) -> Modality | None:
    """Return how a deed is put that others tell of: "accused of" and "the claim that X did it" suspect.

    "Rejected claims that X did it" denies.
    """
    s = scene.sentence
    below = deed
    for above in s.ancestors(deed.i):
        if above.is_noun and below.dep in {"acl", "ccomp", "relcl"} and above.lemma in _ALLEGATIONS:
            refused = s.head(above.i).lemma in scene.cues.deny_verbs
            return Modality.DENIED if refused else Modality.SUSPECTED
        if above.lemma in _ACCUSING and below.dep == "prep":
            return Modality.SUSPECTED
        below = above
    return None


def _of_doing(scene: Scene, verb: Token) -> bool:
    """Say whether what somebody is believed or suspected of is an act: not "is thought to have fled"."""
    s = scene.sentence
    told = s.children(verb.i, "xcomp", "ccomp", "oprd", "acomp", "prep", "advcl", "dobj")
    near = [t for c in told for t in (c, *s.children(c.i, *_NEAR_DEPS))]
    near += [t for n in near for t in s.children(n.i, *_NEAR_DEPS)]
    acts = {a.token for a in scene.acts}
    if any(t.lemma in {"responsible", "behind"} or t.i in acts for t in near):
        return True
    if verb.lemma == "suspect" and all(c.lower in _WHY for c in told):
        return True  # "the X Front was suspected", "is suspected because of earlier attacks"
    members = any(c.lemma == "be" for c in told)  # "the attackers are believed to be members of X"
    alone = all(c.lower in {"in", "by", "of"} for c in told)
    return bool(scene.acts or scene.tells_of_attackers) and (members or alone)


def pointers(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "the signs point to X", "suspicion fell on X"."""
    s = scene.sentence
    for verb in s.tokens:
        if verb.lemma not in _POINTING or not verb.is_verb or scene.is_negative(verb):
            continue
        signs = any(t.lemma in _SIGNS for t in s.children(verb.i, "nsubj", "nsubjpass"))
        at = [n for p in s.children(verb.i, "prep") if p.lower in {"at", "on", "to", "towards"} for n in
              s.children(p.i, "pobj")]  # fmt: skip
        for actor in scene.actors_in(at) if signs else []:
            words = [verb, *s.within(actor.span)]
            yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(verb.i), "signs_point")


def _phrase_head(s: Sentence, token: Token) -> Token:
    while token.dep in {"compound", "amod", "nmod", "poss"} and s.head(token.i).is_noun:
        token = s.head(token.i)
    return token


def _joins(s: Sentence, cue: Token, head: Token) -> bool:
    if cue.head == head.i or (any(t.i == head.i for t in s.ancestors(cue.i)) and head.i - cue.i <= _BESIDE):
        return True
    return cue.dep == "amod" and any(t.i == cue.head for t in s.ancestors(head.i)) and head.i - cue.i <= _BESIDE


def hedge(scene: Scene, verb: Token) -> bool:
    """Say whether a word is hedged ("allegedly", "apparently", "suspected")."""
    s, words = scene.sentence, set(scene.cues.suspect_words)
    told_by = [verb.i, *([verb.head] if verb.is_noun and s.head(verb.i).is_verb else [])]
    return any(t.lower in words for i in told_by for t in s.children(i, "advmod", "amod", "aux"))
