"""Who did it and how sure that is: reported, claimed, suspected, denied, or claimed by nobody.

Every rule works on a sentence, its actors (names found by the lexicon, or capitalised names of groups) and its acts.
A generic agent ("gunmen", "a man") names nobody and gives no statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.codebook.responsibility import Responsibility
from dateline.extract.means import nearest_act
from dateline.extract.raw import RawAct, RawActor, RawResponsibility
from dateline.extract.roles import agents_of, patients_of
from dateline.model import Modality, Span
from dateline.text.sentence import Sentence, Token, words_at

_NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})
_MAYBE = frozenset({"can", "could", "may", "might"})
_IT = frozenset({"it", "them", "this"})
_CHANNEL_PREPOSITIONS = frozenset({"via", "through", "on", "by", "in", "over", "from"})


@dataclass(frozen=True)
class _Scene:
    sentence: Sentence
    acts: tuple[RawAct, ...]
    actors: tuple[RawActor, ...]
    cues: Responsibility
    channels: dict[str, str]  # outlet name in lower case -> the id of the actor whose it is

    def actor_in(self, tokens: Sequence[Token]) -> RawActor | None:
        """Return the first actor whose words are in or under one of the tokens."""
        for token in tokens:
            below = self.sentence.noun_phrase(token.i)
            direct = [a for a in self.actors if a.span.overlaps(below)]
            if direct:
                return direct[-1]
            inner = [
                t
                for of in self.sentence.children(token.i, "prep", "appos", "relcl", "acl")
                for t in self.sentence.subtree(of.i)
                if of.dep != "relcl" and of.dep != "acl"
            ]
            under = [a for a in self.actors if any(a.span.covers(t.span) for t in inner)]
            if under:
                return under[0]
        return None

    def act_of(self, token: int) -> int | None:
        act = nearest_act(self.sentence, self.acts, token)
        return act.token if act else None

    def finding(
        self,
        actor: RawActor | None,
        modality: Modality,
        words: Sequence[Token],
        act: int | None,
        rule: str,
        channel: str | None = None,
    ) -> RawResponsibility:
        """Make a finding whose words run from the first to the last token and cover the actor's name."""
        span = self.sentence.span_of(words)
        if actor is not None:
            span = span.joined(actor.span)
        head = words[0].i
        actors, name = (actor.actors, actor.name) if actor else ((), None)
        return RawResponsibility(
            self.sentence.index,
            span,
            head,
            f"responsibility.{rule}.en.1",
            actors,
            name,
            modality,
            channel,
            act,
        )


def find_responsibility(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], book: Codebook
) -> list[RawResponsibility]:
    """Return what a parsed sentence tells of who did it, without doubles, in text order."""
    if not sentence.is_parsed:
        return []
    channels = {o.lower(): a.id for a in book.actors.entries for o in a.outlets}
    scene = _Scene(sentence, tuple(acts), tuple(actors), book.responsibility, channels)
    found: list[RawResponsibility] = []
    for rule in (_unclaimed, _claims, _claim_nouns, _denials, _blame, _suspicions, _agents):
        for finding in rule(scene):
            clash = any(
                f.name == finding.name
                and (f.modality == finding.modality or finding.modality is Modality.REPORTED)
                and (f.act == finding.act or finding.act is None)
                for f in found
            )
            if not clash:
                found.append(finding)
    return sorted(found, key=lambda f: (f.span, f.modality))


def _lemma_children(scene: _Scene, token: Token, lemmas: Sequence[str], *deps: str) -> Token | None:
    return next((t for t in scene.sentence.children(token.i, *deps) if t.lemma in lemmas), None)


def _is_negative(scene: _Scene, token: Token) -> bool:
    """Say whether "no", "nobody" or "none" rules a word, its subject or its object."""
    around = [token, *scene.sentence.children(token.i)]
    return any(
        t.lower in _NOBODY
        or t.dep == "neg"
        or any(c.lower in _NOBODY for c in scene.sentence.children(t.i, "det", "neg"))
        for t in around
    )


def _claim_words(scene: _Scene) -> Iterator[tuple[Token, Token]]:
    """Yield each (verb or noun of claiming, word for what is claimed) that is about responsibility."""
    s, cues = scene.sentence, scene.cues
    for token in s.tokens:
        if token.lemma == "responsibility" and token.is_noun:
            above = s.head(token.i)
            if above.lower == "of" or above.lower == "for":
                above = s.head(above.i)
            if above.lemma in cues.claim_verbs or above.lemma in cues.claim_nouns:
                yield above, token


