"""Who does what to whom, read off the parse: agents and patients of a verb or of a noun of action.

Subjects, objects and passive agents of these parsers are reliable; attachments of prepositional phrases are
not, so nothing here depends on a phrase that stands far from its word.
"""

from __future__ import annotations

from dateline.text.sentence import Sentence, Token

_ON_PREPOSITIONS = frozenset({"on", "against", "at", "of", "upon", "targeting"})
TIME_WORDS = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday day night morning evening afternoon week month year fire".split()
)
_DONE_TO = frozenset("abduct behead gun injure kidnap kill shoot stab wound".split())
_FIGHTS = frozenset({"battle", "clash", "fighting", "firefight", "gunfight", "skirmish"})
_GOING_ON = frozenset("begin break continue erupt go last rage resume start".split())
_STRIKING = frozenset("devastate hit strike target".split())
_OUTLIVING = frozenset({"escape", "suffer", "survive"})
_INTO_VERBS = frozenset("crash drive plough plow ram steer".split())
LIGHT_VERBS = frozenset(  # "stag" is what the lemmatiser makes of "staged"
    "begin carry commit conduct continue direct execute intensify launch make mastermind mount orchestrate order "
    "organise organize perpetrate renew resume stag stage undertake unleash wage".split()
)
_SENDING = frozenset({"deploy", "dispatch", "order", "send", "use"})
_RAISING = frozenset("assume believe confirm fear feel know presume report rumour say think understand".split())
_ACCUSING = frozenset("accuse acquit blame charge convict suspect".split())
_SUFFERED = frozenset("abduction assassination death execution kidnapping murder slaying".split())
_NEAR = 8  # tokens between a noun of action and its "on X"


