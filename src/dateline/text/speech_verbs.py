"""Verbs of speech in a parsed sentence: who speaks, and which words are what they say.

The frames follow the English dependency labels of spaCy's models (ClearNLP): content is the ``ccomp`` of
"said that ...", the clause that a trailing or inserted "police said" hangs on, an infinitive or an object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.codebook.speakers import Speakers, VerbUse
from dateline.model import Span
from dateline.text.sentence import Sentence, Token
from dateline.text.speech_cue import RELATIVE, Cue, phrase_span, runs

_DOUBTFUL = frozenset({"may", "might", "could", "should", "must", "can", "cannot"})
_TOLL_NOUNS = frozenset({"toll", "number", "figure", "count", "total", "death", "tally", "casualty"})
_PRESUPPOSED = frozenset({"responsibility", "credit"})
_OBJECT_PREPOSITIONS = frozenset(
    {"of", "in", "for", "from", "against", "about", "at", "on", "as", "to", "into", "with"}
)
_MEDIUM = frozenset(
    {"statement", "interview", "conference", "briefing", "speech", "post", "tweet", "email", "letter"}
)
_QUOTING = frozenset({"quote", "cite"})
_ADDRESSED = frozenset({"reporter", "journalist", "correspondent", "crowd", "audience", "supporter"})
_QUESTION_MARKS = frozenset({"whether", "if"})
_FRAME_OF_RULE: dict[str, frozenset[str]] = {
    "clause": frozenset({"clause", "quote"}),
    "inserted": frozenset({"clause", "quote"}),
    "quote": frozenset({"clause", "quote"}),
    "passive": frozenset({"clause", "infinitive", "about"}),
    "passive_object": frozenset({"object", "about"}),
    "infinitive": frozenset({"infinitive"}),
    "object": frozenset({"object"}),
    "toll": frozenset({"toll"}),
    "about": frozenset({"about"}),
    "prepositional": frozenset(),
}
Found = tuple[Token | None, bool]  # the speaker's head, and whether one was looked for with success


def verb_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that are verbs, in text order; an inner speaker comes before who passed the words on."""
    for token in sentence.tokens:
        use = book.verb_uses.get(token.lemma)
        if use is None or token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod"):
            continue
        if token.lemma in _QUOTING and (token.dep == "advcl" or token.tag == "VBG"):
            cue = _citing(sentence, token, use)
            if cue:
                yield cue
                continue
        yield from _verb(sentence, token, use, book)


def subject_of(s: Sentence, i: int) -> Found:
    """Return the head of who does verb i, found over conjunction, participle and relative clause.

    The flag is False where the verb has no subject at all (an imperative, a bare gerund); (None, True) is an
    unnamed speaker, as of a passive without "by".
    """
    token = s.tokens[i]
    passive = s.child(i, "auxpass", "nsubjpass") is not None
    if passive or (token.dep == "acl" and token.tag == "VBN"):
        return _agent(s, i), True
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
        return subject_of(s, above.i)
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


def _subject_of_prepositional(s: Sentence, preposition: Token) -> Found:
    governor = s.tokens[preposition.head]
    if not governor.is_verb:
        return _named(subject_or_patient(s, s.clause(preposition.i)) if preposition.lower != "of" else None)
    if preposition.lower == "as" and governor.lemma in _QUOTING:
        patient = s.child(governor.i, "nsubjpass", "dobj")
        if patient is None and governor.dep == "acl":
            patient = s.tokens[governor.head]
        return (_antecedent(s, patient), True) if patient else (None, False)
    return _named(subject_or_patient(s, governor.i))


def _antecedent(s: Sentence, token: Token) -> Token:
    clause = s.head(token.i)
    if token.lower in RELATIVE and clause.dep in ("relcl", "acl"):
        return s.head(clause.i)
    return token


def _agent(s: Sentence, i: int) -> Token | None:
    by = s.child(i, "agent") or next((t for t in s.children(i, "prep") if t.lower == "by"), None)
    return s.child(by.i, "pobj") if by else None


def _is_doubtful(s: Sentence, token: Token, book: Speakers) -> bool:
    """Say whether the verb is negated, only possible, asked, conditional or refused."""
    for below in s.children(token.i):
        if below.dep == "neg" or (below.dep == "aux" and below.lower in _DOUBTFUL):
            return True
        if below.dep == "mark" and below.lower in ("if", "unless"):
            return True
    above = s.tokens[token.head]
    if token.dep == "xcomp" and (above.lemma in book.refusals or _has(s, above.i, "neg")):
        return True
    if s.text.rstrip("\"'”’ )").endswith("?"):
        subject, verb_aux = s.child(token.i, "nsubj", "nsubjpass"), s.child(token.i, "aux", "auxpass")
        return subject is None or subject.tag == "WP" or bool(verb_aux and verb_aux.i < subject.i)
    return False


