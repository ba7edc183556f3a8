"""Who does a verb of a parsed sentence: its subject, found over conjunctions, participles and relative clauses."""

from __future__ import annotations

from dateline.text.sentence import Sentence, Token
from dateline.text.speech_cue import RELATIVE

QUOTING = frozenset({"quote", "cite"})
Found = tuple[Token | None, bool]  # the head of who does it, and whether one was looked for with success


def subject_of(s: Sentence, i: int) -> Found:
    """Return the head of who does verb i, found over conjunction, participle and relative clause.

    The flag is False where the verb has no subject at all (an imperative, a bare gerund); (None, True) is an
    unnamed speaker, as of a passive without "by".
    """
    token = s.tokens[i]
    passive = s.child(i, "auxpass", "nsubjpass") is not None
    if passive or (token.dep == "acl" and token.tag == "VBN"):
        return agent_of(s, i), True
    own = s.child(i, "nsubj")
    if own is not None:
        if own.lower in RELATIVE and token.dep in ("relcl", "acl"):
            return s.head(i), True
        if own.lower in ("what", "whatever", "it") and own.lower != "it":
            return None, False
        return own, True
    return _subject_above(s, token)


def _subject_above(s: Sentence, token: Token) -> Found:
    above = s.tokens[token.head]
    if token.dep == "ROOT" or above.i == token.i:
        return _inverted(s, token)
    if token.dep == "acl" and token.tag == "VBG":
        return (above, True) if above.is_noun or above.pos == "PRON" else (None, False)
    if token.dep == "xcomp" and above.is_verb:
        if above.lemma in ("ask", "tell", "order", "urge", "force", "lead", "cause", "allow"):
            patient = s.child(above.i, "dobj")
            if patient is not None:
                return patient, True
        controller = subject_of(s, above.i)
        is_dummy = controller[0] is not None and controller[0].lower == "it"  # "it is wrong to suggest that"
        return (None, False) if is_dummy else controller
    if token.dep in ("conj", "advcl", "ccomp", "dep", "parataxis") and above.is_verb:
        if token.dep in ("conj",) or token.tag in ("VBG", "VBD", "VBZ"):
            found = _inverted(s, token) if token.dep in ("parataxis", "ccomp") else (None, False)
            return found if found[1] else _named(subject_or_patient(s, above.i))
        return None, False
    if token.dep == "pcomp":
        return _subject_of_prepositional(s, above)
    return None, False


def subject_or_patient(s: Sentence, i: int) -> Token | None:
    """Return the subject of verb i, active or passive, or None."""
    passive = s.child(i, "nsubjpass")
    return passive or subject_of(s, i)[0]


def _named(token: Token | None) -> Found:
    return token, token is not None


def _inverted(s: Sentence, token: Token) -> Found:
    """Find the speaker of '"...", said the mayor', which the parser may take for an object."""
    before = s.tokens[token.i - 1] if token.i else None
    if before is None or before.pos != "PUNCT" or token.tag not in ("VBD", "VBZ", "VBP"):
        return None, False
    after = s.child(token.i, "dobj", "attr", "oprd", "npadvmod", "dative")
    if after is not None and after.i > token.i and after.i - token.i < 9:
        return after, True
    return None, False


def quoting_verb(s: Sentence, preposition: Token) -> Token | None:
    """Return the "quoted" of "quoted X as saying", also where the parse hangs "as" on a later verb."""
    if preposition.lower != "as":
        return None
    governor = s.tokens[preposition.head]
    if governor.lemma in QUOTING:
        return governor
    before = [t for t in s.tokens[: preposition.i] if t.lemma in QUOTING and t.is_verb]
    return before[-1] if before else None


def _subject_of_prepositional(s: Sentence, preposition: Token) -> Found:
    quoting = quoting_verb(s, preposition)
    if quoting is not None:
        patient = s.child(quoting.i, "nsubjpass", "dobj")
        if patient is None and quoting.dep == "acl":
            patient = s.tokens[quoting.head]
        return (_antecedent(s, patient), True) if patient else (None, False)
    governor = s.tokens[preposition.head]
    if not governor.is_verb:
        return _named(subject_or_patient(s, s.clause(preposition.i)) if preposition.lower != "of" else None)
    return _named(subject_or_patient(s, governor.i))


def _antecedent(s: Sentence, token: Token) -> Token:
    clause = s.head(token.i)
    if token.lower in RELATIVE and clause.dep in ("relcl", "acl"):
        return s.head(clause.i)
    return token


def agent_of(s: Sentence, i: int) -> Token | None:
    """Return the head of the "by" phrase of verb i, or None."""
    by = s.child(i, "agent") or next((t for t in s.children(i, "prep") if t.lower == "by"), None)
    return s.child(by.i, "pobj") if by else None
