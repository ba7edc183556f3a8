"""Verbs of speech in a parsed sentence: who speaks, and which words are what they say.

The frames follow the English dependency labels of spaCy's models (ClearNLP): content is the ``ccomp`` of
"said that ...", the clause that a trailing or inserted "police said" hangs on, an infinitive or an object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.codebook.speakers import Speakers, VerbUse
from dateline.model import Span
from dateline.text.sentence import Sentence, Token
from dateline.text.speech_cue import INNER, OUTER, QUOTES, Cue, phrase_span, runs
from dateline.text.speech_subjects import QUOTING, agent_of, quoting_verb, subject_of

LIGHT_VERBS = frozenset(
    {"make", "issue", "give", "release", "offer", "repeat", "have", "publish", "receive", "express", "reject"}
    | {"raise", "post", "send", "write", "distribute", "circulate"}
)
_DOUBTFUL = frozenset({"may", "might", "could", "should", "must", "can", "cannot"})
_TOLL_NOUNS = frozenset({"toll", "number", "figure", "count", "total", "death", "tally", "casualty"})
_PRESUPPOSED = frozenset({"responsibility", "credit"})
_OBJECT_PREPOSITIONS = frozenset(
    {"of", "in", "for", "from", "against", "about", "at", "on", "as", "to", "into", "with"}
)
_MEDIUM = frozenset(
    {"statement", "interview", "conference", "briefing", "speech", "post", "tweet", "email", "letter"}
)
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


def verb_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that are verbs, in text order; an inner speaker comes before who passed the words on."""
    for token in sentence.tokens:
        use = book.verb_uses.get(token.lemma)
        if use is None or token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod"):
            continue
        if token.lemma in QUOTING and (token.dep == "advcl" or token.tag == "VBG"):
            cue = _citing(sentence, token, use)
            if cue:
                yield cue
                continue
        yield from _verb(sentence, token, use, book)


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


def colon_cue(s: Sentence, found: Sequence[Cue]) -> Cue | None:
    """Return the cue of 'The ministry justified the raid: "It was ..."', where no verb of speech says who speaks."""
    marks = [t for t in s.tokens[:-1] if t.text == ":" and s.tokens[t.i + 1].text in QUOTES]
    if not marks or any(c.takes_quote and c.span.end <= marks[0].start for c in found):
        return None
    before = s.tokens[: marks[0].i]
    speaker = next((t for t in before if t.dep == "nsubj" and t.i < t.head < marks[0].i), None)
    if speaker is None or speaker.lower in ("it", "this", "that", "there"):
        return None
    span = phrase_span(s, speaker.i)
    return Cue(s.index, marks[0].span, span, speaker.i, (), "says", "speech.colon.en", takes_quote=True)


def _verb(s: Sentence, token: Token, use: VerbUse, book: Speakers) -> Iterator[Cue]:
    speaker, found = subject_of(s, token.i)
    if not found or (speaker is not None and speaker.lower in ("there", "this", "that", "what")):
        return
    if speaker is not None and speaker.i == token.i:
        return
    speaker = _issuer(s, speaker, book)
    content, rule = _content(s, token, use, speaker)
    takes_quote = "quote" in use.frames
    if not content and not takes_quote:
        return
    doubtful = _is_doubtful(s, token, book)
    stance = use.stance
    if doubtful and stance == "believes" and _has(s, token.i, "neg"):
        stance, doubtful = "denies", False
    asks = any(c.lower in _QUESTION_MARKS for k in s.children(token.i, "ccomp") for c in s.children(k.i, "mark"))
    frame = _FRAME_OF_RULE[rule] & use.frames
    attitude = (bool(frame) and frame <= use.attitudes) or rule == "prepositional"
    mere_naming = speaker is None and rule == "passive_object" and not _hedges(token, use)
    attitude = attitude or doubtful or asks or mere_naming or _is_presupposed(s, token)
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


def _issuer(s: Sentence, speaker: Token | None, book: Speakers) -> Token | None:
    """Return who issued the statement that speaks: "the army released a statement saying ..."."""
    if speaker is None or speaker.dep != "dobj" or speaker.lemma not in book.noun_uses:
        return speaker
    verb = s.head(speaker.i)
    issuer = subject_of(s, verb.i)[0] if verb.lemma in LIGHT_VERBS else None
    return issuer or speaker


def _hedges(token: Token, use: VerbUse) -> bool:
    """Say whether an unnamed passive still passes on what others say ("a blast was reported")."""
    return token.lemma == "report" or use.stance in ("claims", "confirms", "denies", "suspects")