def _unclaimed(scene: _Scene) -> Iterator[RawResponsibility]:
    """Yield "no group has claimed responsibility", "no claim was made", "the group has not claimed the attack"."""
    s = scene.sentence
    for claim, responsibility in _claim_words(scene):
        verb = claim if claim.is_verb else s.head(claim.i)
        negative = any(_is_negative(scene, t) for t in (claim, responsibility, verb) if t is not verb or t.is_verb)
        if negative and verb.lemma not in scene.cues.deny_verbs and claim.lemma not in scene.cues.deny_verbs:
            yield _nobody(scene, [claim, responsibility, *([verb] if verb.is_verb else [])])
    acts = {a.token for a in scene.acts}
    for verb in s.tokens:
        if not verb.is_verb:
            continue
        claimed = (
            [t for t in s.children(verb.i, "dobj") if t.i in acts or t.lower in _IT] if verb.lemma == "claim" else []
        )
        said = verb.lemma == "say" and [t for t in s.children(verb.i, "ccomp") if _tells_of_doing(s, t, acts)]
        nobody = any(t.lower in _NOBODY for n in s.children(verb.i, "nsubj") for t in (n, *s.children(n.i, "det")))
        if (claimed and (nobody or _is_negative(scene, verb))) or (said and nobody):
            yield _nobody(scene, [verb, *claimed])


def _tells_of_doing(s: Sentence, verb: Token, acts: set[int | None]) -> bool:
    return verb.i in acts or any(t.i in acts for t in s.children(verb.i, "dobj"))


def _nobody(scene: _Scene, words: list[Token]) -> RawResponsibility:
    s = scene.sentence
    heads = {t.i for t in words}
    beside = [c for i in heads for c in s.children(i, "nsubj", "nsubjpass", "det", "aux", "auxpass", "neg")]
    inner = [c for t in beside for c in s.children(t.i, "det", "advmod")]
    tokens = sorted({t.i: t for t in (*words, *beside, *inner)}.values(), key=lambda t: t.i)
    return scene.finding(None, Modality.UNCLAIMED, tokens, scene.act_of(words[0].i), "unclaimed")


def _claims(scene: _Scene) -> Iterator[RawResponsibility]:
    s = scene.sentence
    for claim, responsibility in _claim_words(scene):
        verb = claim if claim.is_verb else s.head(claim.i)
        if _is_negative(scene, claim) or _is_negative(scene, verb) or not claim.is_verb:
            continue
        actor = scene.actor_in(agents_of(s, claim.i))
        if actor:
            words = [*s.within(actor.span), claim, responsibility]
            for act in _acts_below(scene, responsibility.i) or [scene.act_of(responsibility.i)]:
                yield scene.finding(actor, Modality.CLAIMED, words, act, "claimed", _channel(scene, actor))
    for verb in s.tokens:
        if verb.lemma == "claim" and verb.is_verb and not _is_negative(scene, verb):
            yield from _claimed_acts(scene, verb)


def _claimed_acts(scene: _Scene, verb: Token) -> Iterator[RawResponsibility]:
    """Yield "X claimed the attack", "attacks claimed by X", "X claimed to have killed"."""
    s = scene.sentence
    actor = scene.actor_in(agents_of(s, verb.i))
    if actor is None:
        return
    tokens = {a.token for a in scene.acts}
    done = [p.i for p in patients_of(s, verb.i)]
    if verb.tag == "VBN" and s.children(verb.i, "auxpass", "agent"):
        # the claimed acts of a passive are all that stand before the verb, and those added after its agent
        claimed = [
            a.token
            for a in scene.acts
            if a.token is not None and a.token < verb.i and _clause_subject(scene, a, verb)
        ]
        claimed += [
            a.token for a in scene.acts if a.token is not None and a.token > verb.i and s.tokens[a.token].is_noun
        ]
    else:
        claimed = [i for i in done if i in tokens]
        if not claimed and any(s.tokens[i].lower in _IT for i in done):
            words = [*s.within(actor.span), verb]
            yield scene.finding(actor, Modality.CLAIMED, words, None, "claimed_it", _channel(scene, actor))
        below = [c for c in s.children(verb.i, "xcomp", "ccomp") if c.i in tokens]
        claimed += [c.i for c in below]
    words = [*s.within(actor.span), verb]
    for act in dict.fromkeys(claimed):
        yield scene.finding(actor, Modality.CLAIMED, words, act, "claimed_act", _channel(scene, actor))


