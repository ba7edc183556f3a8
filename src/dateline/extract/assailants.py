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
_ARMED_GROUP = "armed_group"
_UNITS = frozenset("band cell column command commando gang group individual squad unit".split())
_CROWDS = frozenset({"group", "band", "gang", "number"})
_NOT_BY_THEMSELVES = frozenset({"he", "people", "victim", "other", "casualty"})


def find_assailants(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], book: Codebook
) -> list[RawKind]:
    """Return who is described as having done the acts of a sentence, each once, with the side they are on.

    Where the words tell of no side ("a gunman", "two armed men"), the side is the codebook's code for none.
    """
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
    if _side(head, book) is None:
        return None
    span, told = _described(sentence, head, book)
    if any(a.span.covers(span) for a in actors):
        return None  # a name alone is the perpetrator's, not a description
    side = _side_of(told, span, actors, book)
    if any(t.lemma in book.tolls.fighters for t in sentence.children(head.i, "amod", "compound", "nmod")):
        side = _ARMED_GROUP  # "guerrilla forces", "rebel commandos"
    return None if side is None else (side, span)


def _side_of(head: Token, span: Span, actors: Sequence[RawActor], book: Codebook) -> str | None:
    """Return the side that a description tells by its noun, or by the group that it names ("members of X")."""
    side = _side(head, book)
    is_of_group = head.lemma in book.responsibility.followers and any(span.covers(a.span) for a in actors)
    return _ARMED_GROUP if side == book.responsibility.no_side and is_of_group else side


def _side(head: Token, book: Codebook) -> str | None:
    """Return the side that a noun for people tells, or None where it is none for a doer of violence."""
    if not head.is_noun or head.tag == "NNP":
        return None
    scheme, no_side = book.tolls, book.responsibility.no_side
    kind = scheme.kind_of_noun.get(head.lemma)
    if head.lemma in scheme.attackers:
        return no_side  # gunmen are of any side
    if head.lemma in scheme.fighters or kind == _ARMED_GROUP:
        return _ARMED_GROUP
    if head.lemma in scheme.forces:
        return "police" if kind == "police" else "military"
    if head.lemma in _UNITS or head.lemma in book.acts.armed_people:
        return no_side
    if kind in ("military", "police"):
        return kind
    if head.lemma in scheme.people_nouns and head.lemma not in _NOT_BY_THEMSELVES:
        return no_side if kind is None else "civilians"
    return None


def _described(sentence: Sentence, head: Token, book: Codebook) -> tuple[Span, Token]:
    """Return the words of a description, and the noun that tells of the side.

    The words are the noun phrase, with "of ..." behind a noun of number or part ("a group of rebels").
    """
    span = sentence.noun_phrase(head.i)
    if head.lemma in _CROWDS or head.lemma == "member":
        of = next((t for t in sentence.children(head.i, "prep") if t.lower == "of" and t.i == head.i + 1), None)
        inner = sentence.child(of.i, "pobj") if of else None
        if inner is not None:
            told = inner if head.lemma in _CROWDS and _side(inner, book) else head
            return span.joined(sentence.noun_phrase(inner.i)), told
    return span, head