def _has(s: Sentence, i: int, *deps: str) -> bool:
    return s.child(i, *deps) is not None


def _verb(s: Sentence, token: Token, use: VerbUse, book: Speakers) -> Iterator[Cue]:
    speaker, found = subject_of(s, token.i)
    if not found or (speaker is not None and speaker.lower in ("there", "this")):
        return
    if speaker is not None and speaker.i == token.i:
        return
    content, rule = _content(s, token, use, speaker)
    takes_quote = bool(use.frames & {"clause", "quote"})
    if not content and not takes_quote:
        return
    doubtful = _is_doubtful(s, token, book)
    stance = use.stance
    if doubtful and stance == "believes" and _has(s, token.i, "neg"):
        stance, doubtful = "denies", False
    asks = any(c.lower in _QUESTION_MARKS for k in s.children(token.i, "ccomp") for c in s.children(k.i, "mark"))
    frame = _FRAME_OF_RULE[rule] & use.frames
    attitude = (bool(frame) and frame <= use.attitudes) or rule == "prepositional"
    attitude = attitude or doubtful or asks or _is_presupposed(s, token)
    span = s.span_of([*(t for t in s.children(token.i, "neg") if t.i == token.i - 1), token])
    cue = Cue(
        sentence=s.index,
        span=span,
        speaker=phrase_span(s, speaker.i) if speaker else None,
        head=speaker.i if speaker else None,
        content=content,
        stance=stance,
        rule=f"speech.verb.{rule}.en",
        takes_quote=takes_quote,
        is_attitude=attitude,
    )
    yield cue
    yield from _passed_on(s, token, cue, book)


def _is_presupposed(s: Sentence, token: Token) -> bool:
    return any(o.lemma in _PRESUPPOSED for o in s.children(token.i, "dobj", "nsubjpass"))


def _content(s: Sentence, token: Token, use: VerbUse, speaker: Token | None) -> tuple[tuple[Span, ...], str]:
    """Return the words said and the name of the frame that found them; none where only quotes can tell."""
    frames = use.frames
    leave = s.subtree(speaker.i) if speaker and speaker.head == token.i else []
    if "clause" in frames or "quote" in frames:
        clauses = [t for t in s.children(token.i, "ccomp") if speaker is None or t.i != speaker.i]
        if clauses:
            return runs([t for c in clauses for t in s.subtree(c.i)], leave), "clause"
        around = _host_clause(s, token)
        if around is not None:
            return runs(s.subtree(around.i), s.subtree(token.i)), "inserted"
    passive = s.child(token.i, "nsubjpass")
    if passive is not None:
        content, rule = _passive_content(s, token, use, passive)
        if content:
            return content, rule
    if "infinitive" in frames or "object" in frames:
        actions = s.children(token.i, "xcomp") if "infinitive" in frames else []
        if actions:
            return runs([t for a in actions for t in s.subtree(a.i)]), "infinitive"
    if "object" in frames:
        content = _object_content(s, token, use)
        if content:
            return content, "object"
    if "toll" in frames:
        content = _toll_content(s, token)
        if content:
            return content, "toll"
    if "about" in frames:
        content, has_object = _rest_of_phrase(s, token, speaker)
        if content:
            return content, "about" if has_object else "prepositional"
    about = [p for p in s.children(token.i, "prep") if p.lower in ("of", "about", "against", "for") and p.i > token.i]
    if about and frames & {"clause", "infinitive"}:
        return runs([t for p in about for t in s.subtree(p.i)]), "prepositional"
    return (), "quote"


def _host_clause(s: Sentence, token: Token) -> Token | None:
    """Return the clause that "police said" is inserted in: 'The attack, police said, killed four'."""
    host = s.tokens[token.head]
    if host.i == token.i or not host.is_verb or s.child(token.i, "nsubj", "nsubjpass") is None:
        return None
    marked_as = any(t.lower == "as" for t in s.children(token.i, "mark", "advmod"))
    if token.dep in ("parataxis", "dep") or (token.dep == "advcl" and marked_as):
        return host
    return None


def _passive_content(s: Sentence, token: Token, use: VerbUse, patient: Token) -> tuple[tuple[Span, ...], str]:
    actions = s.children(token.i, "xcomp", "oprd", "ccomp")
    if actions and use.frames & {"clause", "infinitive", "about"}:
        return runs([t for a in [patient, *actions] for t in s.subtree(a.i)]), "passive"
    if use.frames & {"object", "about"}:
        parts = [
            patient,
            *(p for p in s.children(token.i, "prep") if p.lower in ("as", "for", "of", "in", "at")),
        ]
        return runs([t for p in parts for t in s.subtree(p.i)], _asides(s, patient, use)), "passive_object"
    return (), ""


