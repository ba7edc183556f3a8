"""Claims of responsibility, denials, and the lack of any claim."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.extract.blame import hedge, put_as
from dateline.extract.doer_scene import IT, NOBODY, Scene, surname_at
from dateline.extract.group_names import claimant_at
from dateline.extract.raw import RawAct, RawActor, RawResponsibility
from dateline.extract.roles import agents_of, patients_of
from dateline.model import Modality, Span
from dateline.text.sentence import Sentence, Token, words_at

_DEEDS = frozenset({"act", "action", "attempt", "blast", "bomb", "crime", "deed", "device", "incident", "operation"})
_SIGNED = frozenset("communique communiqué leaflet letter message note pamphlet statement".split())
_DOING = frozenset({"be", "carry", "commit", "do", "have", "involve", "order", "plan", "play", "take"})
_SAYING = frozenset({"acknowledge", "admit", "announce", "boast", "claim", "concede", "declare", "say"})
_CONFESSING = frozenset({"acknowledge", "admit", "confess"})
_TAKING = frozenset({"assume", "claim", "take"})  # kings and ministers "accept" or "acknowledge" responsibility
_OWN = frozenset({"it", "its", "our", "their", "they", "we"})
_MAYBE = frozenset({"can", "could", "may", "might"})
_CHANNEL_PREPOSITIONS = frozenset({"via", "through", "on", "by", "in", "over", "from"})


def unclaimed(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "no group has claimed responsibility", "no claim was made", "the group has not claimed the attack"."""
    s = scene.sentence
    for claim, responsibility in _claim_words(scene):
        verb = claim if claim.is_verb else s.head(claim.i)
        negative = any(scene.is_negative(t) for t in (claim, responsibility, verb) if t is not verb or t.is_verb)
        if negative and verb.lemma not in scene.cues.deny_verbs and claim.lemma not in scene.cues.deny_verbs:
            yield _nobody(scene, [claim, responsibility, *([verb] if verb.is_verb else [])])
    acts = {a.token for a in scene.acts}
    for verb in s.tokens:
        if not verb.is_verb:
            continue
        claimed = _claimed_things(s, verb, acts) if verb.lemma == "claim" else []
        said = verb.lemma == "say" and [t for t in s.children(verb.i, "ccomp") if _tells_of_doing(s, t, acts)]
        doers = [*s.children(verb.i, "nsubj"), *agents_of(s, verb.i)]
        nobody = any(t.lower in NOBODY for n in doers for t in (n, *s.children(n.i, "det")))
        if (claimed and (nobody or scene.is_negative(verb))) or (said and nobody):
            yield _nobody(scene, [verb, *claimed])


def _claimed_things(s: Sentence, verb: Token, acts: set[int | None]) -> list[Token]:
    """Return what a verb of claiming is about: an act, the pronoun for one, or that which "which" stands for."""
    told = s.children(verb.i, "dobj", "nsubjpass")
    relative = [s.head(verb.i) for t in told if t.tag in {"WDT", "WP"} and verb.dep == "relcl"]
    return [t for t in (*told, *relative) if t.i in acts or t.lower in IT]


def _tells_of_doing(s: Sentence, verb: Token, acts: set[int | None]) -> bool:
    return verb.i in acts or any(t.i in acts for t in s.children(verb.i, "dobj"))


def _nobody(scene: Scene, words: list[Token]) -> RawResponsibility:
    s = scene.sentence
    heads = {t.i for t in words}
    beside = [c for i in heads for c in s.children(i, "nsubj", "nsubjpass", "det", "aux", "auxpass", "neg")]
    inner = [c for t in beside for c in s.children(t.i, "det", "advmod")]
    tokens = sorted({t.i: t for t in (*words, *beside, *inner)}.values(), key=lambda t: t.i)
    return scene.finding(None, Modality.UNCLAIMED, tokens, scene.act_of(words[0].i), "unclaimed")


