"""What the persons are whom a report names: told beside the name once, it holds for the whole report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.actors import find_actors
from dateline.extract.person_names import Persons
from dateline.extract.raw import RawActor, RawKind, RawVictim
from dateline.extract.targets import OF_A_SIDE, Targets, side_of
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_BEFORE = re.compile(r"(?P<role>(?:[\w'’.-]+ ){1,5}?[\w'’-]+),? $")
_AFTER = re.compile(r"(?:,\s\d+)?(?:,|\s(?:was|is))\s(?:(?:the|an?|then)\s)?(?P<role>\w[^,.;:–—]{2,80})")
_LINK = re.compile(r"\s(?:of|in|at|by|for|from|on|to|with|who|which|when)\b")
_HARMED = frozenset({"killed", "wounded"})


def find_callings(told: Iterable[tuple[Sentence, Sequence[RawActor]]], book: Codebook) -> dict[str, str]:
    """Return, by surname, the type of target that each named person is ("General X Y": military).

    ``told`` are the parsed sentences of a report with the actors that each names; the first calling told counts.
    """
    found: dict[str, str] = {}
    for sentence, actors in told:
        named = [t for t in sentence.tokens if _is_surname(sentence, t)]
        if not named:
            continue
        targets = Targets.of(sentence, book, actors)
        matched = {t.i for m in targets.matches for t in m.tokens}
        for token in named:
            if token.i in matched or token.i in targets.sides or token.text in found:
                continue
            kind = targets.calling_in(token.i) or _is_said_to_be(sentence, token, targets)
            if kind:
                found[token.text] = kind
    return found


def named_targets(
    victims: Iterable[RawVictim],
    callings: Mapping[str, str],
    persons: Persons,
    sentences: Sequence[Sentence],
    book: Codebook,
) -> list[RawKind]:
    """Return the targets that named victims are by their callings: "He was killed", told of a general.

    ``callings`` are those that parsed sentences tell; for others the words beside the name are read, wherever it is.
    """
    found = []
    for victim in victims:
        if not victim.name or victim.status not in _HARMED:
            continue
        kind = callings.get(victim.name.split()[-1]) or _calling_of(victim.name, persons, sentences, book)
        if kind:
            rule = f"target.named.{kind}.en.1"
            found.append(
                RawKind(victim.sentence, victim.span, victim.token, rule, "target", kind, victim.name, victim.verb)
            )
    return found


def _calling_of(name: str, persons: Persons, sentences: Sequence[Sentence], book: Codebook) -> str | None:
    """Return the type that words right beside a person's name tell, in any sentence of the report."""
    for sentence in sentences:
        for mention in persons.mentions.get(sentence.index, ()):
            if mention.person.name != name:
                continue
            before = _BEFORE.search(sentence.text, 0, mention.start)
            after = _AFTER.match(sentence.text, mention.end)
            roles = [_LINK.split(before["role"])[-1]] if before else []
            for role in (*roles, *([after["role"]] if after else [])):
                if kind := _type_of_role(role, sentence, book):
                    return kind
    return None


def _type_of_role(role: str, sentence: Sentence, book: Codebook) -> str | None:
    """Return the type of the last words of a role ("former police chief"), or of the side whose leader it names."""
    head = _LINK.split(role, maxsplit=1)[0].casefold().split()
    if not head:
        return None
    if head[-1] in OF_A_SIDE:
        start = sentence.text.find(role) + sentence.span.start
        span = Span(start, start + len(role))
        side = next((k for a in find_actors(sentence, book) if span.covers(a.span) and (k := side_of(a, book))), None)
        if side:
            return side
    types = _types(book)
    return next((types[w] for n in (3, 2, 1) if (w := " ".join(head[-n:])) in types), None)


@cache
def _types(book: Codebook) -> dict[str, str]:
    return {word: t.id for t in book.targets for word in t.words}


def _is_surname(sentence: Sentence, token: Token) -> bool:
    """Say whether a proper noun ends a name of its own and is no part of a longer one."""
    if token.tag != "NNP" or token.dep in {"compound", "nmod"} or not token.text[:1].isupper():
        return False
    return not token.text.isupper() and (token.dep != "poss" or not sentence.children(token.i, "det"))


def _is_said_to_be(sentence: Sentence, token: Token, targets: Targets) -> str | None:
    """Return the type that "X was a journalist" tells."""
    verb = sentence.head(token.i)
    if token.dep != "nsubj" or verb.lemma != "be":
        return None
    said = sentence.child(verb.i, "attr")
    return targets.type_of(said.i) if said is not None else None
