"""Nouns, phrases and adverbs that credit: "the claim by X that", "according to X", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.codebook.speakers import Speakers, SpeechNouns
from dateline.model import Span
from dateline.text.sentence import Sentence, Token
from dateline.text.speech_cue import Cue, phrase_span, runs
from dateline.text.speech_subjects import subject_of
from dateline.text.speech_verbs import LIGHT_VERBS

_OWN_NOUNS = frozenset({"responsibility", "credit", "fact", "course", "which", "whom", "what"})


def noun_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that are nouns with what they say: a that-clause, an infinitive or an "of" part."""
    for token in sentence.tokens:
        group = book.noun_uses.get(token.lemma)
        if group is None or token.pos != "NOUN":
            continue
        content = _noun_content(sentence, token, group)
        if not content:
            continue
        speaker = _noun_speaker(sentence, token, content)
        if speaker is None and group.attitude:
            continue
        denied = any(t.lower in ("no", "any", "without") for t in sentence.children(token.i, "det"))
        yield Cue(
            sentence=sentence.index,
            span=token.span,
            speaker=phrase_span(sentence, speaker.i) if speaker else None,
            head=speaker.i if speaker else None,
            content=content,
            stance=group.stance,
            rule="speech.noun.en",
            is_attitude=group.attitude or denied,
        )


def _noun_content(s: Sentence, token: Token, group: SpeechNouns) -> tuple[Span, ...]:
    for clause in s.children(token.i, "acl", "ccomp", "relcl"):
        first = s.subtree(clause.i)[0]
        subject = s.child(clause.i, "nsubj", "nsubjpass")
        starts_with_that = first.lower == "that" and first.dep == "mark"
        infinitive = clause.tag == "VB" and any(t.lower == "to" for t in s.children(clause.i, "aux"))
        will = group.attitude or group.stance in ("threatens", "orders")  # else "to" tells a purpose
        if (starts_with_that and subject is not None) or (infinitive and will):
            return runs(s.subtree(clause.i))
    for preposition in s.children(token.i, "prep", "agent"):
        # "the claim by the rebels that ...": the parser hangs the that-clause on the rebels
        giver = s.child(preposition.i, "pobj") if preposition.lower in ("by", "from") else None
        for clause in s.children(giver.i, "relcl", "acl") if giver else []:
            subjects = [t for t in s.children(clause.i, "nsubj", "nsubjpass") if t.lower != "that"]
            if s.subtree(clause.i)[0].lower == "that" and subjects:
                return runs(s.subtree(clause.i))
    if group.of:
        for preposition in s.children(token.i, "prep"):
            thing = s.child(preposition.i, "pobj", "pcomp")
            if preposition.lower in ("of", "about") and thing and thing.lemma not in _OWN_NOUNS:
                return runs(s.subtree(thing.i))
    return ()


def _noun_speaker(s: Sentence, token: Token, content: tuple[Span, ...]) -> Token | None:
    owner = s.child(token.i, "poss")
    if owner is not None:
        return owner
    for preposition in s.children(token.i, "prep", "agent"):
        giver = s.child(preposition.i, "pobj")
        if (
            giver
            and preposition.lower in ("by", "from", "among", "of")
            and not any(c.overlaps(giver.span) for c in content)
        ):
            return giver
    maker = next((t for t in s.children(token.i, "compound", "amod") if t.pos == "PROPN"), None)
    if maker is not None:
        return maker
    above = s.head(token.i)
    if token.dep == "dobj" and above.lemma in LIGHT_VERBS:
        return subject_of(s, above.i)[0]
    return None


def adjective_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that are adjectives: "the police are certain that ..."."""
    for token in sentence.tokens:
        group = book.adjective_uses.get(token.lemma)
        clause = sentence.child(token.i, "ccomp") if group and token.dep == "acomp" else None
        speaker = sentence.child(token.head, "nsubj") if clause is not None else None
        if group is None or clause is None or speaker is None or speaker.lower in ("it", "this", "that"):
            continue
        yield Cue(
            sentence=sentence.index,
            span=token.span,
            speaker=phrase_span(sentence, speaker.i),
            head=speaker.i,
            content=runs(sentence.subtree(clause.i)),
            stance=group.stance,
            rule="speech.adjective.en",
            is_attitude=group.attitude or sentence.child(token.head, "neg") is not None,
        )


def phrase_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that are phrases before a speaker ("according to X") or lone adverbs ("reportedly")."""
    tokens = sentence.tokens
    for token in tokens:
        for words in _phrases_from(book, token.lower):
            size = len(words)
            if tuple(t.lower for t in tokens[token.i : token.i + size]) != words:
                continue
            group = book.phrase_uses[" ".join(words)]
            cue = _before(sentence, token, size) if group.before else _alone(sentence, token)
            if cue is None:
                continue
            speaker, content = cue
            yield Cue(
                sentence=sentence.index,
                span=sentence.span_of(tokens[token.i : token.i + size]),
                speaker=phrase_span(sentence, speaker.i) if speaker else None,
                head=speaker.i if speaker else None,
                content=content,
                stance=group.stance,
                rule="speech.phrase.en" if group.before else "speech.adverb.en",
                is_attitude=group.attitude,
            )


def _phrases_from(book: Speakers, first: str) -> tuple[tuple[str, ...], ...]:
    return book.phrases_by_first_word.get(first, ())


def _before(s: Sentence, token: Token, size: int) -> tuple[Token | None, tuple[Span, ...]] | None:
    last = s.tokens[token.i + size - 1]
    speaker = s.child(last.i, "pobj")
    if speaker is None:
        return None
    host = _host(s, token, {t.i for t in s.subtree(token.i)})
    if host is None:
        return (speaker, runs(s.tokens[: token.i])) if token.i > 1 else None
    content = runs(s.subtree(host), s.subtree(token.i))
    if not content or (token.i > 1 and content[0].start > token.start):
        # the parse has lost the clause before; a trailing phrase speaks for all that stands before it
        content = runs(s.tokens[: token.i])
    return (speaker, content) if content else None


def _host(s: Sentence, token: Token, own: set[int]) -> int | None:
    """Return the clause that the phrase speaks for: all coordinated clauses where it stands at their edge."""
    above = s.tokens[token.head]
    if above.i == token.i or above.i in own:
        return None
    clause = s.clause(above.i)
    while s.tokens[clause].dep in ("conj", "parataxis") and s.head(clause).is_verb:
        clause = s.tokens[clause].head
    return clause


def _alone(s: Sentence, token: Token) -> tuple[None, tuple[Span, ...]] | None:
    above = s.head(token.i)
    if above.i == token.i:
        return None
    below = s.subtree(above.i)
    if above.is_verb:
        leave = [
            t for c in s.children(above.i, "ccomp", "advcl", "parataxis") if c.i < token.i for t in s.subtree(c.i)
        ]
        below = [t for t in below if t not in leave]
    content = runs(below, [token])
    return (None, content) if content else None