def _claim_words(scene: Scene) -> Iterator[tuple[Token, Token]]:
    """Yield each (verb or noun of claiming, word for what is claimed) that is about responsibility."""
    s, cues = scene.sentence, scene.cues
    for token in s.tokens:
        if token.lemma not in {"credit", "responsibility"} or not token.is_noun:
            continue
        above = s.head(token.i)
        if above.lower == "of" or above.lower == "for":
            above = s.head(above.i)
        if token.lemma == "credit":
            if above.lemma in cues.claim_verbs and _is_for_a_deed(scene, token, above):
                yield above, token
        elif above.lemma in cues.claim_verbs or above.lemma in cues.claim_nouns:
            yield above, token


def _is_for_a_deed(scene: Scene, credit: Token, verb: Token) -> bool:
    """Say whether credit is that for an act: for nothing named, or for words that can stand for one.

    "Claimed credit", "claimed credit for the bombing", but not "claimed credit for the new jobs".
    """
    s = scene.sentence
    words = [
        n for i in (credit.i, verb.i) for p in s.children(i, "prep") if p.lower == "for" for n in s.children(p.i)
    ]
    acts = {a.token for a in scene.acts}
    return not words or any(t.i in acts or t.lemma in _DEEDS | IT for n in words for t in s.subtree(n.i))


