"""Who was harmed: names and descriptions of victims, with the kind of person they were.

Names are kept exactly as written; they are private data, and what is published leaves them out unless asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.codebook import Codebook
from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People, find_people
from dateline.extract.harm import harms_of
from dateline.extract.raw import RawVictim
from dateline.extract.toll_filters import is_unreal
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_NO_DESCRIPTION = frozenset(
    {"", "he", "people", "person", "other", "victim", "individual", "casualty", "one", "dead"}
)
_HARMED = frozenset({"killed", "wounded", "missing", "hostages"})
_NAMING = frozenset({"identify", "name"})
_DEAD = frozenset({"victim", "dead", "deceased", "body"})
_NO_DESCRIBING = frozenset({"advmod", "det", "nummod", "poss", "predet", "quantmod"})
_UNKNOWN_KIND = "person"


def _name_tokens(sentence: Sentence, head: Token, scheme: Tolls) -> list[Token]:
    """The tokens of a personal name that ends at ``head``, its titles and nouns before it left out."""
    tokens = [head]
    i = head.i - 1
    while i >= 0 and (sentence.tokens[i].tag in ("NNP", "NNPS") or sentence.tokens[i].text in (".", "-")):
        token = sentence.tokens[i]
        if token.lemma in scheme.people_nouns or token.lower in scheme.people_nouns:
            break
        tokens.append(token)
        i -= 1
    tokens.reverse()
    while tokens and not tokens[0].text[0].isalpha():
        tokens.pop(0)
    return tokens or [head]


def _kind(noun: str, scheme: Tolls) -> str:
    return scheme.kind_of_noun.get(noun, _UNKNOWN_KIND)


def _apposed_name(sentence: Sentence, people: People, scheme: Tolls) -> Span | None:
    """The name that stands beside a description: "a guard, John Smith, was killed"."""
    for token in sentence.children(people.head, "appos"):
        if token.tag == "NNP" and token.lemma not in scheme.people_nouns and token.i > people.head:
            return sentence.span_of(_name_tokens(sentence, token, scheme))
    return None


def _apposed_noun(sentence: Sentence, people: People, scheme: Tolls) -> Token | None:
    """The noun that describes a name, before it ("officer John Smith") or beside it ("John Smith, a guard")."""
    for i in range(people.first, people.last):
        token = sentence.tokens[i]
        if token.lemma in scheme.kind_of_noun or token.lower in scheme.kind_of_noun:
            return token
    beside = sentence.children(people.head, "appos")
    return next((t for t in beside if t.is_noun and t.lemma in scheme.people_nouns), None)


def _first_word(sentence: Sentence, first: int, noun: int) -> int:
    """Return the first word of what describes a name: "the", "two" and "his" left out."""
    tokens = sentence.tokens
    while first < noun and tokens[first].dep in _NO_DESCRIBING:
        first += 1
    return first


def _victim(sentence: Sentence, people: People, status: str, verb: int, scheme: Tolls) -> RawVictim | None:
    text, base = sentence.text, sentence.span.start

    def words(span: Span) -> str:
        return text[span.start - base : span.end - base]

    span = people.span(sentence)
    name: str | None = None
    description: str | None = None
    kind = _kind(people.noun, scheme)
    if people.is_name:
        span = sentence.span_of(_name_tokens(sentence, sentence.tokens[people.head], scheme))
        name = words(span)
        noun = _apposed_noun(sentence, people, scheme)
        if noun is not None:
            kind = _kind(noun.lemma, scheme)
            before = Span(sentence.tokens[_first_word(sentence, people.first, noun.i)].start, noun.end)
            description = words(sentence.noun_phrase(noun.i) if noun.i > people.head else before)
    elif people.noun in _NO_DESCRIPTION:
        return None
    else:
        number = people.number
        core = sentence.tokens[number.core] if number and number.core is not None and number.low is not None else None
        # "at least one guard": the guard is described, not the bound
        span = Span(core.start, span.end) if core and core.i < people.head else span
        description = words(span)
        beside = _apposed_name(sentence, people, scheme)
        name = words(beside) if beside else None
        span = span.joined(beside) if beside else span
        if kind == _UNKNOWN_KIND and not people.is_counted and not people.is_definite:
            return None
    rule = f"victim.{'name' if name else 'description'}.en.1"
    return RawVictim(sentence.index, span, people.head, rule, name, description, status, kind, verb)


def _identified(sentence: Sentence, scheme: Tolls) -> Iterator[RawVictim]:
    """Read "The victims were identified as John Smith and Jane Doe"."""
    for verb in sentence.tokens:
        if verb.lemma not in _NAMING or not verb.is_verb:
            continue
        whom = sentence.child(verb.i, "nsubjpass", "dobj")
        if whom is None or not {t.lemma for t in sentence.subtree(whom.i)} & _DEAD:
            continue
        for preposition in sentence.children(verb.i, "prep"):
            first = sentence.child(preposition.i, "pobj") if preposition.lower == "as" else None
            for token in [first, *sentence.conjuncts(first.i)] if first else []:
                if token.tag in ("NNP", "NNPS"):
                    span = sentence.span_of(_name_tokens(sentence, token, scheme))
                    name = sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]
                    yield RawVictim(
                        sentence.index,
                        span,
                        token.i,
                        "victim.identified.en.1",
                        name,
                        None,
                        "killed",
                        _UNKNOWN_KIND,
                        verb.i,
                    )


def find_victims(sentence: Sentence, codebook: Codebook) -> list[RawVictim]:
    """Find the victims that a parsed sentence names or describes, in text order; attackers are none."""
    if not sentence.is_parsed:
        return []
    scheme = codebook.tolls
    found = list(_identified(sentence, scheme))
    taken = {v.token for v in found}
    for people in find_people(sentence, scheme):
        if people.noun in scheme.attackers or people.head in taken or people.low == people.high == 0:
            continue
        for harm in harms_of(sentence, people, scheme):
            if harm.property not in _HARMED or is_unreal(sentence, harm.verb):
                continue
            victim = _victim(sentence, people, harm.property, harm.verb, scheme)
            if victim is not None:
                found.append(victim)
    return sorted(found, key=lambda v: (v.span, v.status))
