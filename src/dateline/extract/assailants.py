"""Assailants: those who carried out an act, as they are described where no name is told ("two armed men").

A description names nobody: it is stated as what it is, beside the perpetrators, whom a report names.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.codebook import Codebook
from dateline.extract.raw import RawAct, RawActor, RawKind
from dateline.model import Span
from dateline.text.sentence import Sentence, Token, words_at

ASSAILANT = "assailant"
_UNITS = frozenset("band cell column command commando gang group individual squad unit".split())
_CROWDS = frozenset({"group", "band", "gang", "number"})
_NOT_BY_THEMSELVES = frozenset({"he", "people", "victim", "other", "casualty"})


def find_assailants(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], book: Codebook
) -> list[RawKind]:
    """Return who is described as having done the acts of a sentence, each once, with the side they are on."""
    if not sentence.is_parsed:
        return []
    found: dict[Span, RawKind] = {}
    for act in acts:
        if act.token is None:
            continue
        for i in act.agents:
            told = described_at(sentence, sentence.tokens[i], actors, book)
            if told is None:
                continue
            side, span = told
            rule = f"assailant.agent.{side}.en.1"
            kind = RawKind(sentence.index, span, i, rule, ASSAILANT, side, words_at(sentence, span), act.token)
            found.setdefault(span, kind)
    return list(found.values())


def described_at(
    sentence: Sentence, head: Token, actors: Sequence[RawActor], book: Codebook
) -> tuple[str, Span] | None:
    """Return the side and the words of the people whom a noun describes, None for other nouns and for names alone."""
    side = _side(head, book)
    if side and any(t.lemma in book.tolls.fighters for t in sentence.children(head.i, "amod", "compound", "nmod")):
        side = "armed_group"  # "guerrilla forces", "rebel commandos"
    span = _described(sentence, head) if side else None
    if side is None or span is None or any(a.span.covers(span) for a in actors):
        return None  # a name alone is the perpetrator's, not a description
    return side, span


def _side(head: Token, book: Codebook) -> str | None:
    """Return the side that a noun for people tells, or None where it is none for a doer of violence."""
    if not head.is_noun or head.tag == "NNP":
        return None
    scheme = book.tolls
    if head.lemma in scheme.forces:
        return "police" if scheme.kind_of_noun.get(head.lemma) == "police" else "military"
    if head.lemma in book.acts.armed_people or head.lemma in scheme.attackers | scheme.fighters:
        return "armed_group"
    if head.lemma in _UNITS:
        return "armed_group"
    kind = scheme.kind_of_noun.get(head.lemma)
    if kind in ("military", "police"):
        return kind
    if head.lemma in scheme.people_nouns and head.lemma not in _NOT_BY_THEMSELVES:
        return "civilians"
    return None


def _described(sentence: Sentence, head: Token) -> Span:
    """Return the words of a description: its noun phrase, with "of ..." behind a noun of number or part."""
    span = sentence.noun_phrase(head.i)
    if head.lemma in _CROWDS or head.lemma == "member":
        of = next((t for t in sentence.children(head.i, "prep") if t.lower == "of" and t.i == head.i + 1), None)
        inner = sentence.child(of.i, "pobj") if of else None
        if inner is not None:
            span = span.joined(sentence.noun_phrase(inner.i))
    return span