def claims(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "X claimed responsibility for the attack", "claimed by X", "X claimed to have killed"."""
    s = scene.sentence
    for claim, responsibility in _claim_words(scene):
        verb = claim if claim.is_verb else s.head(claim.i)
        if scene.is_negative(claim) or scene.is_negative(verb) or not claim.is_verb:
            continue
        claimants = _claimants(s, claim)
        bodies = [
            n for t in claimants for of in s.children(t.i, "prep") if of.lower == "of" for n in s.children(of.i)
        ]
        named = [n for n in (claimant_at(s, t) for t in (*claimants, *bodies)) if n is not None]
        named = named if claim.lemma in _TAKING else []
        for actor in scene.actors_in(claimants) or named or scene.doers_in(claimants):
            words = [*s.within(actor.span), claim, responsibility]
            for act in _acts_below(scene, responsibility.i) or [scene.act_of(responsibility.i)]:
                yield scene.finding(actor, Modality.CLAIMED, words, act, "claimed", _channel(scene, actor))
    for verb in s.tokens:
        if verb.lemma == "claim" and verb.is_verb and not scene.is_negative(verb):
            others = scene.actors_in([*_for_whom(s, verb), *_for_others(s, verb)])
            for actor in others or scene.actors_in(agents_of(s, verb.i)):
                yield from _claimed_acts(scene, verb, actor)


def _claimants(s: Sentence, claim: Token) -> list[Token]:
    """Return who claims: the agents, or for whom a caller does ("claimed responsibility on behalf of X")."""
    own = _for_whom(s, claim) or agents_of(s, claim.i)
    if own or claim.dep != "conj":
        return own
    return s.children(s.head(claim.i).i, "nsubjpass")  # "X was arrested and claimed responsibility"


def _for_whom(s: Sentence, claim: Token) -> list[Token]:
    """Return for whom a caller claims: "claimed responsibility in the name of X", "on behalf of X"."""
    behalf = [t for t in s.subtree(claim.i) if t.lemma in {"behalf", "name"} and s.head(t.i).lower in {"in", "on"}]
    return [n for t in behalf for of in s.children(t.i, "prep") for n in s.children(of.i, "pobj")]


def _for_others(s: Sentence, claim: Token) -> list[Token]:
    """Return for whom a caller claims an act: "telephoned to claim the bombing for X"."""
    beside = [claim, *s.children(claim.i, "dobj")]
    return [n for v in beside for p in s.children(v.i, "prep") if p.lower == "for" for n in s.children(p.i, "pobj")]


def confessions(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "X confessed to the killing", "X admitted the attack": the doer's own word."""
    s = scene.sentence
    for verb in s.tokens:
        if not verb.is_verb or verb.lemma not in _CONFESSING or scene.is_negative(verb):
            continue
        told = [*s.children(verb.i, "dobj"), *(n for p in s.children(verb.i, "prep") for n in s.children(p.i))]
        done = next((a.token for a in scene.acts if any(a.token == t.i for t in told)), None)
        if done is None:
            continue
        who = agents_of(s, verb.i)
        for actor in scene.doers_in(who) or [p for p in (surname_at(s, t) for t in who) if p is not None]:
            yield scene.finding(actor, Modality.CLAIMED, [*s.within(actor.span), verb], done, "confessed")


def signatures(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "leaflets at the scene were signed by X"."""
    s = scene.sentence
    for verb in s.tokens:
        if verb.lemma != "sign" or verb.tag != "VBN" or scene.is_negative(verb):
            continue
        if any(t.lemma in _SIGNED for t in s.tokens[: verb.i]):
            for actor in scene.actors_in(agents_of(s, verb.i)):
                yield scene.finding(actor, Modality.CLAIMED, [*s.within(actor.span), verb], None, "signed")


def _claimed_acts(scene: Scene, verb: Token, actor: RawActor) -> Iterator[RawResponsibility]:
    """Yield "X claimed the attack", "attacks claimed by X", "X claimed to have killed"."""
    s = scene.sentence
    tokens = {a.token for a in scene.acts}
    done = [p.i for p in patients_of(s, verb.i)]
    if verb.dep == "relcl" and any(s.tokens[i].tag in {"WDT", "WP"} for i in done):
        done.append(verb.head)  # "the bombing, which X claimed"
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
        if not claimed and any(t.lemma in _DEEDS or t.lower in IT for t in s.children(verb.i, "nsubjpass")):
            yield scene.finding(actor, Modality.CLAIMED, [*s.within(actor.span), verb], None, "claimed_it")
    else:
        claimed = [i for i in done if i in tokens]
        if not claimed and any(s.tokens[i].lower in IT for i in done):
            words = [*s.within(actor.span), verb]
            yield scene.finding(actor, Modality.CLAIMED, words, None, "claimed_it", _channel(scene, actor))
        claimed += [c.i for c in s.children(verb.i, "xcomp", "ccomp") if c.i in tokens and _is_own(s, c)]
        if not claimed and verb.dep == "relcl" and any(s.tokens[i].tag in {"WDT", "WP"} for i in done):
            act = scene.act_of(verb.head)
            claimed = [act] if act is not None else []  # "a bombing in Y, which X claimed": parsers give it to Y
    words = [*s.within(actor.span), verb]
    for act in dict.fromkeys(claimed):
        yield scene.finding(actor, Modality.CLAIMED, words, act, "claimed_act", _channel(scene, actor))


def _is_own(s: Sentence, deed: Token) -> bool:
    """Say whether what somebody claims is a deed of their own: not that others did it, or that it was done."""
    doer = s.child(deed.i, "nsubj")
    if s.children(deed.i, "nsubjpass"):
        return False
    return doer is None or doer.lower in _OWN or any(t.lower in _OWN for t in s.subtree(doer.i))


def _clause_subject(scene: Scene, act: RawAct, verb: Token) -> bool:
    """Say whether an act stands in the subject part of a passive claim (or is what a relative clause hangs on)."""
    assert act.token is not None
    if verb.dep in {"acl", "relcl"}:
        return scene.sentence.head(verb.i).i == act.token
    between = scene.sentence.tokens[act.token + 1 : verb.i]
    return not any(
        t.is_verb and t.tag in {"VBD", "VBZ", "VBP"} and t.dep == "ROOT" and t.i != verb.i for t in between
    )


def _acts_below(scene: Scene, i: int) -> list[int | None]:
    below = {t.i for t in scene.sentence.subtree(i)}
    return [a.token for a in scene.acts if a.token in below]


def claim_nouns(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "the claim, which appeared on Isis's news wire Amaq" and "said it was behind the attack"."""
    s = scene.sentence
    for noun in s.tokens:
        if noun.lemma == "claim" and noun.is_noun and scene.outlets and not scene.is_negative(noun):
            outlet = scene.outlets[0]
            owner = next((a for a in scene.actors if set(a.actors) & set(outlet.actors)), outlet)
            medium = s.within(outlet.span)
            words = s.tokens[min(noun.i, medium[0].i) : max(noun.i, medium[-1].i) + 1]
            act = scene.act_of(noun.i)
            yield scene.finding(owner, Modality.CLAIMED, words, act, "claim_channel", outlet.name)
    yield from _own_deeds(scene)
    for word in s.tokens:
        if word.lower in {"behind", "responsible"} and s.head(word.i).lemma == "be" and _is_for_an_act(scene, word):
            yield from _behind(scene, word)


def _own_deeds(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "X said its fighters had carried out the attack", "X has said that it killed 47"."""
    s = scene.sentence
    acts = {a.token for a in scene.acts}
    for speech in s.tokens:
        if not speech.is_verb or speech.lemma not in _SAYING:
            continue
        for deed in s.children(speech.i, "ccomp"):
            told = next((i for i in (deed.i, *(t.i for t in s.children(deed.i, "dobj"))) if i in acts), None)
            doer = s.child(deed.i, "nsubj")
            if told is None or doer is None or scene.is_negative(deed):
                continue
            actor = scene.actor_in(s.children(speech.i, "nsubj")) if _is_own(s, deed) else None
            if actor is not None:
                words = [*s.within(actor.span), speech, doer, deed]
                yield scene.finding(actor, Modality.CLAIMED, words, told, "own_deed")


def _is_for_an_act(scene: Scene, word: Token) -> bool:
    """Say whether somebody is behind an act: not "responsible for uncovering the fate of the missing"."""
    s = scene.sentence
    deeds = [v for p in s.children(word.i, "prep") for v in s.children(p.i, "pcomp")]
    acts = {a.token for a in scene.acts}
    return not deeds or any(t.i in acts for v in deeds for t in (v, *s.children(v.i, "dobj")))


def _is_about_an_act(scene: Scene, word: Token) -> bool:
    """Say whether what somebody is behind or responsible for is told to be an act: not "responsible for security"."""
    s = scene.sentence
    below = [p for p in s.children(word.i, "prep") if p.lower == "for"]
    about = {n.i for p in below for n in (*s.children(p.i, "pobj"), *s.children(p.i, "pcomp"))}
    about |= {n.i for n in s.children(word.i, "pobj")}
    return any(a.token in about for a in scene.acts)


def _behind(scene: Scene, word: Token) -> Iterator[RawResponsibility]:
    s = scene.sentence
    copula = s.head(word.i)
    subjects = s.children(copula.i, "nsubj")
    speech = s.head(copula.i)
    act = scene.act_of(word.i)
    negated = scene.is_negative(copula)
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
        hedged = speech.lemma in scene.cues.suspect_verbs or copula.dep == "ccomp" or hedge(scene, copula)
        modality = Modality.DENIED if negated else (Modality.SUSPECTED if hedged else Modality.REPORTED)
        modality = (put_as(scene, copula) or modality) if not negated else modality
        yield scene.finding(actor, modality, [*s.within(actor.span), copula, word], act, "behind")
    elif not negated and _is_about_an_act(scene, word):  # a person is held to be, by whoever says so
        for person in scene.doers_in([n for t in subjects for n in (t, *s.conjuncts(t.i))]):
            words = [*s.within(person.span), copula, word]
            yield scene.finding(person, Modality.SUSPECTED, words, act, "suspect_behind")


def denials(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "X denied involvement", "X rejected the accusation", "X denied carrying out the attack"."""
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
            or (verb.lemma == "deny" and (o.lemma in _DOING or o.lower in IT or _acts_below(scene, o.i)))
        ]
        if actor and about:
            act = next(iter(_acts_below(scene, about[0].i)), None) or scene.act_of(verb.i)
            yield scene.finding(actor, Modality.DENIED, [*s.within(actor.span), verb, about[0]], act, "denied")


def _channel(scene: Scene, actor: RawActor) -> str | None:
    """Return the outlet of a claim: a known outlet of the actor, or "via/through/on <channel noun>"."""
    s = scene.sentence
    own = next((o for o in scene.outlets if set(o.actors) & set(actor.actors)), None)
    if own is not None:
        return own.name
    for prep in s.tokens:
        if prep.lower not in _CHANNEL_PREPOSITIONS or prep.dep not in {"prep", "agent"}:
            continue
        noun = s.child(prep.i, "pobj")
        if noun is not None and noun.lemma in scene.cues.channel_nouns:
            phrase: Span = s.noun_phrase(noun.i)
            return words_at(s, phrase)
    return None