def _asides(s: Sentence, noun: Token, use: VerbUse) -> list[Token]:
    """Return the relative clauses of what is denied or judged: the report's own words, not the speaker's."""
    if use.stance != "denies" and "object" not in use.attitudes:
        return []
    return [t for c in s.children(noun.i, "relcl") for t in s.subtree(c.i)]


def _object_content(s: Sentence, token: Token, use: VerbUse) -> tuple[Span, ...]:
    things = [t for t in s.children(token.i, "dobj", "attr") if t.i > token.i and t.tag != "PRP$"]
    if not things:
        return ()
    added = [
        p
        for p in s.children(token.i, "prep")
        if p.i > things[0].i
        and p.lower in _OBJECT_PREPOSITIONS
        and not any(o.lemma in _MEDIUM for o in s.children(p.i, "pobj"))
    ]
    leave = [t for o in things for t in _asides(s, o, use)]
    return runs([t for p in [*things, *added] for t in s.subtree(p.i)], leave)


def _toll_content(s: Sentence, token: Token) -> tuple[Span, ...]:
    tolls = [t for t in s.children(token.i, "dobj") if t.lemma in _TOLL_NOUNS]
    if not tolls:
        return ()
    figures = [p for p in s.children(token.i, "prep") if p.lower in ("at", "to", "from", "as", "between")]
    return runs([t for p in [*tolls, *figures] for t in s.subtree(p.i)])


def _rest_of_phrase(s: Sentence, token: Token, speaker: Token | None) -> tuple[tuple[Span, ...], bool]:
    parts = [
        t
        for t in s.children(token.i, "dobj", "oprd", "prep", "ccomp", "xcomp", "attr", "dative", "acomp")
        if t.i > token.i and (speaker is None or t.i != speaker.i)
    ]
    content = runs([t for p in parts for t in s.subtree(p.i)])
    return content, any(p.dep != "prep" for p in parts)


def _citing(s: Sentence, token: Token, use: VerbUse) -> Cue | None:
    """Return the inner cue of "Reuters, citing officials, reported that ...": the officials."""
    source = s.child(token.i, "dobj")
    host = s.tokens[token.head]
    if source is None or host.i == token.i:
        return None
    verb = host if host.is_verb else s.tokens[s.clause(host.i)]
    clauses = s.children(verb.i, "ccomp")
    tokens = [t for c in clauses for t in s.subtree(c.i)] if clauses else s.subtree(verb.i)
    content = runs(tokens, s.subtree(token.i))
    if not content:
        return None
    return Cue(s.index, token.span, phrase_span(s, source.i), source.i, content, use.stance, "speech.verb.citing.en")


def _passed_on(s: Sentence, token: Token, cue: Cue, book: Speakers) -> Iterator[Cue]:
    """Yield who passed the words on: the outlet that was told, or that quoted."""
    outer, span = _outer(s, token, book)
    if outer is None or outer.i == cue.head:
        return
    words = cue.content
    yield replace(
        cue,
        span=span,
        speaker=phrase_span(s, outer.i),
        head=outer.i,
        content=words,
        stance="says",
        rule="speech.verb.passed_on.en",
        takes_quote=False,
        is_outer=True,
    )


def _outer(s: Sentence, token: Token, book: Speakers) -> tuple[Token | None, Span]:
    above = s.tokens[token.head]
    if token.dep == "pcomp" and above.lower == "as":
        quoting = s.tokens[above.head]
        agent = _agent(s, quoting.i) or _agent(s, token.i)
        if agent is None and s.child(quoting.i, "nsubjpass", "auxpass") is None and quoting.lemma in _QUOTING:
            agent = subject_of(s, quoting.i)[0]
        return agent, quoting.span
    if token.dep == "acl" and s.tokens[above.head].lemma in _QUOTING and above.dep == "dobj":
        return subject_of(s, above.head)[0], s.tokens[above.head].span
    for addressee in [*s.children(token.i, "dobj", "dative"), *_interviewers(s, token)]:
        if addressee.lemma not in _ADDRESSED and _is_outlet(s, addressee, book):
            return addressee, token.span
    return None, token.span


def _interviewers(s: Sentence, token: Token) -> Iterator[Token]:
    for preposition in s.children(token.i, "prep", "dative"):
        target = s.child(preposition.i, "pobj")
        if target is None:
            continue
        if preposition.lower == "to":
            yield target
        elif target.lemma in ("interview", "conversation"):
            for inner in s.children(target.i, "prep"):
                if inner.lower in ("with", "to"):
                    yield from s.children(inner.i, "pobj")


def _is_outlet(s: Sentence, token: Token, book: Speakers) -> bool:
    words = s.noun_phrase(token.i)
    name = s.text[words.start - s.span.start : words.end - s.span.start]
    bare = name.removeprefix("the ").removeprefix("The ")
    known = book.known_names.get(bare) or book.known_names.get(token.text)
    return known.kind == "media" if known else book.kind_of_word.get(token.lower) == "media"