def _clause_subject(scene: _Scene, act: RawAct, verb: Token) -> bool:
    """Say whether an act stands in the subject part of a passive claim (or is what a relative clause hangs on)."""
    assert act.token is not None
    if verb.dep in {"acl", "relcl"}:
        return scene.sentence.head(verb.i).i == act.token
    between = scene.sentence.tokens[act.token + 1 : verb.i]
    return not any(
        t.is_verb and t.tag in {"VBD", "VBZ", "VBP"} and t.dep == "ROOT" and t.i != verb.i for t in between
    )


def _acts_below(scene: _Scene, i: int) -> list[int | None]:
    below = {t.i for t in scene.sentence.subtree(i)}
    return [a.token for a in scene.acts if a.token in below]


def _claim_nouns(scene: _Scene) -> Iterator[RawResponsibility]:
    """Yield "the claim, which appeared on Isis's news wire Amaq" and "said it was behind the attack"."""
    s = scene.sentence
    known = [(t, scene.channels[t.lower]) for t in s.tokens if t.lower in scene.channels]
    for noun in s.tokens:
        if noun.lemma == "claim" and noun.is_noun and known and not _is_negative(scene, noun):
            outlet, actor_id = known[0]
            actor = next((a for a in scene.actors if actor_id in a.actors), None)
            outlet_actor = actor or RawActor(
                s.index, outlet.span, outlet.i, "actor.outlet.en.1", (actor_id,), outlet.text
            )
            words = s.tokens[min(noun.i, outlet.i) : max(noun.i, outlet.i) + 1]
            yield scene.finding(
                outlet_actor, Modality.CLAIMED, words, scene.act_of(noun.i), "claim_channel", outlet.text
            )
    for word in s.tokens:
        if word.lower in {"behind", "responsible"} and s.head(word.i).lemma == "be":
            yield from _behind(scene, word)


def _behind(scene: _Scene, word: Token) -> Iterator[RawResponsibility]:
    s = scene.sentence
    copula = s.head(word.i)
    subjects = s.children(copula.i, "nsubj")
    speech = s.head(copula.i)
    act = scene.act_of(word.i)
    negated = _is_negative(scene, copula)
    if copula.dep == "ccomp" and subjects and subjects[0].pos == "PRON":
        actor = scene.actor_in(s.children(speech.i, "nsubj"))
        if actor:
            modality = Modality.DENIED if negated or speech.lemma in scene.cues.deny_verbs else Modality.CLAIMED
            yield scene.finding(actor, modality, [*s.within(actor.span), speech, copula, word], act, "behind")
    elif copula.dep == "relcl" and any(a.lower in _MAYBE for a in s.children(copula.i, "aux")):
        for named in scene.actors:  # "listed X, Y and Z among the groups that could be behind it"
            if named.span.end < word.start and named.token is not None and s.tokens[named.token].dep != "nsubj":
                yield scene.finding(named, Modality.SUSPECTED, [*s.within(named.span)], act, "could_be_behind")
    elif (actor := scene.actor_in(subjects)) is not None:
        hedged = speech.lemma in scene.cues.suspect_verbs or copula.dep == "ccomp" or _hedge(scene, copula)
        modality = Modality.DENIED if negated else (Modality.SUSPECTED if hedged else Modality.REPORTED)
        yield scene.finding(actor, modality, [*s.within(actor.span), copula, word], act, "behind")


def _denials(scene: _Scene) -> Iterator[RawResponsibility]:
    s, cues = scene.sentence, scene.cues
    for verb in s.tokens:
        if not verb.is_verb or verb.lemma not in cues.deny_verbs:
            continue
        actor = scene.actor_in(agents_of(s, verb.i))
        objects = s.children(verb.i, "dobj", "xcomp", "ccomp", "pcomp")
        about = [
            o
            for o in objects
            if o.lemma in cues.deny_objects
            or o.i in {a.token for a in scene.acts}
            or (verb.lemma == "deny" and (o.is_verb or _acts_below(scene, o.i)))
        ]
        if actor and about:
            act = next(iter(_acts_below(scene, about[0].i)), None) or scene.act_of(verb.i)
            yield scene.finding(actor, Modality.DENIED, [*s.within(actor.span), verb, about[0]], act, "denied")


def _blame(scene: _Scene) -> Iterator[RawResponsibility]:
    s, cues = scene.sentence, scene.cues
    for token in s.tokens:
        if token.is_verb and token.lemma in cues.blame_verbs and not _is_negative(scene, token):
            actor = scene.actor_in(_blamed(scene, token))
            if actor:
                words = [token, *s.within(actor.span)]
                yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(token.i), "blamed")
                continue
        if token.lemma in cues.blame_words and token.lower != "responsible":
            yield from _to_blame(scene, token)