def _is_presupposed(s: Sentence, token: Token) -> bool:
    return any(o.lemma in _PRESUPPOSED for o in s.children(token.i, "dobj", "nsubjpass"))


def _content(s: Sentence, token: Token, use: VerbUse, speaker: Token | None) -> tuple[tuple[Span, ...], str]:
    """Return the words said and the name of the frame that found them; none where only quotes can tell."""
    frames = use.frames
    leave = s.subtree(speaker.i) if speaker and speaker.head == token.i else []
    if "clause" in frames or "quote" in frames:
        clauses = _clauses(s, token, speaker)
        if clauses and ("clause" in frames or _is_quoted(s, clauses)):
            leave = [*leave, *_cited(s, token)]
            return runs([t for c in clauses for t in s.subtree(c.i)], leave), "clause"
        around = _host_clause(s, token)
        if around is not None and "clause" in frames:
            return runs(s.subtree(around.i), s.subtree(token.i)), "inserted"
    passive = s.child(token.i, "nsubjpass")
    if passive is not None:
        content, rule = _passive_content(s, token, use, passive)
        if content:
            return content, rule
    claimed = _object_to_do(s, token)
    if claimed and "clause" in frames:
        return runs([t for part in claimed for t in s.subtree(part.i)], _cited(s, token)), "clause"
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
    if "about" in frames and (speaker is not None or use.stance != "says"):
        content, has_object = _rest_of_phrase(s, token, speaker)
        if content:
            return content, "about" if has_object else "prepositional"
    about = [p for p in s.children(token.i, "prep") if p.lower in ("of", "about", "against", "for") and p.i > token.i]
    if about and frames & {"clause", "infinitive"}:
        return runs([t for p in about for t in s.subtree(p.i)]), "prepositional"
    return (), "quote"


def _clauses(s: Sentence, token: Token, speaker: Token | None) -> list[Token]:
    """Return the clauses said.

    Where they stand on both sides of the verb unquoted, "X, he said, ..." says the one before and "X; he said that
    ..." the one after.
    """
    clauses = [t for t in s.children(token.i, "ccomp") if speaker is None or t.i != speaker.i]
    after = [t for t in clauses if t.i > token.i]
    before = [t for t in clauses if t.i < token.i]
    if not after or not before or _is_quoted(s, before):
        return clauses
    trails = token.i + 1 < len(s.tokens) and s.tokens[token.i + 1].text == ","
    return before if trails else after


def _is_quoted(s: Sentence, clauses: Sequence[Token]) -> bool:
    """Say whether a quotation mark stands in, before or after the clauses."""
    inside = [t.i for c in clauses for t in s.subtree(c.i)]
    around = s.tokens[max(0, min(inside) - 1) : max(inside) + 2]
    return any(t.text in QUOTES for t in around)


def _object_to_do(s: Sentence, token: Token) -> list[Token]:
    """Return the two parts of "reported him to be dead", or nothing."""
    thing = next((t for t in s.children(token.i, "dobj") if t.i > token.i), None)
    action = s.child(token.i, "xcomp")
    if thing is None or action is None or action.i < thing.i:
        return []
    return [thing, action] if any(t.lower == "to" for t in s.children(action.i, "aux")) else []


def _cited(s: Sentence, token: Token) -> list[Token]:
    citing = [t for t in s.subtree(token.i) if t.lemma in QUOTING and t.tag == "VBG"]
    return [t for c in citing for t in s.subtree(c.i)]


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
    if actions and use.frames & {"clause", "infinitive"}:
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
    if verb.dep == "xcomp":
        verb = s.tokens[verb.head]
    clauses = s.children(verb.i, "ccomp") or _object_to_do(s, verb)
    tokens = [t for c in clauses for t in s.subtree(c.i)] if clauses else s.subtree(verb.i)
    content = runs(tokens, s.subtree(token.i))
    if not content:
        return None
    return Cue(
        s.index,
        token.span,
        phrase_span(s, source.i),
        source.i,
        content,
        use.stance,
        "speech.verb.citing.en",
        layer=INNER,
    )


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
        layer=OUTER,
    )


def _outer(s: Sentence, token: Token, book: Speakers) -> tuple[Token | None, Span]:
    above = s.tokens[token.head]
    quoting = quoting_verb(s, above) if token.dep == "pcomp" else None
    if quoting is not None:
        agent = agent_of(s, quoting.i) or agent_of(s, token.i)
        if agent is None and s.child(quoting.i, "nsubjpass", "auxpass") is None and quoting.lemma in QUOTING:
            agent = subject_of(s, quoting.i)[0]
        return agent, quoting.span
    if token.dep == "acl" and s.tokens[above.head].lemma in QUOTING and above.dep == "dobj":
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