def _with_conjuncts(sentence: Sentence, tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        found.extend(c for c in sentence.conjuncts(token.i) if c.is_noun or c.pos in {"NUM", "PRON"})
    return found


def _passive(sentence: Sentence, verb: Token) -> bool:
    if sentence.children(verb.i, "nsubjpass", "auxpass"):
        return True
    if sentence.children(verb.i, "aux"):
        return False
    if verb.dep == "acl" and sentence.children(verb.i, "dobj"):
        return False  # "after a missile struck the town", read as "a missile, struck"
    if verb.tag == "VBN" and verb.dep in {"acl", "acomp", "amod", "oprd", "relcl"}:
        return True
    if _shared_objects(sentence, verb):
        return False
    # headlines leave the auxiliary out: "Four teenagers shot at party"
    return verb.lemma in _DONE_TO and verb.tag in {"VBD", "VBN"} and not sentence.children(verb.i, "dobj", "agent")


def _shared_objects(sentence: Sentence, verb: Token) -> list[Token]:
    """Return whom an active verb joined to this one tells: "they shot and killed a driver" (shot him, too)."""
    for joined in sentence.children(verb.i, "conj"):
        if joined.tag != "VBD" or sentence.children(joined.i, "nsubj", "nsubjpass"):
            continue
        inner = sentence.children(joined.i, "xcomp")  # "wounded fleeing families", read as a verb with its object
        found = sentence.children(joined.i, "dobj") or [t for v in inner for t in sentence.children(v.i, "dobj")]
        if found and sentence.children(verb.i, "nsubj"):
            return found
    return []


def _by_agents(sentence: Sentence, i: int) -> list[Token]:
    agents = [
        noun
        for by in sentence.children(i, "agent", "prep")
        if by.lower == "by"
        for noun in sentence.children(by.i, "pobj")
    ]
    return _with_conjuncts(sentence, agents)


def _shared_agents(sentence: Sentence, verb: Token) -> list[Token]:
    """Return who did what a passive joined to this one tells: "was shot and killed by X" (X shot, too)."""
    for joined in sentence.children(verb.i, "conj"):
        if joined.tag == "VBN" and not sentence.children(joined.i, "nsubj", "nsubjpass", "dobj"):
            found = _by_agents(sentence, joined.i) or _shared_agents(sentence, joined)
            if found:
                return found
    return []


def _light_verb_agents(sentence: Sentence, noun: Token) -> list[Token]:
    """Return who does an act told as "launched an attack" or "an attack carried out by"."""
    above = sentence.head(noun.i)
    if above.lemma in LIGHT_VERBS and noun.dep in {"dobj", "nsubjpass"}:
        return agents_of(sentence, above.i)
    below = next((v for v in sentence.children(noun.i, "acl", "relcl") if v.lemma in LIGHT_VERBS), None)
    return agents_of(sentence, below.i) if below is not None and _passive(sentence, below) else []


def _inherited_subject(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the subject of the clause that a subjectless verb continues ("stormed ..., detonating a bomb")."""
    seen = verb
    for above in sentence.ancestors(verb.i):
        if seen.dep in {"acl"}:
            return [above] if above.is_noun else []
        if seen.dep not in {"conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "dep"}:
            return []
        if above.lemma in _ACCUSING and seen.dep == "prep":  # "accused X of bombing": X bombed
            return sentence.children(above.i, "dobj") or sentence.children(above.i, "nsubjpass")
        if above.is_verb:
            subjects = sentence.children(above.i, "nsubj")
            if subjects or sentence.children(above.i, "nsubjpass"):
                return subjects
        seen = above
    return []


def _subject_above(sentence: Sentence, verb: Token) -> list[Token]:
    """Return of whom a clause without a subject tells: the subject above it, or the noun it hangs on."""
    above = sentence.head(verb.i)
    if verb.dep == "pcomp" and sentence.head(above.i).is_noun:
        return [sentence.head(above.i)]
    governing = next((t for t in sentence.ancestors(verb.i) if t.is_verb), None)
    if governing is None:
        return []
    subjects = sentence.children(governing.i, "nsubj", "nsubjpass")
    return _relative_subject(sentence, governing, subjects)


def _relative_subject(sentence: Sentence, verb: Token, subjects: list[Token]) -> list[Token]:
    if verb.dep == "relcl" and any(s.tag in {"WDT", "WP"} for s in subjects):
        return [sentence.head(verb.i)]
    return subjects


def agents_of(sentence: Sentence, i: int) -> list[Token]:
    """Return the heads of the phrases that name who does the act whose word is token i."""
    token = sentence.tokens[i]
    if not token.is_verb:
        owners = [] if _is_of_owner(sentence, token) else _owners(sentence, i)
        return _by_agents(sentence, i) + owners or _light_verb_agents(sentence, token)
    if _passive(sentence, token):
        return _by_agents(sentence, i) or _shared_agents(sentence, token)
    own = sentence.children(i, "nsubj")
    subjects = _relative_subject(sentence, token, own) if own else _inherited_subject(sentence, token)
    return _with_conjuncts(sentence, _sent(sentence, token) or subjects or _misread_subject(sentence, token))


def _owners(sentence: Sentence, i: int) -> list[Token]:
    return [t for t in sentence.children(i, "poss") if t.pos in {"PROPN", "NOUN"} and t.lower not in TIME_WORDS]


def _is_of_owner(sentence: Sentence, noun: Token) -> bool:
    """Say whether an act was done to whose it is: "the mayor's murder", not "the army's murder of a mayor"."""
    return noun.lemma in _SUFFERED and not any(t.lower == "of" for t in sentence.children(noun.i, "prep"))


def _sent(sentence: Sentence, verb: Token) -> list[Token]:
    """Return what was sent to do it: "sent aircraft to attack the town"."""
    above = sentence.head(verb.i)
    is_purpose = verb.dep in {"advcl", "xcomp"} and bool(sentence.children(verb.i, "aux"))
    return sentence.children(above.i, "dobj") if is_purpose and above.lemma in _SENDING else []


def _misread_subject(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the subject that the parse hangs on "after": "... was killed after | a missile | struck the town"."""
    if verb.dep != "conj" or not sentence.children(verb.i, "dobj", "auxpass"):
        return []
    above = sentence.head(verb.i)
    joined = [c for c in sentence.children(above.i, "cc") if c.i < verb.i]
    before = [p for p in sentence.children(above.i, "prep") if p.i < verb.i]
    if joined or not before or before[-1].lower not in {"after", "before"}:
        return []
    return sentence.children(before[-1].i, "pobj")


def patients_of(sentence: Sentence, i: int) -> list[Token]:
    """Return the heads of the phrases that name whom or what the act whose word is token i was done to."""
    return [t for t in _patients(sentence, i) if t.lower not in TIME_WORDS]


def _fought(sentence: Sentence, fight: Token) -> list[Token]:
    """Return with whom a fight went on: "clashes continued with the rebels"."""
    verb = sentence.head(fight.i)
    if fight.dep != "nsubj" or fight.lemma not in _FIGHTS or verb.lemma not in _GOING_ON:
        return []
    company = [p for p in sentence.children(verb.i, "prep") if p.lower == "with"]
    return [n for p in company for n in sentence.children(p.i, "pobj")]


def _patients_of_noun(sentence: Sentence, i: int) -> list[Token]:
    token = sentence.tokens[i]
    nouns = [
        noun
        for prep in sentence.children(i, "prep")
        if prep.lower in _ON_PREPOSITIONS and prep.i - i <= _NEAR
        for noun in sentence.children(prep.i, "pobj")
    ]
    above = sentence.head(i)
    nouns += _fought(sentence, token)
    if token.dep == "nsubj" and above.lemma in _STRIKING:  # "a drone strike hit a convoy"
        nouns += sentence.children(above.i, "dobj")
    attempt = above if above.lemma == "attempt" and token.dep == "compound" else token
    if attempt.dep == "dobj" and sentence.head(attempt.i).lemma in _OUTLIVING:  # "X survived an attack"
        nouns += _relative_subject(
            sentence, sentence.head(attempt.i), sentence.children(sentence.head(attempt.i).i, "nsubj")
        )
    striking = sentence.head(above.i)
    if above.dep == "agent" and striking.lemma in _STRIKING:  # "the base was hit by an attack"
        nouns += sentence.children(striking.i, "nsubjpass")
    if not nouns and _is_of_owner(sentence, token):
        nouns = _owners(sentence, i)
    return _with_conjuncts(sentence, nouns)


def _patients(sentence: Sentence, i: int) -> list[Token]:
    token = sentence.tokens[i]
    if not token.is_verb:
        return _patients_of_noun(sentence, i)
    if _passive(sentence, token):
        own = sentence.children(i, "nsubjpass", "nsubj")
        if own:
            return _with_conjuncts(sentence, _relative_subject(sentence, token, own))
        if token.dep in {"acl", "amod", "relcl"}:
            return [sentence.head(i)]
        if token.dep in {"advcl", "pcomp"} and sentence.children(i, "auxpass"):
            return _with_conjuncts(sentence, _subject_above(sentence, token))  # "he died after being shot"
        above = sentence.head(i)
        if token.dep == "conj":
            subjects = _misread_subject(sentence, token) or sentence.children(above.i, "nsubjpass")
            if not subjects and sentence.children(i, "auxpass") and above.lemma in _RAISING:
                subjects = sentence.children(above.i, "nsubj")  # "her husband, thought to be X, was killed"
            return _with_conjuncts(sentence, subjects)
        if token.dep == "xcomp" and above.lemma in _RAISING:
            subjects = sentence.children(above.i, "nsubjpass", "nsubj")
            return _with_conjuncts(sentence, _relative_subject(sentence, above, subjects))
        return []
    objects = sentence.children(i, "dobj", "dative", "oprd")
    if not objects and token.lemma in _DONE_TO:
        objects = _shared_objects(sentence, token)
    if token.lemma in _INTO_VERBS:
        struck = [
            n
            for p in sentence.children(i, "prep")
            if p.lower in {"into", "in"}
            for n in sentence.children(p.i, "pobj")
        ]
        objects = struck or objects
    if not objects:
        objects = [
            noun
            for prep in sentence.children(i, "prep")
            if prep.lower in {"at", "on", "into", "against"} and prep.i - i <= _NEAR
            for noun in sentence.children(prep.i, "pobj")
        ]
    return _with_conjuncts(sentence, [o for o in objects if o.is_noun or o.pos in {"NUM", "PRON"}])


def governing_verb(sentence: Sentence, i: int) -> Token | None:
    """Return the nearest verb above token i, or None."""
    return next((t for t in sentence.ancestors(i) if t.is_verb), None)