def _to_blame(scene: _Scene, token: Token) -> Iterator[RawResponsibility]:
    """Yield "a wing of the Taliban is to blame"."""
    s = scene.sentence
    copula = next((t for t in s.ancestors(token.i) if t.lemma == "be"), None)
    if copula is None or token.dep not in {"xcomp", "attr", "acomp"}:
        return
    subjects = s.children(copula.i, "nsubj")
    actor = scene.actor_in(subjects)
    if actor and not _is_negative(scene, copula):
        words = [*s.subtree(subjects[0].i), token]
        yield scene.finding(actor, Modality.SUSPECTED, words, scene.act_of(token.i), "to_blame")


def _blamed(scene: _Scene, verb: Token) -> list[Token]:
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


def _suspicions(scene: _Scene) -> Iterator[RawResponsibility]:
    """Yield "suspected Boko Haram militants", "X is suspected of", "linked to X" and "believed to be X"."""
    s, cues = scene.sentence, scene.cues
    for actor in scene.actors:
        name = s.within(actor.span)
        if not name:
            continue
        head = _phrase_head(s, name[-1])
        attribute = next((t for t in s.children(s.head(head.i).i, "attr") if t.lemma == "suspect"), None)
        if attribute is not None and head.dep == "nsubj" and not _is_negative(scene, s.head(head.i)):
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
            if (linked or suspected) and scene.acts and not _is_negative(scene, above):
                rule = "linked" if linked else "believed"
                yield scene.finding(actor, Modality.SUSPECTED, [above, *name], scene.act_of(above.i), rule)
                break


def _phrase_head(s: Sentence, token: Token) -> Token:
    while token.dep in {"compound", "amod", "nmod", "poss"} and s.head(token.i).is_noun:
        token = s.head(token.i)
    return token


def _joins(s: Sentence, cue: Token, head: Token) -> bool:
    return cue.head == head.i or (any(t.i == head.i for t in s.ancestors(cue.i)) and head.i - cue.i <= 5)


def _hedge(scene: _Scene, verb: Token) -> bool:
    words = set(scene.cues.suspect_words)
    return any(t.lower in words for t in scene.sentence.children(verb.i, "advmod", "amod", "aux"))


def _agents(scene: _Scene) -> Iterator[RawResponsibility]:
    """Yield the actors whom a sentence names as agents of an act: "Taliban fighters attacked", "a US airstrike"."""
    s = scene.sentence
    for act in scene.acts:
        if act.token is None:
            continue
        head = s.tokens[act.token]
        agents = [s.tokens[i] for i in act.agents]
        actor = scene.actor_in(agents) if agents else None
        if actor is None and head.is_noun:
            actor = _modifier_actor(scene, head)
        if actor is None or (actor.span.overlaps(act.span) and head.is_verb):
            continue
        modality = Modality.SUSPECTED if _hedge(scene, head) else Modality.REPORTED
        words = [t for t in agents if actor.span.overlaps(s.noun_phrase(t.i))] or s.within(actor.span)
        yield scene.finding(actor, modality, words, act.token, f"agent_{modality.value}")


def _modifier_actor(scene: _Scene, head: Token) -> RawActor | None:
    """Return the actor that modifies a noun of action: "Israeli air strikes", "a Taliban attack"."""
    s = scene.sentence
    left = [t for t in s.subtree(head.i) if t.i < head.i and t.dep in {"compound", "amod", "nmod", "poss"}]
    span = s.span_of([*left, head])
    inside = [a for a in scene.actors if span.covers(a.span) and not any(t.dep == "pobj" for t in s.within(a.span))]
    return inside[0] if inside else None


def _channel(scene: _Scene, actor: RawActor) -> str | None:
    """Return the outlet of a claim: a known outlet of the actor, or "via/through/on <channel noun>"."""
    s = scene.sentence
    for token in s.tokens:
        if scene.channels.get(token.lower) in actor.actors:
            return token.text
    for prep in s.tokens:
        if prep.lower not in _CHANNEL_PREPOSITIONS or prep.dep not in {"prep", "agent"}:
            continue
        noun = s.child(prep.i, "pobj")
        if noun is not None and noun.lemma in scene.cues.channel_nouns:
            phrase: Span = s.noun_phrase(noun.i)
            return words_at(s, phrase)
    return None
